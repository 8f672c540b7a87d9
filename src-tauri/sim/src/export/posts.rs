//! Own posts and comments.

use super::activity::{pick, watched};
use super::activity_model::{ActivityModel, DAY};
use super::corpus;
use super::date::date;
use super::value::{Row, Rows, Value};

/// Comments. Only since 2026 do they have the video's address.
pub(super) fn comments(model: &ActivityModel) -> Rows<'_> {
    Box::new(watched(model, |watch| watch.commented).map(|watch| {
        let mut rng = fastrand::Rng::with_seed(watch.seed);
        let author = rng.i64(6_700_000_000_000_000_000..7_400_000_000_000_000_000);
        let link = format!("https://www.tiktok.com/@{author}/video/{}", watch.id);
        let text = *pick(&mut rng, &corpus::COMMENTS);
        Row::at(
            watch.at + 18,
            [
                ("Comment", text.into()),
                ("original post link", link.clone().into()),
                ("originalPostUrl", link.into()),
                ("photo", "N/A".into()),
                ("sticker", "".into()),
                ("url", "".into()),
                ("video", "".into()),
            ],
        )
    }))
}

pub(super) fn posts(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("posts", model.persona.posts).map(|(number, at)| post(model, number, at)))
}

/// A post. Links are to media files; a photo post has several, one per line.
fn post(model: &ActivityModel, number: i64, at: i64) -> Row {
    let mut rng = model.rng("post", number);
    let file = rng.u64(..);
    let expires = at + 172_800;
    let link = if number % 4 == 3 {
        let photos: Vec<String> = (1..=rng.u8(2..7))
            .map(|n| format!("https://photo.cdn-stand-in.example/{file:016x}/{n}.jpg?x-expires={expires}"))
            .collect();
        photos.join("\n")
    } else {
        format!("https://video.cdn-stand-in.example/{file:016x}.mp4?x-expires={expires}")
    };
    let (title, likes) = (*pick(&mut rng, &corpus::POSTS), rng.u32(4..180));
    let cover = format!("https://photo.cdn-stand-in.example/{file:016x}/cover.jpg");
    let words = |word: &'static str| Value::from(word);
    Row::at(
        at,
        [
            ("AIGeneratedContent", words("No")),
            ("AddYoursText", words("N/A")),
            ("AllowComments", words("Yes")),
            ("AllowDuets", words("No")),
            ("AllowSharingToStory", words("Yes")),
            ("AllowStickers", words("Yes")),
            ("AllowStitches", words("No")),
            ("AlternateText", words("")),
            ("ContentDisclosure", words("No")),
            ("CoverImage", cover.into()),
            ("Likes", likes.to_string().into()),
            ("Link", link.into()),
            ("Location", words(if number % 5 == 0 { "Wattwyk" } else { "" })),
            ("NumberOfCollections", rng.i64(0..9).into()),
            ("Sound", words("original sound")),
            ("Title", title.into()),
            ("WhoCanView", words(if number % 6 == 5 { "Friends" } else { "Public" })),
        ],
    )
}

pub(super) fn deleted(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("deleted", 1).map(|(_, at)| {
        Row::at(
            at - 20 * DAY,
            [
                ("AIGeneratedContent", "No".into()),
                ("AddYoursText", "N/A".into()),
                ("ContentDisclosure", "No".into()),
                ("DateDeleted", date(at).into()),
                ("Likes", "3".into()),
                ("Link", "https://video.cdn-stand-in.example/deleted/1.mp4".into()),
                ("Location", "".into()),
                ("Sound", "original sound".into()),
                ("Title", "test, ignore".into()),
            ],
        )
    }))
}
