//! Generates the TypeScript declarations of the types sent to the window, and compares them with the committed file.

use std::path::Path;

use satchel_core::SignInStage;
use satchel_core::account::KeychainState;
use satchel_core::archive::{ChangeKind, FileChange, OtherFormat};
use satchel_core::backup::{CheckState, MoveProgress, Outcome, Progress, RequestStatus, Step};
use satchel_core::backup::{Provenance, ProvenanceLabel};
use satchel_core::data_request::{DataRequest, Kind, Part, Permission};
use satchel_core::library::{
    BackupRef, Chat, ChatFigures, Chats, Completion, Counted, DayCount, DaySpan, EarlierFact, Fact,
    FactSheet, Field, Filter, Found, FoundGroup, FoundName, Gap, Group, GroupCount, Hit, HourOfWeek,
    ImportCounts, Inference, InferredBy, ListQuery, Memory, NoteKind, OnlyIn, Order, Outline, Overview,
    OverviewQuery, PageAbout, PageDates, PageFact, PageRows, PageTexts, PathView, Paths, PeopleFigures,
    PersonChat, PersonGroup, PersonPage, PersonRecords, PersonRelation, Placeholder, Property, PropertyValue,
    ReadNote, Record, Relation, Row, RowFormat, Rows, SearchQuery, Section, SectionLine, SectionSpan,
    SectionState, Sender, Session, SkipCount, SkipReason, SnippetPart, Thing, UnsureFile, WatchMethod,
    Watching, YearCount, YearFirst, YearForm, YearPeople, YearReview, YearRhythm, YearSearches, YearWatched,
    YearWords, Years,
};
use satchel_core::problem::{Facts, Problem, ProblemCode};
use satchel_core::reminder::Reminder;
use satchel_core::settings::Theme;
use satchel_core::view::{
    AccountView, AllowedView, AppEvent, AppKeySource, AppView, BackupView, BuildingView, Change, DragView,
    FolderQuestionView, FolderSearch, FolderView, FoundFolderView, ImportSummary, JobView, LeftOutView,
    LibraryView, PermissionState, PermissionView, PersonView, ReleaseView, RequestHistory, RequestView,
    SavedList, SettingsView, SignInView, Snapshot, UnreadableKind, UnreadableView, UpdateOff, UpdateView,
};
use ts_rs::{Config, TS};

#[allow(clippy::too_many_lines, reason = "a list")]
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
        ChangeKind,
        Chat,
        Chats,
        ChatFigures,
        CheckState,
        Completion,
        Counted,
        DayCount,
        DaySpan,
        DragView,
        EarlierFact,
        Fact,
        FactSheet,
        Facts,
        Field,
        FileChange,
        Filter,
        FolderQuestionView,
        FolderSearch,
        FolderView,
        Found,
        FoundFolderView,
        FoundGroup,
        FoundName,
        Gap,
        Group,
        GroupCount,
        Hit,
        HourOfWeek,
        Inference,
        InferredBy,
        JobView,
        KeychainState,
        Kind,
        LeftOutView,
        LibraryView,
        ListQuery,
        Memory,
        MoveProgress,
        NoteKind,
        OnlyIn,
        Order,
        OtherFormat,
        Outcome,
        Outline,
        Overview,
        OverviewQuery,
        PageAbout,
        PageDates,
        PageFact,
        PageRows,
        PageTexts,
        Part,
        PathView,
        Paths,
        PeopleFigures,
        Permission,
        PermissionState,
        PermissionView,
        PersonChat,
        PersonGroup,
        PersonPage,
        PersonRecords,
        PersonRelation,
        PersonView,
        SnippetPart,
        Placeholder,
        Problem,
        ProblemCode,
        Progress,
        Property,
        PropertyValue,
        Provenance,
        ProvenanceLabel,
        ReadNote,
        Record,
        Relation,
        ReleaseView,
        Reminder,
        RequestHistory,
        RequestStatus,
        RequestView,
        Row,
        RowFormat,
        Rows,
        SavedList,
        SearchQuery,
        Section,
        SectionLine,
        SectionSpan,
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
        Thing,
        UnreadableKind,
        UnreadableView,
        UnsureFile,
        UpdateOff,
        UpdateView,
        WatchMethod,
        Watching,
        YearCount,
        YearFirst,
        YearForm,
        YearPeople,
        YearReview,
        YearRhythm,
        YearSearches,
        YearWatched,
        YearWords,
        Years,
        DataRequest,
    );
    text
}

#[test]
fn committed_bindings_match_the_rust_types() {
    // Not the path at compile time, which may be that of another checkout.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap();
    let path = Path::new(&package).join("../../ui/src/ipc/bindings.ts");
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
