// Files that a page holds in elements of its own: the output of a notebook has no files beside it.
import { fromBase64 } from "../data/decode";

const held = new Map<string, string>();
const addresses = new Map<string, string>();

/** Take the files of a page, which are base64, from its elements. */
export function takeHeldFiles(page: ParentNode): void {
  for (const element of page.querySelectorAll<HTMLElement>("script[data-file]")) {
    held.set(element.dataset["file"]!, element.textContent ?? "");
    element.remove();
  }
}

/** The base64 of a file that the page holds; undefined where the file is beside the page. */
export function heldFile(path: string): string | undefined {
  return held.get(path);
}

/** The address that shows a picture. */
export function pictureAddress(path: string): string {
  const file = held.get(path);
  if (file === undefined) return encodeURI(path);
  const known = addresses.get(path);
  if (known) return known;
  const address = URL.createObjectURL(new Blob([fromBase64(file)]));
  addresses.set(path, address);
  return address;
}
