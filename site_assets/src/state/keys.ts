// Which key means what. Letters and signs can be switched off (WCAG 2.1.4); arrows, Enter and
// Escape always work while the graph has the focus.

export type Command =
  | { readonly do: "walk"; readonly way: readonly [number, number] }
  | { readonly do: "cycle"; readonly way: 1 | -1 }
  | { readonly do: "zoom"; readonly factor: number }
  | { readonly do: "select" | "clear" | "home" | "search" | "help" | "pictures" };

const ALWAYS = new Map<string, Command>(
  Object.entries({
    ArrowLeft: { do: "walk", way: [-1, 0] },
    ArrowRight: { do: "walk", way: [1, 0] },
    ArrowUp: { do: "walk", way: [0, -1] },
    ArrowDown: { do: "walk", way: [0, 1] },
    Enter: { do: "select" },
    " ": { do: "select" },
    Escape: { do: "clear" },
  } satisfies Record<string, Command>),
);

const SIGNS = new Map<string, Command>(
  Object.entries({
    "[": { do: "cycle", way: -1 },
    "]": { do: "cycle", way: 1 },
    "+": { do: "zoom", factor: 1.4 },
    "=": { do: "zoom", factor: 1.4 },
    "-": { do: "zoom", factor: 1 / 1.4 },
    "0": { do: "home" },
    "/": { do: "search" },
    "?": { do: "help" },
    p: { do: "pictures" },
  } satisfies Record<string, Command>),
);

export function commandFor(
  key: {
    readonly key: string;
    readonly ctrlKey: boolean;
    readonly metaKey: boolean;
    readonly altKey: boolean;
  },
  letters: boolean,
): Command | null {
  if (key.ctrlKey || key.metaKey || key.altKey) return null;
  return ALWAYS.get(key.key) ?? (letters ? SIGNS.get(key.key) : undefined) ?? null;
}

/** The same in words, for the help dialog. */
export const KEY_HELP: readonly (readonly [string, string, "always" | "sign"])[] = [
  ["Tab", "into the graph, and out again", "always"],
  ["← ↑ → ↓", "walk along the edge that leads that way", "always"],
  ["Enter", "select the node", "always"],
  ["Esc", "clear the selection, then the marks", "always"],
  ["[ ]", "go through the neighbours by weight", "sign"],
  ["+ − 0", "zoom in, zoom out, show everything", "sign"],
  ["p", "pictures in the nodes", "sign"],
  ["/", "search", "sign"],
  ["?", "this help", "sign"],
];
