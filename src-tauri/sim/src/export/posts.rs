//! `Post` and `Comment`.

use std::io;

use crate::export::activity::{pick, watched};
use crate::export::corpus;
use crate::export::json::Doc;
use crate::export::life::{Life, date};

pub(super) fn comments(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    doc.object("Comment", |doc| {
        doc.object("Comments", |doc| {
            doc.list("CommentsList", |doc| {
                for watch in watched(life, |watch| watch.commented) {
                    let mut rng = fastrand::Rng::with_seed(watch.dice);
                    let author = rng.i64(6_700_000_000_000_000_000..7_400_000_000_000_000_000);
                    let link = format!("https://www.tiktok.com/@{author}/video/{}", watch.id);
                    doc.row(|doc| {
                        doc.text("comment", pick::<&str>(&mut rng, &corpus::COMMENTS))?;
                        // Only here and in a few other places the zone is written.
                        doc.text("date", &format!("{} UTC", date(watch.at + 18)))?;
                        doc.text("original post link", &link)?;
                        doc.texts(&[
                            ("originalPostUrl", &link),
                            ("photo", "N/A"),
                            ("sticker", ""),
                            ("video", ""),
                        ])
                    })?;
                }
                Ok(())
            })
        })
    })
}

pub(super) fn posts(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    let (first, last) = life.span();
    let count = i64::from(life.persona.posts);
    doc.object("Post", |doc| {
        doc.object("Posts", |doc| {
            doc.list("VideoList", |doc| {
                for number in 0..count {
                    post(doc, life, number, last - (last - first) / count * number - 4_000)?;
                }
                Ok(())
            })
        })?;
        doc.object("Recently Deleted Posts", |doc| {
            doc.list("PostList", |doc| {
                doc.row(|doc| {
                    doc.texts(&[
                        ("AIGeneratedContent", "No"),
                        ("AddYoursText", "N/A"),
                        ("ContentDisclosure", "No"),
                    ])?;
                    doc.text("Date", &date(first + (last - first) / 2))?;
                    doc.text("DateDeleted", &date(last - 9 * 86_400))?;
                    doc.text("Likes", "3")?;
                    doc.text("Link", "https://video.cdn-stand-in.example/deleted/1.mp4")?;
                    doc.texts(&[("Location", ""), ("Sound", "original sound"), ("Title", "test, ignore")])
                })
            })
        })
    })
}

/// Links name media files, not pages; a photo post has one link a line.
fn post(doc: &mut Doc<'_>, life: &Life, number: i64, at: i64) -> io::Result<()> {
    let mut rng = life.rng("post", number);
    let file = rng.u64(..);
    let link = if number % 4 == 3 {
        let photos: Vec<String> = (1..=3)
            .map(|n| {
                format!("https://photo.cdn-stand-in.example/{file:016x}/{n}.jpg?x-expires={}", at + 172_800)
            })
            .collect();
        photos.join("\n")
    } else {
        format!("https://video.cdn-stand-in.example/{file:016x}.mp4?x-expires={}", at + 172_800)
    };
    doc.row(|doc| {
        doc.texts(&[("AIGeneratedContent", "No"), ("AddYoursText", "N/A")])?;
        doc.texts(&[("AllowComments", "Yes"), ("AllowDuets", "No"), ("AllowSharingToStory", "Yes")])?;
        doc.texts(&[("AllowStickers", "Yes"), ("AllowStitches", "No"), ("AlternateText", "")])?;
        doc.text("ContentDisclosure", "No")?;
        doc.text("CoverImage", &format!("https://photo.cdn-stand-in.example/{file:016x}/cover.jpg"))?;
        doc.text("Date", &date(at))?;
        doc.text("Likes", &rng.u32(4..180).to_string())?;
        doc.text("Link", &link)?;
        doc.text("Location", if number % 5 == 0 { "Wattwyk" } else { "" })?;
        doc.number("NumberOfCollections", rng.i64(0..9))?;
        doc.text("Sound", "original sound")?;
        doc.text("Title", pick::<&str>(&mut rng, &corpus::POSTS))?;
        doc.text("WhoCanView", if number % 6 == 5 { "Friends" } else { "Public" })
    })
}
