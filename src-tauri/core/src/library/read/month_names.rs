//! Times with the name of a month, in the languages that text exports are known or expected in: `16. August 2026 18:18:02`.

use jiff::civil::Date;

/// The names of each month, from January on, and their abbreviations, in lower case. None of them is another month in another
/// language.
const MONTHS: [&str; 12] = [
    "january jan januar jänner januari janvier janv enero ene janeiro gennaio gen stycznia styczeń sty января янв ocak oca \
     يناير",
    "february feb februar februari février févr fév febrero fevereiro fev febbraio lutego luty lut февраля фев февр şubat \
     şub فبراير",
    "march mar märz mär mrz maart mrt mars marzo março marca marzec марта мар mart marts مارس",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апр nisan nis أبريل ابريل إبريل",
    "may mai mei mayo maio maggio mag maja maj мая май mayıs مايو",
    "june jun juni juin junio junho giugno giu czerwca czerwiec cze июня июн haziran haz يونيو",
    "july jul juli juillet juil julio julho luglio lug lipca lipiec lip июля июл temmuz tem يوليو",
    "august aug augustus août aoû agosto ago sierpnia sierpień sie августа авг ağustos ağu augusti أغسطس اغسطس",
    "september sep sept septembre septiembre setembro set settembre września wrzesień wrz сентября сен сент eylül eyl سبتمبر",
    "october oct oktober okt octobre octubre outubro out ottobre ott października październik paź октября окт ekim eki \
     oktobra أكتوبر اكتوبر",
    "november nov novembre noviembre novembro ноября ноя нояб kasım kas نوفمبر",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre grudnia grudzień gru декабря дек aralık ara \
     desember ديسمبر",
];
/// In Croatian, which has a full stop behind the day, this is October.
const POLISH_NOVEMBER: [&str; 3] = ["listopada", "listopad", "lis"];
/// Words and characters between the parts of a time.
const BETWEEN: [&str; 16] =
    ["de", "del", "di", "da", "à", "às", "a", "las", "um", "uhr", "om", "alle", "o", "в", "г", "kl"];

/// Parses the day of a time with the name of a month, and returns it with the time of day.
#[must_use]
pub fn split(text: &str) -> Option<(Date, String)> {
    let text = text.to_lowercase();
    let mut words: Vec<&str> = text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect();
    // The day of the week.
    if words.first().is_some_and(|word| {
        word.ends_with(',') && !word.contains(|character: char| character.is_ascii_digit())
    }) {
        words.remove(0);
    }
    let clock_at = words.iter().position(|word| word.contains(':'))?;
    let clock = words[clock_at..].join(" ");
    let words =
        words[..clock_at].iter().map(|word| word.trim_end_matches(',')).filter(|word| !word.is_empty());
    let (mut day, mut month, mut year) = (None, None, None);
    let mut has_stop = false;
    for word in words {
        let bare = word.trim_end_matches('.');
        let digits = bare.bytes().all(|byte| byte.is_ascii_digit()).then_some(bare.len());
        match digits {
            Some(1..=2) if day.is_none() => {
                day = bare.parse().ok();
                has_stop = bare.len() < word.len();
            }
            Some(4) if year.is_none() && month.is_some() => year = bare.parse().ok(),
            None if month.is_none() && month_of(bare, has_stop).is_some() => month = month_of(bare, has_stop),
            None if BETWEEN.contains(&bare) => {}
            _ => return None,
        }
    }
    Some((Date::new(year?, month?, day?).ok()?, clock))
}

fn month_of(word: &str, has_stop: bool) -> Option<i8> {
    if POLISH_NOVEMBER.contains(&word) {
        return (!has_stop).then_some(11);
    }
    let at = MONTHS.iter().position(|names| names.split(' ').any(|name| name == word))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_names_in_many_languages() {
        for text in [
            "16. August 2026 18:18:02",
            "16. Aug. 2026, 18:18:02",
            "Sonntag, 16. August 2026 um 18:18:02",
            "16 août 2026 à 18:18:02",
            "16 de agosto de 2026, 18:18:02",
            "dom, 16 ago 2026 18:18:02",
            "16 augustus 2026 om 18:18:02",
            "16 sierpnia 2026, 18:18:02",
            "16 августа 2026 г., 18:18:02",
            "16 Ağustos 2026 18:18:02",
            "16 أغسطس 2026 18:18:02",
            "August 16, 2026 6:18:02 pm",
        ] {
            let (date, clock) = split(text).expect(text);
            assert_eq!(date.to_string(), "2026-08-16", "{text}");
            assert!(["18:18:02", "6:18:02 pm"].contains(&&*clock), "{text}: {clock}");
        }
        let month = |text| split(text).map(|(date, _)| date.month());
        assert_eq!(month("3 listopada 2026, 18:18:02"), Some(11));
        assert_eq!(month("3. März 2026 18:18:02"), Some(3));
        assert_eq!(month("3 февр. 2026 г., 18:18:02"), Some(2));
    }

    #[test]
    fn other_texts_are_no_times() {
        for text in [
            // October in Croatian, November in Polish.
            "3. listopada 2026. 18:18:02",
            "16. August 18:18:02",
            "see you on 16 August 2026 18:18:02",
            "16 mar apr 2026 18:18:02",
            "31 февраля 2026 18:18:02",
            "16 August 2026",
            "",
        ] {
            assert_eq!(split(text), None, "{text}");
        }
    }

    #[test]
    fn no_name_is_that_of_two_months() {
        let mut all: Vec<&str> =
            MONTHS.iter().flat_map(|names| names.split(' ')).chain(POLISH_NOVEMBER).collect();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
