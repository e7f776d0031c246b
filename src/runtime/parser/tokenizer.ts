/**
 * The tokenizer (CPython: Parser/lexer/lexer.c), one token at a call.
 *
 * Invariants: the text has only '\n' line ends and a NUL behind its last character. Positions are
 * UTF-16 indices; `extra` is how many more bytes than units UTF-8 needs for the current line up to
 * `pos`, so that a byte column is `pos - lineStart + extra`. `lineno` grows when the first
 * character of a line is read, not when the line before it ends: error positions depend on it. A
 * token without a position of its own (INDENT, DEDENT, ENDMARKER) has column -1. The f-string mode
 * stack is driven by the text alone, never by the parser, so a source can be tokenized ahead of
 * parsing.
 */

import type { NameTable } from './tokens.ts';
import * as T from './tokens.ts';
import { nameTable } from './tokens.ts';
import { isIdContinue, isIdStart, isPrintable } from './unicode-id.ts';
import { hasBadByte, shownText } from './utf8.ts';

const MAX_INDENT = 100;
const MAX_LEVEL = 200;
const MAX_FSTRING_LEVEL = 150;
const MAX_EXPR_NESTING = 3;
const TAB_SIZE = 8;

/**
 * Why the tokenizer stopped: 'eofs' and 'eols' are ends of file inside a string, 'decode' is a name
 * with bad bytes.
 */
export type Done =
  | 'ok'
  | 'eof'
  | 'error'
  | 'eofs'
  | 'eols'
  | 'linecont'
  | 'dedent'
  | 'tabspace'
  | 'toodeep'
  | 'decode';

/** What went wrong, in CPython's terms: columns count characters, -1 stands for "none". */
export interface TokenizerError {
  type: string;
  msg: string;
  lineno: number;
  offset: number;
  endLineno: number;
  endOffset: number;
  text: string;
}

/** Returns true when the warning is to be raised as an error. */
export type WarnSink = (category: string, msg: string, lineno: number, at: number) => boolean;

export interface TokenizerOptions {
  typeComments?: boolean;
  /** As tokenize wants: comments and NL tokens, positions for all, lenient names and numbers. */
  extraTokens?: boolean;
}

/** One f-string being read. */
class FStringMode {
  inExpr = false;
  inFormatSpec = false;
  debug = false;
  depth = 0;
  exprDepth = -1;
  exprStart = -1;
  exprEnd = -1;
  readonly quote: number;
  readonly quoteSize: number;
  readonly raw: boolean;
  readonly start: number;
  readonly lineno: number;
  readonly lineStart: number;

  constructor(
    quote: number,
    quoteSize: number,
    raw: boolean,
    start: number,
    lineno: number,
    lineStart: number,
  ) {
    this.quote = quote;
    this.quoteSize = quoteSize;
    this.raw = raw;
    this.start = start;
    this.lineno = lineno;
    this.lineStart = lineStart;
  }

  openExpr(at: number): void {
    this.exprStart = at;
    this.exprEnd = -1;
  }
}

const ID_CHAR = new Uint8Array(256);
const ID_FIRST = new Uint8Array(256);
for (let c = 0; c < 128; c++) {
  const ch = String.fromCharCode(c);
  if (/[A-Za-z_]/.test(ch)) ID_FIRST[c] = 1;
  if (/[A-Za-z_0-9]/.test(ch)) ID_CHAR[c] = 1;
}
for (const ch of 'bBrRuUfF') ID_FIRST[ch.charCodeAt(0)] = 2;

function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}

function isHexDigit(c: number): boolean {
  return (c >= 48 && c <= 57) || (c >= 97 && c <= 102) || (c >= 65 && c <= 70);
}

function isNameChar(c: number): boolean {
  return c >= 128 || ID_CHAR[c] === 1;
}

/**
 * Extra UTF-8 bytes of one UTF-16 unit. A high surrogate answers for its pair; a low one alone is
 * one bad byte.
 */
export function surplus(c: number): number {
  if (c < 0x80) return 0;
  if (c < 0x800) return 1;
  return c >= 0xdc00 && c <= 0xdfff ? 0 : 2;
}

/** Characters (code points) in text[start:end], as it is shown. */
export function countChars(text: string, start: number, end: number): number {
  let n = 0;
  const shown = shownText(text.slice(start, end));
  for (let i = 0; i < shown.length; i++) {
    const c = shown.charCodeAt(i);
    if (c < 0xdc00 || c > 0xdfff) n++;
  }
  return n;
}

function hexCode(cp: number): string {
  return 'U+' + cp.toString(16).toUpperCase().padStart(4, '0');
}

const CHAR_QUOTE = 39;
const CHAR_DOUBLE_QUOTE = 34;

/** Yields tokens; see the fields below for what a token is. */
export class Tokenizer {
  /** The source with '\n' line ends, and a NUL at `size`. */
  readonly text: string;
  readonly size: number;
  readonly names: NameTable;
  pos = 0;
  lineno = 0;
  lineStart = 0;
  extra = 0;
  /** Where CPython's line buffer begins: the current line, or that of the token in progress. */
  bufStart = 0;
  done: Done = 'ok';
  error: TokenizerError | null = null;
  onWarn: WarnSink | null = null;
  level = 0;
  indent = 0;
  pendin = 0;

  // The current token.
  start = 0;
  end = 0;
  line = 0;
  col = 0;
  endLine = 0;
  endCol = 0;
  nameIndex = -1;
  /** Where the name with bad bytes begins. */
  nameStart = 0;
  /** The text of an f-string expression with `=`, on the token that ends it. */
  metadata: string | null = null;

  readonly parens = new Uint8Array(MAX_LEVEL);
  readonly parenLines = new Int32Array(MAX_LEVEL);
  readonly parenCols = new Int32Array(MAX_LEVEL);
  private atLineStart = true;
  private commentNewline = false;
  private startNull = true;
  private startExtra = 0;
  private readonly indents = new Int32Array(MAX_INDENT);
  private readonly altIndents = new Int32Array(MAX_INDENT);
  private readonly modes: FStringMode[] = [];
  private mode: FStringMode | null = null;
  private readonly typeComments: boolean;
  private readonly extraTokens: boolean;

  /** `source` must be normalised: see `normalizeNewlines`. */
  constructor(source: string, options: TokenizerOptions) {
    this.text = source + '\0';
    this.size = source.length;
    this.names = nameTable();
    this.typeComments = options.typeComments === true;
    this.extraTokens = options.extraTokens === true;
  }

  /** Whether the reading position stands inside an f-string. */
  get insideFString(): boolean {
    return this.mode !== null;
  }

  /** Reads the next token and returns its type. */
  next(): number {
    this.metadata = null;
    const mode = this.mode;
    if (mode === null || mode.inExpr) return this.regular();
    return this.fstringMiddle(mode);
  }

  /** Drops the open indentation: the next calls give its DEDENTs. */
  dropIndents(): void {
    this.pendin = -this.indent;
    this.indent = 0;
  }

  // ---- lines ----

  /** To be called with `pos` on the first character of a line (not at the end of the text). */
  private enterLine(): void {
    this.lineno++;
    this.lineStart = this.pos;
    this.extra = 0;
    if (this.startNull) this.bufStart = this.pos;
  }

  private atEnd(): void {
    if (this.done === 'ok') this.done = 'eof';
  }

  /** A backslash at pos - 1: goes on to the next line, false when it cannot. */
  private continueLine(): boolean {
    if (this.text.charCodeAt(this.pos) !== 10) {
      // CPython has read the offending character.
      if (this.pos < this.size) this.pos++;
      else this.atEnd();
      this.done = 'linecont';
      return false;
    }
    this.pos++;
    if (this.pos >= this.size) {
      this.done = 'eof';
      return false;
    }
    this.enterLine();
    return true;
  }

  // ---- tokens ----

  private finish(type: number): number {
    // CPython has looked at the character behind any token but these, and seen the end.
    if (
      this.pos >= this.size &&
      type !== T.STRING &&
      type !== T.NEWLINE &&
      type !== T.FSTRING_START &&
      type !== T.FSTRING_END
    )
      this.atEnd();
    this.end = this.pos;
    this.line = this.lineno;
    this.endLine = this.lineno;
    this.col = this.start - this.lineStart + this.startExtra;
    this.endCol = this.pos - this.lineStart + this.extra;
    return type;
  }

  /** A token of no extent (or, with extra tokens, an empty one at the reading position). */
  private finishEmpty(type: number): number {
    this.start = this.pos;
    this.end = this.pos;
    this.line = this.lineno;
    this.endLine = this.lineno;
    this.col = -1;
    this.endCol = -1;
    return type;
  }

  private regular(): number {
    const text = this.text;
    for (;;) {
      this.startNull = true;
      let blank = false;
      if (this.atLineStart) {
        const outcome = this.indentation();
        if (outcome < 0) return this.finishEmpty(T.ERRORTOKEN);
        blank = outcome === 1;
      }
      if (this.pendin !== 0) return this.pendingIndent();
      let again = true;
      while (again) {
        again = false;
        this.startNull = true;
        let c = text.charCodeAt(this.pos);
        while (c === 32 || c === 9 || c === 12) c = text.charCodeAt(++this.pos);
        this.start = this.pos;
        this.startExtra = this.extra;
        this.startNull = false;
        if (c === 35) {
          const type = this.comment(blank);
          if (type >= 0) return type;
          c = text.charCodeAt(this.pos);
        }
        if (c < 128) {
          const first = ID_FIRST[c]!;
          if (first !== 0) return first === 1 ? this.name() : this.nameOrString(c);
        } else {
          return this.name();
        }
        if (c === 10) {
          this.pos++;
          this.atLineStart = true;
          if (blank || this.level > 0) {
            if (!this.extraTokens) break;
            this.commentNewline = false;
            return this.finish(T.NL);
          }
          if (this.commentNewline && this.extraTokens) {
            this.commentNewline = false;
            return this.finish(T.NL);
          }
          this.finish(T.NEWLINE);
          // The text leaves the newline out, the column counts it.
          this.end--;
          return T.NEWLINE;
        }
        if (c === 0 && this.pos >= this.size) {
          this.atEnd();
          if (this.level > 0) return this.finishEmpty(T.ERRORTOKEN);
          return this.finishEmpty(this.done === 'eof' ? T.ENDMARKER : T.ERRORTOKEN);
        }
        if (isDigit(c)) return this.number();
        if (c === CHAR_QUOTE || c === CHAR_DOUBLE_QUOTE) return this.string(c);
        if (c === 92) {
          this.pos++;
          if (!this.continueLine()) return this.finishEmpty(T.ERRORTOKEN);
          again = true;
          continue;
        }
        if (c === 46) {
          if (isDigit(text.charCodeAt(this.pos + 1))) return this.number();
          if (text.charCodeAt(this.pos + 1) === 46 && text.charCodeAt(this.pos + 2) === 46) {
            this.pos += 3;
            return this.finish(T.ELLIPSIS);
          }
          this.pos++;
          return this.finish(T.DOT);
        }
        return this.operator(c);
      }
    }
  }

  /** Reads the blanks of a new line; 1 for a line to ignore, 0 for another, -1 on an error. */
  private indentation(): number {
    const text = this.text;
    let col = 0;
    let alt = 0;
    let continued = 0;
    this.atLineStart = false;
    if (this.pos < this.size) this.enterLine();
    let c = 0;
    for (;;) {
      c = text.charCodeAt(this.pos);
      if (c === 32) {
        col++;
        alt++;
      } else if (c === 9) {
        col = (Math.floor(col / TAB_SIZE) + 1) * TAB_SIZE;
        alt++;
      } else if (c === 12) {
        col = 0;
        alt = 0;
      } else if (c === 92) {
        if (continued === 0) continued = col;
        this.pos++;
        if (!this.continueLine()) return -1;
        continue;
      } else break;
      this.pos++;
    }
    if (c === 35 || c === 10) return 1;
    if (c === 0 && this.pos >= this.size) this.atEnd();
    if (this.level > 0) return 0;
    if (continued !== 0) {
      col = continued;
      alt = continued;
    }
    return this.indentTo(col, alt);
  }

  private indentTo(col: number, alt: number): number {
    const indents = this.indents;
    const current = indents[this.indent]!;
    if (col === current) {
      if (alt !== this.altIndents[this.indent]) return this.tabError();
      return 0;
    }
    if (col > current) {
      if (this.indent + 1 >= MAX_INDENT) {
        this.done = 'toodeep';
        this.toLineEnd();
        return -1;
      }
      if (alt <= this.altIndents[this.indent]!) return this.tabError();
      this.pendin++;
      this.indent++;
      indents[this.indent] = col;
      this.altIndents[this.indent] = alt;
      return 0;
    }
    while (this.indent > 0 && col < indents[this.indent]!) {
      this.pendin--;
      this.indent--;
    }
    if (col !== indents[this.indent]) {
      this.done = 'dedent';
      this.toLineEnd();
      return -1;
    }
    if (alt !== this.altIndents[this.indent]) return this.tabError();
    return 0;
  }

  private tabError(): number {
    this.done = 'tabspace';
    this.toLineEnd();
    return -1;
  }

  /** CPython skips to the end of its buffer, behind the line. */
  private toLineEnd(): void {
    const at = this.text.indexOf('\n', this.pos);
    this.pos = at < 0 ? this.size : at + 1;
  }

  private pendingIndent(): number {
    const type = this.pendin < 0 ? T.DEDENT : T.INDENT;
    this.finishEmpty(type);
    if (this.extraTokens) {
      this.endCol = this.pos - this.lineStart + this.extra;
      this.col = type === T.DEDENT ? this.endCol : 0;
      if (type === T.INDENT) this.start = this.lineStart;
    }
    this.pendin += type === T.DEDENT ? 1 : -1;
    return type;
  }

  /** Skips a comment; returns a token type when it is one, else -1. */
  private comment(blank: boolean): number {
    const text = this.text;
    let pos = this.pos;
    let c = text.charCodeAt(pos);
    while (c !== 10 && (c !== 0 || pos < this.size)) {
      if (c >= 128) this.extra += surplus(c);
      c = text.charCodeAt(++pos);
    }
    this.pos = pos;
    if (this.typeComments) {
      const type = this.typeComment(blank);
      if (type >= 0) return type;
    }
    if (this.extraTokens) {
      this.commentNewline = blank;
      return this.finish(T.COMMENT);
    }
    return -1;
  }

  private typeComment(blank: boolean): number {
    const found = /^#[ \t]*type:[ \t]*/.exec(this.text.slice(this.start, this.pos));
    if (found === null) return -1;
    const at = this.start + found[0].length;
    const word = this.text.slice(at, this.pos);
    const ignore =
      word.startsWith('ignore') &&
      !(word.length > 6 && (word.charCodeAt(6) >= 128 || /[A-Za-z0-9]/.test(word[6]!)));
    this.start = ignore ? at + 6 : at;
    if (!ignore) return this.finish(T.TYPE_COMMENT);
    if (blank) {
      // Alone on its line: CPython takes the newline into the tag.
      if (this.pos < this.size) this.pos++;
      this.atLineStart = true;
    }
    return this.finish(T.TYPE_IGNORE);
  }

  // ---- names ----

  private name(): number {
    const text = this.text;
    let pos = this.pos;
    let hash = 0;
    let c = text.charCodeAt(pos);
    while (ID_CHAR[c] === 1) {
      hash = (Math.imul(hash, 31) + c) | 0;
      c = text.charCodeAt(++pos);
    }
    let ascii = true;
    if (c >= 128) {
      ascii = false;
      while (isNameChar(c)) {
        hash = (Math.imul(hash, 31) + c) | 0;
        if (c >= 128) this.extra += surplus(c);
        c = text.charCodeAt(++pos);
      }
    }
    this.pos = pos;
    if (!ascii && !this.extraTokens && !this.verifyName()) return this.finishEmpty(T.ERRORTOKEN);
    const index = this.names.lookup(text, this.start, pos, hash, ascii);
    this.nameIndex = index;
    this.finish(T.NAME);
    return index < 35 && !this.extraTokens ? T.KEYWORD_BASE + index : T.NAME;
  }

  private nameOrString(first: number): number {
    const text = this.text;
    let pos = this.pos;
    let c = first;
    let b = false;
    let r = false;
    let u = false;
    let f = false;
    for (;;) {
      const lower = c | 32;
      if (lower === 98 && !b && !u && !f) b = true;
      else if (lower === 117 && !b && !u && !r && !f) u = true;
      else if (lower === 114 && !r && !u) r = true;
      else if (lower === 102 && !f && !b && !u) f = true;
      else return this.name();
      c = text.charCodeAt(++pos);
      if (c === CHAR_QUOTE || c === CHAR_DOUBLE_QUOTE) {
        this.pos = pos;
        return f ? this.fstringStart(c, r) : this.string(c);
      }
    }
  }

  /** PEP 3131 on the name just read; false with the error set. */
  private verifyName(): boolean {
    const text = this.text;
    let i = this.start;
    if (hasBadByte(text.slice(i, this.pos))) {
      this.done = 'decode';
      this.nameStart = i;
      return false;
    }
    while (i < this.pos) {
      const cp = text.codePointAt(i)!;
      const size = cp > 0xffff ? 2 : 1;
      const ok = i === this.start ? isIdStart(cp) : isIdContinue(cp);
      if (!ok) {
        this.pos = i + size;
        const shown = isPrintable(cp)
          ? `invalid character '${String.fromCodePoint(cp)}' (${hexCode(cp)})`
          : `invalid non-printable character ${hexCode(cp)}`;
        this.syntaxError(shown);
        return false;
      }
      i += size;
    }
    return true;
  }

  // ---- errors ----

  /** Records an error at the reading position (CPython: _syntaxerror_range); gives ERRORTOKEN. */
  syntaxError(msg: string, offset = -1, endOffset = -1): number {
    const lineEnd = this.text.indexOf('\n', this.lineStart);
    const end = lineEnd < 0 ? this.size : lineEnd;
    const column = offset < 0 ? countChars(this.text, this.lineStart, this.pos) : offset;
    this.error = {
      type: 'SyntaxError',
      msg,
      lineno: this.lineno,
      offset: column,
      endLineno: this.lineno,
      endOffset: endOffset < 0 ? column : endOffset,
      text: shownText(this.text.slice(this.lineStart, end)),
    };
    this.done = 'error';
    this.finishEmpty(T.ERRORTOKEN);
    return T.ERRORTOKEN;
  }

  /** Warns; true when the warning became an error. */
  private warn(category: string, msg: string): boolean {
    if (this.onWarn === null || !this.onWarn(category, msg, this.lineno, this.pos)) return false;
    this.syntaxError(msg);
    return true;
  }

  // ---- numbers ----

  /** The reading position stands on the first character. */
  private number(): number {
    const text = this.text;
    let c = text.charCodeAt(this.pos);
    if (c === 48) {
      const kind = text.charCodeAt(this.pos + 1) | 32;
      if (kind === 120) return this.radixNumber('hexadecimal', 16);
      if (kind === 111) return this.radixNumber('octal', 8);
      if (kind === 98) return this.radixNumber('binary', 2);
      return this.zeroNumber();
    }
    if (c !== 46) {
      if (!this.decimalTail()) return T.ERRORTOKEN;
      c = text.charCodeAt(this.pos);
    }
    return this.fraction(c);
  }

  /** From a possible '.' on. */
  private fraction(first: number): number {
    let c = first;
    if (c === 46) {
      this.pos++;
      if (isDigit(this.text.charCodeAt(this.pos)) && !this.decimalTail()) return T.ERRORTOKEN;
      c = this.text.charCodeAt(this.pos);
    }
    return this.exponent(c);
  }

  private exponent(first: number): number {
    let c = first;
    const text = this.text;
    if (c === 101 || c === 69) {
      const at = this.pos;
      let next = text.charCodeAt(++this.pos);
      if (next === 43 || next === 45) {
        next = text.charCodeAt(++this.pos);
        if (!isDigit(next)) return this.syntaxError('invalid decimal literal');
      } else if (!isDigit(next)) {
        this.pos = at;
        if (!this.verifyEnd('decimal')) return T.ERRORTOKEN;
        return this.finish(T.NUMBER);
      }
      if (!this.decimalTail()) return T.ERRORTOKEN;
      c = text.charCodeAt(this.pos);
    }
    if (c === 106 || c === 74) return this.imaginary();
    return this.verifyEnd('decimal') ? this.finish(T.NUMBER) : T.ERRORTOKEN;
  }

  private imaginary(): number {
    this.pos++;
    return this.verifyEnd('imaginary') ? this.finish(T.NUMBER) : T.ERRORTOKEN;
  }

  /** Digits with single underscores between, the reading position on a digit. */
  private decimalTail(): boolean {
    const text = this.text;
    for (;;) {
      let c = text.charCodeAt(++this.pos);
      while (isDigit(c)) c = text.charCodeAt(++this.pos);
      if (c !== 95) return true;
      this.pos++;
      if (!isDigit(text.charCodeAt(this.pos))) {
        this.syntaxError('invalid decimal literal');
        return false;
      }
    }
  }

  private radixNumber(kind: string, radix: number): number {
    const text = this.text;
    this.pos += 2;
    let c = text.charCodeAt(this.pos);
    const valid = (d: number): boolean =>
      radix === 16 ? isHexDigit(d) : d >= 48 && d < 48 + radix;
    do {
      if (c === 95) c = text.charCodeAt(++this.pos);
      if (!valid(c)) {
        if (radix !== 16 && isDigit(c)) return this.badDigit(kind, c);
        return this.syntaxError(`invalid ${kind} literal`);
      }
      do c = text.charCodeAt(++this.pos);
      while (valid(c));
    } while (c === 95);
    if (radix !== 16 && isDigit(c)) return this.badDigit(kind, c);
    return this.verifyEnd(kind) ? this.finish(T.NUMBER) : T.ERRORTOKEN;
  }

  private badDigit(kind: string, c: number): number {
    this.pos++;
    return this.syntaxError(`invalid digit '${String.fromCharCode(c)}' in ${kind} literal`);
  }

  private zeroNumber(): number {
    const text = this.text;
    let c = text.charCodeAt(++this.pos);
    for (;;) {
      if (c === 95) {
        c = text.charCodeAt(++this.pos);
        if (!isDigit(c)) return this.syntaxError('invalid decimal literal');
      }
      if (c !== 48) break;
      c = text.charCodeAt(++this.pos);
    }
    // CPython has read one character past the zeros.
    const zerosEnd = this.pos + 1;
    let nonzero = false;
    if (isDigit(c)) {
      nonzero = true;
      if (!this.decimalTail()) return T.ERRORTOKEN;
      c = text.charCodeAt(this.pos);
    }
    if (c === 46) return this.fraction(c);
    if (c === 101 || c === 69) return this.exponent(c);
    if (c === 106 || c === 74) return this.imaginary();
    if (nonzero && !this.extraTokens) {
      return this.syntaxError(
        'leading zeros in decimal integer literals are not permitted; ' +
          'use an 0o prefix for octal integers',
        this.start + 1 - this.lineStart + this.startExtra,
        zerosEnd - this.lineStart + this.startExtra,
      );
    }
    return this.verifyEnd('decimal') ? this.finish(T.NUMBER) : T.ERRORTOKEN;
  }

  /** What follows a number: a keyword is warned of, another name refused. */
  private verifyEnd(kind: string): boolean {
    const c = this.text.charCodeAt(this.pos);
    if (!isNameChar(c) || this.extraTokens) return true;
    if (this.keywordFollows(c)) {
      return !this.warn('SyntaxWarning', `invalid ${kind} literal`);
    }
    if (c < 128) {
      this.syntaxError(`invalid ${kind} literal`);
      return false;
    }
    return true;
  }

  private keywordFollows(c: number): boolean {
    switch (c) {
      case 97:
        return this.ahead('nd');
      case 101:
        return this.ahead('lse');
      case 102:
        return this.ahead('or');
      case 111:
        return this.ahead('r');
      case 110:
        return this.ahead('ot');
      case 105: {
        const second = this.text.charCodeAt(this.pos + 1);
        return second === 102 || second === 110 || second === 115;
      }
      default:
        return false;
    }
  }

  private ahead(rest: string): boolean {
    return (
      this.text.startsWith(rest, this.pos + 1) &&
      !isNameChar(this.text.charCodeAt(this.pos + 1 + rest.length))
    );
  }

  // ---- strings ----

  /** The reading position stands on the opening quote, `start` on the prefix. */
  private string(quote: number): number {
    const text = this.text;
    const firstLine = this.lineno;
    const firstLineStart = this.lineStart;
    const startCol = this.start - this.lineStart + this.startExtra;
    let pos = this.pos + 1;
    let c = text.charCodeAt(pos);
    let triple = false;
    if (c === quote) {
      if (text.charCodeAt(pos + 1) !== quote) {
        this.pos = pos + 1;
        return this.finish(T.STRING);
      }
      triple = true;
      pos += 2;
      c = text.charCodeAt(pos);
    }
    let run = 0;
    let escapedQuote = false;
    for (;;) {
      if (c === quote) {
        pos++;
        if (!triple || ++run === 3) break;
        c = text.charCodeAt(pos);
        continue;
      }
      run = 0;
      if (c === 10) {
        if (!triple) break;
        pos = this.stringLine(pos);
      } else if (c === 92) {
        c = text.charCodeAt(++pos);
        if (c === quote) escapedQuote = true;
        if (c === 10) pos = this.stringLine(pos);
        else if (c === 0 && pos >= this.size) {
          this.pos = pos;
          break;
        } else {
          if (c >= 128) this.extra += surplus(c);
          pos++;
        }
      } else if (c === 0 && pos >= this.size) {
        this.pos = pos;
        break;
      } else {
        if (c >= 128) this.extra += surplus(c);
        pos++;
      }
      c = text.charCodeAt(pos);
    }
    const closed = triple ? run === 3 : c === quote;
    this.pos = pos;
    if (!closed) {
      return this.unterminated(quote, triple, escapedQuote, c, firstLine, firstLineStart);
    }
    this.finish(T.STRING);
    this.line = firstLine;
    this.col = startCol;
    return T.STRING;
  }

  /** Steps over a newline inside a string. */
  private stringLine(at: number): number {
    this.pos = at + 1;
    if (this.pos < this.size) this.enterLine();
    else this.atEnd();
    return this.pos;
  }

  private unterminated(
    quote: number,
    triple: boolean,
    escapedQuote: boolean,
    c: number,
    firstLine: number,
    firstLineStart: number,
  ): number {
    const at = this.lineno;
    this.pos = this.start + 1;
    this.lineno = firstLine;
    this.lineStart = firstLineStart;
    const mode = this.mode;
    if (mode !== null && mode.quote === quote && mode.quoteSize === (triple ? 3 : 1)) {
      return this.syntaxError("f-string: expecting '}'");
    }
    let msg = triple ? 'unterminated triple-quoted string literal' : 'unterminated string literal';
    msg += ` (detected at line ${at})`;
    if (!triple && escapedQuote) msg += '; perhaps you escaped the end quote?';
    this.syntaxError(msg);
    if (c !== 10) this.done = triple ? 'eofs' : 'eols';
    return T.ERRORTOKEN;
  }

  // ---- f-strings ----

  private fstringStart(quote: number, raw: boolean): number {
    const text = this.text;
    const lineno = this.lineno;
    const lineStart = this.lineStart;
    let size = 1;
    this.pos++;
    if (text.charCodeAt(this.pos) === quote && text.charCodeAt(this.pos + 1) === quote) {
      size = 3;
      this.pos += 2;
    }
    if (this.modes.length + 1 >= MAX_FSTRING_LEVEL) {
      return this.syntaxError('too many nested f-strings');
    }
    const mode = new FStringMode(quote, size, raw, this.start, lineno, lineStart);
    this.modes.push(mode);
    this.mode = mode;
    return this.finish(T.FSTRING_START);
  }

  private finishMiddle(line: number, col: number, end: number, endCol: number): number {
    this.end = end;
    this.line = line;
    this.col = col;
    this.endLine = this.lineno;
    this.endCol = endCol;
    return T.FSTRING_MIDDLE;
  }

  private column(): number {
    return this.pos - this.lineStart + this.extra;
  }

  private enterExpr(mode: FStringMode): boolean {
    mode.exprDepth++;
    if (mode.exprDepth >= MAX_EXPR_NESTING) {
      this.syntaxError('f-string: expressions nested too deeply');
      return false;
    }
    mode.inExpr = true;
    return true;
  }

  private quotesAt(mode: FStringMode, at: number): boolean {
    for (let i = 0; i < mode.quoteSize; i++) {
      if (this.text.charCodeAt(at + i) !== mode.quote) return false;
    }
    return true;
  }

  /** In the literal part of an f-string. */
  private fstringMiddle(mode: FStringMode): number {
    const text = this.text;
    this.start = this.pos;
    this.startExtra = this.extra;
    this.startNull = false;
    // CPython reads a first character, and so enters a new line, before it notes the start.
    if (text.charCodeAt(this.pos) === 123 && text.charCodeAt(this.pos + 1) !== 123) {
      return this.enterExpr(mode) ? this.regular() : T.ERRORTOKEN;
    }
    if (this.quotesAt(mode, this.pos)) {
      this.pos += mode.quoteSize;
      this.modes.pop();
      this.mode = this.modes.length === 0 ? null : this.modes[this.modes.length - 1]!;
      return this.finish(T.FSTRING_END);
    }
    const line = this.lineno;
    const col = this.column();
    let namedEscape = false;
    for (;;) {
      const c = text.charCodeAt(this.pos);
      const inSpec = mode.inFormatSpec && mode.exprDepth >= 0;
      if ((c === 0 && this.pos >= this.size) || (c === 10 && mode.quoteSize === 1)) {
        if (inSpec && c === 10) {
          mode.inExpr = true;
          mode.inFormatSpec = false;
          return this.finishMiddle(line, col, this.pos, this.column());
        }
        return this.unterminatedFString(mode, c);
      }
      if (c === mode.quote && this.quotesAt(mode, this.pos)) {
        return this.finishMiddle(line, col, this.pos, this.column());
      }
      if (c === 123) {
        mode.openExpr(this.pos + 1);
        if (text.charCodeAt(this.pos + 1) !== 123 || inSpec) {
          const endCol = this.column();
          if (!this.enterExpr(mode)) return T.ERRORTOKEN;
          mode.inFormatSpec = false;
          return this.finishMiddle(line, col, this.pos, endCol);
        }
        this.pos += 2;
        return this.finishMiddle(line, col, this.pos - 1, this.column());
      }
      if (c === 125) {
        if (namedEscape) {
          this.pos++;
          return this.finishMiddle(line, col, this.pos, this.column());
        }
        if (text.charCodeAt(this.pos + 1) === 125 && !inSpec && mode.depth === 0) {
          this.pos += 2;
          return this.finishMiddle(line, col, this.pos - 1, this.column());
        }
        mode.inExpr = true;
        mode.inFormatSpec = false;
        return this.finishMiddle(line, col, this.pos, this.column());
      }
      if (c === 10) {
        this.stringLine(this.pos);
        continue;
      }
      if (c === 92) {
        this.pos++;
        const peek = text.charCodeAt(this.pos);
        if (peek === 123 || peek === 125) {
          // CPython has read the brace when it warns, and puts it back.
          this.pos++;
          if (
            !mode.raw &&
            this.warn('SyntaxWarning', `invalid escape sequence '\\${String.fromCharCode(peek)}'`)
          )
            return T.ERRORTOKEN;
          this.pos--;
          continue;
        }
        if (peek === 10) {
          this.stringLine(this.pos);
          continue;
        }
        if (!mode.raw && peek === 78 && text.charCodeAt(this.pos + 1) === 123) {
          namedEscape = true;
          this.pos += 2;
          continue;
        }
        if (peek !== 0 || this.pos < this.size) {
          this.extra += surplus(peek);
          this.pos++;
        }
        continue;
      }
      if (c >= 128) this.extra += surplus(c);
      this.pos++;
    }
  }

  private unterminatedFString(mode: FStringMode, c: number): number {
    const at = this.lineno;
    this.pos = mode.start + 1;
    this.lineStart = mode.lineStart;
    this.lineno = mode.lineno;
    if (mode.quoteSize === 3) {
      this.syntaxError(`unterminated triple-quoted f-string literal (detected at line ${at})`);
      if (c !== 10) this.done = 'eofs';
      return T.ERRORTOKEN;
    }
    return this.syntaxError(`unterminated f-string literal (detected at line ${at})`);
  }

  /** The source of the expression for `=`, without its comments. */
  private debugText(from: number, to: number): string {
    const source = this.text.slice(from, to);
    return source.includes('#') ? source.replace(/#[^\n]*/g, '') : source;
  }

  /** ':', '}', '!' or '{' inside an f-string expression; true when a format spec begins. */
  private fstringPunctuation(mode: FStringMode, c: number): boolean {
    const cursor = mode.depth - (c === 123 ? 0 : 1);
    if (cursor === 0 || (cursor === 1 && (mode.debug || mode.inFormatSpec))) {
      if (c === 123) mode.openExpr(this.pos + 1);
      else {
        if (mode.exprEnd < 0) mode.exprEnd = this.start;
        if (mode.debug) this.metadata = this.debugText(mode.exprStart, mode.exprEnd);
      }
    }
    if (c === 58 && cursor === mode.exprDepth) {
      mode.inExpr = false;
      mode.inFormatSpec = true;
      return true;
    }
    return false;
  }

  // ---- operators ----

  private take(size: number, type: number): number {
    this.pos += size;
    return this.finish(type);
  }

  private operator(c: number): number {
    const mode = this.mode;
    if (
      mode !== null &&
      mode.exprDepth >= 0 &&
      (c === 58 || c === 125 || c === 33 || c === 123) &&
      this.fstringPunctuation(mode, c)
    ) {
      return this.take(1, T.COLON);
    }
    const c2 = this.text.charCodeAt(this.pos + 1);
    switch (c) {
      case 40:
        return this.open(c, T.LPAR);
      case 91:
        return this.open(c, T.LSQB);
      case 123:
        return this.open(c, T.LBRACE);
      case 41:
        return this.close(c, 40, T.RPAR);
      case 93:
        return this.close(c, 91, T.RSQB);
      case 125:
        return this.close(c, 123, T.RBRACE);
      case 44:
        return this.take(1, T.COMMA);
      case 58:
        return c2 === 61 ? this.take(2, T.COLONEQUAL) : this.take(1, T.COLON);
      case 59:
        return this.take(1, T.SEMI);
      case 126:
        return this.take(1, T.TILDE);
      case 61:
        if (c2 === 61) return this.take(2, T.EQEQUAL);
        if (mode !== null && mode.exprDepth >= 0) mode.debug = true;
        return this.take(1, T.EQUAL);
      case 43:
        return c2 === 61 ? this.take(2, T.PLUSEQUAL) : this.take(1, T.PLUS);
      case 45:
        if (c2 === 62) return this.take(2, T.RARROW);
        return c2 === 61 ? this.take(2, T.MINEQUAL) : this.take(1, T.MINUS);
      case 42:
        if (c2 === 42) return this.doubled(T.DOUBLESTAR, T.DOUBLESTAREQUAL);
        return c2 === 61 ? this.take(2, T.STAREQUAL) : this.take(1, T.STAR);
      case 47:
        if (c2 === 47) return this.doubled(T.DOUBLESLASH, T.DOUBLESLASHEQUAL);
        return c2 === 61 ? this.take(2, T.SLASHEQUAL) : this.take(1, T.SLASH);
      case 60:
        if (c2 === 60) return this.doubled(T.LEFTSHIFT, T.LEFTSHIFTEQUAL);
        if (c2 === 62) return this.take(2, T.NOTEQUAL);
        return c2 === 61 ? this.take(2, T.LESSEQUAL) : this.take(1, T.LESS);
      case 62:
        if (c2 === 62) return this.doubled(T.RIGHTSHIFT, T.RIGHTSHIFTEQUAL);
        return c2 === 61 ? this.take(2, T.GREATEREQUAL) : this.take(1, T.GREATER);
      case 33:
        return c2 === 61 ? this.take(2, T.NOTEQUAL) : this.take(1, T.EXCLAMATION);
      case 37:
        return c2 === 61 ? this.take(2, T.PERCENTEQUAL) : this.take(1, T.PERCENT);
      case 38:
        return c2 === 61 ? this.take(2, T.AMPEREQUAL) : this.take(1, T.AMPER);
      case 124:
        return c2 === 61 ? this.take(2, T.VBAREQUAL) : this.take(1, T.VBAR);
      case 94:
        return c2 === 61 ? this.take(2, T.CIRCUMFLEXEQUAL) : this.take(1, T.CIRCUMFLEX);
      case 64:
        return c2 === 61 ? this.take(2, T.ATEQUAL) : this.take(1, T.AT);
      default:
        this.pos++;
        if (!isPrintable(c)) {
          return this.syntaxError(`invalid non-printable character ${hexCode(c)}`);
        }
        return this.finish(T.OP);
    }
  }

  private doubled(type: number, withEqual: number): number {
    return this.text.charCodeAt(this.pos + 2) === 61 ? this.take(3, withEqual) : this.take(2, type);
  }

  private open(c: number, type: number): number {
    this.pos++;
    if (this.level >= MAX_LEVEL) return this.syntaxError('too many nested parentheses');
    this.parens[this.level] = c;
    this.parenLines[this.level] = this.lineno;
    this.parenCols[this.level] = this.start - this.lineStart + this.startExtra;
    this.level++;
    if (this.mode !== null) this.mode.depth++;
    return this.finish(type);
  }

  private close(c: number, expected: number, type: number): number {
    const mode = this.mode;
    this.pos++;
    if (mode !== null && mode.depth === 0 && c === 125) {
      return this.syntaxError("f-string: single '}' is not allowed");
    }
    if (this.level === 0 && !this.extraTokens) {
      return this.syntaxError(`unmatched '${String.fromCharCode(c)}'`);
    }
    if (this.level > 0) {
      this.level--;
      const opening = this.parens[this.level]!;
      if (opening !== expected && !this.extraTokens) return this.mismatch(c, opening);
    }
    if (mode !== null) {
      mode.depth--;
      if (mode.depth < 0) {
        return this.syntaxError(`f-string: unmatched '${String.fromCharCode(c)}'`);
      }
      if (c === 125 && mode.depth === mode.exprDepth) {
        mode.exprDepth--;
        mode.inExpr = false;
        mode.inFormatSpec = false;
        mode.debug = false;
      }
    }
    return this.finish(type);
  }

  private mismatch(c: number, opening: number): number {
    const shown = String.fromCharCode(c);
    const mode = this.mode;
    if (mode !== null && opening === 123 && mode.depth - 1 === mode.exprDepth) {
      return this.syntaxError(`f-string: unmatched '${shown}'`);
    }
    const line = this.parenLines[this.level]!;
    let msg =
      `closing parenthesis '${shown}' does not match opening parenthesis ` +
      `'${String.fromCharCode(opening)}'`;
    if (line !== this.lineno) msg += ` on line ${line}`;
    return this.syntaxError(msg);
  }
}

/** The text as the tokenizer wants it: '\n' line ends and, for a module, one at the very end. */
export function normalizeNewlines(source: string, module: boolean): string {
  let text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  if (module && text.length > 0 && text.charCodeAt(text.length - 1) !== 10) text += '\n';
  return text;
}
