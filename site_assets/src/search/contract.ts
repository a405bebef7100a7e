// What the button of the search and the script of the search agree on, and the form of the index.

/** A heading with the id of its place and the text up to the next one; the first is the page's top. */
export type SectionText = readonly [place: string, heading: string, text: string];
export type PageText = readonly [
  path: string,
  title: string,
  sections: readonly SectionText[],
];

export interface LabelledNode {
  readonly layer: number;
  readonly node: string;
  readonly percent: number;
  readonly members: number;
}

/** Names of an exploration's graphs; see graph_names.py. */
export interface GraphNames {
  readonly folder: string;
  readonly title: string;
  readonly layers: readonly (readonly [id: string, name: string])[];
  readonly start: number;
  readonly labels: readonly { readonly name: string; readonly nodes: readonly LabelledNode[] }[];
  readonly samples: readonly string[];
}

export interface SearchIndex {
  readonly version: number;
  readonly pages: readonly PageText[];
  readonly graphs: readonly GraphNames[];
}

/** Rises with every change of the index that an older script would misread. */
export const VERSION = 1;

/** What the script of the search leaves at `topoSearch`. */
export interface SiteSearch {
  /** Called by the script of the index. */
  index(index: SearchIndex): void;
  /** Show the search; `root` is the way to the site's root, `load` runs the script of the index. */
  open(root: string, load: () => Promise<void>): void;
}

declare global {
  interface Window {
    topoSearch?: SiteSearch;
  }
}
