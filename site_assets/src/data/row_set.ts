// A set of rows as a short text for an address, and sets of rows as arrays of 0 and 1.
import { type Lists, listOf } from "./graph";

/**
 * Rows in base64url: `d` and the distances from row to row, seven bits a byte, or `b` and a bit for
 * each row, whichever is shorter.
 */
export function packedRows(rows: ArrayLike<number>): string {
  const apart: number[] = [];
  const bits: number[] = [];
  for (let row = 0, last = -1; row < rows.length; row++) {
    if (!rows[row]) continue;
    let gap = row - last - 1;
    for (; gap > 127; gap >>>= 7) apart.push((gap & 127) | 128);
    apart.push(gap);
    last = row;
    while (bits.length <= row >> 3) bits.push(0);
    bits[row >> 3]! |= 1 << (row & 7);
  }
  return apart.length <= bits.length ? `d${base64(apart)}` : `b${base64(bits)}`;
}

/** Read what `packedRows` wrote; null where it names a row that is not there. */
export function unpackedRows(text: string, nRows: number): Uint8Array | null {
  const rows = new Uint8Array(nRows);
  const bytes = bytesOf(text.slice(1));
  if (!bytes) return null;
  const set = (row: number): boolean => {
    rows[Math.min(row, nRows - 1)] = 1;
    return row < nRows;
  };
  return (text[0] === "b" ? eachBit(bytes, set) : eachGap(bytes, set)) ? rows : null;
}

function eachBit(bytes: readonly number[], set: (row: number) => boolean): boolean {
  return bytes.every((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].every((bit) => !((byte >> bit) & 1) || set(8 * at + bit)),
  );
}

function eachGap(bytes: readonly number[], set: (row: number) => boolean): boolean {
  let [row, gap, factor] = [-1, 0, 1];
  return bytes.every((byte) => {
    gap += (byte & 127) * factor;
    factor *= 128;
    if (byte & 128) return true;
    row += gap + 1;
    [gap, factor] = [0, 1];
    return set(row);
  });
}

function base64(bytes: readonly number[]): string {
  const text = btoa(bytes.map((byte) => String.fromCharCode(byte)).join(""));
  return text.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function bytesOf(text: string): number[] | null {
  try {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Array.from(plain, (sign) => sign.charCodeAt(0));
  } catch {
    return null;
  }
}

export function countOf(rows: Uint8Array): number {
  return rows.reduce((sum, each) => sum + each, 0);
}

/** How many of the members of each node are in a set of rows; of any graph of these rows. */
export function memberCounts(rows: Uint8Array, members: Lists): Uint32Array {
  const counts = new Uint32Array(members.offsets.length - 1);
  for (let node = 0; node < counts.length; node++)
    for (const row of listOf(members, node)) counts[node]! += rows[row]!;
  return counts;
}

/** 1 for each sample that a set of rows has a row of. */
export function samplesWithRows(rows: Uint8Array, sample: Uint32Array): Uint8Array {
  const samples = new Uint8Array(sample.reduce((most, each) => Math.max(most, each + 1), 0));
  rows.forEach((each, row) => {
    if (each) samples[sample[row]!] = 1;
  });
  return samples;
}

/** 1 for each row whose sample is in a set of samples. */
export function rowsWithSamples(samples: Uint8Array, sample: Uint32Array): Uint8Array {
  return Uint8Array.from(sample, (each) => samples[each] ?? 0);
}
