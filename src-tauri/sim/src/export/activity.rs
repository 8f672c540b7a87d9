//! `Your Activity` and `Likes and Favorites`.

use std::io;

use crate::export::corpus;
use crate::export::json::Doc;
use crate::export::life::{self, Life, Watch, date, video_link};

/// Watching, searching, sharing, logins, what others told about the user.
pub(super) fn group(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    let persona = life.persona;
    doc.object("Your Activity", |doc| {
        doc.object("Activity Summary", |doc| {
            doc.object("ActivitySummaryMap", |doc| {
                doc.number("videosCommentedOnSinceAccountRegistration", 1_204)?;
                doc.number("videosSharedSinceAccountRegistration", 611)?;
                doc.number("videosWatchedToTheEndSinceAccountRegistration", 48_213)
            })
        })?;
        doc.object("Ad Interests", |doc| doc.text("AdInterestCategories", &persona.interests.join("|")))?;
        let ads = life.days().filter(|day| day.rem_euclid(19) == 0).map(|day| {
            let mut rng = life.rng("ad", day);
            let shop = pick(&mut rng, &corpus::SHOPS);
            let title = format!("{} – {}", pick(&mut rng, &corpus::PRODUCTS), shop.0);
            [
                title,
                format!("https://{}/?ad={}", shop.1, rng.u32(..)),
                date(day * life::DAY + rng.i64(30_000..60_000)),
            ]
        });
        doc.table(
            "Ads Visit History",
            "AdsVisitHistoryList",
            ["AdLink", "AdTitle", "CreateTime"],
            ads.map(|[title, link, at]| [link, title, at]),
        )?;
        doc.object("Donation", |doc| doc.null("DonationList"))?;
        doc.object("Fundraiser", |doc| doc.null("FundraiserList"))?;
        let tags = persona.interests.iter().take(7).map(|interest| {
            let tag = interest.replace(' ', "");
            [format!("https://www.tiktok.com/tag/{tag}"), tag]
        });
        doc.table("Hashtag", "HashtagList", ["HashtagLink", "HashtagName"], tags)?;
        logins(doc, life)?;
        doc.table(
            "Off TikTok Activity",
            "OffTikTokActivityDataList",
            ["Event", "Source", "TimeStamp"],
            off(life),
        )?;
        doc.object("Purchases", |doc| {
            let (first, last) = life.span();
            let at = |part: i64| first + (last - first) / 10 * part;
            doc.object("BuyGifts", |doc| {
                doc.rows("BuyGifts", ["Date", "Price"], [9, 4].map(|part| [date(at(part)), "€1.49".into()]))
            })?;
            doc.object("SendGifts", |doc| {
                let friend = persona.friends[0].user_name;
                let rows = [9, 5, 4].map(|part| [date(at(part) + 600), "5".into(), friend.to_owned()]);
                doc.rows("SendGifts", ["Date", "GiftAmount", "UserName"], rows)
            })
        })?;
        let reposts =
            watched(life, |watch| watch.reposted).map(|watch| [date(watch.at + 9), video_link(watch.id)]);
        doc.table("Reposts", "RepostList", ["Date", "Link"], reposts)?;
        doc.table("Searches", "SearchList", ["Date", "SearchTerm"], searches(life))?;
        let shares = watched(life, |watch| watch.shared).map(|watch| {
            let method = ["chat_head", "copy", "whatsapp", "sms"][(watch.dice % 4) as usize];
            [date(watch.at + 7), video_link(watch.id), method.into(), "video".into()]
        });
        doc.table("Share History", "ShareHistoryList", ["Date", "Link", "Method", "SharedContent"], shares)?;
        status(doc, life)?;
        let watches =
            watched(life, |_| true).map(|watch| [date(watch.at), video_link(watch.id), title(&watch)]);
        doc.table("Watch History", "VideoList", ["Date", "Link", "Title"], watches)
    })
}

/// Likes and favourites, which come with a full export only.
pub(super) fn favourites(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    let every = |days: i64| life.days().filter(move |day| day.rem_euclid(days) == 0);
    doc.object("Likes and Favorites", |doc| {
        doc.object("Favorite Collection", |doc| {
            doc.empty("Collection")?;
            let (first, last) = life.span();
            let names = ["Recipes to try", "Studio", "Someday trips"];
            let rows = (1..)
                .zip(names)
                .map(|(part, name)| [date(last - (last - first) / 5 * part), name.to_owned()]);
            doc.rows("FavoriteCollectionList", ["Date", "FavoriteCollection"], rows)
        })?;
        doc.object("Favorite Comment", |doc| {
            let rows = corpus::COMMENTS.iter().take(3).map(|text| [(*text).to_owned()]);
            doc.rows("FavoriteCommentList", ["FavoriteComment"], rows)
        })?;
        let link = |topic: &'static str, day: i64| {
            life.rng(topic, day).i64(6_800_000_000_000_000_000..7_500_000_000_000_000_000)
        };
        let rows = every(61).map(|day| {
            let effect = link("effect", day) / 1_000_000_000_000;
            [
                date(day * life::DAY + 70_000),
                format!("https://m.tiktok.com/share/stickers/detail/{effect}.html"),
            ]
        });
        doc.table("Favorite Effects", "FavoriteEffectsList", ["Date", "EffectLink"], rows)?;
        let rows = every(53).map(|day| {
            let tag = link("tag", day) / 1_000_000_000;
            [date(day * life::DAY + 66_000), format!("https://m.tiktok.com/h5/share/tag/{tag}.html")]
        });
        doc.table("Favorite Hashtags", "FavoriteHashtagList", ["Date", "Link"], rows)?;
        let rows = every(17).map(|day| {
            let sound = link("sound", day);
            [date(day * life::DAY + 68_000), format!("https://m.tiktok.com/h5/share/music/{sound}.html")]
        });
        doc.table("Favorite Sounds", "FavoriteSoundList", ["Date", "Link"], rows)?;
        let rows =
            watched(life, |watch| watch.favourite).map(|watch| [date(watch.at + 12), video_link(watch.id)]);
        doc.table("Favorite Videos", "FavoriteVideoList", ["Date", "Link"], rows)?;
        doc.object("Like List", |doc| {
            doc.number("App", 1)?;
            // Lower case, here only: that is how the export has it.
            let rows =
                watched(life, |watch| watch.liked).map(|watch| [date(watch.at + 5), video_link(watch.id)]);
            doc.rows("ItemFavoriteList", ["date", "link"], rows)
        })
    })
}

/// The watched videos of which something is true, newest first.
pub(super) fn watched(life: &Life, such: fn(&Watch) -> bool) -> impl Iterator<Item = Watch> {
    life.days().flat_map(|day| life.watches(day)).filter(such)
}

/// Mostly empty in exports of 2026.
fn title(watch: &Watch) -> String {
    if watch.dice.is_multiple_of(11) {
        corpus::TITLES[(watch.dice / 11 % corpus::TITLES.len() as u64) as usize].into()
    } else {
        String::new()
    }
}

fn searches(life: &Life) -> impl Iterator<Item = [String; 2]> {
    life.days().flat_map(move |day| {
        let mut rng = life.rng("term", day);
        life.moments("search", day, life::SEARCHES * 1000).into_iter().map(move |at| {
            let interest = pick(&mut rng, life.persona.interests);
            let term = pick(&mut rng, &corpus::SEARCHES).replace("{}", interest);
            [date(at), term]
        })
    })
}

fn off(life: &Life) -> impl Iterator<Item = [String; 3]> {
    life.days().flat_map(|day| {
        let mut rng = life.rng("off", day);
        life.moments("elsewhere", day, life::OFF_TIKTOK * 1000).into_iter().map(move |at| {
            let event = pick(&mut rng, &corpus::EVENTS);
            [(*event).into(), pick(&mut rng, &corpus::SHOPS).1.into(), date(at)]
        })
    })
}

/// From the address ranges that are set aside for documentation, so that they are nobody's.
fn logins(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    let rows = life.days().flat_map(|day| {
        let mut rng = life.rng("login", day);
        life.moments("logins", day, life::LOGINS * 1000).into_iter().map(move |at| {
            let (device, system, network, carrier) = *pick(&mut rng, &corpus::DEVICES);
            let ip = match rng.u8(..4) {
                0 => format!("198.51.100.{}", rng.u8(1..60)),
                1 => format!("2001:db8:{:x}::{:x}", rng.u16(1..9), rng.u16(1..400)),
                _ => format!("192.0.2.{}", rng.u8(1..20)),
            };
            [carrier.into(), date(at), device.into(), system.into(), ip, network.into()]
        })
    });
    let keys = ["Carrier", "Date", "DeviceModel", "DeviceSystem", "IP", "NetworkType"];
    doc.table("Login History", "LoginHistoryList", keys, rows)
}

fn status(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    let mut rng = life.rng("status", 0);
    let mut id = || rng.i64(7_000_000_000_000_000_000..7_500_000_000_000_000_000);
    let (device, user, web) = (id(), id(), id());
    doc.object("Status", |doc| {
        doc.list("Status List", |doc| {
            doc.row(|doc| {
                doc.text("Android ID", "")?;
                doc.text("App Version", "41.6.0")?;
                doc.number("DID", device)?;
                doc.texts(&[("GAID", ""), ("IDFA", "00000000-0000-0000-0000-000000000000"), ("IDFV", "")])?;
                doc.text("Resolution", "1179*2556")?;
                doc.number("UID", user)?;
                doc.text("Web ID", &web.to_string())
            })
        })
    })
}

/// One of a list that is not empty.
pub(super) fn pick<'a, T>(rng: &mut fastrand::Rng, list: &'a [T]) -> &'a T {
    &list[rng.usize(..list.len())]
}
