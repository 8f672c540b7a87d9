//! What a screen reader does: it goes through the tree of what is on the screen, asks for names and text, and listens.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use satchel_stage::Desk;
use serde::de::DeserializeOwned;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::Type;
use zbus::{Connection, Message, OwnedObjectPath, OwnedVariant, Variant, connection};

/// How long the window may take to show something.
const PATIENCE: Duration = Duration::from_secs(30);

/// Roles, by their numbers in AT-SPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    PushButton = 43,
    Table = 55,
    Document = 95,
    ListBox = 98,
    Landmark = 110,
}

/// A state, by its number in AT-SPI.
const FOCUSABLE: u32 = 11;

/// Where a text is divided, by its number in AT-SPI: letters, words and lines. Asked for sentences or for looks, `WebKit` 2.50 ends
/// on ordinary pages, too (<https://github.com/WebKit/WebKit/pull/67179>); the page is loaded again then.
const BOUNDARIES: [u32; 3] = [0, 1, 5];

/// A thing on the screen: who has it, and where.
pub(super) type Thing = (String, OwnedObjectPath);

/// A screen reader.
pub(super) struct Reader {
    bus: Connection,
}

impl Reader {
    /// Announces itself on a desktop, so that programs begin to answer.
    pub(super) async fn open(desk: &Desk) -> Self {
        let session = connection::Builder::address(desk.bus()).build().await.unwrap();
        let (owner, path) = ("org.a11y.Bus", "/org/a11y/bus");
        let answer = session.call_method(Some(owner), path, Some("org.a11y.Bus"), "GetAddress", &()).await;
        let address: String = answer.unwrap().body().deserialize().unwrap();
        for state in ["IsEnabled", "ScreenReaderEnabled"] {
            let on = ("org.a11y.Status", state, Variant::from(true));
            let properties = Some("org.freedesktop.DBus.Properties");
            session.call_method(Some(owner), path, properties, "Set", &on).await.unwrap();
        }
        Self { bus: connection::Builder::address(address.as_str()).build().await.unwrap() }
    }

    /// Wants to be told of a kind of event, such as `object:active-descendant-changed`.
    pub(super) async fn listen(&self, event: &str) {
        let (dest, path) = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry");
        let wanted = (event, Vec::<String>::new(), "");
        self.bus.call_method(Some(dest), path, Some(dest), "RegisterEvent", &wanted).await.unwrap();
    }

    /// The connection, to hear what comes.
    pub(super) fn bus(&self) -> &Connection {
        &self.bus
    }

    async fn ask<T: DeserializeOwned + Type>(
        &self,
        of: &Thing,
        interface: &str,
        method: &str,
        body: &(impl serde::Serialize + zbus::zvariant::DynamicType),
    ) -> zbus::Result<T> {
        let interface = format!("org.a11y.atspi.{interface}");
        let answer: Message =
            self.bus.call_method(Some(of.0.as_str()), &of.1, Some(interface), method, body).await?;
        answer.body().deserialize()
    }

    async fn property(&self, of: &Thing, interface: &str, name: &str) -> zbus::Result<OwnedVariant> {
        let body = (format!("org.a11y.atspi.{interface}"), name);
        let properties = Some("org.freedesktop.DBus.Properties");
        let answer = self.bus.call_method(Some(of.0.as_str()), &of.1, properties, "Get", &body).await?;
        answer.body().deserialize()
    }

    pub(super) async fn name(&self, of: &Thing) -> zbus::Result<String> {
        self.property(of, "Accessible", "Name").await?.try_into()
    }

    pub(super) async fn is(&self, thing: &Thing, role: Role) -> zbus::Result<bool> {
        // Asked for the name of a role, WebKit 2.50 ends.
        let its: u32 = self.ask(thing, "Accessible", "GetRole", &()).await?;
        Ok(its == role as u32)
    }

    pub(super) async fn attributes(&self, of: &Thing) -> zbus::Result<HashMap<String, String>> {
        self.ask(of, "Accessible", "GetAttributes", &()).await
    }

    pub(super) async fn is_focusable(&self, of: &Thing) -> zbus::Result<bool> {
        let states: Vec<u32> = self.ask(of, "Accessible", "GetState", &()).await?;
        Ok(states.first().is_some_and(|low| low & (1 << FOCUSABLE) != 0))
    }

    async fn children(&self, of: &Thing) -> zbus::Result<Vec<Thing>> {
        // One by one: asked for all, GTK leaves out the page, which is in another process.
        let count: i32 = self.property(of, "Accessible", "ChildCount").await?.try_into()?;
        let mut all = Vec::new();
        for at in 0..count {
            all.push(self.ask(of, "Accessible", "GetChildAtIndex", &(at,)).await?);
        }
        Ok(all)
    }

    /// Does what a press would do.
    pub(super) async fn press(&self, thing: &Thing) {
        let done: bool = self.ask(thing, "Action", "DoAction", &(0i32,)).await.unwrap();
        assert!(done, "it could be pressed");
    }

    /// Gives it the keyboard.
    pub(super) async fn focus(&self, thing: &Thing) {
        let done: bool = self.ask(thing, "Component", "GrabFocus", &()).await.unwrap();
        assert!(done, "it took the focus");
    }

    /// Asks what a screen reader asks of a text that the focus has come to: by letter, word and line. Returns the number of questions.
    pub(super) async fn read(&self, thing: &Thing) -> zbus::Result<usize> {
        let interfaces: Vec<String> = self.ask(thing, "Accessible", "GetInterfaces", &()).await?;
        if !interfaces.iter().any(|each| each == "org.a11y.atspi.Text") {
            return Ok(0);
        }
        let text: String = self.ask(thing, "Text", "GetText", &(0i32, -1i32)).await?;
        let length = i32::try_from(text.chars().count()).unwrap();
        let mut asked = 1;
        for at in [0, (length - 1).max(0)] {
            for boundary in BOUNDARIES {
                let part: zbus::Result<(String, i32, i32)> =
                    self.ask(thing, "Text", "GetTextAtOffset", &(at, boundary)).await;
                part.map_err(|e| zbus::Error::Failure(format!("{boundary} at {at} of “{text}”: {e}")))?;
                asked += 1;
            }
        }
        Ok(asked)
    }

    /// Everything below a thing, as far as it can be seen, each before what is in it.
    pub(super) async fn below(&self, top: Thing) -> zbus::Result<Vec<Thing>> {
        let (mut waiting, mut all) = (vec![top], Vec::new());
        while let Some(thing) = waiting.pop() {
            let mut children = self.children(&thing).await?;
            children.reverse();
            waiting.extend(children);
            all.push(thing);
        }
        Ok(all)
    }

    /// The page, once it is there.
    pub(super) async fn page(&self) -> Thing {
        let began = Instant::now();
        loop {
            let found = self.find_page().await;
            if let Ok(Some(page)) = found {
                return page;
            }
            assert!(began.elapsed() < PATIENCE, "no page was found: {found:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn find_page(&self) -> zbus::Result<Option<Thing>> {
        let path = OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root")?;
        let desktop = ("org.a11y.atspi.Registry".to_owned(), path);
        for app in self.children(&desktop).await? {
            // The program's own frames and boxes stand around it.
            let mut waiting = vec![app];
            while let Some(thing) = waiting.pop() {
                if self.is(&thing, Role::Document).await? {
                    return Ok(Some(thing));
                }
                waiting.extend(self.children(&thing).await?);
            }
        }
        Ok(None)
    }

    /// Waits for something of this role whose name begins so.
    pub(super) async fn until(&self, role: Role, name: &str) -> Thing {
        let began = Instant::now();
        loop {
            let page = self.page().await;
            for thing in self.below(page).await.unwrap_or_default() {
                if self.is(&thing, role).await.is_ok_and(|is| is)
                    && self.name(&thing).await.is_ok_and(|its| its.starts_with(name))
                {
                    return thing;
                }
            }
            assert!(began.elapsed() < PATIENCE, "no {role:?} has a name that begins with “{name}”");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The process that answers for a thing.
    pub(super) async fn process(&self, of: &Thing) -> zbus::Result<u32> {
        let owner = OwnedUniqueName::try_from(of.0.as_str())?;
        let bus = Some("org.freedesktop.DBus");
        let method = "GetConnectionUnixProcessID";
        let path = "/org/freedesktop/DBus";
        self.bus.call_method(bus, path, bus, method, &owner).await?.body().deserialize()
    }
}
