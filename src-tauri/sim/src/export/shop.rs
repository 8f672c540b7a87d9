//! The small groups: wallet, place reviews, LIVE and shop.

use std::io;

use crate::export::activity::pick;
use crate::export::corpus::{PRODUCTS, SHOPS};
use crate::export::json::Doc;
use crate::export::life::{DAY, Life, date};

/// A few moments spread over the whole time, newest first.
fn spread(life: &Life, count: i64) -> impl Iterator<Item = (i64, i64)> + use<> {
    let (first, last) = life.span();
    (1..=count).map(move |number| (number, last - (last - first) / (count + 1) * number))
}

pub(super) fn wallet(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    doc.object("Income+ Wallet", |doc| {
        doc.object("Coin Purchase History", |doc| {
            doc.list("CoinPurchaseHistoryList", |doc| {
                for (number, at) in spread(life, 3) {
                    doc.row(|doc| {
                        doc.number("CoinAmount", 70 * number)?;
                        doc.texts(&[("Date", &date(at)), ("Type", "Purchase")])
                    })?;
                }
                Ok(())
            })
        })?;
        doc.object("Transaction History", |doc| doc.null("TransactionsList"))
    })
}

pub(super) fn reviews(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    doc.object("Location Review", |doc| {
        let rows = spread(life, 2).map(|(number, at)| {
            let text = if number == 1 { "good bread, slow coffee" } else { "Windig, aber schön" };
            [date(at), "0".into(), "Café am Siel".into(), "5".into(), text.into(), "Published".into()]
        });
        doc.table(
            "Location Reviews",
            "ReviewsList",
            ["Date", "Likes", "PlaceName", "Rating", "ReviewText", "Status"],
            rows,
        )
    })
}

pub(super) fn live(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    doc.object("TikTok Live", |doc| {
        doc.object("Go Live History", |doc| doc.list("GoLiveList", |_| Ok(())))?;
        doc.object("Watch Live History", |doc| {
            doc.object("WatchLiveMap", |doc| {
                // Rooms are keys, so they rise; the newest room has the largest id.
                let mut rooms: Vec<i64> = life.days().filter(|day| day.rem_euclid(23) == 0).collect();
                rooms.reverse();
                for day in rooms {
                    let mut rng = life.rng("live", day);
                    let at = day * DAY + rng.i64(66_000..76_000);
                    let room = (at << 32) | i64::from(rng.u32(..));
                    doc.entry(&room.to_string(), |doc| {
                        doc.list("Comments", |doc| {
                            doc.item(|doc| {
                                doc.texts(&[
                                    ("CommentContent", "hello from the coast 👋"),
                                    ("CommentTime", &date(at + 60)),
                                ])?;
                                doc.number("RawTime", at + 60)
                            })
                        })?;
                        doc.text("Link", "")?;
                        doc.null("Questions")?;
                        doc.text("WatchTime", &date(at))
                    })?;
                }
                Ok(())
            })
        })
    })
}

pub(super) fn shop(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    doc.object("TikTok Shop", |doc| {
        doc.object("Current Payment Information", |doc| doc.null("PayCard"))?;
        orders(doc, life)?;
        let mut rng = life.rng("shop", 0);
        let rows = spread(life, 14)
            .map(|(_, at)| [date(at), (*pick(&mut rng, &PRODUCTS)).into(), pick(&mut rng, &SHOPS).0.into()]);
        doc.table(
            "Product Browsing History",
            "ProductBrowsingHistories",
            ["browsing_date", "product_name", "shop_name"],
            rows,
        )?;
        doc.object("Product Reviews", |doc| doc.null("ProductReviewHistories"))?;
        doc.object("Shopping Cart List", |doc| {
            doc.list("ShoppingCart", |doc| {
                for (_, at) in spread(life, 2) {
                    doc.row(|doc| {
                        doc.texts(&[
                            ("CreateTime", &date(at)),
                            ("ProductName", PRODUCTS[1]),
                            ("ShopName", SHOPS[0].0),
                        ])?;
                        doc.number("SkuCount", 1)
                    })?;
                }
                Ok(())
            })
        })
    })
}

fn orders(doc: &mut Doc<'_>, life: &Life) -> io::Result<()> {
    doc.object("Order History", |doc| {
        doc.object("OrderHistories", |doc| {
            for number in 1..=2_i64 {
                let order = format!("57629100045512{number}");
                doc.entry(&order, |doc| {
                    doc.list("Products", |doc| {
                        doc.item(|doc| {
                            doc.text("product_name", PRODUCTS[if number == 1 { 0 } else { 3 }])?;
                            doc.number("quantity", number)?;
                            doc.text("variation_name", "Default")
                        })
                    })?;
                    doc.object("Receiver", |doc| {
                        doc.texts(&[
                            ("Address", "Am Deich 0, 00000 Wattwyk"),
                            ("Name", life.persona.display_name),
                            ("Phone", "N/A"),
                        ])
                    })?;
                    doc.text("customer_note", "")?;
                    doc.texts(&[("logistics_provider", "Postbote"), ("logistics_tracking_number", "N/A")])?;
                    doc.text("order_date", &date(life.span().0 + (life.end - life.span().0) / 3 * number))?;
                    doc.texts(&[
                        ("order_number", &order),
                        ("order_status", "Completed"),
                        ("total_price", "€18.90"),
                    ])
                })?;
            }
            Ok(())
        })
    })
}
