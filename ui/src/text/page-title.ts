import type { State } from "../state/reduce";
import { isOfLibrary, type Place } from "../state/places";
import { isFirstRun } from "../state/select";
import { m } from "./messages";
import { GROUP, subject } from "./names";

/** The name of a page, for the title of the window and for screen readers. */
export function pageTitle(place: Place, state: State): string {
  if (isOfLibrary(place)) return GROUP[place.group].name();
  switch (place.view) {
    case "backups":
      return isFirstRun(state) ? m.nav_welcome() : m.nav_backups();
    case "backup": {
      const backup = state.backups.find(({ id }) => id === place.backup);
      return backup ? subject(backup.request) : m.detail_gone();
    }
    case "contents":
      return m.contents_title();
    case "history":
      return m.history_title();
    case "settings":
      return m.settings_title();
    case "overview":
      return m.nav_overview();
    case "year":
      return m.year_title();
    case "person":
      // The title of the window is never blurred.
      return m.person_page_title();
  }
}
