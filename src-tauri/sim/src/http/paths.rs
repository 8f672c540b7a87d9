//! Paths of the endpoints.

pub(super) const AUTHORIZE: &str = "/v2/auth/authorize/";
pub(super) const TOKEN: &str = "/v2/oauth/token/";
pub(super) const REVOKE: &str = "/v2/oauth/revoke/";
pub(super) const USER_INFO: &str = "/v2/user/info/";
pub(super) const ADD: &str = "/v2/user/data/add/";
pub(super) const CHECK: &str = "/v2/user/data/check/";
pub(super) const CANCEL: &str = "/v2/user/data/cancel/";
/// Where Download redirects to, see the switch `download_redirect`. Followed by the request id and the redirects left.
pub(super) const ARCHIVE: &str = "/archive/";
pub(super) const DOWNLOAD: &str = "/v2/user/data/download/";
