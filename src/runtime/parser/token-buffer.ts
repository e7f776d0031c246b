/**
 * All tokens of a source in one array, and the cursor the fast parser moves along it.
 *
 * Invariants: token i fills STRIDE numbers from i * STRIDE: type, start, end, line, column, end
 * line, end column, and the name index (NAME, keywords) or 1 + an index into `texts` (a token with
 * f-string metadata). The last token is ENDMARKER or ERRORTOKEN; the parser never moves past it.
 */

import type { TypeIgnore } from './ast.ts';
import { sourceText } from './literals.ts';
import type { Tokenizer } from './tokenizer.ts';
import * as T from './tokens.ts';

export const STRIDE = 8;

/** How a source is to be read. */
export interface BufferOptions {
  single: boolean;
  dontImplyDedent: boolean;
}

/** Tokens read ahead. */
export class TokenBuffer {
  data: Int32Array;
  size = 0;
  readonly texts: string[] = [];
  readonly typeIgnores: TypeIgnore[] = [];

  constructor(tokenizer: Tokenizer, options: BufferOptions) {
    this.data = new Int32Array((Math.floor(tokenizer.size / 3) + 16) * STRIDE);
    this.fill(tokenizer, options);
  }

  private fill(tokenizer: Tokenizer, options: BufferOptions): void {
    let started = false;
    for (;;) {
      let type = tokenizer.next();
      if (type === T.TYPE_IGNORE) {
        const tag = tokenizer.text.slice(tokenizer.start, tokenizer.end);
        this.typeIgnores.push({ kind: 'TypeIgnore', lineno: tokenizer.line, tag: sourceText(tag) });
        continue;
      }
      if (options.single && type === T.ENDMARKER && started) {
        type = T.NEWLINE;
        started = false;
        if (tokenizer.indent > 0 && !options.dontImplyDedent) tokenizer.dropIndents();
      } else {
        started = true;
      }
      this.push(type, tokenizer);
      if (type === T.ENDMARKER || type === T.ERRORTOKEN) return;
    }
  }

  private push(type: number, tokenizer: Tokenizer): void {
    const at = this.size;
    if (at + STRIDE > this.data.length) {
      const grown = new Int32Array(this.data.length * 2);
      grown.set(this.data);
      this.data = grown;
    }
    const data = this.data;
    data[at] = type;
    data[at + 1] = tokenizer.start;
    data[at + 2] = tokenizer.end;
    data[at + 3] = tokenizer.line;
    data[at + 4] = tokenizer.col;
    data[at + 5] = tokenizer.endLine;
    data[at + 6] = tokenizer.endCol;
    if (tokenizer.metadata !== null) data[at + 7] = this.texts.push(tokenizer.metadata);
    else data[at + 7] = type === T.NAME || type >= T.KEYWORD_BASE ? tokenizer.nameIndex : 0;
    this.size = at + STRIDE;
  }
}

/** What the fast parser throws on any error: the slow one finds out which. */
export const FAILURE = { kind: 'parse failure' };

/** A position in a token buffer. */
export class Cursor {
  readonly t: Int32Array;
  readonly source: string;
  readonly names: string[];
  readonly texts: string[];
  /** Index of the current token's first number. */
  p = 0;
  /** Type of the current token. */
  k: number;

  constructor(buffer: TokenBuffer, source: string, names: string[]) {
    this.t = buffer.data;
    this.source = source;
    this.names = names;
    this.texts = buffer.texts;
    this.k = this.t[0];
  }

  advance(): void {
    this.p += STRIDE;
    this.k = this.t[this.p];
  }

  seek(position: number): void {
    this.p = position;
    this.k = this.t[position];
  }

  /** The type of the token after the current one, which must not be the last. */
  peek(): number {
    return this.t[this.p + STRIDE];
  }

  fail(): never {
    throw FAILURE;
  }

  expect(type: number): void {
    if (this.k !== type) throw FAILURE;
    this.p += STRIDE;
    this.k = this.t[this.p];
  }

  /** Consumes the current token when it is of this type. */
  accept(type: number): boolean {
    if (this.k !== type) return false;
    this.p += STRIDE;
    this.k = this.t[this.p];
    return true;
  }

  /** Consumes a NAME and returns its identifier. */
  identifier(): string {
    if (this.k !== T.NAME) throw FAILURE;
    const name = this.names[this.t[this.p + 7]];
    this.p += STRIDE;
    this.k = this.t[this.p];
    return name;
  }

  /** Whether the current token is the soft keyword of that name index. */
  atSoft(index: number): boolean {
    return this.k === T.NAME && this.t[this.p + 7] === index;
  }
}
