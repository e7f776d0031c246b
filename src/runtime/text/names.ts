/**
 * Character names: `unicodedata.name`, `unicodedata.lookup` and `\N{...}`.
 * CPython counterpart: _getucname and _getcode of Modules/unicodedata.c.
 *
 * Names are sequences of words. Each row says how many words it shares with the row before and
 * lists the rest; every 32nd row shares none, so a single name decodes at most 32 rows. Rows are the
 * named characters by code point, then the aliases, then the named sequences; Hangul syllables and
 * CJK ideographs are computed. A lookup builds a hash index over all rows once.
 *
 * This module is large: nothing else of the text layer imports it. Importing it makes names
 * available to the codecs (name-source.ts).
 */

import { unicodeDatabase320 } from './database.ts';
import { nameSource } from './name-source.ts';
import {
  CJK_RANGES,
  NAME_ALIASES,
  NAME_BODY,
  NAME_PLACES,
  NAME_SEQUENCES,
  NAME_WORDS,
} from './names.generated.ts';
import { NumberReader } from './table.ts';
import type { Text } from './text.ts';
import { codePointAt, textFromCodePoint, textFromCodePoints } from './text.ts';

const BASE = 91;
const ONE = 44;
const TWO = 40;
const BLOCK = 32;
const HANGUL = 'HANGUL SYLLABLE ';
const IDEOGRAPH = 'CJK UNIFIED IDEOGRAPH-';
const L_NAMES = 'G GG N D DD R M B BB S SS  J JJ C K T P H'.split(' ');
const V_NAMES = 'A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I'.split(' ');
const T_NAMES = ' G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H'.split(' ');

function digitAt(i: number): number {
  const c = NAME_BODY.charCodeAt(i);
  return c < 92 ? c - 35 : c - 36;
}

function readWords(): string[] {
  const words = NAME_WORDS.split(' ');
  let last = '';
  for (let i = 0; i < words.length; i++) {
    const c = words[i].charCodeAt(0);
    last = last.slice(0, c < 92 ? c - 35 : c - 36) + words[i].slice(1);
    words[i] = last;
  }
  return words;
}

function readAll(text: string): number[] {
  const reader = new NumberReader(text);
  const out: number[] = [];
  while (!reader.done) out.push(reader.next());
  return out;
}

/** Rows of names with their code points. */
class NameTable {
  /** Row r < characters: the character; then aliases; then sequences. */
  private readonly words: string[];
  private readonly cps: Uint32Array;
  private readonly characters: number;
  private readonly sequences: Text[];
  private readonly rows: number;
  /** Body position of every 32nd row. */
  private readonly blocks: Uint32Array;
  /** Open-addressed: row + 1 by hash of the name; built at the first lookup. */
  private index: Uint16Array | null;
  private readonly parts: string[];
  private partCount: number;
  private at: number;

  constructor() {
    this.words = readWords();
    const cps: number[] = [];
    const places = readAll(NAME_PLACES);
    for (let i = 0, start = 0; i < places.length; i += 2) {
      start += places[i];
      for (let k = 0; k < places[i + 1]; k++) cps.push(start + k);
    }
    this.characters = cps.length;
    for (const cp of readAll(NAME_ALIASES)) cps.push(cp);
    this.cps = Uint32Array.from(cps);
    this.sequences = [];
    const sequences = readAll(NAME_SEQUENCES);
    for (let i = 0; i < sequences.length; i += 1 + sequences[i]) {
      this.sequences.push(textFromCodePoints(sequences, i + 1, i + 1 + sequences[i]));
    }
    this.rows = this.cps.length + this.sequences.length;
    this.index = null;
    this.parts = [];
    this.partCount = 0;
    this.at = 0;
    this.blocks = new Uint32Array(Math.ceil(this.rows / BLOCK));
    this.findBlocks();
  }

  /** Skims the body for the start of each block. */
  private findBlocks(): void {
    let at = 0;
    for (let row = 0; row < this.rows; row++) {
      if (row % BLOCK === 0) this.blocks[row / BLOCK] = at;
      let count = digitAt(at++) % 15;
      for (; count > 0; count--) {
        const lead = digitAt(at);
        at += lead < ONE ? 1 : lead < ONE + TWO ? 2 : 3;
      }
    }
  }

  private readWord(): string {
    const lead = digitAt(this.at++);
    if (lead < ONE) return this.words[lead];
    const second = digitAt(this.at++);
    if (lead < ONE + TWO) return this.words[ONE + (lead - ONE) * BASE + second];
    const third = digitAt(this.at++);
    const code = ((lead - ONE - TWO) * BASE + second) * BASE + third;
    return this.words[ONE + TWO * BASE + code];
  }

  /** Reads the row at `this.at` over the parts of the row before. */
  private readRow(): void {
    const head = digitAt(this.at++);
    this.partCount = Math.floor(head / 15);
    for (let count = head % 15; count > 0; count--) this.parts[this.partCount++] = this.readWord();
  }

  private glue(): string {
    let out = '';
    for (let i = 0; i < this.partCount; i++) {
      const part = this.parts[i];
      if (i > 0 && out.charCodeAt(out.length - 1) !== 45) out += ' ';
      out += part;
    }
    return out.includes('_') ? out.replaceAll('_', ' ') : out;
  }

  private nameOfRow(row: number): string {
    this.at = this.blocks[Math.floor(row / BLOCK)];
    for (let k = row % BLOCK; k >= 0; k--) this.readRow();
    return this.glue();
  }

  /** The listed name of a character, or null. */
  nameOf(cp: number): string | null {
    let low = 0;
    let high = this.characters - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const found = this.cps[middle];
      if (found === cp) return this.nameOfRow(middle);
      if (found < cp) low = middle + 1;
      else high = middle - 1;
    }
    return null;
  }

  private buildIndex(): Uint16Array {
    const index = new Uint16Array(1 << 17);
    this.at = 0;
    for (let row = 0; row < this.rows; row++) {
      this.readRow();
      let slot = hashName(this.glue());
      while (index[slot] !== 0) slot = (slot + 1) & 0x1ffff;
      index[slot] = row + 1;
    }
    this.index = index;
    return index;
  }

  /** Row of a name in upper case, or -1. */
  find(name: string): number {
    const index = this.index ?? this.buildIndex();
    for (let slot = hashName(name); index[slot] !== 0; slot = (slot + 1) & 0x1ffff) {
      const row = index[slot] - 1;
      if (this.nameOfRow(row) === name) return row;
    }
    return -1;
  }

  /** The character or, for the last rows, the sequence of a row. */
  textOfRow(row: number): Text {
    if (row < this.cps.length) return textFromCodePoint(this.cps[row]);
    return this.sequences[row - this.cps.length];
  }

  /** Whether the row names a sequence of characters. */
  isSequence(row: number): boolean {
    return row >= this.cps.length;
  }

  /** Whether the row names one character and is not an alias. */
  isListed(row: number): boolean {
    return row < this.characters;
  }
}

function hashName(name: string): number {
  let h = 0;
  for (let i = 0; i < name.length; i++) h = (Math.imul(h, 31) + name.charCodeAt(i)) | 0;
  return (h ^ (h >>> 15)) & 0x1ffff;
}

let table: NameTable | null = null;
let ideographs: number[] | null = null;

function names(): NameTable {
  return table ?? (table = new NameTable());
}

function isIdeograph(cp: number): boolean {
  if (cp < 0x3400) return false;
  if (ideographs === null) ideographs = readAll(CJK_RANGES);
  for (let i = 0; i < ideographs.length; i += 2) {
    if (cp <= ideographs[i + 1]) return cp >= ideographs[i];
  }
  return false;
}

/** `unicodedata.name`: the name of a character, or null. */
export function characterName(cp: number): string | null {
  const s = cp - 0xac00;
  if (s >= 0 && s < 11172) {
    const l = L_NAMES[Math.floor(s / 588)];
    return HANGUL + l + V_NAMES[Math.floor((s % 588) / 28)] + T_NAMES[s % 28];
  }
  if (isIdeograph(cp)) return IDEOGRAPH + cp.toString(16).toUpperCase();
  return names().nameOf(cp);
}

function longestMatch(rest: string, choices: readonly string[]): number {
  let best = -1;
  for (let i = 0; i < choices.length; i++) {
    if (rest.startsWith(choices[i]) && (best < 0 || choices[i].length > choices[best].length)) {
      best = i;
    }
  }
  return best;
}

function lookupHangul(rest: string): number {
  const l = longestMatch(rest, L_NAMES);
  rest = rest.slice(L_NAMES[l].length);
  const v = longestMatch(rest, V_NAMES);
  if (v < 0) return -1;
  rest = rest.slice(V_NAMES[v].length);
  const t = longestMatch(rest, T_NAMES);
  return rest.length === T_NAMES[t].length ? 0xac00 + (l * 21 + v) * 28 + t : -1;
}

/** The computed names, in upper case: -1 not one of them, -2 like one but no such character. */
function lookupComputed(name: string): number {
  if (name.startsWith(HANGUL)) {
    const cp = lookupHangul(name.slice(HANGUL.length));
    return cp < 0 ? -2 : cp;
  }
  if (!name.startsWith(IDEOGRAPH)) return -1;
  const hex = name.slice(IDEOGRAPH.length);
  if (!/^[0-9A-F]{4,5}$/.test(hex)) return -2;
  const cp = Number.parseInt(hex, 16);
  return isIdeograph(cp) ? cp : -2;
}

/** Row of a listed name in any case, or -1. */
function findRow(name: string): number {
  const upper = asciiUpper(name);
  return upper === null ? -1 : names().find(upper);
}

/**
 * `unicodedata.lookup`: the text of a name, alias or named sequence, or null. Listed names match in
 * any case, computed ones in upper case only.
 */
export function lookupName(name: string): Text | null {
  const computed = lookupComputed(name);
  if (computed !== -1) return computed < 0 ? null : textFromCodePoint(computed);
  const row = findRow(name);
  return row < 0 ? null : names().textOfRow(row);
}

/** The code point of a name or alias, as `\N{...}` needs it (no sequences), or -1. */
export function lookupCharacter(name: string): number {
  const computed = lookupComputed(name);
  if (computed !== -1) return computed < 0 ? -1 : computed;
  const row = findRow(name);
  return row < 0 || names().isSequence(row) ? -1 : codePointAt(names().textOfRow(row), 0);
}

/** `ucd_3_2_0.lookup`: no aliases, no sequences, but names of any version. */
export function lookupName320(name: string): Text | null {
  const computed = lookupComputed(name);
  if (computed !== -1) return computed < 0 ? null : textFromCodePoint(computed);
  const row = findRow(name);
  return row < 0 || !names().isListed(row) ? null : names().textOfRow(row);
}

function asciiUpper(name: string): string | null {
  if (/[^\x20-\x7e]/.test(name) || name.length > 256) return null;
  return name.toUpperCase();
}

/** `ucd_3_2_0.name`. */
export function characterName320(cp: number): string | null {
  return unicodeDatabase320().isAssigned(cp) ? characterName(cp) : null;
}

nameSource.nameOf = characterName;
nameSource.lookup = lookupCharacter;
