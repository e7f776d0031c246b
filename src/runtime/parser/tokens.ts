/**
 * Token numbers (CPython: Lib/token.py, Include/internal/pycore_token.h) and the name table.
 *
 * Invariants: numbers below `KEYWORD_BASE` are CPython's own. A hard keyword gets a number of its
 * own from `KEYWORD_BASE` on, so that the parser compares integers only.
 */

export const ENDMARKER: number = 0;
export const NAME: number = 1;
export const NUMBER: number = 2;
export const STRING: number = 3;
export const NEWLINE: number = 4;
export const INDENT: number = 5;
export const DEDENT: number = 6;
export const LPAR: number = 7;
export const RPAR: number = 8;
export const LSQB: number = 9;
export const RSQB: number = 10;
export const COLON: number = 11;
export const COMMA: number = 12;
export const SEMI: number = 13;
export const PLUS: number = 14;
export const MINUS: number = 15;
export const STAR: number = 16;
export const SLASH: number = 17;
export const VBAR: number = 18;
export const AMPER: number = 19;
export const LESS: number = 20;
export const GREATER: number = 21;
export const EQUAL: number = 22;
export const DOT: number = 23;
export const PERCENT: number = 24;
export const LBRACE: number = 25;
export const RBRACE: number = 26;
export const EQEQUAL: number = 27;
export const NOTEQUAL: number = 28;
export const LESSEQUAL: number = 29;
export const GREATEREQUAL: number = 30;
export const TILDE: number = 31;
export const CIRCUMFLEX: number = 32;
export const LEFTSHIFT: number = 33;
export const RIGHTSHIFT: number = 34;
export const DOUBLESTAR: number = 35;
export const PLUSEQUAL: number = 36;
export const MINEQUAL: number = 37;
export const STAREQUAL: number = 38;
export const SLASHEQUAL: number = 39;
export const PERCENTEQUAL: number = 40;
export const AMPEREQUAL: number = 41;
export const VBAREQUAL: number = 42;
export const CIRCUMFLEXEQUAL: number = 43;
export const LEFTSHIFTEQUAL: number = 44;
export const RIGHTSHIFTEQUAL: number = 45;
export const DOUBLESTAREQUAL: number = 46;
export const DOUBLESLASH: number = 47;
export const DOUBLESLASHEQUAL: number = 48;
export const AT: number = 49;
export const ATEQUAL: number = 50;
export const RARROW: number = 51;
export const ELLIPSIS: number = 52;
export const COLONEQUAL: number = 53;
export const EXCLAMATION: number = 54;
export const OP: number = 55;
export const TYPE_IGNORE: number = 56;
export const TYPE_COMMENT: number = 57;
export const FSTRING_START: number = 59;
export const FSTRING_MIDDLE: number = 60;
export const FSTRING_END: number = 61;
export const COMMENT: number = 62;
export const NL: number = 63;
export const ERRORTOKEN: number = 64;

export const KEYWORD_BASE: number = 70;

/** Hard keywords; a keyword's token number is `KEYWORD_BASE` plus its index. */
export const KEYWORDS = [
  'False',
  'None',
  'True',
  'and',
  'as',
  'assert',
  'async',
  'await',
  'break',
  'class',
  'continue',
  'def',
  'del',
  'elif',
  'else',
  'except',
  'finally',
  'for',
  'from',
  'global',
  'if',
  'import',
  'in',
  'is',
  'lambda',
  'nonlocal',
  'not',
  'or',
  'pass',
  'raise',
  'return',
  'try',
  'while',
  'with',
  'yield',
] as const;

export const K_FALSE: number = 70;
export const K_NONE: number = 71;
export const K_TRUE: number = 72;
export const K_AND: number = 73;
export const K_AS: number = 74;
export const K_ASSERT: number = 75;
export const K_ASYNC: number = 76;
export const K_AWAIT: number = 77;
export const K_BREAK: number = 78;
export const K_CLASS: number = 79;
export const K_CONTINUE: number = 80;
export const K_DEF: number = 81;
export const K_DEL: number = 82;
export const K_ELIF: number = 83;
export const K_ELSE: number = 84;
export const K_EXCEPT: number = 85;
export const K_FINALLY: number = 86;
export const K_FOR: number = 87;
export const K_FROM: number = 88;
export const K_GLOBAL: number = 89;
export const K_IF: number = 90;
export const K_IMPORT: number = 91;
export const K_IN: number = 92;
export const K_IS: number = 93;
export const K_LAMBDA: number = 94;
export const K_NONLOCAL: number = 95;
export const K_NOT: number = 96;
export const K_OR: number = 97;
export const K_PASS: number = 98;
export const K_RAISE: number = 99;
export const K_RETURN: number = 100;
export const K_TRY: number = 101;
export const K_WHILE: number = 102;
export const K_WITH: number = 103;
export const K_YIELD: number = 104;
export const TOKEN_LIMIT: number = 105;

/** Name-table indices of the soft keywords: they follow the hard ones. */
export const SOFT_MATCH: number = 35;
export const SOFT_CASE: number = 36;
export const SOFT_TYPE: number = 37;
export const SOFT_WILDCARD: number = 38;
const SOFT_KEYWORDS = ['match', 'case', 'type', '_'];

/** Grown past this many names, the shared table starts afresh. */
const TABLE_RESET = 30000;

/**
 * Identifiers by spelling: an open-addressing table from the spelling in the source to a small
 * index. Index i below `KEYWORDS.length` is keyword i; then come the soft keywords. `values[i]` is
 * the NFKC form, so that equal names share one JS string.
 */
export class NameTable {
  readonly spellings: string[] = [];
  readonly values: string[] = [];
  private slots = new Int32Array(1024).fill(-1);
  private hashes: number[] = [];

  constructor() {
    for (const word of KEYWORDS) this.seed(word);
    for (const word of SOFT_KEYWORDS) this.seed(word);
  }

  get full(): boolean {
    return this.values.length > TABLE_RESET;
  }

  /** The index of the name at text[start:end], whose hash (h = h * 31 + unit) the caller has. */
  lookup(text: string, start: number, end: number, hash: number, ascii: boolean): number {
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const index = this.slots[slot]!;
      if (index < 0) return this.insert(slot, text.slice(start, end), hash, ascii);
      if (this.hashes[index] === hash && this.same(index, text, start, end)) return index;
      slot = (slot + 1) & mask;
    }
  }

  private same(index: number, text: string, start: number, end: number): boolean {
    const spelling = this.spellings[index]!;
    const size = end - start;
    if (spelling.length !== size) return false;
    for (let i = 0; i < size; i++) {
      if (spelling.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
    }
    return true;
  }

  private insert(slot: number, spelling: string, hash: number, ascii: boolean): number {
    const index = this.values.length;
    this.spellings.push(spelling);
    this.values.push(ascii ? spelling : spelling.normalize('NFKC'));
    this.hashes.push(hash);
    this.slots[slot] = index;
    if (index * 2 > this.slots.length) this.rehash();
    return index;
  }

  private rehash(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let index = 0; index < this.hashes.length; index++) {
      const hash = this.hashes[index]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = index;
    }
    this.slots = slots;
  }

  private seed(word: string): void {
    let hash = 0;
    for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + word.charCodeAt(i)) | 0;
    this.lookup(word, 0, word.length, hash, true);
  }
}

let shared: NameTable | null = null;

/** The table all parses share, so that modules share their identifier strings. */
export function nameTable(): NameTable {
  if (shared === null || shared.full) shared = new NameTable();
  return shared;
}
