// The types of the arrays of chunks, and the classes that read them.

interface TypedArrays {
  float32: Float32Array;
  int16: Int16Array;
  int32: Int32Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
}

export type DType = keyof TypedArrays;

/** The typed arrays of a kind of chunk, given the types of its arrays by name. */
export type ArraysOf<A> = { readonly [N in keyof A]: TypedArrays[A[N] & DType] };

export const READERS = {
  float32: Float32Array,
  int16: Int16Array,
  int32: Int32Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint8: Uint8Array,
} as const;
