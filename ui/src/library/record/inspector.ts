/** From this width of the window on, a record is shown beside its list; in a narrower one, it covers it. In rem. */
export const INSPECTOR_FROM = 75;
/** The width of what is beside the list. In rem. */
export const INSPECTOR_WIDTH = 21.25;
