/**
 * The Unicode character database as the `unicodedata` module shows it, in version 15.1 and 3.2.0.
 * CPython counterpart: Modules/unicodedata.c, without names (names.ts) and normal forms
 * (normalize.ts).
 *
 * The 3.2.0 view differs only where the old version did: other records, characters not yet assigned
 * (no decomposition, no name), a few numbers and a few normalization corrections.
 */

import {
  BIDI_NAMES,
  CATEGORY_NAMES,
  DATABASE_RECORDS,
  DATABASE_RUNS,
  DECOMPOSITION_TAGS,
  DECOMPOSITIONS,
  NUMERIC_RUNS,
  NUMERIC_VALUES,
  OLD_NORMALIZATIONS,
  OLD_NUMBERS,
  OLD_RECORDS,
  OLD_RUNS,
  WIDTH_NAMES,
} from './database.generated.ts';
import { CodePointTable, NumberReader } from './table.ts';
import { decimalValue, digitValue } from './unicode.ts';

const CATEGORIES = CATEGORY_NAMES.split(' ');
const BIDI = BIDI_NAMES.split(' ');
const WIDTHS = WIDTH_NAMES.split(' ');
const TAGS = DECOMPOSITION_TAGS.split(' ');

/** One decomposition: tag index (0 is canonical), whether it composes back, the code points. */
export interface Decomposition {
  readonly tag: number;
  readonly composes: boolean;
  readonly codes: Uint32Array;
}

/** Exact value of a numeric character: numerator / denominator. */
function readNumeric(text: string): number {
  if (text === '') return Number.NaN;
  const slash = text.indexOf('/');
  if (slash < 0) return Number(text);
  return Number(text.slice(0, slash)) / Number(text.slice(slash + 1));
}

let numericRuns: CodePointTable | null = null;
let numericValues: Float64Array | null = null;

/** Numeric value of a character, NaN when it has none (`str.isnumeric` is false). */
export function numericValue(cp: number): number {
  if (cp < 128) return cp >= 48 && cp < 58 ? cp - 48 : Number.NaN;
  if (numericRuns === null || numericValues === null) {
    numericRuns = new CodePointTable(NUMERIC_RUNS);
    numericValues = Float64Array.from(NUMERIC_VALUES.split(' '), readNumeric);
  }
  return numericValues[numericRuns.get(cp)];
}

let decompositionMap: Map<number, Decomposition> | null = null;

/** All decompositions by code point (Hangul syllables, which are computed, apart). */
export function decompositions(): Map<number, Decomposition> {
  if (decompositionMap !== null) return decompositionMap;
  const map = new Map<number, Decomposition>();
  const reader = new NumberReader(DECOMPOSITIONS);
  for (let cp = 0; !reader.done; ) {
    cp += reader.next();
    const tag = reader.next();
    const codes = new Uint32Array(reader.next());
    let near = cp;
    for (let i = 0; i < codes.length; i++) codes[i] = near += reader.nextSigned();
    map.set(cp, { tag: tag >> 1, composes: (tag & 1) === 1, codes });
  }
  decompositionMap = map;
  return map;
}

/** The properties of one version of the database. */
export class UnicodeDatabase {
  /** '15.1.0' or '3.2.0'. */
  readonly version: string;
  /** Characters whose single-character normal form the old version had otherwise; else empty. */
  readonly corrections: Map<number, number>;
  private readonly index: CodePointTable;
  private readonly categories: Uint8Array;
  private readonly combiningClasses: Uint8Array;
  private readonly bidi: Uint8Array;
  private readonly mirror: Uint8Array;
  private readonly widths: Uint8Array;
  private readonly numbers: Map<number, readonly [number, number, number]>;

  constructor(version: '15.1.0' | '3.2.0') {
    const old = version === '3.2.0';
    const fields: number[][] = [];
    const reader = new NumberReader(old ? OLD_RECORDS : DATABASE_RECORDS);
    while (!reader.done) {
      fields.push([reader.next(), reader.next(), reader.next(), reader.next(), reader.next()]);
    }
    this.version = version;
    this.index = new CodePointTable(old ? OLD_RUNS : DATABASE_RUNS);
    this.categories = Uint8Array.from(fields, (f) => f[0]);
    this.combiningClasses = Uint8Array.from(fields, (f) => f[1]);
    this.bidi = Uint8Array.from(fields, (f) => f[2]);
    this.mirror = Uint8Array.from(fields, (f) => f[3]);
    this.widths = Uint8Array.from(fields, (f) => f[4]);
    this.corrections = old ? readPairs(OLD_NORMALIZATIONS) : new Map();
    this.numbers = old ? readOldNumbers() : new Map();
  }

  /** General category, such as 'Lu'. */
  category(cp: number): string {
    return CATEGORIES[this.categories[this.index.get(cp)]];
  }

  /** Whether the character is assigned in this version. */
  isAssigned(cp: number): boolean {
    return this.categories[this.index.get(cp)] !== 0;
  }

  /** Canonical combining class. */
  combining(cp: number): number {
    return this.combiningClasses[this.index.get(cp)];
  }

  /** Bidirectional class, '' if none. */
  bidirectional(cp: number): string {
    return BIDI[this.bidi[this.index.get(cp)]];
  }

  /** 1 for a character mirrored in bidirectional text, else 0. */
  mirrored(cp: number): number {
    return this.mirror[this.index.get(cp)];
  }

  /** East Asian width, such as 'W'. */
  eastAsianWidth(cp: number): string {
    return WIDTHS[this.widths[this.index.get(cp)]];
  }

  /** Decomposition mapping as written in the database, '' if none. */
  decomposition(cp: number): string {
    if (!this.isAssigned(cp)) return '';
    const found = decompositions().get(cp);
    if (found === undefined) return '';
    const codes = Array.from(found.codes, (c) => c.toString(16).toUpperCase().padStart(4, '0'));
    return (found.tag === 0 ? '' : TAGS[found.tag] + ' ') + codes.join(' ');
  }

  /** Decimal value, -1 if none. */
  decimal(cp: number): number {
    const old = this.numbers.get(cp);
    return old === undefined ? decimalValue(cp) : old[0];
  }

  /** Digit value, -1 if none. */
  digit(cp: number): number {
    const old = this.numbers.get(cp);
    return old === undefined ? digitValue(cp) : old[1];
  }

  /** Numeric value, NaN if none. */
  numeric(cp: number): number {
    const old = this.numbers.get(cp);
    if (old === undefined) return numericValue(cp);
    return old[2] < 0 ? Number.NaN : old[2];
  }
}

function readPairs(text: string): Map<number, number> {
  const map = new Map<number, number>();
  const reader = new NumberReader(text);
  while (!reader.done) map.set(reader.next(), reader.next());
  return map;
}

function readOldNumbers(): Map<number, readonly [number, number, number]> {
  const map = new Map<number, readonly [number, number, number]>();
  const reader = new NumberReader(OLD_NUMBERS);
  while (!reader.done) {
    map.set(reader.next(), [reader.next() - 1, reader.next() - 1, reader.next() - 1]);
  }
  return map;
}

let current: UnicodeDatabase | null = null;
let old: UnicodeDatabase | null = null;

/** The database of `unicodedata` itself, version 15.1.0. */
export function unicodeDatabase(): UnicodeDatabase {
  return current ?? (current = new UnicodeDatabase('15.1.0'));
}

/** The database of `unicodedata.ucd_3_2_0`. */
export function unicodeDatabase320(): UnicodeDatabase {
  return old ?? (old = new UnicodeDatabase('3.2.0'));
}
