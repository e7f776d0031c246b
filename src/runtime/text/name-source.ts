/**
 * Where the codecs get character names from.
 * CPython counterpart: the `unicodedata._ucnhash_CAPI` capsule (pycore_ucnhash.h).
 *
 * names.ts carries a quarter of a megabyte of data, so the codecs do not import it: importing
 * names.ts fills this object in.
 */

/** The installed functions, null until names.ts is imported. */
export const nameSource: {
  /** Name of a code point, or null. */
  nameOf: ((cp: number) => string | null) | null;
  /** Code point of a name or alias, or -1. */
  lookup: ((name: string) => number) | null;
} = { nameOf: null, lookup: null };
