//! Values and rows of an export, independent of its layout.

use std::borrow::Cow;

use super::date::date;

/// A text, usually a literal.
pub type Text = Cow<'static, str>;

/// A JSON value whose keys keep their order.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// An integer.
    Int(i64),
    /// A string.
    Text(Text),
    /// JSON source that is written as is, for what a JSON library would not write.
    Raw(Text),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Object(Vec<(Text, Self)>),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<Text>) -> Self {
        Self::Text(text.into())
    }

    /// An object. Its keys are sorted, as in TikTok's exports.
    pub fn object<K: Into<Text>, V: Into<Self>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        Self::Object(pairs)
    }

    /// An object whose values are all texts.
    #[must_use]
    pub fn texts<const N: usize>(pairs: [(&'static str, &'static str); N]) -> Self {
        Self::object(pairs)
    }

    /// Adds pairs to an object; other values are returned unchanged.
    #[must_use]
    pub fn with<K: Into<Text>, V: Into<Self>>(self, pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let Self::Object(mut all) = self else { return self };
        all.extend(pairs.into_iter().map(|(key, value)| (key.into(), value.into())));
        Self::object(all)
    }

    /// Whether this is one of the values that mean "none" in exports.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Flag(_) | Self::Int(_) => false,
            Self::Text(text) => matches!(&**text, "" | "N/A" | "None" | "N.v.t."),
            Self::Raw(json) => matches!(&**json, "null" | "\"\"" | "[]" | "{}"),
            Self::List(items) => items.is_empty(),
            Self::Object(pairs) => pairs.is_empty(),
        }
    }

    /// Whether a reader skips this as an element of a list. Unlike as a field, `"N/A"` is not empty as an element.
    #[must_use]
    pub fn is_empty_row(&self) -> bool {
        match self {
            Self::Object(pairs) => pairs.iter().all(|(_, value)| value.is_empty()),
            Self::Text(text) => text.is_empty(),
            other => other.is_empty(),
        }
    }

    /// Whether this is neither a list nor an object.
    #[must_use]
    pub const fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Object(_))
    }

    /// The value as text exports write it: lists in brackets, objects in Python's notation.
    #[must_use]
    pub fn to_text(&self) -> Text {
        match self {
            Self::Null => "".into(),
            Self::Flag(flag) => flag.to_string().into(),
            Self::Int(number) => number.to_string().into(),
            Self::Text(text) | Self::Raw(text) => text.clone(),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::to_text).collect();
                format!("[{}]", items.join(", ")).into()
            }
            Self::Object(pairs) => {
                let pairs: Vec<_> =
                    pairs.iter().map(|(key, value)| format!("'{key}': '{}'", value.to_text())).collect();
                format!("{{{}}}", pairs.join(", ")).into()
            }
        }
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// A row of a section, with the fields of all layouts, named as in the layout of 2026.
#[derive(Clone, Debug)]
pub struct Row {
    /// Time of the event in Unix seconds.
    pub at: Option<i64>,
    /// Names and values of the fields.
    pub cells: Vec<(&'static str, Value)>,
    /// Is written in place of the row, for rows that are not objects.
    pub replacement: Option<Value>,
}

impl Row {
    /// A row without a time.
    #[must_use]
    pub fn new<const N: usize>(cells: [(&'static str, Value); N]) -> Self {
        Self { at: None, cells: cells.into(), replacement: None }
    }

    /// A row whose `Date` is `at` (Unix seconds).
    #[must_use]
    pub fn at<const N: usize>(at: i64, cells: [(&'static str, Value); N]) -> Self {
        Self::timed(at, "Date", cells)
    }

    /// A row whose time is in the field `key`.
    #[must_use]
    pub fn timed<const N: usize>(at: i64, key: &'static str, cells: [(&'static str, Value); N]) -> Self {
        let mut all = Vec::with_capacity(N + 1);
        all.push((key, date(at).into()));
        all.extend(cells);
        Self { at: Some(at), cells: all, replacement: None }
    }

    /// The field of this name.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.cells.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The field of this name.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.cells.iter_mut().find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// The rows of one list, generated on demand.
pub type Rows<'l> = Box<dyn Iterator<Item = Row> + 'l>;
