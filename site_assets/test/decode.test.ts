import { expect, test } from "vitest";
import { fromBase64, gunzip, parseChunk, undelta } from "../src/data/decode";
import { checkedScriptPath } from "../src/page/load";
import { CHUNK_ARRAYS } from "../src/data/schema";

/** The bytes that packing.py states, written a second time by hand. */
function rowsChunk(
  change: (arrays: { name: string; dtype: string }[]) => void = () => undefined,
): ArrayBuffer {
  const values = {
    x: Uint16Array.of(1, 2, 65535),
    y: Uint16Array.of(4, 5, 6),
    sample: Uint32Array.of(7, 8, 9),
    lens: Float32Array.of(0.5, 1.5, 2.5),
    second_lens: Float32Array.of(-1, 0, 1),
    members: Uint32Array.of(1, 1, 7),
    similarity: Int16Array.of(32767, 0, -5),
  };
  let offset = 0;
  const arrays = Object.entries(CHUNK_ARRAYS.rows).map(([name, dtype]) => {
    const entry = { name, dtype: dtype as string, length: 3, offset };
    offset += Math.ceil(values[name as keyof typeof values].byteLength / 8) * 8;
    return entry;
  });
  change(arrays);
  const head = new TextEncoder().encode(
    JSON.stringify({ header: { kind: "rows", layer: "é", projection: "p" }, arrays }),
  );
  const start = Math.ceil((4 + head.length) / 8) * 8;
  const buffer = new ArrayBuffer(start + offset);
  new DataView(buffer).setUint32(0, head.length, true);
  new Uint8Array(buffer).set(head, 4);
  for (const entry of arrays) {
    const source = values[entry.name as keyof typeof values];
    if (!source) continue;
    const bytes = new Uint8Array(source.buffer);
    const width = source.BYTES_PER_ELEMENT;
    const at = start + (entry as unknown as { offset: number }).offset;
    new Uint8Array(buffer, at).set(
      bytes.map((_, k) => bytes[(k % 3) * width + Math.floor(k / 3)]!),
    );
  }
  return buffer;
}

test("arrays come out as they went in", () => {
  const { header, arrays } = parseChunk(rowsChunk(), "rows");
  expect(header.layer).toBe("é");
  expect([...arrays.x]).toEqual([1, 2, 65535]);
  expect([...arrays.sample]).toEqual([7, 8, 9]);
  expect([...arrays.lens]).toEqual([0.5, 1.5, 2.5]);
});

test("another kind, a missing array and another dtype are refused", () => {
  expect(() => parseChunk(rowsChunk(), "graph")).toThrow("holds rows, not graph");
  expect(() =>
    parseChunk(
      rowsChunk((arrays) => arrays.pop()),
      "rows",
    ),
  ).toThrow("similarity");
  expect(() =>
    parseChunk(
      rowsChunk((arrays) => (arrays[2]!.dtype = "int32")),
      "rows",
    ),
  ).toThrow("sample");
});

test("ascending lists are restored, empty ones too", () => {
  const offsets = Uint32Array.of(0, 3, 3, 5);
  expect([...undelta(offsets, Uint32Array.of(4, 1, 2, 0, 9))]).toEqual([4, 5, 7, 0, 9]);
});

test("base64 and gzip", async () => {
  // printf 'shape' | gzip -n | base64
  const packed = fromBase64("H4sIAAAAAAAAAyvOSCxIBQAqMF+ABQAAAA==");
  expect(packed[0]).toBe(0x1f);
  const stream = new Blob([new TextEncoder().encode("shape")])
    .stream()
    .pipeThrough(new CompressionStream("gzip"));
  const round = new Uint8Array(await new Response(stream).arrayBuffer());
  expect(new TextDecoder().decode(await gunzip(round))).toBe("shape");
});

test.each([
  "data/a-graph.0a1b2c3d.js",
  "data/samples.js",
  "../assets/tools.0a1b2c3d.js",
  "../assets/viewer.0a1b2c3d.js",
  "photographs/data/a-graph.0a1b2c3d.js",
  "tools.js",
])("%s may be loaded", (path) => {
  expect(checkedScriptPath(path)).toBe(path);
});

test.each([
  "https://elsewhere.org/data/a.js",
  "//elsewhere.org/a.js",
  "data/../a.js",
  "data/a.js?x",
  "/data/a.js",
  "data/.js",
  "javascript:alert(1)",
  "data/a/b.js",
  "/assets/tools.0a1b2c3d.js",
  "../tools/tools.js",
  "../assets/embed.0a1b2c3d.js",
  "a/b/data/a.js",
  "a/../data/a.js",
])("%s may not", (path) => expect(() => checkedScriptPath(path)).toThrow(TypeError));
