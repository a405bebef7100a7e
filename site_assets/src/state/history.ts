// The views that the reader went through, for undo and redo. Pure.
import type { Event } from "./event";
import type { View } from "./state";

export interface History {
  /** What to undo, the last step first. */
  readonly past: readonly View[];
  /** What to redo, the next step first. */
  readonly future: readonly View[];
  /** What the last change was of, where the next one of the same kind belongs to its step. */
  readonly run: string | null;
}

export const NO_HISTORY: History = { past: [], future: [], run: null };

/** Steps before these are forgotten. */
const LIMIT = 200;

/** The history after an event that led from one view to another. */
export function recorded(history: History, before: View, after: View, event: Event): History {
  if (before === after || !isChange(event) || same(before, after)) return history;
  const { past } = history;
  const run = runOf(event);
  if (run === null || run !== history.run)
    return { ...NO_HISTORY, past: [before, ...past].slice(0, LIMIT), run };
  // A step that led back to where it began is none.
  return same(past[0]!, after) ? { ...NO_HISTORY, past: past.slice(1) } : history;
}

/** The view before or after the present one, and the history there; null where there is none. */
export function travelled(
  { past, future }: History,
  present: View,
  way: "undo" | "redo",
): { readonly view: View; readonly history: History } | null {
  const [view, ...rest] = way === "undo" ? past : future;
  if (!view) return null;
  const history =
    way === "undo"
      ? { past: rest, future: [present, ...future], run: null }
      : { past: [present, ...past], future: rest, run: null };
  return { view, history };
}

/** Whether the reader made this change. What follows from a change belongs to the step of it. */
function isChange(event: Event): boolean {
  if (event.type === "open") return event.by === "link";
  if (event.type === "camera" || event.type === "beside-camera") return !event.automatic;
  return !["arrived", "undo", "redo"].includes(event.type);
}

/** Changes that come in quick succession: of the camera, of a slider, of a filter being typed. */
function runOf(event: Event): string | null {
  if (event.type === "beside-camera") return `camera of ${event.graph}`;
  if (event.type === "mark") return event.source?.kind === "range" ? "range" : null;
  if (event.type === "lines") return event.change.filter === undefined ? null : "filter";
  if (event.type === "pin") return `pin ${event.pin.node}`;
  if (event.type === "cut") return event.slider;
  return event.type === "camera" || event.type === "edges" ? event.type : null;
}

function same(one: View, other: View): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
