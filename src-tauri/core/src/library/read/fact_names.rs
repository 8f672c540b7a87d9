//! The names of facts in text exports, in the known languages, and the keys that JSON exports have for them.

use super::field::KEYS;
use super::field_roles::USERS;
use super::json_keys::normal;
use crate::library::Section;

/// The JSON keys of the profile, and their normalised names in all known languages, separated by spaces.
const PROFILE: &[(&str, &str)] = &[
    ("userName", "username"),
    (
        "displayName",
        "displayname weergavenaam отображаемоеимя nickname bijnaam псевдоним anzeigename spitzname \
         nomdaffichage surnom nombreparamostrar apodo nomevisualizzato soprannome nomedeexibição \
         nazwawyświetlana pseudonim görünenad 表示名 ニックネーム 닉네임 昵称 الاسمالمعروض",
    ),
    (
        "bioDescription",
        "biodescription bio biography bioomschrijving biobeschrijving biografie описание \
         описаниепрофиля profilbeschreibung biobeschreibung übermich steckbrief biographie biografía biografia biyografi \
         biografi życiorys 自己紹介 자기소개 个人简介 個人簡介 السيرةالذاتية tiểusử descriptiondelabio \
         descripcióndelabiografía descrizionebiografia descriçãodabio opisbiograficzny",
    ),
    (
        "birthDate",
        "birthdate geboortedatum датарождения geburtsdatum datedenaissance fechadenacimiento \
         datadinascita datadenascimento dataurodzenia doğumtarihi 生年月日 생년월일 出生日期 تاريخالميلاد",
    ),
    (
        "emailAddress",
        "emailaddress email emailadres адресэлектроннойпочты электроннаяпочта emailadresse adresseemail \
         correoelectrónico direccióndecorreoelectrónico indirizzoemail endereçodeemail adresemail \
         epostaadresi メールアドレス 이메일주소 电子邮箱 البريدالإلكتروني",
    ),
    (
        "telephoneNumber",
        "telephonenumber phonenumber telefoonnummer номертелефона telefonnummer numérodetéléphone \
         númerodeteléfono numeroditelefono númerodetelefone numertelefonu telefonnumarası 電話番号 전화번호 \
         电话号码 رقمالهاتف",
    ),
    (
        "likesReceived",
        "likesreceived likes ontvangenlikes полученолайков полученныелайки erhaltenelikes jaimereçus \
         likesreçus megustarecibidos mipiacericevuti curtidasrecebidas otrzymanepolubienia",
    ),
    (
        "profilePhoto",
        "profilephoto profielfoto фотопрофиля profilfoto profilbild photodeprofil fotodeperfil \
         fotodelprofilo immaginedelprofilo zdjęcieprofilowe profilfotoğrafı プロフィール写真 프로필사진 \
         صورةالملفالشخصي",
    ),
    (
        "profileVideo",
        "profilevideo profielvideo видеопрофиля profilvideo vidéodeprofil videodeperfil vídeodeperfil \
         videodelprofilo filmprofilowy プロフィール動画",
    ),
    (
        "followerCount",
        "followercount aantalvolgers количествоподписчиков anzahlderfollower nombredabonnés \
         númerodeseguidores numerodifollower liczbaobserwujących フォロワー数",
    ),
    (
        "followingCount",
        "followingcount aantalvolgend количествоподписок anzahldergefolgten nombredabonnements \
         númerodeseguidos numerodiseguiti liczbaobserwowanych フォロー数",
    ),
    (
        "accountRegion",
        "accountregion accountregio регионаккаунта kontoregion régionducompte regióndelacuenta \
         regionedellaccount regiãodaconta regionkonta",
    ),
    (
        "inferredGender",
        "inferredgender afgeleidgeslacht предполагаемыйпол abgeleitetesgeschlecht genredéduit \
         géneroinferido generededotto",
    ),
    ("instagramLink", "instagramlink instagram lieninstagram enlacedeinstagram linkinstagram"),
    ("youtubeLink", "youtubelink youtube lienyoutube enlacedeyoutube linkyoutube"),
    ("lemon8Link", "lemon8link lemon8 lienlemon8 enlacedelemon8 linklemon8"),
    ("aiSelf", "aiself"),
    ("fundraiser", "fundraiser fondsenwerving"),
    (
        "PlatformInfo",
        "platforminfo platforminformation platforminformatie информацияоплатформах \
         plattforminformationen informationssurlaplateforme informacióndelaplataforma \
         informazionisullapiattaforma",
    ),
    ("PlatformInfo\u{1f}Description", "description"),
    ("PlatformInfo\u{1f}Name", "name"),
    ("PlatformInfo\u{1f}Platform", "platform"),
];

/// The JSON keys of TikTok's counters, and their normalised names.
const SUMMARY: &[(&str, &str)] = &[
    ("note", "note opmerking примечание"),
    (
        "videosCommentedOnSinceAccountRegistration",
        "videoscommentedonsinceaccountregistration videoswaaropisgereageerdsindsaccountregistratie \
         videosbecommentarieerdsindsaccountregistratie",
    ),
    (
        "videosSharedSinceAccountRegistration",
        "videossharedsinceaccountregistration videosgedeeldsindsaccountregistratie",
    ),
    (
        "videosWatchedToTheEndSinceAccountRegistration",
        "videoswatchedtotheendsinceaccountregistration videostotheteindebekekensindsaccountregistratie",
    ),
    ("commentVideoCount", "commentvideocount"),
    ("sharedVideoCount", "sharedvideocount"),
    ("videoCount", "videocount"),
];

/// The JSON keys of settings that text exports write otherwise: without the key of the group that holds them, or without the
/// colons at the end.
const SETTINGS: &[(&str, &str)] = &[
    ("Who can see your following list::", "whocanseeyourfollowinglist"),
    ("Personalized Ads", "personalizedads personalisedads"),
    (
        "Content Preferences\u{1f}Keyword filters for videos in Following feed",
        "keywordfiltersforvideosinfollowingfeed",
    ),
    (
        "Content Preferences\u{1f}Keyword filters for videos in For You feed",
        "keywordfiltersforvideosinforyoufeed",
    ),
    ("Content Preferences\u{1f}Video Languages Preferences", "videolanguagespreferences"),
    ("Push Notification\u{1f}Desktop notification", "desktopnotification"),
    ("Push Notification\u{1f}New Comments on My Video", "newcommentsonmyvideo"),
    ("Push Notification\u{1f}New Fans", "newfans"),
    ("Push Notification\u{1f}New Likes on My Video", "newlikesonmyvideo"),
];

/// The JSON keys of groups of settings.
const GROUPS: [&str; 3] = ["Content Preferences", "Family Content Preferences", "Push Notification"];

/// The JSON keys of the details for filling in forms.
const AUTOFILL: &[(&str, &str)] = &[
    ("PhoneNumber", "phonenumber"),
    ("Email", "email"),
    ("FirstName", "firstname"),
    ("LastName", "lastname"),
    ("Address", "address"),
    ("ZipCode", "zipcode"),
    ("Unit", "unit"),
    ("City", "city"),
    ("State", "state"),
    ("Country", "country"),
];

/// The JSON key of a group of settings with this heading; the heading if that is not known.
#[must_use]
pub fn canonical_group(heading: &str) -> &str {
    let name = normal(heading);
    GROUPS.iter().find(|group| normal(group) == name).copied().unwrap_or(heading)
}

/// The JSON key of a fact with this name; `None` if the name is not known.
#[must_use]
pub fn canonical(section: Section, name: &str) -> Option<&'static str> {
    let name = normal(name);
    let names = match section {
        Section::Profile if USERS.contains(&name.as_str()) => return Some("userName"),
        Section::Profile => PROFILE,
        Section::Summary => SUMMARY,
        Section::Settings => SETTINGS,
        Section::Autofill => AUTOFILL,
        _ => return None,
    };
    names.iter().find(|(_, names)| names.split(' ').any(|known| known == name)).map(|(key, _)| *key)
}

/// Whether a person wrote the value of the fact with this JSON key, so that `None` or `N/A` may be what they wrote.
#[must_use]
pub fn is_own_words(section: Section, key: &str) -> bool {
    section == Section::Profile && matches!(key, "userName" | "displayName" | "bioDescription")
}

/// Whether the facts of this section are in groups with headings, and lists in them are of words.
#[must_use]
pub fn has_groups(section: Section) -> bool {
    matches!(section, Section::Settings | Section::LiveSettings)
}

/// Whether the value of the fact with this JSON key may have several paragraphs.
#[must_use]
pub fn is_prose(section: Section, key: &str) -> bool {
    section == Section::Profile && key == "bioDescription"
}

/// Whether the value of the fact with this JSON key is a link.
#[must_use]
pub fn has_link(key: &str) -> bool {
    matches!(key, "instagramLink" | "youtubeLink" | "lemon8Link")
}

/// Whether a file has the fact with this JSON key only once. Each platform of a profile has a name and a description.
#[must_use]
pub fn is_named_once(section: Section, key: &str) -> bool {
    section == Section::Profile && !key.starts_with("PlatformInfo")
}

/// Whether a fact of the profile with this name is the user name.
#[must_use]
pub fn is_user_name(name: &str) -> bool {
    canonical(Section::Profile, name) == Some("userName")
}

/// Whether the fact of a profile at this path is the user name of its owner.
#[must_use]
pub fn is_owner_name(path: &str) -> bool {
    !path.contains(KEYS) && is_user_name(path)
}
