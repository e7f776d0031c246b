/**
 * Source text or tree to a UnitSource, without the runtime. CPython: Python/pythonrun.c, Python/compile.c (entry points).
 */
import type * as ast from '../parser/ast.ts';
import { ParseError, parse } from '../parser/index.ts';
import { hasAnnotations } from './classes.ts';
import { borrowed } from './emit.ts';
import { SyntaxFailure } from './errors.ts';
import { constantVal, expr } from './expressions.ts';
import { cleanDoc, compileBlock } from './functions.ts';
import { storeName } from './names.ts';
import { body, returnValue } from './statements.ts';
import { buildSymbolTable, docstringOf } from './symtable.ts';
import { UnitBuilder, type UnitSource } from './unit.ts';

export const CO_FUTURE_ANNOTATIONS = 0x1000000;
export const PyCF_DONT_IMPLY_DEDENT = 0x200;
export const PyCF_ONLY_AST = 0x400;
export const PyCF_IGNORE_COOKIE = 0x800;
export const PyCF_TYPE_COMMENTS = 0x1000;
export const PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000;
export const PyCF_ALLOW_INCOMPLETE_INPUT = 0x4000;

export type Mode = 'exec' | 'eval' | 'single';

export interface CompileOptions {
  filename: string;
  mode: Mode;
  /** Flags of compile(): CO_FUTURE_* and PyCF_*. */
  flags?: number;
  /** 0, 1 (-O), 2 (-OO). */
  optimize?: number;
  /** Most digits of a decimal integer, 0 for no limit. */
  maxStrDigits?: number | undefined;
  /** Locals and temporaries visible to the verifier. */
  verify?: boolean;
  /** Report each line to S.lineHook (the line profiler). */
  traceLines?: boolean;
  /** Receives SyntaxWarnings (and DeprecationWarnings of the tokenizer); true: the warning is to be an error. */
  warn?: (
    category: 'SyntaxWarning' | 'DeprecationWarning',
    message: string,
    lineno: number,
    col: number,
  ) => boolean;
}

export { ParseError, SyntaxFailure };

/** The features of `__future__` and their bits in co_flags. */
const FUTURES = new Map([
  ['nested_scopes', 0],
  ['generators', 0],
  ['division', 0x20000],
  ['absolute_import', 0x40000],
  ['with_statement', 0x80000],
  ['print_function', 0x100000],
  ['unicode_literals', 0x200000],
  ['barry_as_FLUFL', 0x400000],
  ['generator_stop', 0x800000],
  ['annotations', CO_FUTURE_ANNOTATIONS],
]);

/** Bits that code compiled with compile() inherits from the code that calls it. */
export const FUTURE_MASK = 0x1fe0000;

/**
 * Reads the `from __future__` statements at the head of a module: their flags, and the line of the last one (later ones
 * are refused by the statement compiler). CPython: Python/future.c, whose errors have no end position.
 */
function futures(mod: ast.Mod): { flags: number; lineno: number } {
  let flags = 0;
  let lineno = -1;
  if (mod.kind !== 'Module' && mod.kind !== 'Interactive') return { flags, lineno };
  const doc = mod.kind === 'Module' && docstringOf(mod.body) !== null;
  for (const s of doc ? mod.body.slice(1) : mod.body) {
    if (s.kind !== 'ImportFrom' || s.module !== '__future__') break;
    const at = { ...s, end_lineno: s.lineno, end_col_offset: -1 };
    for (const a of s.names) {
      const flag = FUTURES.get(a.name);
      if (a.name === 'braces') throw new SyntaxFailure('not a chance', at);
      if (flag === undefined)
        throw new SyntaxFailure(`future feature ${a.name} is not defined`, at);
      flags |= flag;
    }
    lineno = s.lineno;
  }
  return { flags, lineno };
}

/** Compiles a tree. Throws SyntaxFailure. */
export function compileTree(
  mod: ast.Module | ast.Interactive | ast.Expression,
  o: CompileOptions,
): UnitSource {
  const unit = new UnitBuilder(o.filename, o.optimize ?? 0, o.verify ?? false);
  const future = futures(mod);
  unit.futureFlags = future.flags | ((o.flags ?? 0) & FUTURE_MASK);
  unit.futureLine = future.lineno;
  unit.futureAnnotations = (unit.futureFlags & CO_FUTURE_ANNOTATIONS) !== 0;
  unit.onWarning = (msg, at) => {
    if (o.warn?.('SyntaxWarning', msg, at.lineno, at.col_offset) === true)
      throw new SyntaxFailure(msg, at);
  };
  unit.interactive = o.mode === 'single';
  unit.traceLines = o.traceLines ?? false;
  unit.topLevelAwait = ((o.flags ?? 0) & PyCF_ALLOW_TOP_LEVEL_AWAIT) !== 0;
  unit.table = buildSymbolTable(mod, o.filename, unit.futureAnnotations);
  const top = unit.table.top;
  const none = { argcount: 0, posonlyargcount: 0, kwonlyargcount: 0 };
  compileBlock(
    null,
    unit,
    top,
    '<module>',
    '<module>',
    none,
    mod.kind === 'Module' ? 1 : 1,
    (c) => {
      if (mod.kind === 'Expression') return returnValue(c, expr(c, mod.body), mod.body);
      const doc = mod.kind === 'Module' ? docstringOf(mod.body) : null;
      const stmts = doc === null ? mod.body : mod.body.slice(1);
      const here = { lineno: 1, col_offset: 0, end_lineno: 1, end_col_offset: 0 };
      if (hasAnnotations(mod.body)) c.line('SETUPANNOTATIONS(F);');
      if (doc !== null && unit.optimize < 2)
        storeName(c, '__doc__', constantVal(c, cleanDoc(doc.value)), doc);
      body(c, stmts);
      returnValue(c, borrowed('None'), stmts[stmts.length - 1] ?? here);
    },
  );
  return unit.finish();
}

/** Parses and compiles source text (already decoded). Throws ParseError or SyntaxFailure. */
export function compileText(source: string, o: CompileOptions): UnitSource {
  const flags = o.flags ?? 0;
  const mod = parse(source, {
    mode: o.mode,
    filename: o.filename,
    warn: o.warn,
    allowTopLevelAwait: (flags & PyCF_ALLOW_TOP_LEVEL_AWAIT) !== 0,
    allowIncompleteInput: (flags & PyCF_ALLOW_INCOMPLETE_INPUT) !== 0,
    dontImplyDedent: (flags & PyCF_DONT_IMPLY_DEDENT) !== 0,
    maxStrDigits: o.maxStrDigits,
  });
  return compileTree(mod as ast.Module, o);
}
