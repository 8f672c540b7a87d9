//! Words in the names of files, in languages in which the whole names are not known. They are only used together with the
//! structure of a file.

use crate::library::Section;

/// Parts of normalised names; those after `^` are beginnings. The first match is used.
const WORDS: &[(Section, &[&str])] = &[
    (
        Section::Share,
        &[
            "^share",
            "geteilt",
            "^teilen",
            "^teilung",
            "partag",
            "comparti",
            "condivi",
            "udostęp",
            "paylaş",
            "シェア",
            "共有",
            "공유",
            "分享",
            "مشارك",
            "chiasẻ",
        ],
    ),
    (Section::Repost, &["repost", "republi", "リポスト", "再投稿", "리포스트", "转发", "轉發"]),
    (
        Section::FavouriteVideo,
        &["favori", "preferit", "ulubion", "oblíben", "お気に入り", "즐겨찾기", "收藏", "المفضل", "yêuthích"],
    ),
    (
        Section::Like,
        &[
            "^like",
            "likes",
            "gefällt",
            "jaime",
            "megusta",
            "mipiace",
            "curtid",
            "polubi",
            "beğen",
            "いいね",
            "좋아요",
            "点赞",
            "讚",
            "إعجاب",
        ],
    ),
    (
        Section::Watch,
        &[
            "wiedergabe",
            "angesehen",
            "visionn",
            "visualiz",
            "visualis",
            "ogląda",
            "izleme",
            "i̇zleme",
            "視聴",
            "시청",
            "观看",
            "觀看",
            "مشاهد",
        ],
    ),
    (
        Section::Search,
        &[
            "^such", "recherch", "búsqued", "busqued", "ricerc", "pesquis", "^busca", "wyszuk", "検索",
            "검색", "搜索", "搜尋", "بحث", "arama",
        ],
    ),
    (
        Section::Follower,
        &[
            "follower",
            "^abonné",
            "^abonnes",
            "seguidores",
            "obserwujący",
            "takipçi",
            "フォロワー",
            "팔로워",
            "粉丝",
            "粉絲",
            "المتابعون",
        ],
    ),
    (
        Section::Following,
        &[
            "following",
            "gefolgt",
            "folgeich",
            "^abonnements",
            "siguiendo",
            "seguidos",
            "seguiti",
            "seguindo",
            "obserwowan",
            "フォロー中",
            "팔로잉",
            "关注",
            "關注",
        ],
    ),
    (
        Section::Block,
        &[
            "blockier",
            "bloqu",
            "blocage",
            "bloccat",
            "zablok",
            "engelle",
            "ブロック",
            "차단",
            "屏蔽",
            "封鎖",
            "حظر",
        ],
    ),
    (
        Section::Comment,
        &[
            "kommentar",
            "commentaire",
            "comentari",
            "comentári",
            "commenti",
            "komentarz",
            "yorum",
            "コメント",
            "댓글",
            "评论",
            "留言",
            "تعليق",
        ],
    ),
];

/// Parts of normalised names of lists that are none of the known ones, although their records look the same: those of what
/// is not liked, was removed, lost, hidden, suggested, used or reported, of products, LIVE videos and filters.
const OF_OTHERS: &[&str] = &[
    "nicht",
    "entfern",
    "gelösch",
    "verborgen",
    "vorgeschlag",
    "empfohl",
    "produkt",
    "supprim",
    "masqu",
    "suggér",
    "suggest",
    "recommand",
    "recomend",
    "recommend",
    "produit",
    "product",
    "produt",
    "jaimepas",
    "nomegusta",
    "elimin",
    "sugerid",
    "sugest",
    "ocult",
    "excluíd",
    "removid",
    "nãocurt",
    "nonmipiace",
    "nonpiace",
    "rimoss",
    "suggerit",
    "consigliat",
    "prodott",
    "niepodoba",
    "usunięt",
    "ukryt",
    "sugerowan",
    "polecan",
    "beğenmed",
    "kaldırıl",
    "silinen",
    "önerilen",
    "gizli",
    "ürün",
    "không",
    "đãxóa",
    "đềxuất",
    "sảnphẩm",
    "削除",
    "おすすめ",
    "興味がない",
    "低評価",
    "非表示",
    "商品",
    "삭제",
    "추천",
    "싫어요",
    "숨긴",
    "상품",
    "不喜欢",
    "不喜歡",
    "不感兴趣",
    "删除",
    "刪除",
    "推荐",
    "推薦",
    "隐藏",
    "隱藏",
    "عدم",
    "محذوف",
    "مقترح",
    "مخفي",
    "منتج",
    "live",
    "ライブ",
    "라이브",
    "直播",
    "مباشر",
    // Used; the words for users are others.
    "verwendet",
    "gebruikt",
    "used",
    "benutzt",
    "genutzt",
    "utilisé",
    "utilizad",
    "usados",
    "usadas",
    "utilizzat",
    "usati",
    "usate",
    "używan",
    "użyte",
    "użytych",
    "kullanılan",
    "đãdùng",
    "đãsửdụng",
    "使用した",
    "使用済",
    "已使用",
    "使用过",
    "使用過",
    "사용한",
    "사용된",
    "المستخدمة",
    // Lost.
    "verlor",
    "lost",
    "perdu",
    "perdid",
    "persi",
    "perse",
    "utracon",
    "stracon",
    "kaybed",
    "đãmất",
    "失った",
    "失去",
    "流失",
    "잃은",
    "مفقود",
    // Filters.
    "filter",
    "filtr",
    "bộlọc",
    "フィルタ",
    "필터",
    "过滤",
    "過濾",
    "筛选",
    "篩選",
    "فلتر",
    "تصفية",
    // Reported.
    "gemeldet",
    "reported",
    "^meldung",
    "signal",
    "segnala",
    "denunci",
    "denúnci",
    "zgłosz",
    "şikayet",
    "báocáo",
    "報告",
    "通報",
    "신고",
    "举报",
    "檢舉",
    "إبلاغ",
    "بلاغات",
];

/// The same for lists of people: those who only ask to follow.
const OF_OTHER_PEOPLE: &[&str] = &[
    "anfrag",
    "demande",
    "solicit",
    "richiest",
    "prośb",
    "istek",
    "yêucầu",
    "リクエスト",
    "요청",
    "请求",
    "請求",
    "طلب",
];

/// Lists of people, which have the same fields.
pub const PEOPLE: [Section; 3] = [Section::Follower, Section::Following, Section::Block];

/// Whether a normalised name has this word, which may be marked as a beginning.
fn is_in(name: &str, word: &str) -> bool {
    word.strip_prefix('^').map_or_else(|| name.contains(word), |beginning| name.starts_with(beginning))
}

/// Whether a normalised name says that a list is none of the known ones.
#[must_use]
pub fn is_of_others(name: &str) -> bool {
    OF_OTHERS.iter().any(|word| is_in(name, word))
}

/// The section, of these, that a word in a normalised name stands for; `None` if other words in it stand for another.
#[must_use]
pub fn section_named(name: &str, of: &[Section]) -> Option<Section> {
    let is_named = |words: &[&str]| words.iter().any(|word| is_in(name, word));
    let mut named = WORDS.iter().filter(|(_, words)| is_named(words)).map(|(section, _)| *section);
    let (section, other) = (named.next()?, named.next());
    let is_of_other_people =
        || PEOPLE.contains(&section) && OF_OTHER_PEOPLE.iter().any(|word| name.contains(word));
    (of.contains(&section) && other.is_none() && !is_of_others(name) && !is_of_other_people())
        .then_some(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_lists_stand_for_no_section() {
        let all: Vec<Section> = WORDS.iter().map(|(section, _)| *section).collect();
        for (name, section) in [
            ("kommentare", Some(Section::Comment)),
            ("livekommentare", None),
            ("kommentarezuprodukten", None),
            ("favorisiertekommentare", None),
            ("gefälltmirliste", Some(Section::Like)),
            ("gefälltmirnicht", None),
            ("follower", Some(Section::Follower)),
            ("entferntefollower", None),
            ("followeranfragen", None),
            ("demandesdabonnés", None),
            ("verlorenefollower", None),
            ("utilisateursbloqués", Some(Section::Block)),
            ("封鎖的使用者", Some(Section::Block)),
            ("kommentarfilter", None),
            ("gemeldetekommentare", None),
            ("geteiltevideos", Some(Section::Share)),
            ("mitteilungen", None),
            ("suchanfragen", Some(Section::Search)),
            ("vorgeschlagenesuchanfragen", None),
        ] {
            assert_eq!(section_named(name, &all), section, "{name}");
        }
    }
}
