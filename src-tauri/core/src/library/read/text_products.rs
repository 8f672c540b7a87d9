//! The products of an order in a text export: `>>Name:`, the name on the next lines, `>>Quantity:2`.

use super::text_blocks::Line;
use crate::library::json;

/// The largest number of fields of a product.
const PRODUCT_FIELDS: usize = 20;

/// The products of a record as a JSON list; `None` if it has none, or a single one that the record itself is about.
#[must_use]
pub fn products(lines: &[Line]) -> Option<String> {
    let mut items: Vec<Vec<&Line>> = Vec::new();
    for line in lines.iter().filter(|line| line.is_product) {
        // A repeated name begins the next product.
        match items.last_mut() {
            Some(item)
                if item.len() < PRODUCT_FIELDS && item.iter().all(|known| known.normal != line.normal) =>
            {
                item.push(line);
            }
            _ => items.push(vec![line]),
        }
    }
    if items.is_empty() || items.len() == 1 && heading(lines).is_none() {
        return None;
    }
    let item = |item: &Vec<&Line>| {
        json::object(item.iter().map(|line| (line.name.as_str(), line.value.as_str().into())))
    };
    let items: Vec<String> = items.iter().map(item).collect();
    Some(format!("[{}]", items.join(",")))
}

/// The position of the field that the products belong to: `Product information:`.
#[must_use]
pub fn heading(lines: &[Line]) -> Option<usize> {
    let before = lines.iter().position(|line| line.is_product)?.checked_sub(1)?;
    lines[before].value.is_empty().then_some(before)
}
