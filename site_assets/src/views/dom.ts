// Making elements. Text goes in as text nodes only; nothing here parses HTML.

type Attributes = Record<string, string | number | boolean | null | ((event: never) => void)>;
export type Child = Node | string | null | false;

/** Make an element; attributes that are functions become listeners, false and null are left out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  assign(element, attributes);
  element.append(
    ...children.filter((child): child is Node | string => child !== null && child !== false),
  );
  return element;
}

export function svg(tag: string, attributes: Attributes = {}, ...children: Node[]): SVGElement {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  assign(element, attributes);
  element.append(...children);
  return element;
}

/** A button with an icon and a name; the icon is one path in a 24 by 24 square. */
export function iconButton(name: string, path: string, press: () => void): HTMLButtonElement {
  const icon = svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" });
  icon.append(svg("path", { d: path }));
  return el(
    "button",
    { type: "button", class: "icon-button", "aria-label": name, title: name, click: press },
    icon,
  );
}

/** A sentence with elements in the place of its {placeholders}, for `el`. */
export function filled(sentence: string, parts: Readonly<Record<string, Node>>): Child[] {
  return sentence.split(/(\{\w+\})/).map((piece) => parts[piece.slice(1, -1)] ?? piece);
}

/** A name from the data; its direction of writing does not affect the text around it. */
export function name(text: string): HTMLElement {
  return el("bdi", {}, text);
}

/** A link to another site, in a new window that knows nothing of this one. */
export function outward(
  href: string,
  attributes: Attributes,
  ...children: Child[]
): HTMLAnchorElement {
  const safe = { ...attributes, href, rel: "noopener noreferrer", target: "_blank", title: href };
  return el("a", safe, ...children);
}

function assign(element: Element, attributes: Attributes): void {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value as EventListener);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
}

export const ICONS = {
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  fit: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  lasso: "M8 15C5 14.5 3 12.5 3 10c0-3 4-5 9-5s9 2 9 5-4 5-9 5c-2 0-4 0-5 2s1 3 0 4",
  box: "M4 5h16v14H4z",
  save: "M12 4v11M7 10.5l5 5l5 -5M4 20h16",
  back: "M14.5 6l-6 6 6 6",
  forth: "M9.5 6l6 6-6 6",
  undo: "M9 5l-4 4 4 4M5 9h9a5 5 0 0 1 0 10h-4",
  redo: "M15 5l4 4-4 4M19 9h-9a5 5 0 0 0 0 10h4",
  close: "M6 6l12 12M18 6L6 18",
  list: "M8.5 6H20M8.5 12H20M8.5 18H20M4 6h.01M4 12h.01M4 18h.01",
  theme: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  help: "M9 9a3 3 0 1 1 4.5 2.6c-1 .6-1.5 1.1-1.5 2.4M12 17.6v.4",
} as const;

/** Run work of low priority when the browser is idle. */
export function whenIdle(work: () => void): void {
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: 1000 });
  else setTimeout(work, 200);
}

/** Copy a text; fails where the clipboard is missing or forbidden. */
export function copy(text: string): Promise<void> {
  return navigator.clipboard?.writeText(text) ?? Promise.reject(new Error("no clipboard"));
}
