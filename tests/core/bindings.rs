//! Generates the TypeScript declarations of the types sent to the window, and compares them with the committed file.

use std::path::Path;

use satchel_core::SignInStage;
use satchel_core::account::KeychainState;
use satchel_core::backup::{CheckState, Outcome, Progress, RequestStatus, Step};
use satchel_core::backup::{Provenance, ProvenanceLabel};
use satchel_core::data_request::{DataRequest, Kind, Part, Permission};
use satchel_core::library::{
    BackupRef, Chat, ChatFigures, Completion, Counted, DayCount, EarlierFact, Fact, FactSheet, Field, Filter,
    Found, FoundGroup, Gap, Group, GroupCount, Hit, HourOfWeek, ImportCounts, ListQuery, Memory, NoteKind,
    Order, Outline, Overview, OverviewQuery, PathView, PeopleFigures, Placeholder, ReadNote, Record,
    Relation, Row, RowFormat, Rows, SearchQuery, Section, SectionLine, SectionState, Sender, Session,
    SkipCount, SkipReason, SnippetPart, UnsureFile, WatchMethod, Watching,
};
use satchel_core::problem::{Facts, Problem, ProblemCode};
use satchel_core::settings::Theme;
use satchel_core::view::{
    AccountView, AllowedView, AppEvent, AppKeySource, AppView, BackupView, BuildingView, Change, DragView,
    FolderView, ImportSummary, JobView, LibraryView, PermissionState, PermissionView, ReleaseView,
    RequestHistory, RequestView, SettingsView, SignInView, Snapshot, UpdateOff, UpdateView,
};
use ts_rs::{Config, TS};

fn typescript() -> String {
    let config = Config::default();
    let mut text = String::from(
        "// Written by the test `bindings` from the Rust types. Do not edit: run `cargo xtask bindings`.\n",
    );
    macro_rules! declare {
        ($($type:ty),* $(,)?) => { $(text += &format!("export {}\n", <$type>::decl(&config));)* };
    }
    declare!(
        AccountView,
        ImportSummary,
        AllowedView,
        AppEvent,
        AppKeySource,
        AppView,
        BackupRef,
        BackupView,
        BuildingView,
        Change,
        Chat,
        ChatFigures,
        CheckState,
        Completion,
        Counted,
        DayCount,
        DragView,
        EarlierFact,
        Fact,
        FactSheet,
        Facts,
        Field,
        Filter,
        FolderView,
        Found,
        FoundGroup,
        Gap,
        Group,
        GroupCount,
        Hit,
        HourOfWeek,
        JobView,
        KeychainState,
        Kind,
        LibraryView,
        ListQuery,
        Memory,
        NoteKind,
        Order,
        Outcome,
        Outline,
        Overview,
        OverviewQuery,
        Part,
        PathView,
        PeopleFigures,
        Permission,
        PermissionState,
        PermissionView,
        SnippetPart,
        Placeholder,
        Problem,
        ProblemCode,
        Progress,
        Provenance,
        ProvenanceLabel,
        ReadNote,
        Record,
        Relation,
        ReleaseView,
        RequestHistory,
        RequestStatus,
        RequestView,
        Row,
        RowFormat,
        Rows,
        SearchQuery,
        Section,
        SectionLine,
        SectionState,
        Sender,
        Session,
        SettingsView,
        SignInStage,
        SignInView,
        SkipCount,
        SkipReason,
        Snapshot,
        Step,
        ImportCounts,
        Theme,
        UnsureFile,
        UpdateOff,
        UpdateView,
        WatchMethod,
        Watching,
        DataRequest,
    );
    text
}

#[test]
fn committed_bindings_match_the_rust_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/ipc/bindings.ts");
    let now = typescript();
    if std::env::var_os("SATCHEL_WRITE_BINDINGS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(
        committed, now,
        "ui/src/ipc/bindings.ts does not match the Rust types: run `cargo xtask bindings`"
    );
}
