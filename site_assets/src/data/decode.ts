// The bytes of a chunk as typed arrays; generator/topopress/bundle/packing.py states the format.
import { type DType, READERS } from "./arrays";
import {
  type ChannelsArrays,
  type ChannelsHeader,
  CHUNK_ARRAYS,
  type DetailsArrays,
  type DetailsHeader,
  type FamilyArrays,
  type FamilyHeader,
  type GraphArrays,
  type GraphHeader,
  type ImagesArrays,
  type ImagesHeader,
  type LanguageArrays,
  type LanguageHeader,
  type ManifestArrays,
  type ManifestHeader,
  type NumbersArrays,
  type NumbersHeader,
  type ProjectionArrays,
  type ProjectionHeader,
  type RowsArrays,
  type RowsHeader,
  type SamplesArrays,
  type SamplesHeader,
  type TextsArrays,
  type TextsHeader,
  type ThumbnailsArrays,
  type ThumbnailsHeader,
} from "./schema";

export interface Chunks {
  graph: { readonly header: GraphHeader; readonly arrays: GraphArrays };
  rows: { readonly header: RowsHeader; readonly arrays: RowsArrays };
  projection: { readonly header: ProjectionHeader; readonly arrays: ProjectionArrays };
  samples: { readonly header: SamplesHeader; readonly arrays: SamplesArrays };
  manifest: { readonly header: ManifestHeader; readonly arrays: ManifestArrays };
  numbers: { readonly header: NumbersHeader; readonly arrays: NumbersArrays };
  family: { readonly header: FamilyHeader; readonly arrays: FamilyArrays };
  images: { readonly header: ImagesHeader; readonly arrays: ImagesArrays };
  thumbnails: { readonly header: ThumbnailsHeader; readonly arrays: ThumbnailsArrays };
  language: { readonly header: LanguageHeader; readonly arrays: LanguageArrays };
  texts: { readonly header: TextsHeader; readonly arrays: TextsArrays };
  details: { readonly header: DetailsHeader; readonly arrays: DetailsArrays };
  channels: { readonly header: ChannelsHeader; readonly arrays: ChannelsArrays };
}
export type ChunkKind = keyof Chunks;
export type AnyChunk = Chunks[ChunkKind];

interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly length: number;
  readonly offset: number;
}

const ALIGNMENT = 8;

/** Read an unpacked chunk; throws if it is of another kind or version. */
export function parseChunk<K extends ChunkKind>(buffer: ArrayBuffer, kind: K): Chunks[K] {
  const size = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size))) as {
    header: { kind: string };
    arrays: Entry[];
  };
  if (head.header.kind !== kind) throw new Error(`holds ${head.header.kind}, not ${kind}`);
  const start = Math.ceil((4 + size) / ALIGNMENT) * ALIGNMENT;
  const entries = new Map(head.arrays.map((entry) => [entry.name, entry]));
  const arrays: Record<string, unknown> = {};
  for (const [name, dtype] of Object.entries(CHUNK_ARRAYS[kind]) as [string, DType][]) {
    const entry = entries.get(name);
    if (entry?.dtype !== dtype) throw new Error(`lacks the ${dtype} array ${name}`);
    arrays[name] = numbers(buffer, dtype, start + entry.offset, entry.length);
  }
  return { header: head.header, arrays } as unknown as Chunks[K];
}

/** Put the bytes of numbers together, which stand apart: the lowest of all, the second of all, … */
function numbers(buffer: ArrayBuffer, dtype: DType, offset: number, length: number) {
  const Reader = READERS[dtype];
  const width = Reader.BYTES_PER_ELEMENT;
  const planes = new Uint8Array(buffer, offset, length * width);
  const bytes = new Uint8Array(length * width);
  for (let plane = 0, from = 0; plane < width; plane++)
    for (let at = plane; at < bytes.length; at += width) bytes[at] = planes[from++]!;
  return new Reader(bytes.buffer);
}

/** Undo the delta coding of ascending lists; the argument is not changed. */
export function undelta(offsets: Uint32Array, steps: Uint32Array): Uint32Array {
  const values = new Uint32Array(steps.length);
  for (let list = 0; list + 1 < offsets.length; list++) {
    let value = 0;
    for (let i = offsets[list]!; i < offsets[list + 1]!; i++) {
      value += steps[i]!;
      values[i] = value;
    }
  }
  return values;
}

/** Decode base64. The native decoder is newer than the browsers we serve. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const native = Uint8Array as unknown as {
    fromBase64?: (text: string) => Uint8Array<ArrayBuffer>;
  };
  if (native.fromBase64) return native.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Unpack a gzip stream. */
export function gunzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}
