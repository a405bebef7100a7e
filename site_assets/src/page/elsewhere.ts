// The files of an exploration in another folder than the page: the paths in its chunks are those
// below its own folder.
import type { ChunkKind, Chunks } from "../data/decode";
import type { Loader } from "../data/layers";

/** A loader of the exploration in a folder, such as ../photographs/; "" is that of the page. */
export function loaderAt(folder: string, loader: Loader): Loader {
  if (!folder) return loader;
  return {
    load: async (path, kind) => located(await loader.load(folder + path, kind), folder),
  };
}

/** The folder of another exploration, beside that of the first. */
export function beside(folder: string, name: string): string {
  return `${folder ? folder.replace(/[^/]+\/$/, "") : "../"}${name}/`;
}

/** The chunk with the addresses of its sheets of pictures as the page needs them. */
function located<K extends ChunkKind>(chunk: Chunks[K], folder: string): Chunks[K] {
  const header = Object.entries(chunk.header).map(([key, value]) => [
    key,
    key.endsWith("sheets") ? sheetsAt(folder, value) : value,
  ]);
  return { ...chunk, header: Object.fromEntries(header) };
}

function sheetsAt(folder: string, sheets: readonly { readonly file: string }[]) {
  return sheets.map((sheet) => ({ ...sheet, file: folder + sheet.file }));
}
