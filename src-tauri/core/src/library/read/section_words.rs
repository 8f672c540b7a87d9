//! Words in the names of files, in languages in which the whole names are not known. They are only used together with the
//! structure of a file.

use crate::library::Section;

/// Parts of normalised names; those after `^` are beginnings. The first match is used.
const WORDS: &[(Section, &[&str])] = &[
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
        &["blockier", "bloqu", "bloccat", "zablok", "engelle", "ブロック", "차단", "屏蔽", "封鎖", "حظر"],
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

/// The section, of these, that a word in a normalised name stands for.
#[must_use]
pub fn section_named(name: &str, of: &[Section]) -> Option<Section> {
    let is_in = |word: &&str| match word.strip_prefix('^') {
        Some(beginning) => name.starts_with(beginning),
        None => name.contains(*word),
    };
    let named = |(section, words): &&(Section, &[&str])| of.contains(section) && words.iter().any(is_in);
    WORDS.iter().find(named).map(|(section, _)| *section)
}
