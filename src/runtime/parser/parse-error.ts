/**
 * The error a failed parse throws (CPython: the SyntaxError made by Parser/pegen_errors.c).
 */

/**
 * Not an Error: the runtime makes a Python exception of it. `offset` and `endOffset` are 1-based
 * characters; null stands for None.
 */
export class ParseError {
  readonly type: string;
  readonly msg: string;
  readonly lineno: number | null;
  readonly offset: number | null;
  readonly endLineno: number | null;
  readonly endOffset: number | null;
  readonly text: string | null;

  constructor(
    type: string,
    msg: string,
    lineno: number | null,
    offset: number | null,
    endLineno: number | null,
    endOffset: number | null,
    text: string | null,
  ) {
    this.type = type;
    this.msg = msg;
    this.lineno = lineno;
    this.offset = offset;
    this.endLineno = endLineno;
    this.endOffset = endOffset;
    this.text = text;
  }
}
