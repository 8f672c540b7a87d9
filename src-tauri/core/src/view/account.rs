//! Accounts, their permissions, and the sign-in in progress.

use serde::Serialize;
use ts_rs::TS;

use crate::account::{Account, PastPermission, Scope};
use crate::data_request::{DataRequest, Kind, Permission};
use crate::problem::Problem;
use crate::sign_in::{SignInStage, SignInState};

/// One account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// TikTok's id of this person for this app.
    pub id: String,
    /// The display name.
    pub name: String,
    /// Whether this is the account that is shown.
    pub current: bool,
    /// When the sign-in expires; `None` when signed out.
    #[ts(type = "number | null")]
    pub signed_in_until: Option<i64>,
    /// What can be requested without a new sign-in.
    pub allowed: Vec<AllowedView>,
    /// All permissions that were ever asked for.
    pub permissions: Vec<PermissionView>,
}

impl AccountView {
    /// The view of an account.
    #[must_use]
    pub fn new(account: Account, is_current: bool) -> Self {
        let is_signed_in = account.signed_in_until.is_some();
        let granted = account.allowed.iter().map(|scope| (*scope, PermissionState::Granted));
        let past = account.past.iter().map(|(scope, past)| (*scope, PermissionState::from(*past)));
        let mut permissions: Vec<_> = granted
            .filter(|_| is_signed_in)
            .chain(past)
            .map(|(scope, state)| {
                let is_granted = state == PermissionState::Granted;
                let spent = if is_granted { scope.used_up_by_request(&account.allowed) } else { Vec::new() };
                let uses_up = spent.into_iter().map(|scope| scope.kind).collect();
                PermissionView { kind: scope.kind, permission: scope.permission, state, uses_up }
            })
            .collect();
        permissions.sort_by_key(|each| (each.kind, each.permission));
        let allowed = account.allowed.into_iter();
        Self {
            permissions,
            id: account.id.0,
            name: account.name,
            current: is_current,
            signed_in_until: account.signed_in_until.map(jiff::Timestamp::as_millisecond),
            allowed: allowed.map(AllowedView::from).collect(),
        }
    }
}

/// One permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllowedView {
    /// The kind of data.
    pub kind: Kind,
    /// Once or ongoing.
    pub permission: Permission,
}

impl From<Scope> for AllowedView {
    fn from(scope: Scope) -> Self {
        Self { kind: scope.kind, permission: scope.permission }
    }
}

/// What became of one permission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PermissionView {
    /// The kind of data.
    pub kind: Kind,
    /// Once or ongoing.
    pub permission: Permission,
    /// Whether it can be used, and why not.
    pub state: PermissionState,
    /// The kinds of which a request under it uses up the one-time permission: none, one, or one of two.
    pub uses_up: Vec<Kind>,
}

/// Whether a permission can be used, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PermissionState {
    /// It is granted and not used up.
    Granted,
    /// A request used it up.
    Spent,
    /// It may be used up, or was taken back at TikTok.
    Unclear,
    /// Satchel asked for it, and it was not granted.
    Refused,
    /// It ended with the sign-in, and is asked for again at the next one.
    Ended,
    /// It ended when the person signed out.
    SignedOut,
}

impl From<PastPermission> for PermissionState {
    fn from(past: PastPermission) -> Self {
        match past {
            PastPermission::Spent => Self::Spent,
            PastPermission::Unclear => Self::Unclear,
            PastPermission::Refused => Self::Refused,
            PastPermission::Ended => Self::Ended,
            PastPermission::SignedOut => Self::SignedOut,
        }
    }
}

/// A sign-in in progress, or a failed one.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignInView {
    /// The request that follows it; `None` for a plain sign-in.
    pub request: Option<DataRequest>,
    /// How far it is.
    pub stage: SignInStage,
    /// When waiting for the browser ends.
    #[ts(type = "number")]
    pub expires_at: i64,
    /// Whether a browser could be opened. If not, the person copies the address.
    pub browser_opened: bool,
    /// Why it failed; or, while it waits, that something else than its answer came back.
    pub problem: Option<Problem>,
}

impl From<&SignInState> for SignInView {
    fn from(state: &SignInState) -> Self {
        Self {
            request: state.purpose.request,
            stage: state.stage,
            expires_at: state.expires_at.as_millisecond(),
            browser_opened: state.browser_opened,
            problem: state.problem.clone(),
        }
    }
}
