//! The authorization request of one sign-in, and the response to it.

use std::fmt::Write as _;

use oauth2::{AuthorizationCode, CsrfToken, PkceCodeVerifier};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

use super::scope::parse_scopes;
use super::{AccountError, AppKey, AuthorizationError, Scope, scope_names};
use crate::http::Endpoints;

/// The maximum length of a pasted address in bytes. TikTok's are a few hundred bytes long.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// The authorization request of one sign-in, with its own state and PKCE verifier.
pub struct AuthorizationRequest {
    /// The URL to open in the browser.
    pub url: Url,
    /// The redirect URI, with the actual port.
    pub redirect: Url,
    state: CsrfToken,
    verifier: PkceCodeVerifier,
}

/// The response of the browser, after its state was verified.
#[derive(Debug)]
pub enum AuthorizationResponse {
    /// The person consented.
    Code {
        /// Exchange it at once: it is short-lived and can be used once.
        code: AuthorizationCode,
        /// The granted scopes that are listed in the response.
        scopes: Vec<Scope>,
    },
    /// The person or TikTok refused.
    Refused(AuthorizationError),
}

impl AuthorizationRequest {
    /// Creates a request for these scopes that redirects to `redirect`.
    #[must_use]
    pub fn new(endpoints: &Endpoints, key: &AppKey, scopes: &[Scope], redirect: Url) -> Self {
        let state = CsrfToken::new_random_len(32);
        // 64 random bytes give 86 characters; TikTok requires 43 to 128.
        let (_, verifier) = oauth2::PkceCodeChallenge::new_random_sha256_len(64);
        let mut url = endpoints.authorize.clone();
        url.query_pairs_mut()
            .append_pair("client_key", key.key.as_str())
            .append_pair("scope", &scope_names(scopes))
            .append_pair("redirect_uri", redirect.as_str())
            .append_pair("state", state.secret())
            .append_pair("response_type", "code")
            .append_pair("code_challenge", &hex_challenge(verifier.secret()))
            .append_pair("code_challenge_method", "S256");
        Self { url, redirect, state, verifier }
    }

    /// The PKCE verifier, for the token exchange.
    #[must_use]
    pub fn verifier(&self) -> &PkceCodeVerifier {
        &self.verifier
    }

    /// Parses the query of the redirect. The state is compared first, in constant time.
    pub fn read_query(&self, query: &str) -> Result<AuthorizationResponse, AccountError> {
        let value = |name: &str| {
            url::form_urlencoded::parse(query.as_bytes())
                .find(|(k, _)| k == name)
                .map(|(_, v)| v.into_owned())
        };
        let state = value("state").unwrap_or_default();
        if !bool::from(state.as_bytes().ct_eq(self.state.secret().as_bytes())) {
            return Err(AccountError::StateMismatch);
        }
        if let Some(error) = value("error").filter(|e| !e.is_empty()) {
            return Ok(AuthorizationResponse::Refused(AuthorizationError {
                error,
                error_type: value("error_type"),
                description: value("error_description"),
            }));
        }
        let code = value("code").filter(|c| !c.is_empty()).ok_or(AccountError::AddressNotRecognised)?;
        let scopes = parse_scopes(&value("scopes").or_else(|| value("scope")).unwrap_or_default());
        Ok(AuthorizationResponse::Code { code: AuthorizationCode::new(code), scopes })
    }

    /// Parses an address that the person copied from the browser: the redirect, or TikTok's error page (which contains
    /// the reason, but neither a state nor a code).
    pub fn read_pasted(&self, text: &str) -> Result<AuthorizationResponse, AccountError> {
        let text = text.trim();
        if text.len() > LONGEST_ADDRESS {
            return Err(AccountError::AddressNotRecognised);
        }
        let url = Url::parse(text).map_err(|_| AccountError::AddressNotRecognised)?;
        let query = url.query().unwrap_or_default();
        if url.origin() == self.redirect.origin() && url.path() == self.redirect.path() {
            return self.read_query(query);
        }
        let is_tiktoks = url.origin() == self.url.origin();
        let value = |name: &str| url.query_pairs().find(|(k, _)| k == name).map(|(_, v)| v.into_owned());
        match value("error").filter(|_| is_tiktoks) {
            Some(error) => Ok(AuthorizationResponse::Refused(AuthorizationError {
                error,
                error_type: value("error_type"),
                description: value("error_description"),
            })),
            None => Err(AccountError::AddressNotRecognised),
        }
    }
}

/// SHA-256 of the verifier in lower-case hex, which TikTok requires for desktop apps. The base64url form of RFC 7636 is
/// rejected at the exchange.
fn hex_challenge(verifier: &str) -> String {
    Sha256::digest(verifier.as_bytes()).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_request::{Kind, Permission};

    fn attempt() -> AuthorizationRequest {
        let key = AppKey::new("key", "secret").unwrap();
        let scopes = [Scope { kind: Kind::Activity, permission: Permission::Once }];
        AuthorizationRequest::new(
            &Endpoints::tiktok(),
            &key,
            &scopes,
            Url::parse("http://127.0.0.1:4321/callback/").unwrap(),
        )
    }

    fn state(attempt: &AuthorizationRequest) -> String {
        attempt.url.query_pairs().find(|(k, _)| k == "state").unwrap().1.into_owned()
    }

    #[test]
    fn the_challenge_is_hex_as_in_the_known_vector() {
        assert_eq!(
            hex_challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"
        );
    }

    #[test]
    fn the_address_names_everything_and_no_secret() {
        let attempt = attempt();
        let pairs: std::collections::HashMap<_, _> = attempt.url.query_pairs().into_owned().collect();
        assert_eq!(pairs["client_key"], "key");
        assert_eq!(pairs["scope"], "user.info.basic,portability.activity.single");
        assert_eq!(pairs["redirect_uri"], "http://127.0.0.1:4321/callback/");
        assert_eq!(pairs["code_challenge"].len(), 64);
        assert!((43..=128).contains(&attempt.verifier().secret().len()));
        assert!(!attempt.url.as_str().contains("secret"));
        assert!(!attempt.url.as_str().contains(attempt.verifier().secret()));
    }

    #[test]
    fn wrong_or_missing_state_is_rejected() {
        let attempt = attempt();
        for query in ["code=x&state=other", "code=x", "error=access_denied&state=other", "", "state=&code=x"]
        {
            assert!(matches!(attempt.read_query(query), Err(AccountError::StateMismatch)), "{query}");
        }
    }

    #[test]
    fn code_and_scopes_are_decoded() {
        let attempt = attempt();
        let query = format!(
            "code=a%2A0%21b&scopes=user.info.basic%2Cportability.activity.single&state={}",
            state(&attempt)
        );
        let Ok(AuthorizationResponse::Code { code, scopes }) = attempt.read_query(&query) else {
            panic!("a code")
        };
        assert_eq!(code.secret(), "a*0!b");
        assert_eq!(scopes.len(), 1);
    }

    #[test]
    fn pasted_address_is_the_redirect_or_tiktoks_error_page() {
        let attempt = attempt();
        let good = format!(" http://127.0.0.1:4321/callback/?code=c&state={} ", state(&attempt));
        assert!(matches!(attempt.read_pasted(&good), Ok(AuthorizationResponse::Code { .. })));
        let error =
            "https://www.tiktok.com/v2/auth/authorize/?error=unauthorized_client&error_type=client_key";
        assert!(matches!(attempt.read_pasted(error), Ok(AuthorizationResponse::Refused(_))));
        for other in ["", "hello", "https://example.org/?error=x", "http://127.0.0.1:9/callback/?code=c"] {
            assert!(matches!(attempt.read_pasted(other), Err(AccountError::AddressNotRecognised)), "{other}");
        }
    }
}
