//! `/v2/user/info/` (`tiktok-api-v2-get-user-info`).

use serde_json::{Map, Value, json};

use crate::export::Persona;
use crate::http::open_id::open_id;
use crate::http::request::ApiRequest;
use crate::http::response::ApiError;
use crate::http::token;
use crate::state::State;

const BASIC: [&str; 6] =
    ["open_id", "union_id", "avatar_url", "avatar_url_100", "avatar_large_url", "display_name"];
const PROFILE: [&str; 4] = ["username", "bio_description", "profile_deep_link", "is_verified"];
const STATS: [&str; 4] = ["follower_count", "following_count", "likes_count", "video_count"];

/// The requested fields. A field outside the granted scopes fails the whole request.
pub(super) fn info(state: &mut State, request: &ApiRequest) -> Result<Value, ApiError> {
    let bearer = token::bearer(state, request)?;
    let known: Vec<&str> = [&BASIC[..], &PROFILE, &STATS].concat();
    let fields = request.fields(&known)?;
    let persona = Persona::by_id(&bearer.account).ok_or_else(ApiError::token)?;
    let mut user = Map::new();
    for field in fields {
        let name = field.as_str();
        let scope = if BASIC.contains(&name) {
            "user.info.basic"
        } else if PROFILE.contains(&name) {
            "user.info.profile"
        } else {
            "user.info.stats"
        };
        if !bearer.scopes.iter().any(|granted| granted == scope) {
            return Err(ApiError::scope());
        }
        let value = value(state, persona, &bearer.client_key, name);
        user.insert(field, value);
    }
    Ok(json!({"user": user}))
}

fn value(state: &State, persona: &Persona, client_key: &str, field: &str) -> Value {
    match field {
        "open_id" => json!(open_id(client_key, persona)),
        "union_id" => json!(format!("sim-union-{}", persona.id)),
        "avatar_url" | "avatar_url_100" | "avatar_large_url" => {
            json!(format!("{}{}{}.png", state.base_url, super::avatar::FOLDER, persona.id))
        }
        "display_name" => json!(persona.display_name),
        "username" => json!(persona.user_name),
        "bio_description" => json!(persona.bio),
        "profile_deep_link" => json!(format!("https://sim.example/@{}", persona.user_name)),
        "is_verified" => json!(false),
        "follower_count" => json!(persona.followers),
        "following_count" => json!(persona.following),
        "likes_count" => json!(persona.likes_received),
        _ => json!(persona.posts),
    }
}
