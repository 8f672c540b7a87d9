//! The roles of the fields of each section: time, link, text and counterparty, and which of them identify a record.

use crate::library::Section;

/// Normalised names of time fields, in all known languages.
pub const TIMES: &[&str] = &[
    "date",
    "timestamp",
    "createtime",
    "creationtime",
    "createdate",
    "watchtime",
    "livestarttime",
    "orderdate",
    "browsingdate",
    "receiveddate",
    "sendtime",
    "commenttime",
    "questiontime",
    "time",
    "rawtime",
    "datum",
    "дата",
    "besteldatum",
    "fecha",
    "датаивремя",
    "aanmaakdatum",
    "browsedatum",
    "datumgemaakt",
    "datumontvangen",
    "tijd",
    "creationdate",
    "datereceived",
    "датасоздания",
    "датазаказа",
    "время",
];

/// Normalised names of link fields.
const LINKS: &[&str] = &[
    "link",
    "videolink",
    "effectlink",
    "hashtaglink",
    "adlink",
    "originalposturl",
    "originalpostlink",
    "url",
    "ссылка",
    "originelelinknaarbericht",
    "linknaarorigineelbericht",
    "ссылканаисходнуюпубликацию",
    "enlace",
    "soundlink",
    "geluidslink",
    "advertentielink",
    "posturl",
];

/// Normalised names of fields with a user name, in the languages of TikTok's app.
pub const USERS: &[&str] = &[
    "username",
    "gebruikersnaam",
    "имяпользователя",
    "benutzername",
    "nutzername",
    "nomdutilisateur",
    "nombredeusuario",
    "usuario",
    "nomeutente",
    "nazwaużytkownika",
    "nomedeusuário",
    "nomedeutilizador",
    "användarnamn",
    "brugernavn",
    "brukernavn",
    "käyttäjänimi",
    "kullanıcıadı",
    "uživatelskéjméno",
    "felhasználónév",
    "numedeutilizator",
    "όνομαχρήστη",
    "імякористувача",
    "namapengguna",
    "tênngườidùng",
    "ชื่อผู้ใช้",
    "ユーザー名",
    "사용자이름",
    "用户名",
    "使用者名稱",
    "用戶名稱",
    "اسمالمستخدم",
    "from",
    "sender",
];
/// Normalised names of what comes with a comment.
pub const ATTACHMENTS: &[&str] = &[
    "photo",
    "foto",
    "фото",
    "fotografía",
    "zdjęcie",
    "fotoğraf",
    "写真",
    "사진",
    "照片",
    "صورة",
    "video",
    "sticker",
];
/// Normalised names of fields with the name of a shop.
const SHOPS: &[&str] =
    &["shopname", "shop", "naamwinkel", "winkel", "winkelnaam", "магазин", "названиемагазина"];

/// Normalised names of fields with the name of a product.
const PRODUCTS: &[&str] =
    &["productname", "naamproduct", "productnaam", "name", "naam", "название", "названиетовара"];

/// Normalised names of the field with the text of a post.
const TITLES: &[&str] = &[
    "title",
    "titel",
    "название",
    "titre",
    "título",
    "titolo",
    "tytuł",
    "başlık",
    "タイトル",
    "제목",
    "标题",
    "標題",
    "العنوان",
];

/// The fields that identify a record, besides its section and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Identity {
    /// Only the time, because the other fields change from export to export.
    Time,
    /// The video or link.
    Link,
    /// The video or link; the text if there is none.
    LinkOrText,
    /// The text.
    Text,
    /// The link and the text.
    LinkAndText,
    /// The other party and the text.
    CounterpartyAndText,
    /// The text of a message, and not who sent it: people change their names. Equal ones in one second are several messages.
    Message,
    /// These fields, by normalised name; all fields if none of these is present.
    Named(&'static [&'static str]),
    /// The IP addresses, which are alike in all languages; these fields if there is none.
    AddressOrNamed(&'static [&'static str]),
    /// All fields.
    All,
}

/// The roles of a section's fields.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// Fields that hold the text.
    pub text: &'static [&'static str],
    /// Fields that hold the other party.
    pub counterparty: &'static [&'static str],
    /// Fields that hold a link.
    pub links: &'static [&'static str],
    /// The fields that identify a record.
    pub identity: Identity,
}

const fn spec(text: &'static [&'static str], identity: Identity) -> Spec {
    Spec { text, counterparty: &[], links: LINKS, identity }
}

/// The roles of this section's fields.
#[must_use]
pub fn of(section: Section) -> Spec {
    use Identity as I;
    match section {
        Section::Watch | Section::MiniDrama | Section::Like | Section::FavouriteVideo | Section::Repost => {
            spec(&["title"], I::Link)
        }
        Section::FavouriteSound | Section::FavouriteHashtag | Section::FavouriteEffect => spec(&[], I::Link),
        Section::FavouriteCollection => {
            spec(&["favoritecollection", "collection", "favorietecollectie"], I::Text)
        }
        Section::FavouriteComment => spec(&["favoritecomment", "comment", "favorietereactie"], I::Text),
        // What was shared is named in the language of the export.
        Section::Share => {
            spec(&["sharedcontent", "gedeeldeinhoud", "gedeeldecontent", "пересланныйконтент"], I::LinkOrText)
        }
        Section::Search => {
            spec(&["searchterm", "zoekterm", "поисковыйзапрос", "términodebúsqueda", "search"], I::Text)
        }
        Section::Hashtag => spec(&["hashtagname", "name", "hashtagnaam"], I::LinkAndText),
        Section::Follower | Section::Following | Section::Block | Section::ProfileView => {
            Spec { text: USERS, counterparty: &[], links: &[], identity: I::Text }
        }
        Section::Message | Section::GroupMessage => {
            Spec { text: &["content"], counterparty: &["from", "sender"], links: &[], identity: I::Message }
        }
        Section::Tako => Spec {
            text: &["content"],
            counterparty: &["from", "role"],
            links: &[],
            identity: I::CounterpartyAndText,
        },
        Section::Comment => spec(&["comment", "reactie", "комментарий", "comentario"], I::Text),
        Section::Post | Section::DeletedPost | Section::Story => spec(TITLES, I::Time),
        Section::PlaceReview => spec(&["reviewtext", "placename"], I::Named(&["placename"])),
        Section::ProductReview => {
            spec(&["reviewtext", "review", "recensie", "отзыв", "productname", "productnaam"], I::All)
        }
        Section::Login => spec(&[], I::AddressOrNamed(&["devicemodel", "apparaatmodel", "модельустройства"])),
        Section::GiftSent => {
            let identity = I::Named(&["giftamount", "username"]);
            Spec { text: &[], counterparty: USERS, links: &[], identity }
        }
        // Their state changes.
        Section::Refund => spec(&[], I::Named(&["returnid", "refundid", "returnorderid"])),
        Section::Dispute => spec(&[], I::Named(&["disputeid"])),
        Section::CustomerSupport => spec(&[], I::Named(&["ticketid", "caseid"])),
        Section::Location => spec(&[], I::Named(&["gpsdata", "lastregion"])),
        Section::Address => {
            spec(&[], I::Named(&["receivername", "maskedphonenumber", "adressinfo", "addressinfo"]))
        }
        Section::GiftBought => spec(&[], I::Named(&["price"])),
        Section::Coin => spec(&[], I::Named(&["type", "coinamount"])),
        Section::Transaction => spec(&["transactiontype"], I::Named(&["transactionid"])),
        Section::AdInterest | Section::AdPartner => spec(&["value"], I::Text),
        Section::OffTiktok => spec(
            &["source", "bron", "источник"],
            I::Named(&["source", "event", "bron", "evenement", "источник", "событие"]),
        ),
        Section::AdVisit => spec(&["adtitle", "advertentietitel"], I::LinkAndText),
        Section::LiveWatched => spec(&[], I::Named(&["room", "roomid"])),
        Section::LiveComment => spec(
            &["commentcontent", "comment", "reactie"],
            I::Named(&["room", "commentcontent", "comment", "reactie"]),
        ),
        Section::LiveQuestion => spec(&["questioncontent"], I::Named(&["room", "questioncontent"])),
        Section::LiveHosted => spec(&["roomtitle"], I::Named(&["roomid", "livestarttime"])),
        Section::Order => spec(
            &["productname", "name", "naam", "название", "ordernumber", "bestelnummer", "номерзаказа"],
            I::Named(&["ordernumber", "bestelnummer", "номерзаказа"]),
        ),
        Section::ProductBrowsed => {
            Spec { text: PRODUCTS, counterparty: SHOPS, links: LINKS, identity: I::CounterpartyAndText }
        }
        // Text exports lack the shop.
        Section::CartItem => Spec { text: PRODUCTS, counterparty: SHOPS, links: LINKS, identity: I::Text },
        Section::Voucher => spec(&["vouchername", "vouchernaam", "vouchertext"], I::Named(&["voucherid"])),
        Section::ShopMessage => {
            Spec { text: &["content"], counterparty: SHOPS, links: &[], identity: I::CounterpartyAndText }
        }
        Section::ShopFavourite => {
            Spec { text: &["product"], counterparty: SHOPS, links: LINKS, identity: I::CounterpartyAndText }
        }
        _ => spec(&[], I::All),
    }
}

/// Fields with the names of the items in a record (the products of an order), which describe it better than its number.
#[must_use]
pub fn item_name_fields(section: Section) -> &'static [&'static str] {
    match section {
        Section::Order | Section::CartItem => &["productname", "name", "naam", "название"],
        _ => &[],
    }
}
