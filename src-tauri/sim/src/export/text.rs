//! The text layout (English, 2026), main sections only: enough for a reader to meet it.

use std::io::{self, Seek, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::export::activity::watched;
use crate::export::life::{Life, date, video_link};
use crate::export::{Category, Counts, ExportError, Plan, chats};

/// Writes one file a section below `TikTok/`.
pub(super) fn write<W: Write + Seek>(
    plan: &Plan,
    life: &Life,
    zip: &mut ZipWriter<W>,
    options: SimpleFileOptions,
) -> Result<Counts, ExportError> {
    let mut counts = Counts::default();
    let some = !plan.nothing;
    if plan.wants(Category::Activity) {
        zip.start_file("TikTok/Your Activity/Watch History.txt", options)?;
        let watches = watched(life, |_| true).filter(|_| some).map(|watch| (watch.at, video_link(watch.id)));
        links(zip, &mut counts, "Your Activity/Watch History", watches)?;
    }
    if plan.wants_all() {
        zip.start_file("TikTok/Likes and Favorites/Like List.txt", options)?;
        let likes = watched(life, |watch| watch.liked)
            .filter(|_| some)
            .map(|watch| (watch.at + 5, video_link(watch.id)));
        links(zip, &mut counts, "Likes and Favorites/Like List", likes)?;
    }
    if plan.wants(Category::DirectMessage) {
        zip.start_file("TikTok/Direct Messages/Direct Messages.txt", options)?;
        for friend in life.persona.friends.iter().filter(|_| some) {
            write!(zip, ">>> Chat History with {}::\n\n", friend.user_name)?;
            for line in chats::lines(life, friend) {
                writeln!(zip, "{} UTC {}: {}", date(line.at), line.from, line.content)?;
                counts.add("Direct Message/Direct Messages");
            }
            writeln!(zip)?;
        }
    }
    if plan.wants(Category::Profile) {
        zip.start_file("TikTok/Profile and Settings/Profile Info.txt", options)?;
        writeln!(zip, "Username: {}\nBio: {}", life.persona.user_name, life.persona.bio)?;
    }
    if plan.wants(Category::Video) {
        zip.start_file("TikTok/Posts/Posts.txt", options)?;
        writeln!(zip, "You have no data in this section")?;
    }
    Ok(counts)
}

fn links(
    out: &mut impl Write,
    counts: &mut Counts,
    section: &str,
    rows: impl Iterator<Item = (i64, String)>,
) -> io::Result<()> {
    let before = counts.of(section);
    for (at, link) in rows {
        write!(out, "Date: {} UTC\nLink: {link}\n\n", date(at))?;
        counts.add(section);
    }
    if counts.of(section) == before {
        writeln!(out, "You have no data in this section")?;
    }
    Ok(())
}
