/**
 * Character predicates of the matching engine: categories, case folding, compiled sets.
 * CPython counterpart: `sre_category`, `SRE(charset)` and the `sre_lower_*` family of Modules/_sre.
 *
 * The Unicode and locale tables are injected (`CharacterHooks`). A `CharSet` answers membership of
 * one IN-style set; answers are remembered per code point (BMP), except for locale-dependent sets,
 * whose meaning may change between calls.
 */
import * as C from './constants.ts';

/** Everything the engine must be told from outside. Code points in, code points or truth out. */
export interface CharacterHooks {
  isDecimal(ch: number): boolean;
  isSpace(ch: number): boolean;
  isAlnum(ch: number): boolean;
  isLinebreak(ch: number): boolean;
  lower(ch: number): number;
  upper(ch: number): number;
  localeIsAlnum(ch: number): boolean;
  localeLower(ch: number): number;
  localeUpper(ch: number): number;
  /** Called every few thousand steps; may throw to interrupt the match. */
  poll(): void;
}

/** How a character is folded before a set is asked. */
export const FOLD_NONE = 0;
export const FOLD_ASCII = 1;
export const FOLD_UNICODE = 2;
export const FOLD_LOCALE = 3;

const UNKNOWN = 2;

/** ASCII-only lower case. */
export function asciiLower(ch: number): number {
  return ch >= 65 && ch <= 90 ? ch + 32 : ch;
}

/** Word character of ASCII (and bytes) patterns. */
export function isAsciiWord(ch: number): boolean {
  return (ch >= 97 && ch <= 122) || (ch >= 65 && ch <= 90) || (ch >= 48 && ch <= 57) || ch === 95;
}

/** Word character in the current locale; only 8-bit characters have one. */
export function isLocaleWord(hooks: CharacterHooks, ch: number): boolean {
  return ch === 95 || (ch < 256 && hooks.localeIsAlnum(ch));
}

/** Word character of str patterns. */
export function isUnicodeWord(hooks: CharacterHooks, ch: number): boolean {
  return ch < 128 ? isAsciiWord(ch) : hooks.isAlnum(ch);
}

/** Lower case in the current locale. */
export function localeLower(hooks: CharacterHooks, ch: number): number {
  return ch < 256 ? hooks.localeLower(ch) : ch;
}

/** Upper case in the current locale. */
export function localeUpper(hooks: CharacterHooks, ch: number): number {
  return ch < 256 ? hooks.localeUpper(ch) : ch;
}

/** Does `ch` equal the pattern character `want` in any case of the locale? */
export function localeEqual(hooks: CharacterHooks, want: number, ch: number): boolean {
  return ch === want || localeLower(hooks, ch) === want || localeUpper(hooks, ch) === want;
}

/** Is `ch` in the category `code` (CATEGORY_* number)? Unknown categories contain nothing. */
export function inCategory(hooks: CharacterHooks, code: number, ch: number): boolean {
  switch (code) {
    case C.CATEGORY_DIGIT:
      return ch >= 48 && ch <= 57;
    case C.CATEGORY_NOT_DIGIT:
      return !(ch >= 48 && ch <= 57);
    case C.CATEGORY_SPACE:
      return ch === 32 || (ch >= 9 && ch <= 13);
    case C.CATEGORY_NOT_SPACE:
      return !(ch === 32 || (ch >= 9 && ch <= 13));
    case C.CATEGORY_WORD:
      return isAsciiWord(ch);
    case C.CATEGORY_NOT_WORD:
      return !isAsciiWord(ch);
    case C.CATEGORY_LINEBREAK:
      return ch === 10;
    case C.CATEGORY_NOT_LINEBREAK:
      return ch !== 10;
    case C.CATEGORY_LOC_WORD:
      return isLocaleWord(hooks, ch);
    case C.CATEGORY_LOC_NOT_WORD:
      return !isLocaleWord(hooks, ch);
    case C.CATEGORY_UNI_DIGIT:
      return hooks.isDecimal(ch);
    case C.CATEGORY_UNI_NOT_DIGIT:
      return !hooks.isDecimal(ch);
    case C.CATEGORY_UNI_SPACE:
      return hooks.isSpace(ch);
    case C.CATEGORY_UNI_NOT_SPACE:
      return !hooks.isSpace(ch);
    case C.CATEGORY_UNI_WORD:
      return isUnicodeWord(hooks, ch);
    case C.CATEGORY_UNI_NOT_WORD:
      return !isUnicodeWord(hooks, ch);
    case C.CATEGORY_UNI_LINEBREAK:
      return hooks.isLinebreak(ch);
    case C.CATEGORY_UNI_NOT_LINEBREAK:
      return !hooks.isLinebreak(ch);
    default:
      return false;
  }
}

/** Words a set item occupies after its opcode, or -1 when `op` is no set item. */
export function setItemSize(code: Uint32Array, op: number, at: number): number {
  switch (op) {
    case C.OP_NEGATE:
      return 0;
    case C.OP_LITERAL:
    case C.OP_CATEGORY:
      return 1;
    case C.OP_RANGE:
    case C.OP_RANGE_UNI_IGNORE:
      return 2;
    case C.OP_CHARSET:
      return 8;
    case C.OP_BIGCHARSET:
      return 1 + 64 + code[at]! * 8;
    default:
      return -1;
  }
}

function bit(code: Uint32Array, at: number, index: number): boolean {
  return (code[at + (index >>> 5)]! & (1 << (index & 31))) !== 0;
}

function bigBit(code: Uint32Array, at: number, ch: number): boolean {
  if (ch > 0xffff) return false;
  const page = ch >>> 8;
  const block = (code[at + 1 + (page >>> 2)]! >>> ((page & 3) * 8)) & 255;
  return bit(code, at + 65, block * 256 + (ch & 255));
}

/** Run the set program at `at` for one (already folded) character. */
export function evaluateSet(
  code: Uint32Array,
  at: number,
  ch: number,
  hooks: CharacterHooks,
): boolean {
  let ok = true;
  for (let p = at; ; ) {
    const op = code[p++]!;
    if (op === C.OP_FAILURE) return !ok;
    if (op === C.OP_NEGATE) {
      ok = !ok;
      continue;
    }
    const lo = code[p]!;
    let hit = false;
    if (op === C.OP_LITERAL) hit = ch === lo;
    else if (op === C.OP_CATEGORY) hit = inCategory(hooks, lo, ch);
    else if (op === C.OP_CHARSET) hit = ch < 256 && bit(code, p, ch);
    else if (op === C.OP_RANGE) hit = lo <= ch && ch <= code[p + 1]!;
    else if (op === C.OP_BIGCHARSET) hit = bigBit(code, p, ch);
    else if (op === C.OP_RANGE_UNI_IGNORE) {
      const up = hooks.upper(ch);
      const hi = code[p + 1]!;
      hit = (lo <= ch && ch <= hi) || (lo <= up && up <= hi);
    } else return false;
    if (hit) return ok;
    p += setItemSize(code, op, p);
  }
}

/** One set of a program, with remembered answers. */
export class CharSet {
  readonly code: Uint32Array;
  readonly at: number;
  readonly fold: number;
  readonly hooks: CharacterHooks;
  /** Depends on the locale: nothing may be remembered. */
  readonly dynamic: boolean;
  readonly low: Uint8Array;
  private readonly pages: (Uint8Array | null)[];

  constructor(code: Uint32Array, at: number, fold: number, hooks: CharacterHooks) {
    this.code = code;
    this.at = at;
    this.fold = fold;
    this.hooks = hooks;
    this.dynamic = fold === FOLD_LOCALE || usesLocale(code, at);
    this.low = new Uint8Array(256).fill(UNKNOWN);
    this.pages = [];
  }

  /** Is the raw subject character `ch` a member? */
  has(ch: number): boolean {
    if (ch < 256) {
      const known = this.low[ch]!;
      return known === UNKNOWN ? this.learn(ch) : known === 1;
    }
    return this.hasHigh(ch);
  }

  private learn(ch: number): boolean {
    const answer = this.evaluate(ch);
    if (!this.dynamic) this.low[ch] = answer ? 1 : 0;
    return answer;
  }

  private hasHigh(ch: number): boolean {
    if (ch > 0xffff || this.dynamic) return this.evaluate(ch);
    const pages = this.pages;
    if (pages.length === 0) for (let i = 0; i < 256; i++) pages.push(null);
    let page = pages[ch >>> 8]!;
    if (page === null) page = pages[ch >>> 8] = new Uint8Array(256).fill(UNKNOWN);
    const known = page[ch & 255]!;
    if (known !== UNKNOWN) return known === 1;
    const answer = this.evaluate(ch);
    page[ch & 255] = answer ? 1 : 0;
    return answer;
  }

  /** The answer computed from the set program, nothing remembered. */
  evaluate(ch: number): boolean {
    const { code, at, hooks } = this;
    if (this.fold === FOLD_NONE) return evaluateSet(code, at, ch, hooks);
    if (this.fold === FOLD_ASCII) return evaluateSet(code, at, asciiLower(ch), hooks);
    if (this.fold === FOLD_UNICODE) return evaluateSet(code, at, hooks.lower(ch), hooks);
    const lo = localeLower(hooks, ch);
    if (evaluateSet(code, at, lo, hooks)) return true;
    const up = localeUpper(hooks, ch);
    return up !== lo && evaluateSet(code, at, up, hooks);
  }
}

function usesLocale(code: Uint32Array, at: number): boolean {
  for (let p = at; code[p] !== C.OP_FAILURE; ) {
    const op = code[p++]!;
    if (
      op === C.OP_CATEGORY &&
      (code[p] === C.CATEGORY_LOC_WORD || code[p] === C.CATEGORY_LOC_NOT_WORD)
    )
      return true;
    const size = setItemSize(code, op, p);
    if (size < 0) return false;
    p += size;
  }
  return false;
}
