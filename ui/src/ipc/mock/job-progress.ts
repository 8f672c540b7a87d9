import type { JobView, Step } from "../bindings";
import { DAY, MB, SECOND } from "./fixtures";

/* Progress of a mock job: seconds instead of minutes, and always successful. */

const STEPS: Step[] = [
  "queued",
  "asking",
  "preparing",
  "ready",
  "downloading",
  "checking",
  "unpacking",
  "indexing",
];
const DURATIONS: Record<Step, number> = {
  queued: 0,
  asking: 1.2 * SECOND,
  preparing: 4 * SECOND,
  ready: 1.5 * SECOND,
  downloading: 6 * SECOND,
  checking: 2 * SECOND,
  unpacking: 3 * SECOND,
  indexing: 3 * SECOND,
  saved: 0,
};
const SIZE = 412.6 * MB;
const FILES = 3168;
const RECORDS = 86_215;

export const TICK = 200;

/** The job's state at `now`; `null` once it is saved. */
export function advance(job: JobView, now: number): JobView | null {
  const part = (now - job.stepSince) / DURATIONS[job.step];
  if (part < 1) return { ...job, progress: progress(job.step, part) };
  const next = STEPS[STEPS.indexOf(job.step) + 1];
  if (next === undefined) return null;
  const readyUntil = next === "ready" ? now + 4 * DAY : job.readyUntil;
  return { ...job, step: next, stepSince: now, readyUntil, progress: progress(next, 0) };
}

function progress(step: Step, part: number): JobView["progress"] {
  if (step === "downloading") {
    const bytesPerSecond = SIZE / (DURATIONS.downloading / SECOND);
    return {
      bytes: SIZE * part,
      bytesTotal: SIZE,
      bytesPerSecond,
      files: null,
      filesTotal: null,
      records: null,
    };
  }
  if (step === "indexing") {
    const records = Math.floor(RECORDS * part);
    return {
      bytes: SIZE * part,
      bytesTotal: SIZE,
      bytesPerSecond: null,
      files: null,
      filesTotal: null,
      records,
    };
  }
  if (step === "checking" || step === "unpacking") {
    const files = Math.floor(FILES * part);
    return { bytes: 0, bytesTotal: null, bytesPerSecond: null, files, filesTotal: FILES, records: null };
  }
  return null;
}
