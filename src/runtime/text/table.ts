/**
 * The number streams of the generated tables, and a property table over all code points.
 * CPython counterpart: the two-stage index arrays of Objects/unicodetype_db.h.
 *
 * A stream is a text of base 32 digits, most significant first, each with a continuation bit; the
 * writer is scripts/gen-unicode.py. Tables are decoded at first use, never at load.
 */

/** Reads the numbers of a stream in order. */
export class NumberReader {
  private readonly text: string;
  private at: number;

  constructor(text: string) {
    this.text = text;
    this.at = 0;
  }

  /** Whether every number was read. */
  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** The next number. */
  next(): number {
    let n = 0;
    while (true) {
      const c = this.text.charCodeAt(this.at++);
      const digit = c < 92 ? c - 35 : c - 36;
      n = (n << 5) | (digit & 31);
      if (digit < 32) return n;
    }
  }

  /** The next number, written signed (zigzag). */
  nextSigned(): number {
    const n = this.next();
    return n & 1 ? -((n + 1) >> 1) : n >> 1;
  }
}

/** Everything from here up is in a few long runs. */
const DENSE = 0x34000;

/** Maps every code point to a record index. */
export class CodePointTable {
  private readonly dense: Uint16Array;
  private readonly tailStarts: number[];
  private readonly tailValues: number[];

  /** Decodes a stream of (record index, run length). */
  constructor(runs: string) {
    this.dense = new Uint16Array(DENSE);
    this.tailStarts = [];
    this.tailValues = [];
    const reader = new NumberReader(runs);
    let at = 0;
    while (!reader.done) {
      const value = reader.next();
      const end = at + reader.next();
      if (at < DENSE && value !== 0) this.dense.fill(value, at, Math.min(end, DENSE));
      if (end > DENSE) {
        this.tailStarts.push(at);
        this.tailValues.push(value);
      }
      at = end;
    }
  }

  /** The record index of a code point. */
  get(cp: number): number {
    return cp < DENSE ? this.dense[cp] : this.tail(cp);
  }

  private tail(cp: number): number {
    let i = this.tailStarts.length - 1;
    while (this.tailStarts[i] > cp) i--;
    return this.tailValues[i];
  }
}
