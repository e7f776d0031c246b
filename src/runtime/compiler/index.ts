/**
 * The compiler's Python face: compile(), exec, eval, and what a rejected program raises. CPython: Python/pythonrun.c.
 */
import { orThrow } from '../core/call.ts';
import { intSettings } from '../objects/int.ts';
import { utf8Bytes } from '../objects/codec-registry.ts';
import { bytesCopy, hasBuffer } from '../core/buffer.ts';
import { newExceptionArgs, type PyErr, typeError, warnSyntax } from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { HostError, readFile } from '../host.ts';
import type { CodePayload } from '../objects/code.ts';
import { dictGetStrBorrowed, dictSetStr } from '../objects/dict.ts';
import {
  IncompleteInputErrorType,
  IndentationErrorType,
  MemoryErrorType,
  RecursionErrorType,
  SyntaxErrorType,
  TabErrorType,
  ValueErrorType,
} from '../objects/exceptions.ts';
import { newFunctionSteal } from '../objects/function.ts';
import { newInt } from '../objects/int.ts';
import { None_ } from '../objects/singletons.ts';
import { intern, isStr, newStrJs, strJs, strValue } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import type * as ast from '../parser/ast.ts';
import { decodeSource, parse } from '../parser/index.ts';
import { textToJs } from '../text/text.ts';
import { cachedUnit, rememberUnit } from './cache.ts';
import {
  type CompileOptions,
  compileText,
  compileTree,
  ParseError,
  PyCF_ALLOW_INCOMPLETE_INPUT,
  PyCF_DONT_IMPLY_DEDENT,
  PyCF_IGNORE_COOKIE,
  PyCF_ONLY_AST,
  PyCF_TYPE_COMMENTS,
  SyntaxFailure,
} from './compile.ts';
import { instantiate } from './instantiate.ts';

export * from './compile.ts';
export { instantiate };

/** Filled by modules/_ast.ts: trees to `ast` objects and back. */
export const astHooks: {
  fromTree: ((tree: ast.Mod) => Owned) | null;
  toTree: ((o: PyObject, mode: string) => ast.Mod) | null;
  isNode: ((o: PyObject) => boolean) | null;
} = { fromTree: null, toTree: null, isNode: null };

/** -O level of the command line, and what the profiler asks for. */
export const compilerSettings: {
  optimize: number;
  traceLines: ((filename: string, source: () => string) => boolean) | null;
} = {
  optimize: 0,
  /** Which files are compiled for the line profiler. */
  traceLines: null,
};

/** The exception of a rejected program. `lines` is the source for the `text` attribute. */
export function syntaxErrorOf(
  e: ParseError | SyntaxFailure,
  filename: PyObject,
  source: string,
): PyErr {
  if (e instanceof ParseError) return parseError(e, filename);
  const at = e.at;
  const lines = source.split('\n');
  const text = programText(strJs(filename), at.lineno);
  return positioned(
    SyntaxErrorType,
    e.msg,
    filename,
    at.lineno,
    characters(lines[at.lineno - 1], at.col_offset) + 1,
    text,
    at.end_lineno,
    at.end_col_offset < 0 ? null : characters(lines[at.end_lineno - 1], at.end_col_offset) + 1,
  );
}

/** The line of a file on disk, with its end; null for sources that are no file (CPython: PyErr_ProgramTextObject). */
function programText(filename: string, lineno: number): string | null {
  if (filename.startsWith('<')) return null;
  let bytes: Uint8Array;
  try {
    bytes = readFile(filename);
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  }
  const line = new TextDecoder().decode(bytes).split('\n')[lineno - 1];
  return line === undefined ? null : `${line}\n`;
}

/** Characters of the first `bytes` UTF-8 bytes of a line. */
function characters(line: string | undefined, bytes: number): number {
  if (line === undefined) return bytes;
  let n = 0;
  let chars = 0;
  for (const ch of line) {
    if (n >= bytes) break;
    const cp = ch.codePointAt(0)!;
    n += cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    chars++;
  }
  return chars;
}

const TYPES: Record<string, () => any> = {
  SyntaxError: () => SyntaxErrorType,
  IndentationError: () => IndentationErrorType,
  TabError: () => TabErrorType,
  _IncompleteInputError: () => IncompleteInputErrorType,
};

function parseError(e: ParseError, filename: PyObject): PyErr {
  if (e.type === 'MemoryError' || e.type === 'RecursionError' || e.type === 'ValueError') {
    const T = {
      MemoryError: MemoryErrorType,
      RecursionError: RecursionErrorType,
      ValueError: ValueErrorType,
    }[e.type];
    const m = newStrJs(e.msg);
    const err = newExceptionArgs(T, e.msg === '' ? [] : [m]);
    decref(m);
    return err;
  }
  const T = (TYPES[e.type] ?? TYPES.SyntaxError!)();
  if (e.lineno === null) {
    const m = newStrJs(e.msg);
    const err = newExceptionArgs(T, [m]);
    decref(m);
    return err;
  }
  return positioned(T, e.msg, filename, e.lineno, e.offset, e.text, e.endLineno, e.endOffset);
}

function positioned(
  T: any,
  msg: string,
  filename: PyObject,
  lineno: number,
  offset: number | null,
  text: string | null,
  endLineno: number | null,
  endOffset: number | null,
): PyErr {
  const num = (n: number | null): Owned => (n === null ? incref(None_) : newInt(n)) as Owned;
  const details = newTupleSteal([
    incref(filename),
    num(lineno),
    num(offset),
    text === null ? incref(None_) : newStrJs(text),
    num(endLineno),
    num(endOffset),
  ]);
  const m = newStrJs(msg);
  const err = newExceptionArgs(T, [m, details]);
  decref(m);
  decref(details);
  return err;
}

function warner(filename: PyObject): CompileOptions['warn'] {
  return (category, message, lineno) => warnSyntax(category, message, filename, lineno);
}

/** Runs a compiling function; what it rejects becomes a Python exception. */
function rejecting<T>(filename: PyObject, source: string, f: () => T): T {
  try {
    return f();
  } catch (e) {
    if (e instanceof ParseError || e instanceof SyntaxFailure)
      throw syntaxErrorOf(e, filename, source);
    throw e;
  }
}

/** Sources shorter than this compile faster than a file is read. */
const CACHE_FROM = 400;

/**
 * Source to a code object (new reference), through the compile cache. Bytes are decoded only when they must be compiled.
 * Who runs the code at once gives an `arena` and releases that after the run.
 */
export function compileString(
  source: string | Uint8Array,
  filename: PyObject,
  mode: CompileOptions['mode'],
  flags = 0,
  optimize = -1,
  arena: PyObject[] | null = null,
): Owned<PyObject<CodePayload>> {
  let warned = false;
  const issue = warner(filename)!;
  let decoded = typeof source === 'string' ? source : null;
  const text = (): string => (decoded ??= sourceText(source as Uint8Array, filename));
  const o: CompileOptions = {
    filename: strJs(filename),
    mode,
    flags,
    optimize: optimize < 0 ? compilerSettings.optimize : optimize,
    verify: S.resident,
    maxStrDigits: intSettings.maxStrDigits,
    traceLines: compilerSettings.traceLines?.(strJs(filename), text) ?? false,
    warn: (category, message, lineno, col) => {
      warned = true;
      return issue(category, message, lineno, col);
    },
  };
  const worth = mode === 'exec' && source.length > CACHE_FROM;
  let unit = worth ? cachedUnit(source, o) : null;
  if (unit === null) {
    const read = text();
    unit = rejecting(filename, read, () => compileText(read, o));
    if (worth && !warned) unit = rememberUnit(source, o, unit);
  }
  return instantiate(unit, o.filename, arena);
}

/** Decodes encodings that only Python's codecs know; set by program.ts. */
export const sourceCodec: { decode: Parameters<typeof decodeSource>[1] } = { decode: undefined };

/** The text of source given as bytes, by its coding cookie. */
export function sourceText(bytes: Uint8Array, filename: PyObject): string {
  return rejecting(filename, '', () => decodeSource(bytes, sourceCodec.decode));
}

/** The work of compile(), exec() and eval() on a source that is not a code object. `what` names the caller in messages. */
export function compileSource(
  source: PyObject,
  filename: PyObject,
  mode: 'exec' | 'eval' | 'single' | 'func_type',
  flags: number,
  optimize: number,
  what: string,
  arena: PyObject[] | null = null,
): Owned {
  const node = astHooks.isNode?.(source) ?? false;
  if (node) return compileNode(source, filename, mode, flags, optimize);
  if ((flags & PyCF_ONLY_AST) === 0 && !isStr(source) && hasBuffer(source)) {
    const bytes = bytesCopy(source);
    return compileString(bytes, filename, mode as CompileOptions['mode'], flags, optimize, arena);
  }
  const text = textOf(source, filename, what, flags);
  if ((flags & PyCF_ONLY_AST) !== 0) {
    const tree = rejecting(filename, text, () => parseTree(text, filename, mode, flags));
    if (astHooks.fromTree === null) throw typeError('the _ast module is not there');
    return astHooks.fromTree(tree);
  }
  return compileString(text, filename, mode as CompileOptions['mode'], flags, optimize, arena);
}

function parseTree(
  text: string,
  filename: PyObject,
  mode: 'exec' | 'eval' | 'single' | 'func_type',
  flags: number,
): ast.Mod {
  return parse(text, {
    mode,
    filename: strJs(filename),
    warn: warner(filename),
    maxStrDigits: intSettings.maxStrDigits,
    typeComments: (flags & PyCF_TYPE_COMMENTS) !== 0,
    allowIncompleteInput: (flags & PyCF_ALLOW_INCOMPLETE_INPUT) !== 0,
    dontImplyDedent: (flags & PyCF_DONT_IMPLY_DEDENT) !== 0,
  });
}

function compileNode(
  source: PyObject,
  filename: PyObject,
  mode: string,
  flags: number,
  optimize: number,
): Owned {
  if ((flags & PyCF_ONLY_AST) !== 0) return incref(source) as Owned;
  const tree = astHooks.toTree!(source, mode);
  const o: CompileOptions = {
    filename: strJs(filename),
    mode: mode as CompileOptions['mode'],
    flags,
    optimize: optimize < 0 ? compilerSettings.optimize : optimize,
    verify: S.resident,
    warn: warner(filename),
  };
  const unit = rejecting(filename, '', () => compileTree(tree as ast.Module, o));
  return instantiate(unit, o.filename);
}

function textOf(source: PyObject, filename: PyObject, what: string, flags: number): string {
  if (isStr(source)) {
    const text = textToJs(strValue(source));
    // what UTF-8 cannot write is no program
    if (/[\ud800-\udfff]/.test(text)) utf8Bytes(source);
    return text;
  }
  if (hasBuffer(source)) {
    void (flags & PyCF_IGNORE_COOKIE);
    return sourceText(bytesCopy(source), filename);
  }
  const kinds =
    what === 'compile' ? 'a string, bytes or AST object' : 'a string, bytes or code object';
  throw typeError(`${what}() arg 1 must be ${kinds}`);
}

const s_builtins = intern('__builtins__');

/** Runs a code object in namespaces. `closure`: cells for its free variables (owned by the callee after). */
export function evalCode(
  code: PyObject<CodePayload>,
  globals: PyObject,
  locals: PyObject,
  closure: PyObject[] | null = null,
): Owned {
  let builtins = dictGetStrBorrowed(globals, s_builtins);
  if (builtins === null) {
    dictSetStr(globals, s_builtins, S.builtins);
    builtins = S.builtins;
  }
  if (builtins.type.name === 'module') builtins = (builtins as any).dict as PyObject;
  const fn = newFunctionSteal(
    incref(code),
    incref(globals),
    incref(builtins),
    closure === null ? null : closure.map((c) => incref(c)),
  );
  const payload = code.v;
  if (payload.nparams === 0 && (payload.flags & 1) !== 0) return orThrow(payload.js(fn));
  return orThrow(payload.js(fn, locals));
}

/** Runs the body of a class statement in its namespace: None, or the `__class__` cell. Borrows both. */
export function runBody(fn: PyObject, ns: PyObject): Owned {
  return orThrow(fn.v.code.v.js(incref(fn), ns));
}
