//! LIVE rooms, the shop, the wallet, and reviews of places.

use super::activity::{nth, pick};
use super::corpus::{LIVE, PRODUCTS, SHOPS};
use super::life::{DAY, Life, date};
use super::node::{Node, Row, Rows};

/// An entry of a map whose keys are the user's data.
pub(super) struct Entry {
    pub(super) at: i64,
    pub(super) key: String,
    pub(super) product: &'static str,
    pub(super) node: Node,
}

/// A LIVE room that was watched.
pub(super) struct Room {
    pub(super) at: i64,
    pub(super) key: String,
    pub(super) comments: Vec<Node>,
    pub(super) questions: Vec<Node>,
}

/// Rooms are keys, so they rise; the newest room has the largest id. One in three years has lost its id.
pub(super) fn rooms(life: &Life) -> Vec<Room> {
    let mut rooms: Vec<Room> = life
        .days()
        .filter(|day| day.rem_euclid(23) == 0)
        .map(|day| {
            let mut rng = life.rng("live", day);
            let at = day * DAY + rng.i64(66_000..76_000);
            let room = (at << 32) | i64::from(rng.u32(..));
            let comments = (1..=rng.i64(0..4)).map(|minute| {
                let said = at + minute * 60;
                Node::object::<_, Node>([
                    ("CommentContent", (*pick(&mut rng, &LIVE.0)).into()),
                    ("CommentTime", date(said).into()),
                    ("RawTime", said.into()),
                ])
            });
            let comments = comments.collect();
            let questions = (rng.u8(..4) == 0).then(|| {
                Node::object::<_, Node>([
                    ("QuestionContent", (*pick(&mut rng, &LIVE.1)).into()),
                    ("QuestionTime", date(at + 300).into()),
                ])
            });
            let key = if day.rem_euclid(1_104) == 897 { "-1".to_owned() } else { room.to_string() };
            Room { at, key, comments, questions: questions.into_iter().collect() }
        })
        .filter(|room| room.at <= life.end)
        .collect();
    rooms.sort_by(|a, b| a.key.cmp(&b.key));
    rooms
}

/// Rooms of the persona's own.
pub(super) fn hosted(life: &Life) -> Rows<'_> {
    Box::new(life.spread("hosted", 2).map(|(number, at)| {
        Row::timed(
            at,
            "LiveStartTime",
            [
                ("CoverUri", "".into()),
                ("LiveDuration", "00:31:12".into()),
                ("LiveEndTime", date(at + 1_872).into()),
                ("MutedList", Node::Null),
                ("QualitySetting", "720p".into()),
                ("ReplayUrl", "".into()),
                ("RoomId", ((at << 32) | number).to_string().into()),
                ("RoomTitle", "throwing mugs, slowly".into()),
                ("TotalEarning", "0".into()),
                ("TotalGifter", "1".into()),
                ("TotalLike", "214".into()),
                ("TotalView", "96".into()),
            ],
        )
    }))
}

pub(super) fn orders(life: &Life) -> Vec<Entry> {
    let mut orders: Vec<Entry> = life
        .spread("orders", 5)
        .map(|(number, at)| {
            let key = format!("5762910{number:011}");
            let product = *nth(&PRODUCTS, number);
            let node = Node::object::<_, Node>([
                (
                    "Products",
                    Node::List(vec![Node::object::<_, Node>([
                        ("product_name", product.into()),
                        ("quantity", (number % 2 + 1).into()),
                        ("variation_name", "Default".into()),
                    ])]),
                ),
                (
                    "Receiver",
                    Node::texts([
                        ("Address", "Am Deich 0, 00000 Wattwyk"),
                        ("Name", life.persona.display_name),
                        ("Phone", "N/A"),
                    ]),
                ),
                ("customer_note", "".into()),
                ("logistics_provider", "Postbote".into()),
                ("logistics_tracking_number", "N/A".into()),
                ("order_date", date(at).into()),
                ("order_number", key.clone().into()),
                ("order_status", "Completed".into()),
                ("total_price", format!("€{}.90", 9 + number % 30).into()),
            ]);
            Entry { at, key, product, node }
        })
        .collect();
    orders.reverse();
    orders
}

pub(super) fn browsed(life: &Life) -> Rows<'_> {
    Box::new(life.spread("browsed", 14).map(|(number, at)| {
        let mut rng = life.rng("browsed product", number);
        let (product, shop) = (*pick(&mut rng, &PRODUCTS), pick(&mut rng, &SHOPS).0);
        Row::timed(at, "browsing_date", [("product_name", product.into()), ("shop_name", shop.into())])
    }))
}

pub(super) fn cart(life: &Life) -> Rows<'_> {
    Box::new(life.spread("cart", 2).map(|(number, at)| {
        Row::timed(
            at,
            "CreateTime",
            [
                ("ProductName", (*nth(&PRODUCTS, number)).into()),
                ("ShopName", SHOPS[0].0.into()),
                ("SkuCount", 1.into()),
            ],
        )
    }))
}

pub(super) fn vouchers(life: &Life) -> Rows<'_> {
    Box::new(life.spread("vouchers", 2).map(|(number, at)| {
        Row::timed(
            at,
            "ReceivedDate",
            [
                ("CostType", 1.into()),
                ("Status", "Expired".into()),
                ("VoucherId", (7_300_000_000_000_000_000 + number).to_string().into()),
                ("VoucherName", "€5 off".into()),
                ("VoucherText", "From €25".into()),
            ],
        )
    }))
}

pub(super) fn addresses(life: &Life) -> Rows<'_> {
    Box::new(std::iter::once(Row::new([
        ("adress_info", "Am Deich 0, 00000 Wattwyk".into()),
        ("masked_phone_number", "+49 *** **00".into()),
        ("receiver_name", life.persona.display_name.into()),
    ])))
}

/// Messages with the first shops.
pub(super) fn shop_messages<'l>(life: &'l Life, shop: &'static str) -> Rows<'l> {
    Box::new(life.spread(shop, 2).map(move |(number, at)| {
        let (text, direction) =
            if number % 2 == 0 { ("Is it back in stock?", "send") } else { ("Yes, from Monday.", "receive") };
        Row::timed(
            at,
            "send_time",
            [("content", text.into()), ("direction", direction.into()), ("shop_name", shop.into())],
        )
    }))
}

pub(super) fn shop_favourites(life: &Life) -> Rows<'_> {
    Box::new(life.spread("wish", 3).map(|(number, at)| {
        Row::timed(
            at,
            "Time",
            [("Product", (*nth(&PRODUCTS, number)).into()), ("Shop", nth(&SHOPS, number).0.into())],
        )
    }))
}

pub(super) fn coins(life: &Life) -> Rows<'_> {
    Box::new(life.spread("coins", 3).map(|(number, at)| {
        Row::at(at, [("CoinAmount", (70 * (1 + number % 3)).into()), ("Type", "Purchase".into())])
    }))
}

/// The fields are documented; no filled list of them is public.
pub(super) fn transactions(life: &Life) -> Rows<'_> {
    Box::new(life.spread("transactions", 4).map(|(number, at)| {
        Row::at(
            at,
            [
                ("Amount", format!("{}.49", 1 + number % 9).into()),
                ("Currency", "EUR".into()),
                ("Status", "Completed".into()),
                ("Transaction_ID", (7_200_000_000_000_000_000 + number).to_string().into()),
                ("Transaction_type", "Recharge".into()),
                ("others", "".into()),
            ],
        )
    }))
}

pub(super) fn gifts_bought(life: &Life) -> Rows<'_> {
    Box::new(life.spread("bought", 2).map(|(_, at)| Row::at(at, [("Price", "€1.49".into())])))
}

pub(super) fn gifts_sent(life: &Life) -> Rows<'_> {
    let friend = life.persona.friends[0].user_name;
    Box::new(
        life.spread("sent", 3)
            .map(move |(_, at)| Row::at(at, [("GiftAmount", "5".into()), ("UserName", friend.into())])),
    )
}

pub(super) fn reviews(life: &Life) -> Rows<'_> {
    Box::new(life.spread("reviews", 2).map(|(number, at)| {
        let text = if number % 2 == 0 { "good bread, slow coffee" } else { "Windig, aber schön" };
        Row::at(
            at,
            [
                ("Likes", "0".into()),
                ("PlaceName", "Café am Siel".into()),
                ("Rating", "5".into()),
                ("ReviewText", text.into()),
                ("Status", "Published".into()),
            ],
        )
    }))
}

/// Almost always `N/A` where it was ever filled.
pub(super) fn locations(life: &Life) -> Rows<'_> {
    let none = Row::new([("Date", "N/A".into()), ("GpsData", "N/A".into()), ("LastRegion", "N/A".into())]);
    let some = life
        .spread("location", 1)
        .map(|(_, at)| Row::at(at, [("GpsData", "N/A".into()), ("LastRegion", "Wattwyk".into())]));
    Box::new(some.chain([none]))
}
