//! Links of exports: the number of the item that a link points to, and the URL to open in a browser.

use std::borrow::Cow;

use crate::library::Section;

/// The number of the video, photo, sound, hashtag or effect that a link points to.
#[must_use]
pub fn item(link: &str) -> Option<u64> {
    let mut parts = link.split(['/', '?', '#']).skip_while(|part| !LEADS.contains(part));
    parts.next()?;
    let number = parts.next()?.trim_end_matches(".html");
    let is_number = (1..=19).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
    number.parse().ok().filter(|n: &u64| is_number && *n > 0 && i64::try_from(*n).is_ok())
}

/// Path segments that are followed by a number.
const LEADS: [&str; 6] = ["video", "photo", "v", "music", "tag", "detail"];

/// The link to a video as exports write it.
#[must_use]
pub fn of_video(item: u64) -> String {
    format!("https://www.tiktokv.com/share/video/{item}/")
}

/// The account in a link to TikTok, `https://www.tiktok.com/@name/video/1`. Digits alone are an account's number, not its
/// name.
#[must_use]
pub fn account(link: &str) -> Option<&str> {
    let (host, path) = link.split_once("://")?.1.split_once("/@")?;
    let is_tiktok =
        host == "tiktok.com" || host.ends_with(".tiktok.com") && !host.contains(['/', '?', '#', '@']);
    let name = path.split(['/', '?', '#']).next().unwrap_or_default();
    (is_tiktok && !name.bytes().all(|byte| byte.is_ascii_digit())).then_some(name)
}

/// Whether the whole text is a single link.
#[must_use]
pub fn is_link(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && !text.contains(char::is_whitespace)
}

/// Whether the whole text is a link, or several links of a post of photos.
#[must_use]
pub fn are_links(text: &str) -> bool {
    !text.is_empty() && one_a_line(text).lines().all(is_link)
}

/// The links of a post of photos, one on each line. Text exports have them as a list: `[https://…, https://…]`.
#[must_use]
pub fn one_a_line(link: &str) -> Cow<'_, str> {
    match link.strip_prefix('[').and_then(|links| links.strip_suffix(']')) {
        Some(links) if links.split(", ").all(is_link) => Cow::Owned(links.replace(", ", "\n")),
        _ => Cow::Borrowed(link),
    }
}

/// Parameters of links that are signed anew for each export.
const SIGNATURES: [&str; 7] =
    ["x-signature", "x-expires", "signature", "expires", "x-amz-signature", "x-tos-signature", "auth_key"];

/// What stays the same of a link, or of several, however often they are signed: of those that are, the path. Of another text,
/// all of it.
#[must_use]
pub fn unsigned(text: &str) -> Cow<'_, str> {
    if !text.contains('?') || !are_links(text) {
        return Cow::Borrowed(text);
    }
    let links = one_a_line(text);
    let paths: Vec<&str> = links.lines().map(unsigned_path).collect();
    Cow::Owned(paths.join("\n"))
}

/// The path of a signed link; of another, all of it.
fn unsigned_path(link: &str) -> &str {
    let Some((place, query)) = link.split_once('?') else { return link };
    let is_signature = |pair: &str| {
        let name = pair.split('=').next().unwrap_or_default();
        SIGNATURES.iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    let (_, path) = place.split_once("://").and_then(|(_, rest)| rest.split_once('/')).unwrap_or_default();
    let is_hex =
        |part: &str, digits: usize| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    // Some have a signature and the time of its end before the path of the file.
    if let [signature, end, path] = path.splitn(3, '/').collect::<Vec<_>>()[..]
        && is_hex(signature, 32)
        && is_hex(end, 8)
    {
        return path;
    }
    if query.split(['&', '#']).any(is_signature) && !path.is_empty() { path } else { link }
}

/// What comes before the last part of the name of a link's host: `tiktok` in `https://www.tiktok.com/`.
#[must_use]
pub fn host_label(link: &str) -> Option<&str> {
    let host = link.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    host.rsplit('.').nth(1)
}

/// TikTok's hosts, including their subdomains.
/// `tiktokv` serves links of exports and the files of posts, by region.
const HOSTS: [&str; 4] = ["tiktok.com", "tiktokv.com", "tiktokv.us", "tiktokv.eu"];

/// The HTTPS URL to open in a browser; `None` if the link does not point to one of TikTok's hosts. Share links of
/// videos often fail in a browser, so they are replaced with the link to the video's page.
#[must_use]
pub fn address(link: &str) -> Option<String> {
    let url = url::Url::parse(link.trim()).ok()?;
    let host = url.host_str()?.to_ascii_lowercase();
    let is_known = HOSTS
        .iter()
        .any(|known| host == *known || host.strip_suffix(known).is_some_and(|before| before.ends_with('.')));
    let is_plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    if !is_known || !is_plain || !matches!(url.scheme(), "https" | "http") {
        return None;
    }
    if (host.contains("tiktokv.") || url.path().starts_with("/share/"))
        && let Some(item) = item(url.path())
        && url.path().contains("/video/")
    {
        return Some(page_of_video(item));
    }
    let mut url = url;
    url.set_scheme("https").ok()?;
    Some(url.into())
}

/// The URL of a video's page. The export does not contain the user name, and TikTok accepts the URL without it.
#[must_use]
pub fn page_of_video(item: u64) -> String {
    format!("https://www.tiktok.com/@/video/{item}")
}

/// When a video was posted, Unix seconds: the upper 32 bits of its number; `None` if that is not a plausible time.
#[must_use]
pub fn posted_at(item: u64) -> Option<u32> {
    let seconds = u32::try_from(item >> 32).ok()?;
    // From September 2016, when TikTok was launched, to the largest signed 32-bit time, in January 2038.
    (1_472_688_000..2_147_483_648).contains(&seconds).then_some(seconds)
}

/// The link of a record without one of its own, which is about this video; `None` if such records have no link.
#[must_use]
pub fn of_record(section: Section, item: u64) -> Option<String> {
    (item > 0 && is_about_video(section)).then(|| of_video(item))
}

/// Whether records of a section without a link are about the video with their number.
#[must_use]
pub fn is_about_video(section: Section) -> bool {
    matches!(
        section,
        Section::Watch
            | Section::Like
            | Section::FavouriteVideo
            | Section::Repost
            | Section::Share
            | Section::Comment
            | Section::Message
            | Section::GroupMessage
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_all_known_forms_of_links() {
        let cases = [
            ("https://www.tiktokv.com/share/video/7710222211578000226/", Some(7_710_222_211_578_000_226)),
            ("https://www.tiktok.com/@user/video/7710222211578000226?x=1", Some(7_710_222_211_578_000_226)),
            ("https://www.tiktok.com/@user/photo/7710222211578000226", Some(7_710_222_211_578_000_226)),
            ("https://m.tiktok.com/h5/share/music/7000000000000000001.html", Some(7_000_000_000_000_000_001)),
            ("https://vm.tiktok.com/ZM8abc/", None),
            ("https://www.tiktok.com/@video", None),
            ("https://www.tiktok.com/video/99999999999999999999", None),
        ];
        for (link, number) in cases {
            assert_eq!(item(link), number, "{link}");
        }
    }

    #[test]
    fn links_to_tiktok_may_name_an_account() {
        for (link, name) in [
            ("https://www.tiktok.com/@noor.hq/video/7710222211578000226?x=1", Some("noor.hq")),
            ("http://tiktok.com/@noor.hq", Some("noor.hq")),
            ("https://www.tiktok.com/@noor.hq?lang=en", Some("noor.hq")),
            ("https://www.tiktok.com/@/video/7710222211578000226", None),
            ("https://www.tiktok.com/@7710222211578000226/video/1", None),
            ("https://www.tiktokv.com/share/video/7710222211578000226/", None),
            ("https://tiktok.com.evil.example/@noor.hq", None),
            ("https://evil.example/x.tiktok.com/@noor.hq", None),
            ("https://evil.example?.tiktok.com/@noor.hq", None),
        ] {
            assert_eq!(account(link), name, "{link}");
        }
    }

    #[test]
    fn links_are_the_same_however_often_they_are_signed() {
        let path = "tos-maliva-p-0068/abc~tplv-photo.jpeg";
        for host in ["https://p16-sign-va.tiktokcdn.com", "https://p19.tiktokcdn-eu.com"] {
            for query in ["x-expires=1&x-signature=a%3D", "lk3s=5&nonce=7&X-Expires=2&X-Signature=b#top"] {
                assert_eq!(unsigned(&format!("{host}/{path}?{query}")), path);
            }
        }
        let link = "https://v16.tiktokcdn.com/0123456789abcdef0123456789ABCDEF/6500ff00/video/tos/x/?a=1180";
        assert_eq!(unsigned(link), "video/tos/x/");
        assert_eq!(
            unsigned("[https://a.example/1?x-signature=1, https://a.example/2?x-signature=2]"),
            "1\n2"
        );
        for other in
            ["https://a.example/shop?product=5", "https://a.example/?signature=1", "why? signature", ""]
        {
            assert_eq!(unsigned(other), other);
        }
    }

    #[test]
    fn lists_of_links_are_one_a_line() {
        assert_eq!(
            one_a_line("[https://a.example/1, https://a.example/2]"),
            "https://a.example/1\nhttps://a.example/2"
        );
        for other in ["https://a.example/1", "[photo]", "[https://a.example/1, and more]"] {
            assert_eq!(one_a_line(other), other);
        }
    }

    #[test]
    fn only_links_to_tiktok_hosts_have_an_address() {
        assert_eq!(
            address("https://www.tiktokv.com/share/video/7710222211578000226/").as_deref(),
            Some("https://www.tiktok.com/@/video/7710222211578000226")
        );
        assert_eq!(address("http://vm.tiktok.com/ZM8abc/").as_deref(), Some("https://vm.tiktok.com/ZM8abc/"));
        let post = "https://v16m-default.tiktokv.us/video/tos/x?x-expires=1";
        assert_eq!(address(post).as_deref(), Some(post));
        for link in [
            "https://tiktokv.us.evil.example/",
            "https://tiktokv.uk/",
            "javascript:alert(1)",
            "https://tiktok.com.evil.example/",
            "https://eviltiktok.com/",
            "https://tiktok.com@evil.example/",
            "https://user@tiktok.com/",
            "https://www.tiktok.com:8443/",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(address(link), None, "{link}");
        }
    }

    #[test]
    fn posting_times_are_decoded_from_video_numbers() {
        assert_eq!(posted_at(7_710_222_211_578_000_226), Some(1_795_176_000));
        assert_eq!(posted_at(12_345_678), None);
    }
}
