/* The pages, dialogs and the search: everything that is not on the first page. */

// They are loaded already. Since both files have them, a build puts them before the styles of the components of both.
import "../styles/all";

export { default as CurrentDialog } from "../dialogs/CurrentDialog.svelte";
export { default as BackupDetail } from "../backups/detail/BackupDetail.svelte";
export { default as Contents } from "../backups/contents/Contents.svelte";
export { default as History } from "../history/History.svelte";
export { default as Library } from "../library/Library.svelte";
export { default as Overview } from "../library/overview/Overview.svelte";
export { default as PersonPage } from "../library/person/PersonPage.svelte";
export { default as Search } from "../search/Search.svelte";
export { default as Settings } from "../settings/Settings.svelte";
export { default as Year } from "../year/Year.svelte";
