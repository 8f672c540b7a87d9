//! The four calls of the API. Each takes the current token, which may have been refreshed since the last call.

use futures_util::StreamExt;
use oauth2::AccessToken;
use reqwest::Response;
use serde_json::json;

use super::PortabilityError;
use super::request::{AddData, CheckData, RequestId, RequestState, categories};
use crate::data_request::DataRequest;
use crate::http::{CALL_TIMEOUT, CallError, Endpoints, PATIENT_TIMEOUT, call, call_for, open_envelope};

type Result<T> = std::result::Result<T, PortabilityError>;

/// A client of TikTok's Data Portability API.
#[derive(Debug, Clone)]
pub struct Api {
    http: reqwest::Client,
    endpoints: Endpoints,
}

impl Api {
    /// Creates a client for these endpoints.
    #[must_use]
    pub fn new(http: reqwest::Client, endpoints: Endpoints) -> Self {
        Self { http, endpoints }
    }

    /// Requests the data. **Must not be repeated** with a one-time permission: if the reply is lost
    /// (`CallError::NoAnswer`), TikTok may have accepted the request.
    pub async fn add(&self, token: &AccessToken, request: DataRequest) -> Result<RequestId> {
        let body = json!({ "data_format": "json", "category_selection_list": categories(request) });
        let data: AddData = call_for(
            self.post("/v2/user/data/add/", Some("fields=request_id")).json(&body),
            token,
            PATIENT_TIMEOUT,
        )
        .await?;
        Ok(data.request_id)
    }

    /// Fetches the state of a request.
    pub async fn check(&self, token: &AccessToken, id: RequestId) -> Result<RequestState> {
        let fields = "fields=request_id,status,apply_time,collect_time,data_format,category_selection_list";
        let request = self.post("/v2/user/data/check/", Some(fields)).json(&json!({ "request_id": id }));
        let data: CheckData =
            call_for(request, token, CALL_TIMEOUT).await.map_err(|e| unknown_request(e.into()))?;
        data.into_state().ok_or_else(|| {
            CallError::Unexpected { status: 200, what: "no status in the reply".into() }.into()
        })
    }

    /// Cancels a request. TikTok's documentation shows the id both in the query and in the body, so it is sent in both.
    pub async fn cancel(&self, token: &AccessToken, id: RequestId) -> Result<()> {
        let query = format!("request_id={id}");
        let request = self.post("/v2/user/data/cancel/", Some(&query)).json(&json!({ "request_id": id }));
        call(request, token, CALL_TIMEOUT).await.map_err(|e| unknown_request(e.into()))?;
        Ok(())
    }

    /// Starts the download of the archive. Fails if the reply is JSON or text instead of an archive.
    pub async fn download(&self, token: &AccessToken, id: RequestId) -> Result<Download> {
        let response = self
            .post("/v2/user/data/download/", None)
            .bearer_auth(token.secret())
            .json(&json!({ "request_id": id }))
            .send()
            .await
            .map_err(CallError::from)?;
        let kind = response.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default();
        let is_text = kind.starts_with("application/json") || kind.starts_with("text/");
        if !response.status().is_success() || is_text {
            let status = response.status();
            return match open_envelope(response).await {
                // A successful envelope instead of a zip.
                Ok(_) => Err(PortabilityError::NotAnArchive("TikTok sent a reply without an archive".into())),
                Err(CallError::Unexpected { what, .. }) if status.is_success() => {
                    Err(PortabilityError::NotAnArchive(what))
                }
                Err(error) => Err(unknown_request(error.into())),
            };
        }
        Ok(Download { bytes_total: response.content_length(), response })
    }

    fn post(&self, path: &str, query: Option<&str>) -> reqwest::RequestBuilder {
        let mut url = self.endpoints.call(path);
        url.set_query(query);
        self.http.post(url)
    }
}

/// In calls about one request, `invalid_params` means that its id is unknown, since no other parameter varies.
fn unknown_request(error: PortabilityError) -> PortabilityError {
    match error {
        PortabilityError::Call(CallError::Refused { code, message, .. }) if code == "invalid_params" => {
            PortabilityError::UnknownRequest(message)
        }
        other => other,
    }
}

/// A download in progress.
#[derive(Debug)]
pub struct Download {
    /// Its size in bytes, if known.
    pub bytes_total: Option<u64>,
    response: Response,
}

impl Download {
    /// The content as a stream of chunks.
    pub fn stream(
        self,
    ) -> impl futures_util::Stream<Item = std::result::Result<impl AsRef<[u8]> + Send, CallError>> + Send + Unpin
    {
        Box::pin(self.response.bytes_stream().map(|chunk| chunk.map_err(CallError::from)))
    }
}
