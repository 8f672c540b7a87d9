//! The authorization request of one sign-in, and the response to it.

use std::fmt::Write as _;

use oauth2::{AuthorizationCode, CsrfToken, PkceCodeVerifier};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use url::Url;

use super::pasted::{Candidate, candidates};
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
        let refusal = || {
            value("error").filter(|error| !error.is_empty()).map(|error| AuthorizationError {
                error,
                error_type: value("error_type"),
                description: value("error_description"),
            })
        };
        let state = value("state");
        // TikTok documents a state for refusals, too, but not every page that reports one may keep it. Without it, the
        // response may come from anywhere, so it does not end the sign-in.
        if let (None, Some(refusal)) = (&state, refusal()) {
            return Err(AccountError::RefusalUnclear(refusal));
        }
        let state = state.unwrap_or_default();
        if !bool::from(state.as_bytes().ct_eq(self.state.secret().as_bytes())) {
            return Err(AccountError::StateMismatch);
        }
        if let Some(refusal) = refusal() {
            return Ok(AuthorizationResponse::Refused(refusal));
        }
        let code = value("code").filter(|c| !c.is_empty()).ok_or(AccountError::AddressNotRecognised)?;
        let scopes = parse_scopes(&value("scopes").or_else(|| value("scope")).unwrap_or_default());
        Ok(AuthorizationResponse::Code { code: AuthorizationCode::new(code), scopes })
    }

    /// Parses an address that the person copied from the browser: the redirect, or TikTok's error page. Its state says
    /// that it belongs to this sign-in, so the rest of the address need not be complete.
    ///
    /// A refusal without a state is believed here, since the person pasted it.
    pub fn read_pasted(&self, text: &str) -> Result<AuthorizationResponse, AccountError> {
        if text.len() > LONGEST_ADDRESS {
            return Err(AccountError::AddressNotRecognised);
        }
        let mut is_of_another = false;
        let mut refusal = None;
        for candidate in candidates(text) {
            match self.read_query(&candidate.query) {
                Ok(response) => return Ok(response),
                Err(AccountError::RefusalUnclear(error)) if self.is_of_sign_in(&candidate) => {
                    refusal.get_or_insert(error);
                }
                Err(AccountError::StateMismatch) => {
                    let is_response = candidate.value("code").or(candidate.value("error")).is_some();
                    is_of_another |= is_response && candidate.value("state").is_some();
                }
                Err(_) => {}
            }
        }
        match refusal {
            Some(error) => Ok(AuthorizationResponse::Refused(error)),
            None if is_of_another => Err(AccountError::StateMismatch),
            None => Err(AccountError::AddressNotRecognised),
        }
    }

    /// Whether a pasted address is that of TikTok's page or of the redirect.
    fn is_of_sign_in(&self, candidate: &Candidate) -> bool {
        let is_at = |authority: &str| {
            let rest = candidate.page.rsplit_once("://").map_or(candidate.page.as_str(), |(_, rest)| rest);
            rest.split('/').next() == Some(authority)
        };
        let port = self.redirect.port().unwrap_or_default();
        is_at(self.url.authority()) || is_at(self.redirect.authority()) || is_at(&format!("localhost:{port}"))
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
        let unclear = attempt.read_query("error=access_denied");
        assert!(matches!(unclear, Err(AccountError::RefusalUnclear(_))));
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
    fn pasted_address_is_recognised_by_its_state() {
        let attempt = attempt();
        let state = state(&attempt);
        let right = format!("127.0.0.1:4321/callback/?code=c%2A0&scopes=user.info.basic&state={state}");
        let encoded: String =
            url::form_urlencoded::byte_serialize(format!("http://{right}").as_bytes()).collect();
        for text in [
            format!(" http://{right} \n"),
            right.clone(),
            format!("https://{right}"),
            format!("http://{}", right.replace("127.0.0.1", "localhost")),
            format!("<http://{right}>"),
            format!("\"http://{right}\""),
            format!("“http://{right}”"),
            format!("http://{}", right.replace("callback/?", "callback?")),
            format!("view-source:http://{right}"),
            format!("http://{}", right.replace('&', "&amp;")),
            format!("The address is http://{right}, and nothing happened."),
            format!("http://{}", right.replace("&scopes", "\r\n  &scopes")),
            format!("Here it is:\nhttp://{}\nThanks", right.replace("state=", "sta\nte=")),
            encoded.clone(),
            format!("https://www.google.com/url?q={encoded}"),
            format!("http://{right}#_=_"),
            format!("state={state}&code=c%2A0"),
        ] {
            match attempt.read_pasted(&text) {
                Ok(AuthorizationResponse::Code { code, .. }) => assert_eq!(code.secret(), "c*0", "{text}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn pasted_refusal_is_believed_and_other_text_is_not() {
        let attempt = attempt();
        for refused in [
            "https://www.tiktok.com/v2/auth/authorize/?error=unauthorized_client&error_type=client_key",
            "http://127.0.0.1:4321/callback/?error=access_denied",
            "localhost:4321/callback?error=access_denied",
        ] {
            let read = attempt.read_pasted(refused);
            assert!(matches!(read, Ok(AuthorizationResponse::Refused(_))), "{refused}: {read:?}");
        }
        let own_page = attempt.url.to_string();
        for other in [
            "",
            "hello",
            "?",
            "https://example.org/?error=x",
            "http://127.0.0.1:9/callback/?code=c",
            "https://www.tiktok.com.example.org/?error=x",
            own_page.as_str(),
        ] {
            let read = attempt.read_pasted(other);
            assert!(matches!(read, Err(AccountError::AddressNotRecognised)), "{other}: {read:?}");
        }
        let stale = attempt.read_pasted("http://127.0.0.1:4321/callback/?code=c&state=other");
        assert!(matches!(stale, Err(AccountError::StateMismatch)));
        let long = "x".repeat(LONGEST_ADDRESS + 1);
        assert!(matches!(attempt.read_pasted(&long), Err(AccountError::AddressNotRecognised)));
    }
}
