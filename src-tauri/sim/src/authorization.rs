//! Authorization requests.

/// A valid authorization request that waits for the user's decision.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(crate) app_name: &'static str,
    pub(crate) client_key: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    /// The PKCE code challenge.
    pub(crate) challenge: String,
    /// The client's `state` parameter.
    pub(crate) state: Option<String>,
}
