// What puts the present view elsewhere: a file, a figure of an essay, a frame on another page. Pure.
import type { Manifest } from "../data/schema";

export const FORMAT = "topopress-view";

type Named = Pick<Manifest, "name" | "title">;

/** The file that the essay of a case study names: `::: view file=NAME.view.json`. */
export function viewFile(fragment: string, { name, title }: Named): string {
  const parts = partsOf(fragment).map(([key, value]) => [key, decodeURIComponent(value)] as const);
  const view = Object.fromEntries(parts);
  const file = { format: FORMAT, version: 1, exploration: name, title, view };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The lines of an essay that show the view. */
export function directiveOf(fragment: string, { name }: Pick<Manifest, "name">): string {
  const parts = partsOf(fragment).map(([key, value]) => `${key}=${quoted(decodeURIComponent(value))}`);
  return `::: view exploration=${name} ${parts.join(" ")}\nCaption.\n:::`;
}

/** The frame that shows the view on a page of another site; null where the page has no address. */
export function frameOf(address: string | null, { title }: Pick<Manifest, "title">): string | null {
  if (!address?.startsWith("http")) return null;
  const { href } = new URL(`embed.html${new URL(address).hash}`, address);
  const attributes = `src="${escaped(href)}" title="${escaped(title)}" width="100%" height="720"`;
  return `<iframe ${attributes} loading="lazy"></iframe>`;
}

function partsOf(fragment: string): (readonly [string, string])[] {
  return fragment.split("&").map((part) => {
    const [key = "", value = ""] = part.split(/=(.*)/s);
    return [key, value] as const;
  });
}

/** A value with a space or a quote stands in quotes. */
function quoted(value: string): string {
  return /[\s"\\#=]/.test(value) ? `"${value.replace(/["\\]/g, "\\$&")}"` : value;
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");
}
