//! LIVE rooms, the shop, the wallet, and place reviews.

use super::activity::{nth, pick};
use super::activity_model::{ActivityModel, DAY};
use super::corpus::{LIVE, PRODUCTS, SHOPS};
use super::date::date;
use super::value::{Row, Rows, Value};

/// An order in TikTok's shop.
pub struct Order {
    /// Time in Unix seconds.
    pub at: i64,
    /// Order number.
    pub key: String,
    /// Name of the ordered product.
    pub product: &'static str,
    /// The order as the document has it.
    pub value: Value,
}

/// A LIVE room that was watched.
pub struct LiveRoom {
    /// Time in Unix seconds.
    pub at: i64,
    /// Room id.
    pub key: String,
    /// Comments written in the room.
    pub comments: Vec<Value>,
    /// Questions asked in the room.
    pub questions: Vec<Value>,
}

/// The watched LIVE rooms, sorted by id. A few have `-1` for their id, as in real exports.
pub(super) fn rooms(model: &ActivityModel) -> Vec<LiveRoom> {
    let mut rooms: Vec<LiveRoom> = model
        .days()
        .filter(|day| day.rem_euclid(23) == 0)
        .map(|day| {
            let mut rng = model.rng("live", day);
            let at = day * DAY + rng.i64(66_000..76_000);
            let room = (at << 32) | i64::from(rng.u32(..));
            let comments = (1..=rng.i64(0..4)).map(|minute| {
                let said = at + minute * 60;
                Value::object::<_, Value>([
                    ("CommentContent", (*pick(&mut rng, &LIVE.0)).into()),
                    ("CommentTime", date(said).into()),
                    ("RawTime", said.into()),
                ])
            });
            let comments = comments.collect();
            let questions = (rng.u8(..4) == 0).then(|| {
                Value::object::<_, Value>([
                    ("QuestionContent", (*pick(&mut rng, &LIVE.1)).into()),
                    ("QuestionTime", date(at + 300).into()),
                ])
            });
            let key = if day.rem_euclid(1_104) == 897 { "-1".to_owned() } else { room.to_string() };
            LiveRoom { at, key, comments, questions: questions.into_iter().collect() }
        })
        .filter(|room| room.at <= model.end)
        .collect();
    rooms.sort_by(|a, b| a.key.cmp(&b.key));
    rooms
}

/// LIVE rooms that the persona hosted.
pub(super) fn hosted(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("hosted", 2).map(|(number, at)| {
        Row::timed(
            at,
            "LiveStartTime",
            [
                ("CoverUri", "".into()),
                ("LiveDuration", "00:31:12".into()),
                ("LiveEndTime", date(at + 1_872).into()),
                ("MutedList", Value::Null),
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

/// Orders, sorted by number.
#[must_use]
pub fn orders(model: &ActivityModel) -> Vec<Order> {
    let mut orders: Vec<Order> = model
        .spread("orders", 5)
        .map(|(number, at)| {
            let key = format!("5762910{number:011}");
            let product = *nth(&PRODUCTS, number);
            let value = Value::object::<_, Value>([
                (
                    "Products",
                    Value::List(vec![Value::object::<_, Value>([
                        ("product_name", product.into()),
                        ("quantity", (number % 2 + 1).into()),
                        ("variation_name", "Default".into()),
                    ])]),
                ),
                (
                    "Receiver",
                    Value::texts([
                        ("Address", "Am Deich 0, 00000 Wattwyk"),
                        ("Name", model.persona.display_name),
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
            Order { at, key, product, value }
        })
        .collect();
    orders.reverse();
    orders
}

pub(super) fn browsed(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("browsed", 14).map(|(number, at)| {
        let mut rng = model.rng("browsed product", number);
        let (product, shop) = (*pick(&mut rng, &PRODUCTS), pick(&mut rng, &SHOPS).0);
        Row::timed(at, "browsing_date", [("product_name", product.into()), ("shop_name", shop.into())])
    }))
}

pub(super) fn cart(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("cart", 2).map(|(number, at)| {
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

pub(super) fn vouchers(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("vouchers", 2).map(|(number, at)| {
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

pub(super) fn addresses(model: &ActivityModel) -> Rows<'_> {
    Box::new(std::iter::once(Row::new([
        ("adress_info", "Am Deich 0, 00000 Wattwyk".into()),
        ("masked_phone_number", "+49 *** **00".into()),
        ("receiver_name", model.persona.display_name.into()),
    ])))
}

/// Messages exchanged with a shop.
pub(super) fn shop_messages<'l>(model: &'l ActivityModel, shop: &'static str) -> Rows<'l> {
    Box::new(model.spread(shop, 2).map(move |(number, at)| {
        let (text, direction) =
            if number % 2 == 0 { ("Is it back in stock?", "send") } else { ("Yes, from Monday.", "receive") };
        Row::timed(
            at,
            "send_time",
            [("content", text.into()), ("direction", direction.into()), ("shop_name", shop.into())],
        )
    }))
}

pub(super) fn shop_favourites(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("wish", 3).map(|(number, at)| {
        Row::timed(
            at,
            "Time",
            [("Product", (*nth(&PRODUCTS, number)).into()), ("Shop", nth(&SHOPS, number).0.into())],
        )
    }))
}

pub(super) fn coins(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("coins", 3).map(|(number, at)| {
        Row::at(at, [("CoinAmount", (70 * (1 + number % 3)).into()), ("Type", "Purchase".into())])
    }))
}

/// The field names are documented; no public export has values for them.
pub(super) fn transactions(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("transactions", 4).map(|(number, at)| {
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

pub(super) fn gifts_bought(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("bought", 2).map(|(_, at)| Row::at(at, [("Price", "€1.49".into())])))
}

pub(super) fn gifts_sent(model: &ActivityModel) -> Rows<'_> {
    let friend = model.persona.friends[0].user_name;
    Box::new(
        model
            .spread("sent", 3)
            .map(move |(_, at)| Row::at(at, [("GiftAmount", "5".into()), ("UserName", friend.into())])),
    )
}

pub(super) fn reviews(model: &ActivityModel) -> Rows<'_> {
    Box::new(model.spread("reviews", 2).map(|(number, at)| {
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

/// Real exports mostly have `N/A` here.
pub(super) fn locations(model: &ActivityModel) -> Rows<'_> {
    let none = Row::new([("Date", "N/A".into()), ("GpsData", "N/A".into()), ("LastRegion", "N/A".into())]);
    let some = model
        .spread("location", 1)
        .map(|(_, at)| Row::at(at, [("GpsData", "N/A".into()), ("LastRegion", "Wattwyk".into())]));
    Box::new(some.chain([none]))
}
