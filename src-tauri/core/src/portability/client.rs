//! The four calls of the API. Each takes the current token, which may have been refreshed since the last call.

use oauth2::AccessToken;
use serde_json::json;

use super::PortabilityError;
use super::download::{Download, Downloader, Result};
use super::request::{Accepted, AddData, CheckData, RequestId, RequestState, categories};
use crate::data_request::DataRequest;
use crate::http::{
    CALL_TIMEOUT, CallError, Endpoints, HttpClient, PATIENT_TIMEOUT, call, call_for, call_for_logged,
};

/// A client of TikTok's Data Portability API.
#[derive(Debug, Clone)]
pub struct Api {
    http: HttpClient,
    downloader: Downloader,
    endpoints: Endpoints,
}

impl Api {
    /// Creates a client for these endpoints.
    #[must_use]
    pub fn new(http: HttpClient, endpoints: Endpoints) -> Self {
        let downloader = Downloader::new(http.clone(), endpoints.is_stand_in());
        Self { http, downloader, endpoints }
    }

    /// Requests the data. **Must not be repeated** with a one-time permission: if the reply is lost
    /// (`CallError::NoAnswer`, `CallError::TimedOut`), TikTok may have accepted the request.
    pub async fn add(&self, token: &AccessToken, request: DataRequest) -> Result<Accepted> {
        let body = json!({ "data_format": "json", "category_selection_list": categories(request) });
        let (data, log_id): (AddData, _) = call_for_logged(
            self.post("/v2/user/data/add/", Some("fields=request_id"))?.json(&body),
            token,
            PATIENT_TIMEOUT,
        )
        .await?;
        Ok(Accepted { id: RequestId(data.request_id), log_id })
    }

    /// Fetches the state of a request.
    pub async fn check(&self, token: &AccessToken, id: RequestId) -> Result<RequestState> {
        let fields = "fields=request_id,status,apply_time,collect_time,data_format,category_selection_list";
        let request = self.post("/v2/user/data/check/", Some(fields))?.json(&json!({ "request_id": id }));
        let data: CheckData =
            call_for(request, token, CALL_TIMEOUT).await.map_err(|e| unknown_request(e.into()))?;
        Ok(data.into_state())
    }

    /// Cancels a request. TikTok's documentation shows the id both in the query and in the body, so it is sent in both.
    pub async fn cancel(&self, token: &AccessToken, id: RequestId) -> Result<()> {
        let query = format!("request_id={id}");
        let request = self.post("/v2/user/data/cancel/", Some(&query))?.json(&json!({ "request_id": id }));
        call(request, token, CALL_TIMEOUT).await.map_err(|e| unknown_request(e.into()))?;
        Ok(())
    }

    /// Starts the download of the archive. Fails if the reply is something else.
    pub async fn download(&self, token: &AccessToken, id: RequestId) -> Result<Download> {
        let url = self.endpoints.call("/v2/user/data/download/");
        let body = json!({ "request_id": id });
        self.downloader.start(url, token, &body).await.map_err(unknown_request)
    }

    fn post(&self, path: &str, query: Option<&str>) -> Result<reqwest::RequestBuilder> {
        let mut url = self.endpoints.call(path);
        url.set_query(query);
        Ok(self.http.client()?.post(url))
    }
}

/// In calls about one request, `invalid_params` means that its id is unknown, since no other parameter varies.
fn unknown_request(error: PortabilityError) -> PortabilityError {
    match error {
        PortabilityError::Call(CallError::Refused(received)) if received.code == "invalid_params" => {
            PortabilityError::UnknownRequest(received)
        }
        other => other,
    }
}
