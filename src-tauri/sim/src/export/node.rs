//! What stands in an export, before it takes the shape of a layout.

use std::borrow::Cow;

/// A piece of text, mostly one that is written in the source.
pub(super) type Words = Cow<'static, str>;

/// A JSON value whose keys keep their order.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Null,
    Flag(bool),
    Int(i64),
    Text(Words),
    /// JSON as it stands; for what no JSON library would write.
    Raw(Words),
    List(Vec<Self>),
    Object(Vec<(Words, Self)>),
}

impl Node {
    pub(super) fn text(text: impl Into<Words>) -> Self {
        Self::Text(text.into())
    }

    /// An object; its keys are put in order, as TikTok does it.
    pub(super) fn object<K: Into<Words>, V: Into<Self>>(pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let mut pairs: Vec<_> = pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        Self::Object(pairs)
    }

    /// An object of texts.
    pub(super) fn texts<const N: usize>(pairs: [(&'static str, &'static str); N]) -> Self {
        Self::object(pairs)
    }

    /// Adds to an object.
    pub(super) fn with<K: Into<Words>, V: Into<Self>>(self, pairs: impl IntoIterator<Item = (K, V)>) -> Self {
        let Self::Object(mut all) = self else { return self };
        all.extend(pairs.into_iter().map(|(key, value)| (key.into(), value.into())));
        Self::object(all)
    }

    /// Nothing a reader would keep: the words and brackets that mean "none".
    pub(super) fn is_void(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Flag(_) | Self::Int(_) => false,
            Self::Text(text) => matches!(&**text, "" | "N/A" | "None" | "N.v.t."),
            Self::Raw(json) => matches!(&**json, "null" | "\"\"" | "[]" | "{}"),
            Self::List(items) => items.is_empty(),
            Self::Object(pairs) => pairs.is_empty(),
        }
    }

    /// An element of a list that a reader skips. `"N/A"` as an element is something; as a value it is not.
    pub(super) fn is_void_row(&self) -> bool {
        match self {
            Self::Object(pairs) => pairs.iter().all(|(_, value)| value.is_void()),
            Self::Text(text) => text.is_empty(),
            other => other.is_void(),
        }
    }

    pub(super) const fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Object(_))
    }

    /// As a text export shows it: lists in brackets, objects the way Python prints them.
    pub(super) fn plain(&self) -> Words {
        match self {
            Self::Null => "".into(),
            Self::Flag(flag) => flag.to_string().into(),
            Self::Int(number) => number.to_string().into(),
            Self::Text(text) | Self::Raw(text) => text.clone(),
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(Self::plain).collect();
                format!("[{}]", items.join(", ")).into()
            }
            Self::Object(pairs) => {
                let pairs: Vec<_> =
                    pairs.iter().map(|(key, value)| format!("'{key}': '{}'", value.plain())).collect();
                format!("{{{}}}", pairs.join(", ")).into()
            }
        }
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Words> for Node {
    fn from(text: Words) -> Self {
        Self::Text(text)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<i64> for Node {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Node {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// A row of a section, with every field that any layout has, named as in the layout of 2026.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// When it happened, in Unix seconds.
    pub(super) at: Option<i64>,
    pub(super) cells: Vec<(&'static str, Node)>,
    /// Stands in the place of the whole row; for rows that are none.
    pub(super) instead: Option<Node>,
}

impl Row {
    /// A row without a time.
    pub(super) fn new<const N: usize>(cells: [(&'static str, Node); N]) -> Self {
        Self { at: None, cells: cells.into(), instead: None }
    }

    /// A row whose `Date` is this moment.
    pub(super) fn at<const N: usize>(at: i64, cells: [(&'static str, Node); N]) -> Self {
        Self::timed(at, "Date", cells)
    }

    /// A row whose time stands under another name.
    pub(super) fn timed<const N: usize>(
        at: i64,
        key: &'static str,
        cells: [(&'static str, Node); N],
    ) -> Self {
        let mut all = Vec::with_capacity(N + 1);
        all.push((key, super::life::date(at).into()));
        all.extend(cells);
        Self { at: Some(at), cells: all, instead: None }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        self.cells.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.cells.iter_mut().find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// Rows of one list, as they are made.
pub(super) type Rows<'l> = Box<dyn Iterator<Item = Row> + 'l>;
