//! Chat texts, in several languages and scripts.

use super::persona::Language;

/// A short conversation. Lines that start with `> ` are the other person's; `{…}` are placeholders.
type Script = &'static [&'static str];

/// Conversations in a language.
pub(super) const fn scripts(language: Language) -> &'static [Script] {
    match language {
        Language::English => &ENGLISH,
        Language::German => &GERMAN,
        Language::Japanese => &JAPANESE,
        Language::Arabic => &ARABIC,
        Language::Korean => &KOREAN,
        Language::Polish => &POLISH,
    }
}

const ENGLISH: [Script; 11] = [
    &[
        "this is so you",
        "> 😂 i feel seen",
        "> sending it to my mum",
        "she will ask what it means",
        "> she always does",
    ],
    &["are you free {day}?", "> after {hour}, why", "{food} at mine", "> i'll bring {food}", "deal 🙌"],
    &["did you get home ok", "> yes! train was late but yes", "good", "> thanks for {food} ❤️", "any time"],
    &[
        "help. what is wrong with my dough",
        "> picture?",
        "it's just… flat",
        "> fridge overnight, don't touch it",
        "i touched it",
        "> of course you did",
    ],
    &[
        "look at this place",
        "> where is that??",
        "{place}",
        "> adding it to the list",
        "the list is 40 long",
        "> then we better start",
    ],
    &["happy birthday!! 🎂", "> thank youuu", "old now", "> ancient", "cake {day}?", "> obviously"],
    &["you awake", "> sadly", "watch this and then sleep", "> this did not help me sleep"],
    &[
        "ok the kiln opened",
        "> AND",
        "one cracked, five perfect",
        "> five!!! send pictures",
        "tomorrow, they're still warm",
    ],
    &[
        "can i borrow your tent",
        "> which weekend",
        "the long one",
        "> yes but bring it back dry this time",
        "it rained ONCE",
    ],
    &["new song stuck in my head", "> don't tell me", "too late", "> i hate you a little"],
    &["meeting moved to {hour}\nroom is the same", "> ok 👍", "> do we need slides", "no, just coffee"],
];

const GERMAN: [Script; 15] = [
    &["schau dir das an 😂", "> das sind wir", "> 1:1", "ich schick's in die Gruppe"],
    &[
        "Kommst du {tag} mit nach {ort}?",
        "> Wann denn?",
        "So gegen {hour}",
        "> Bin dabei, bring {essen} mit",
        "Perfekt 🥨",
    ],
    &[
        "Hast du noch Sauerteig?",
        "> Immer",
        "> soll ich dir was abfüllen",
        "Ja bitte, meiner ist mir eingegangen 🙈",
        "> Zum dritten Mal…",
    ],
    &["bin in 5 min da", "> du bist in 20 min da", "stimmt", "> 😄"],
    &["Wie war die Prüfung?", "> Ging so. Teil zwei war gemein", "Du schaffst das", "> Danke dir ❤️"],
    &["Ist das Wasser schon warm genug?", "> 14 Grad", "also nein", "> also JA"],
    &["Guten Morgen ☀️", "> du bist wach??", "Markt. Es gibt {essen}", "> bring mir was mit bitte bitte"],
    &["Die Glasur ist gerissen", "> Nein! Alle?", "nur die blaue", "> die blaue war eh verflucht"],
    &["Schlüssel liegt unter dem Topf", "> welchem Topf", "dem hässlichen", "> die sind alle schön!", "eben"],
    &[
        "Zug fällt aus, typisch",
        "> Wo bist du?",
        "noch {wo}",
        "> Soll ich dich holen?",
        "nee, nehm den um {hour}",
        "> Meld dich wenn du da bist",
    ],
    &["{tag} Chorprobe, vergiss die Noten nicht", "> welche Noten", "😐", "> Spaß. Hab sie.", "> glaube ich"],
    &["Guck mal der Hund im Hintergrund", "> ICH KANN NICHT MEHR 😂", "achte auf die Ohren"],
    &[
        "Brauchen wir noch was vom Laden?",
        "> Hafermilch, Hefe",
        "> und {essen}",
        "und sonst?",
        "> Überrasch mich",
    ],
    &["Schon gepackt?", "> definiere gepackt", "Zahnbürste im Rucksack", "> dann nein"],
    &[
        "Danke für gestern, war richtig schön ❤️",
        "> Fand ich auch!",
        "> nächstes Mal bei mir",
        "{tag}?",
        "> {tag} geht",
    ],
];

const JAPANESE: [Script; 6] = [
    &["これ見て！", "> かわいすぎる😂", "でしょ", "> 保存した"],
    &["週末ひま？", "> 土曜なら大丈夫", "じゃあ{hour}に駅で", "> 了解です🙆"],
    &["パン焼いた🍞", "> おいしそう！", "> レシピ送って", "あとで写真とる"],
    &["おつかれさま", "> おつかれ〜", "今日めっちゃ寒い", "> 鍋にしよう"],
    &["お誕生日おめでとう🎉", "> ありがとう！！", "今度ケーキ食べよ"],
    &["電車おくれてる", "> ゆっくりでいいよ", "ごめんね🙏"],
];

const ARABIC: [Script; 5] = [
    &["شوفي هذا 😂", "> والله نفسنا", "بالضبط", "> أرسليه لأختي"],
    &["صباح الخير ☀️", "> صباح النور", "كيف كان السفر؟", "> طويل بس حلو"],
    &["عندك وقت يوم الجمعة؟", "> بعد الساعة {hour}", "تمام، نشرب قهوة", "> أكيد ☕"],
    &["كل سنة وأنتِ بخير 🎂", "> شكراً حبيبتي ❤️", "الكيك عليّ"],
    &["وصلتِ البيت؟", "> إيه الحمد لله", "ارتاحي"],
];

const KOREAN: [Script; 5] = [
    &["이거 봐봐 ㅋㅋㅋ", "> 완전 우리잖아", "그러니까", "> 저장했어"],
    &["주말에 시간 돼?", "> 토요일 괜찮아", "{hour}에 역 앞에서 보자", "> 좋아 🙌"],
    &["첫눈 온다 ❄️", "> 진짜? 여긴 아직", "사진 찍어 보낼게"],
    &["잘 들어갔어?", "> 응 지금 막 도착", "푹 쉬어", "> 너도 ❤️"],
    &["빵 또 실패했어", "> 이번엔 왜", "너무 일찍 열었어", "> 그럴 줄 알았다"],
];

const POLISH: [Script; 5] = [
    &["Zobacz to 😂", "> no przecież to my", "dokładnie", "> wysyłam siostrze"],
    &["Piec już otwarty?", "> jeszcze gorący", "ile pękło", "> żaden! pierwszy raz"],
    &["Wpadniesz w sobotę na żurek?", "> jasne, o {hour}", "weź chleb", "> zawsze biorę chleb 🍞"],
    &["Dojechałeś?", "> tak, pociąg spóźniony jak zwykle", "uff", "> śpij już"],
    &["Sto lat!! 🎂", "> dziękuję, jesteś kochana", "ciasto czeka w lodówce"],
];

/// Conversations of the group chat.
pub(super) const GROUP: [Script; 4] = [
    &[
        "who brings what on {day}",
        "i have {food}",
        "{food} from me",
        "nobody brings napkins. again.",
        "napkins!! me!!",
    ],
    &["train or car to {place}", "train", "train 🚆", "car is faster", "train", "ok train"],
    &["pictures from {place} are up", "thank youuu", "why do i blink in all of them", "tradition"],
    &["game night?", "yes", "only if not THAT game", "it will be that game"],
];

const FOOD: [&str; 8] = [
    "dumplings",
    "the lentil thing",
    "rye bread",
    "tomato tart",
    "that noodle salad",
    "plum cake",
    "soup",
    "pickles",
];
const ESSEN: [&str; 6] =
    ["Pflaumenkuchen", "Kartoffelsalat", "frische Brötchen", "Linsensuppe", "Brezeln", "Spargel"];
const PLACE: [&str; 7] = [
    "the old lighthouse",
    "the lake behind the mill",
    "the night market",
    "the island",
    "the little kiln shop",
    "the hut",
    "the quarry",
];
const ORT: [&str; 5] = ["an den Deich", "in die Werkstatt", "auf den Markt", "ans Meer", "in die Halle"];
const DAYS: [&str; 5] = ["friday", "on saturday", "tomorrow", "on the weekend", "next week"];
const WO: [&str; 5] = ["in Wattwyk", "am Bahnhof", "in der Werkstatt", "an der Schleuse", "im Büro"];
const TAGE: [&str; 5] = ["morgen", "am Freitag", "am Samstag", "heute", "nächste Woche"];

/// Replaces the placeholders of a line.
pub(super) fn fill(text: &str, rng: &mut fastrand::Rng) -> String {
    if !text.contains('{') {
        return text.into();
    }
    let mut filled = text.to_owned();
    let lists: [(&str, &[&str]); 7] = [
        ("{wo}", &WO),
        ("{food}", &FOOD),
        ("{essen}", &ESSEN),
        ("{place}", &PLACE),
        ("{ort}", &ORT),
        ("{day}", &DAYS),
        ("{tag}", &TAGE),
    ];
    for (gap, list) in lists {
        filled = filled.replace(gap, list[rng.usize(..list.len())]);
    }
    filled.replace("{hour}", &format!("{}:{}0", rng.u8(9..22), rng.u8(..6)))
}

/// Chats with TikTok's AI: title and alternating messages.
pub(super) const TAKO: [(&str, &[&str]); 2] = [
    (
        "Bread that does not rise",
        &[
            "Why is my bread flat?",
            "It may need more time, or a warmer place.",
            "How warm?",
            "About 24 to 26 degrees.",
        ],
    ),
    ("Tides", &["Why are there two high tides a day?", "Because the Moon pulls at both sides of the Earth."]),
];
