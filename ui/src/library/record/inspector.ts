/** In a window of at least this width, a record is shown beside its list; in a narrower one, it covers it. Pixels. */
export const INSPECTOR_FROM = 1200;
