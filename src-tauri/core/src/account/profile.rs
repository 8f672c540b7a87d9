//! The display name of an account.

use oauth2::AccessToken;
use serde::Deserialize;

use super::AccountApi;
use crate::http::{CALL_TIMEOUT, CallError, call_for, lenient};

#[derive(Deserialize)]
struct Data {
    user: Option<User>,
}

#[derive(Deserialize)]
struct User {
    #[serde(default, deserialize_with = "lenient::text")]
    display_name: Option<String>,
}

/// The maximum length of a name in characters; longer ones are truncated. TikTok's limit is 30.
const LONGEST_NAME: usize = 80;

impl AccountApi {
    /// Fetches the display name; `None` if it is empty. Requests only fields of the basic scope, since any other would
    /// make the call fail.
    pub async fn display_name(&self, token: &AccessToken) -> Result<Option<String>, CallError> {
        let mut url = self.endpoints.call("/v2/user/info/");
        url.set_query(Some("fields=open_id,display_name"));
        let data: Data = call_for(self.http.client()?.get(url), token, CALL_TIMEOUT).await?;
        let name = data.user.and_then(|user| user.display_name).unwrap_or_default();
        let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        Ok(Some(name.trim().to_owned()).filter(|n| !n.is_empty()))
    }
}
