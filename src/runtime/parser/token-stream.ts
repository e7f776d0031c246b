/**
 * Tokens as the tokenize module sees them (CPython: Python/Python-tokenize.c,
 * _tokenize.TokenizerIter).
 *
 * Invariants: positions are (line from 1, column in characters); with extra tokens an operator's
 * type is OP, comments and NL tokens are there, and the last tokens stand on a line of their own.
 * The whole text is given at once; '\r\n' is kept in strings and lines, a lone '\r' ends a line
 * too.
 */

import { ParseError } from './parse-error.ts';
import { countChars, normalizeNewlines, Tokenizer } from './tokenizer.ts';
import * as T from './tokens.ts';
import { shownText } from './utf8.ts';

/** One token: a 5-tuple of tokenize, flattened. */
export interface StreamToken {
  type: number;
  string: string;
  line: number;
  col: number;
  endLine: number;
  endCol: number;
  text: string;
}

/** Reads tokens one by one. */
export class TokenStream {
  private readonly tok: Tokenizer;
  private readonly extra: boolean;
  private readonly implicitNewline: boolean;
  private readonly crlf: boolean;
  private done = false;
  private lastLine = -1;
  private lastText = '';

  constructor(source: string, extraTokens: boolean) {
    const text = normalizeNewlines(source, true);
    this.implicitNewline = text.length > 0 && !/[\r\n]$/.test(source);
    this.crlf = source.includes('\r\n');
    this.extra = extraTokens;
    this.tok = new Tokenizer(text, { extraTokens });
  }

  /** The next token, null at the end; throws a ParseError. */
  next(): StreamToken | null {
    if (this.done) return null;
    const tok = this.tok;
    let type = tok.next();
    if (type === T.ERRORTOKEN) throw this.failure();
    if (type >= T.KEYWORD_BASE) type = T.NAME;
    const trailing = type === T.ENDMARKER || (type === T.DEDENT && tok.done === 'eof');
    if (type === T.ENDMARKER) this.done = true;
    const text = this.extra && trailing ? '' : this.lineText(type);
    let line = tok.line;
    let endLine = tok.endLine;
    let col = tok.col < 0 ? -1 : this.column(tok.start);
    let endCol = tok.endCol < 0 ? -1 : this.column(tok.end);
    let string = tok.col < 0 ? '' : this.restored(tok.text.slice(tok.start, tok.end));
    if (this.extra) {
      if (trailing) {
        line = endLine = line + 1;
        col = endCol = 0;
        string = '';
      }
      if (type > T.DEDENT && type < T.OP) type = T.OP;
      else if (type === T.NEWLINE || type === T.NL) {
        string = this.newline();
        endCol = col + Math.max(string.length, 1);
      }
    }
    return { type, string, line, col, endLine, endCol, text };
  }

  private atImplicitNewline(): boolean {
    return this.implicitNewline && this.tok.pos >= this.tok.size;
  }

  private newline(): string {
    if (this.atImplicitNewline()) return '';
    return this.crlf ? '\r\n' : '\n';
  }

  private restored(text: string): string {
    const shown = shownText(text);
    return this.crlf ? shown.replaceAll('\n', '\r\n') : shown;
  }

  private column(index: number): number {
    const start = index === 0 ? 0 : this.tok.text.lastIndexOf('\n', index - 1) + 1;
    return countChars(this.tok.text, start, index);
  }

  /** The physical lines of the token, up to the line being read. */
  private lineText(type: number): string {
    const tok = this.tok;
    const isString = type === T.STRING || (type >= T.FSTRING_START && type <= T.FSTRING_END);
    if (tok.lineno === this.lastLine) return this.lastText;
    if (type === T.ENDMARKER) return '';
    const at = isString ? tok.start : tok.lineStart;
    const start = isString && at > 0 ? tok.text.lastIndexOf('\n', at - 1) + 1 : at;
    const found = tok.text.indexOf('\n', tok.lineStart);
    let text = tok.text.slice(start, found < 0 ? tok.size : found + 1);
    if (this.implicitNewline && (found < 0 || found + 1 >= tok.size)) text = text.slice(0, -1);
    this.lastLine = isString ? tok.line : tok.lineno;
    this.lastText = this.restored(text);
    return this.lastText;
  }

  private failure(): ParseError {
    const tok = this.tok;
    this.done = true;
    if (tok.error !== null) {
      const e = tok.error;
      return new ParseError(e.type, e.msg, e.lineno, e.offset, e.endLineno, e.endOffset, e.text);
    }
    const found = tok.text.indexOf('\n', tok.lineStart);
    const end = found < 0 ? tok.size : found + 1;
    const line = shownText(tok.text.slice(tok.bufStart, end));
    const width = end - tok.bufStart;
    const make = (type: string, msg: string, offset: number): ParseError =>
      new ParseError(type, msg, tok.lineno, offset, tok.lineno, offset, line);
    switch (tok.done) {
      case 'dedent':
        return make(
          'IndentationError',
          'unindent does not match any outer indentation level',
          width,
        );
      case 'tabspace':
        return make('TabError', 'inconsistent use of tabs and spaces in indentation', width);
      case 'toodeep':
        return make('IndentationError', 'too many levels of indentation', width);
      case 'linecont':
        return make(
          'SyntaxError',
          'unexpected character after line continuation character',
          tok.pos - tok.bufStart - 1,
        );
      default:
        return make('SyntaxError', 'unexpected EOF in multi-line statement', width);
    }
  }
}
