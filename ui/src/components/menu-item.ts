import type { IconName } from "./icons";

export type Item = {
  text: string;
  hint?: string;
  icon?: IconName;
  /** External text keeps its own direction. */
  theirs?: boolean;
  apart?: boolean;
  /** Whether this item of a radio group is selected. */
  chosen?: boolean;
  onpress: () => unknown;
};
