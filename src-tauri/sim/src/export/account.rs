//! `Profile And Settings`.

use std::io;

use crate::export::corpus::NAME_PARTS;
use crate::export::json::Doc;
use crate::export::life::{Life, date};

/// The group; settings and what apps report come with a full export only.
pub(super) fn group(doc: &mut Doc<'_>, life: &Life, all: bool) -> io::Result<()> {
    let persona = life.persona;
    doc.object("Profile And Settings", |doc| {
        if all {
            doc.object("AI-Moji", |doc| {
                doc.null("AIMojiList")?;
                doc.text("CreateDate", "")
            })?;
            doc.object("Autofill", |doc| {
                let keys = [
                    "Address",
                    "City",
                    "Country",
                    "Email",
                    "FirstName",
                    "LastName",
                    "PhoneNumber",
                    "State",
                    "Unit",
                    "ZipCode",
                ];
                keys.iter().try_for_each(|key| doc.text(key, "N/A"))
            })?;
            doc.table("Block List", "BlockList", ["Date", "UserName"], people(life, "block", 2))?;
        }
        doc.object("Follower", |doc| {
            doc.number("App", 1)?;
            doc.rows("FansList", ["Date", "UserName"], people(life, "fans", persona.followers))?;
            doc.flag("IsFastLane", false)
        })?;
        doc.table(
            "Following",
            "Following",
            ["Date", "UserName"],
            people(life, "following", persona.following),
        )?;
        profile(doc, life)?;
        if all {
            settings(doc)?;
        }
        Ok(())
    })
}

/// Dates and user names, newest first. The friends are among them, but nobody blocks their friends.
fn people(life: &Life, topic: &'static str, count: u32) -> impl Iterator<Item = [String; 2]> {
    let (first, last) = life.span();
    let step = (last - first) / i64::from(count + 1);
    let mut rng = life.rng(topic, 0);
    let friends = life.persona.friends;
    (1..=i64::from(count)).map(move |number| {
        let at = last - step * number - rng.i64(0..step.max(2) / 2);
        let friend = usize::try_from(number / 5).ok().filter(|_| number % 5 == 0 && topic != "block");
        let name = if let Some(friend) = friend.and_then(|index| friends.get(index)) {
            friend.user_name.to_owned()
        } else {
            let (front, back) = (NAME_PARTS.0[rng.usize(..16)], NAME_PARTS.1[rng.usize(..16)]);
            format!("{front}.{back}{}", rng.u16(10..9_999))
        };
        [date(at), name]
    })
}

fn profile(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    let persona = life.persona;
    doc.object("Profile Info", |doc| {
        doc.object("ProfileMap", |doc| {
            doc.list("PlatformInfo", |doc| {
                doc.item(|doc| {
                    doc.texts(&[
                        ("Description", ""),
                        ("Name", "N/A"),
                        ("Platform", "Instagram"),
                        ("Profile Photo", "N/A"),
                    ])
                })
            })?;
            doc.texts(&[
                ("accountRegion", persona.region),
                ("aiSelf", "N/A"),
                ("bioDescription", persona.bio),
            ])?;
            doc.texts(&[("birthDate", persona.birth_date), ("displayName", persona.display_name)])?;
            doc.text("emailAddress", &format!("{}@post.example", persona.id))?;
            doc.number("followerCount", persona.followers.into())?;
            doc.number("followingCount", persona.following.into())?;
            doc.texts(&[
                ("fundraiser", ""),
                ("inferredGender", "N/A"),
                ("instagramLink", ""),
                ("lemon8Link", ""),
            ])?;
            doc.text("likesReceived", &persona.likes_received.to_string())?;
            doc.text("profilePhoto", &format!("https://photo.cdn-stand-in.example/{}.jpg", persona.id))?;
            doc.texts(&[
                ("profileVideo", "None"),
                ("telephoneNumber", "None"),
                ("userName", persona.user_name),
            ])?;
            doc.text("youtubeLink", "")
        })
    })
}

fn settings(doc: &mut Doc<'_>) -> io::Result<()> {
    doc.object("Settings", |doc| {
        doc.object("SettingsMap", |doc| {
            doc.texts(&[
                ("Allow DownLoad", "Off"),
                ("Allow Others to Find Me", "On"),
                ("App Language", "en"),
            ])?;
            doc.object("Content Preferences", |doc| {
                doc.list("Keyword filters for videos in Following feed", |_| Ok(()))?;
                doc.null("Keyword filters for videos in For You feed")?;
                doc.text("Video Languages Preferences", "de, en")
            })?;
            doc.list("FamilyPairing", |_| Ok(()))?;
            doc.texts(&[("Filter Comments", "On"), ("Interests", ""), ("Personalized Ads", "Off")])?;
            doc.texts(&[("Privacy Policy", ""), ("Private Account", "Public account")])?;
            doc.object("Push Notification", |doc| {
                doc.texts(&[
                    ("Desktop notification", "Off"),
                    ("New Comments on My Video", "On"),
                    ("New Fans", "Off"),
                ])
            })?;
            doc.texts(&[("Who Can Duet With Me", "Friends"), ("Who Can Post Comments", "Everyone")])?;
            doc.texts(&[
                ("Who Can Send Me Message", "Friends"),
                ("Who Can Stitch with your videos", "Friends"),
            ])?;
            // The doubled colon is the export's own.
            doc.text("Who can see your following list::", "Followers")
        })
    })
}
