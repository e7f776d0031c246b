/**
 * The parser's interface (CPython: Parser/peg_api.c, _PyPegen_run_parser).
 *
 * Invariants: valid sources take the fast path only. On any failure the source is read anew by the
 * slow parser, which follows CPython's two passes to find the very error CPython reports.
 */

import type { Mod } from './ast.ts';
import { ErrorFinder, stackOverflow } from './errors.ts';
import { MAX_STR_DIGITS } from './literals.ts';
import { ParseError } from './parse-error.ts';
import type { WarningList } from './parser-expr.ts';
import { StmtParser } from './parser-stmt.ts';
import { FAILURE, STRIDE, TokenBuffer } from './token-buffer.ts';
import { normalizeNewlines, Tokenizer } from './tokenizer.ts';

export type { NameLookup } from './literals.ts';
export { setNameLookup } from './literals.ts';
export { ParseError } from './parse-error.ts';
export { normalizeNewlines, Tokenizer } from './tokenizer.ts';

/** How to parse; the defaults are those of compile(). */
export interface ParseOptions {
  mode: 'exec' | 'eval' | 'single' | 'func_type';
  filename: string;
  typeComments?: boolean;
  /** Minor version of Python to be compatible with. */
  featureVersion?: number;
  /** The compiler's business: the grammar allows await anywhere. */
  allowTopLevelAwait?: boolean;
  /** PyCF_DONT_IMPLY_DEDENT */
  dontImplyDedent?: boolean;
  /** PyCF_ALLOW_INCOMPLETE_INPUT */
  allowIncompleteInput?: boolean;
  /** CO_FUTURE_BARRY_AS_BDFL is in effect. */
  barryAsFlufl?: boolean;
  /** sys.set_int_max_str_digits(), 0 for no limit; 4300 when absent. */
  maxStrDigits?: number;
  /** Called for each warning, in order; true turns it into a SyntaxError. */
  warn?: (
    category: 'SyntaxWarning' | 'DeprecationWarning',
    message: string,
    lineno: number,
    col: number,
  ) => unknown;
}

/** Nesting beyond which CPython's own parser stack might not have sufficed. */
const DEEP = 100;

/** Parses a decoded source (UTF-16, astral characters as pairs); throws a ParseError. */
export function parse(source: string, options: ParseOptions): Mod {
  if (source.includes('\0')) {
    throw new ParseError(
      'SyntaxError',
      'source code string cannot contain null bytes',
      null,
      null,
      null,
      null,
      null,
    );
  }
  const text = normalizeNewlines(source, options.mode === 'exec');
  try {
    return parseText(text, options);
  } catch (error) {
    if (error instanceof RangeError) throw stackOverflow();
    throw error;
  }
}

function parseText(text: string, options: ParseOptions): Mod {
  const tokenizer = new Tokenizer(text, { typeComments: options.typeComments });
  const warnings: WarningList = [];
  tokenizer.onWarn = (category, msg, lineno, at) => {
    warnings.push({ category, msg, lineno, at });
    return false;
  };
  const buffer = new TokenBuffer(tokenizer, {
    single: options.mode === 'single',
    dontImplyDedent: options.dontImplyDedent === true,
  });
  const parser = new StmtParser(buffer, text, tokenizer.names.values, options.featureVersion ?? 13);
  parser.flufl = options.barryAsFlufl === true;
  parser.warnings = warnings;
  parser.decoder.maxStrDigits = options.maxStrDigits ?? MAX_STR_DIGITS;
  let tree: Mod;
  try {
    tree = run(parser, buffer, options);
  } catch (failure) {
    if (failure !== FAILURE) throw failure;
    return errorFinder(text, options).find();
  }
  if (options.mode === 'single' && moreFollows(text, parser)) {
    return errorFinder(text, options).find();
  }
  if (parser.deepest >= DEEP && !errorFinder(text, { ...options, warn: undefined }).accepts()) {
    throw new ParseError(
      'SystemError',
      'the grammar refuses what the fast parser accepts',
      null,
      null,
      null,
      null,
      null,
    );
  }
  const fatal = report(warnings, options);
  if (fatal === null) return tree;
  const warn = (_category: string, msg: string, lineno: number): boolean =>
    msg === fatal.msg && lineno === fatal.lineno;
  return errorFinder(text, { ...options, warn }).find();
}

function errorFinder(text: string, options: ParseOptions): ErrorFinder {
  const tokenizer = new Tokenizer(text, { typeComments: options.typeComments });
  return new ErrorFinder(tokenizer, {
    mode: options.mode,
    featureVersion: options.featureVersion ?? 13,
    dontImplyDedent: options.dontImplyDedent === true,
    allowIncompleteInput: options.allowIncompleteInput === true,
    barryAsFlufl: options.barryAsFlufl === true,
    maxStrDigits: options.maxStrDigits ?? MAX_STR_DIGITS,
    warn: options.warn ?? null,
  });
}

/** Issues the warnings in source order, once each; gives the one that is to be an error. */
function report(warnings: WarningList, options: ParseOptions): WarningList[number] | null {
  if (warnings.length === 0 || options.warn === undefined) return null;
  warnings.sort((a, b) => a.at - b.at);
  let previous = '';
  for (const warning of warnings) {
    const { category, msg, lineno, at } = warning;
    const key = `${at} ${msg}`;
    if (key === previous) continue;
    previous = key;
    if (options.warn(category as 'SyntaxWarning', msg, lineno, 0) === true) return warning;
  }
  return null;
}

/** Whether anything but blanks and comments follows a single statement. */
function moreFollows(text: string, parser: StmtParser): boolean {
  const end = parser.t[parser.p - STRIDE + 2];
  return /[^ \t\n\f]/.test(text.slice(end).replace(/#[^\n]*/g, ''));
}

function run(parser: StmtParser, buffer: TokenBuffer, options: ParseOptions): Mod {
  switch (options.mode) {
    case 'exec':
      return parser.module(buffer.typeIgnores);
    case 'eval':
      return parser.evalInput();
    case 'single':
      return parser.interactive();
    case 'func_type':
      return parser.funcType();
  }
}

export type * from './ast.ts';
export type { Decoder } from './source.ts';
export { decodeSource, findCookie } from './source.ts';
export type { StreamToken } from './token-stream.ts';
export { TokenStream } from './token-stream.ts';
