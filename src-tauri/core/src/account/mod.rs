//! Accounts: signing in through the browser, granted scopes, tokens, and the vault that stores them.

mod accounts;
mod authorize;
mod broker;
mod callback;
mod error;
mod key;
mod pasted;
mod profile;
mod record;
mod scope;
mod secrets;
mod token;
mod vault;
mod vault_file;

pub use accounts::{Accounts, AccountsConfig, JobNeeds, NewGrant, SignOut, Taken};
pub use authorize::{AuthorizationRequest, AuthorizationResponse};
pub use broker::{BrokerEvent, EventBatch, EventsTicket, LONGEST_POLL, PollError, next_events};
pub use callback::{Listener, Pages, RedirectPort};
pub use error::{AccountError, AuthorizationError, VaultError};
pub use key::{AppKey, BuiltKey};
pub use record::{Account, PastPermission};
pub use scope::{Scope, scope_names};
pub use secrets::{KeychainState, Secrets};
pub use token::{AccountApi, OpenId, Tokens};
pub use vault_file::VaultFile;
