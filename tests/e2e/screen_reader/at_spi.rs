//! A screen reader: reads the accessibility tree over AT-SPI, and receives its events.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use satchel_e2e_harness::DesktopSession;
use serde::de::DeserializeOwned;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::Type;
use zbus::{Connection, Message, OwnedObjectPath, OwnedVariant, Variant, connection};

/// How long to wait for the window to change.
const TIMEOUT: Duration = Duration::from_mins(1);

/// Role numbers of AT-SPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    PushButton = 43,
    Table = 55,
    Document = 95,
    ListBox = 98,
    Landmark = 110,
}

/// A state number of AT-SPI.
const FOCUSABLE: u32 = 11;

/// Text boundary types of AT-SPI: characters, words and lines. `WebKit` 2.50 crashes when it is asked for sentences or
/// attributes (<https://github.com/WebKit/WebKit/pull/67179>).
const BOUNDARIES: [u32; 3] = [0, 1, 5];

/// An accessible object: bus name and path.
pub(super) type Accessible = (String, OwnedObjectPath);

/// A screen reader.
pub(super) struct Reader {
    bus: Connection,
}

impl Reader {
    /// Enables accessibility in a session.
    pub(super) async fn open(desktop: &DesktopSession) -> Self {
        let session = connection::Builder::address(desktop.bus()).build().await.unwrap();
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

    /// Subscribes to an event, such as `object:active-descendant-changed`.
    pub(super) async fn listen(&self, event: &str) {
        let (dest, path) = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry");
        let wanted = (event, Vec::<String>::new(), "");
        self.bus.call_method(Some(dest), path, Some(dest), "RegisterEvent", &wanted).await.unwrap();
    }

    /// The connection on which events arrive.
    pub(super) fn bus(&self) -> &Connection {
        &self.bus
    }

    async fn ask<T: DeserializeOwned + Type>(
        &self,
        of: &Accessible,
        interface: &str,
        method: &str,
        body: &(impl serde::Serialize + zbus::zvariant::DynamicType),
    ) -> zbus::Result<T> {
        let interface = format!("org.a11y.atspi.{interface}");
        let answer: Message =
            self.bus.call_method(Some(of.0.as_str()), &of.1, Some(interface), method, body).await?;
        answer.body().deserialize()
    }

    async fn property(&self, of: &Accessible, interface: &str, name: &str) -> zbus::Result<OwnedVariant> {
        let body = (format!("org.a11y.atspi.{interface}"), name);
        let properties = Some("org.freedesktop.DBus.Properties");
        let answer = self.bus.call_method(Some(of.0.as_str()), &of.1, properties, "Get", &body).await?;
        answer.body().deserialize()
    }

    pub(super) async fn name(&self, of: &Accessible) -> zbus::Result<String> {
        self.property(of, "Accessible", "Name").await?.try_into()
    }

    pub(super) async fn is(&self, thing: &Accessible, role: Role) -> zbus::Result<bool> {
        // WebKit 2.50 crashes when it is asked for the name of a role.
        let its: u32 = self.ask(thing, "Accessible", "GetRole", &()).await?;
        Ok(its == role as u32)
    }

    pub(super) async fn attributes(&self, of: &Accessible) -> zbus::Result<HashMap<String, String>> {
        self.ask(of, "Accessible", "GetAttributes", &()).await
    }

    pub(super) async fn is_focusable(&self, of: &Accessible) -> zbus::Result<bool> {
        let states: Vec<u32> = self.ask(of, "Accessible", "GetState", &()).await?;
        Ok(states.first().is_some_and(|low| low & (1 << FOCUSABLE) != 0))
    }

    async fn children(&self, of: &Accessible) -> zbus::Result<Vec<Accessible>> {
        // `GetChildren` of GTK omits the page, which is in another process.
        let count: i32 = self.property(of, "Accessible", "ChildCount").await?.try_into()?;
        let mut all = Vec::new();
        for at in 0..count {
            all.push(self.ask(of, "Accessible", "GetChildAtIndex", &(at,)).await?);
        }
        Ok(all)
    }

    /// Performs the default action.
    pub(super) async fn click(&self, thing: &Accessible) {
        let done: bool = self.ask(thing, "Action", "DoAction", &(0i32,)).await.unwrap();
        assert!(done, "it could be pressed");
    }

    /// Focuses an object.
    pub(super) async fn focus(&self, thing: &Accessible) {
        let done: bool = self.ask(thing, "Component", "GrabFocus", &()).await.unwrap();
        assert!(done, "it took the focus");
    }

    /// Reads a text by character, word and line, as screen readers do, and returns the number of queries.
    pub(super) async fn read(&self, thing: &Accessible) -> zbus::Result<usize> {
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

    /// The visible descendants of an object in document order.
    pub(super) async fn below(&self, top: Accessible) -> zbus::Result<Vec<Accessible>> {
        let (mut waiting, mut all) = (vec![top], Vec::new());
        while let Some(thing) = waiting.pop() {
            let mut children = self.children(&thing).await?;
            children.reverse();
            waiting.extend(children);
            all.push(thing);
        }
        Ok(all)
    }

    /// Waits for the page.
    pub(super) async fn page(&self) -> Accessible {
        let began = Instant::now();
        loop {
            let found = self.find_page().await;
            if let Ok(Some(page)) = found {
                return page;
            }
            assert!(began.elapsed() < TIMEOUT, "no page was found: {found:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn find_page(&self) -> zbus::Result<Option<Accessible>> {
        let path = OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root")?;
        let desktop = ("org.a11y.atspi.Registry".to_owned(), path);
        for app in self.children(&desktop).await? {
            // The page is inside the window's own containers.
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

    /// Waits for an object with this role and prefix of its name.
    pub(super) async fn wait_for(&self, role: Role, name: &str) -> Accessible {
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
            assert!(began.elapsed() < TIMEOUT, "no {role:?} has a name that begins with “{name}”");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The process of an object.
    pub(super) async fn process(&self, of: &Accessible) -> zbus::Result<u32> {
        let owner = OwnedUniqueName::try_from(of.0.as_str())?;
        let bus = Some("org.freedesktop.DBus");
        let method = "GetConnectionUnixProcessID";
        let path = "/org/freedesktop/DBus";
        self.bus.call_method(bus, path, bus, method, &owner).await?.body().deserialize()
    }
}
