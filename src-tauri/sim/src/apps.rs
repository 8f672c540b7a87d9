//! The apps that are registered with the stand-in.

/// Key of the first app. Its redirect is `http://127.0.0.1:*/callback/`.
pub const CLIENT_KEY: &str = "simclientkey0001";
/// Secret of the first app. It is only valid for this stand-in.
pub const CLIENT_SECRET: &str = "sim-secret-that-opens-nothing";
/// Key of the second app, which has no access to the first app's requests.
pub const OTHER_CLIENT_KEY: &str = "simclientkey0002";
/// Secret of the second app.
pub const OTHER_CLIENT_SECRET: &str = "sim-other-secret-that-opens-nothing";

/// A registered app.
pub(crate) struct App {
    pub(crate) name: &'static str,
    pub(crate) key: &'static str,
    pub(crate) secret: &'static str,
}

pub(crate) const APPS: [App; 2] = [
    App { name: "Satchel", key: CLIENT_KEY, secret: CLIENT_SECRET },
    App { name: "Another app", key: OTHER_CLIENT_KEY, secret: OTHER_CLIENT_SECRET },
];
