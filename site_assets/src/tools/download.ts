// Saving a file that the page has made.
import { el } from "../views/dom";

export function download(blob: Blob, file: string): void {
  const href = URL.createObjectURL(blob);
  el("a", { href, download: file }).click();
  // The browser may read the file after the click.
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
