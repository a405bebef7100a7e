// What the viewer hands to the script of live views. Types only, as between viewer and tools.
import type { OtherExploration } from "../data/schema";

/** A view that an essay shows. */
export interface Wanted {
  /** The folder of its exploration, seen from the page; "" is that of the page itself. */
  readonly folder: string;
  /** Path of the chunk of its manifest, below this folder. */
  readonly manifest: string;
  /** The explorations that can stand beside it. */
  readonly others: readonly OtherExploration[];
  /** The view, as an address has it after the sign #. */
  readonly view: string;
}

/** An explorer inside an essay. */
export interface Shown {
  /** Show another view of the same exploration. */
  open(view: string): void;
  /** The present view, as an address has it after the sign #. */
  fragment(): string;
  /** Give the graph the focus. */
  focus(): void;
}

/** Put an explorer into an element; resolves when its graph is shown or could not be loaded. */
export type ShowView = (root: HTMLElement, wanted: Wanted) => Promise<Shown>;
