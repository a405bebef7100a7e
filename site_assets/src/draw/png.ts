// The resolution of a PNG file, so that programs place it at its size on paper.
// Source: PNG Specification (W3C, third edition), 5.3 chunk layout, 11.3.4.3 pHYs, annex D (CRC).

const SIGNATURE = 8;
/** Length, type and CRC of a chunk. */
const FRAME = 12;
const PHYS = "pHYs";
const INCHES_PER_METRE = 39.3701;

/** The same PNG with a resolution in pixels per inch, in place of any that it states. */
export function withResolution(png: Uint8Array, dpi: number): Uint8Array<ArrayBuffer> {
  const parts = [png.subarray(0, SIGNATURE)];
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = SIGNATURE; at < png.length; ) {
    const end = at + FRAME + view.getUint32(at);
    if (nameAt(png, at) !== PHYS) parts.push(png.subarray(at, end));
    // The header is the first chunk.
    if (at === SIGNATURE) parts.push(resolution(dpi));
    at = end;
  }
  return joined(parts);
}

function resolution(dpi: number): Uint8Array {
  const chunk = new Uint8Array(FRAME + 9);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  for (let i = 0; i < 4; i++) chunk[4 + i] = PHYS.charCodeAt(i);
  const perMetre = Math.round(dpi * INCHES_PER_METRE);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  // The unit is the metre.
  chunk[16] = 1;
  view.setUint32(17, crc(chunk.subarray(4, 17)));
  return chunk;
}

function nameAt(png: Uint8Array, at: number): string {
  return String.fromCharCode(...png.subarray(at + 4, at + 8));
}

function crc(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
