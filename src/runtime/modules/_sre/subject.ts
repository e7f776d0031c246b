/**
 * What a pattern is matched against: a text whose code units are its code points, or an array of
 * code points or bytes. CPython counterpart: the three character widths of `state_init`.
 *
 * Invariant: exactly one of `text` and `units` holds the characters; the other is null or empty.
 */

const NONE = new Uint8Array(0);

export class Subject {
  readonly text: string | null;
  readonly units: Uint8Array | Uint32Array;
  readonly length: number;

  constructor(text: string | null, units: Uint8Array | Uint32Array) {
    this.text = text;
    this.units = units;
    this.length = text !== null ? text.length : units.length;
  }
}

/** A str without characters beyond U+FFFF, as it is. */
export function textSubject(text: string): Subject {
  return new Subject(text, NONE);
}

/** A str as code points (Uint32Array) or a bytes-like object (Uint8Array). */
export function unitSubject(units: Uint8Array | Uint32Array): Subject {
  return new Subject(null, units);
}
