/**
 * Programs in `__main__`: a file, a folder, a text, a module, standard input; and what is told of the exception that ends
 * one. CPython: Modules/main.c, Python/pythonrun.c.
 */
import { compileString, evalCode, sourceCodec } from './compiler/index.ts';
import { str_ } from './core/abstract.ts';
import { getAttr } from './core/attr.ts';
import { call3, callObject } from './core/call.ts';
import {
  carries,
  discard,
  matches,
  newException,
  newExceptionArgs,
  type PyErr,
  toPyErr,
} from './core/errors.ts';
import { decref, incref, type Owned, type PyObject } from './core/object.ts';
import { importName, mainModule } from './core/startup.ts';
import { S } from './core/state.ts';
import { displayException } from './core/traceback-print.ts';
import { HostError, host, readFile } from './host.ts';
import { flushStreams } from './modules/sys.ts';
import { newBytes } from './objects/bytes.ts';
import { dictGetStrBorrowed, dictSetStr } from './objects/dict.ts';
import {
  KeyboardInterruptType,
  LookupErrorType,
  SyntaxErrorType,
  SystemExitType,
} from './objects/exceptions.ts';
import { isInt, newInt } from './objects/int.ts';
import { listInsert, newListSteal } from './objects/list.ts';
import { None_, newBool } from './objects/singletons.ts';
import { intern, isStr, newStrJs, strJs } from './objects/str.ts';
import { newTupleSteal } from './objects/tuple.ts';
import { decodeSource, ParseError } from './parser/index.ts';

const EXIT_SIGINT = 130;

class ReportSettings {
  /** -i: SystemExit does not end the interpreter, it is shown like any other exception. */
  inspect = false;
}

export const reportSettings = new ReportSettings();

function write(fd: number, text: string): void {
  host().fs.write(fd, new TextEncoder().encode(text));
}

function flush(): void {
  try {
    flushStreams();
  } catch (e) {
    discard(toPyErr(e));
  }
}

// ---------------------------------------------------------------------------------------------
// Exceptions that nothing caught

const s_excepthook = intern('excepthook');

/** Prints an uncaught exception through sys.excepthook; consumes it. Returns the exit code. */
export function report(err: PyErr): number {
  if (carries(err, SystemExitType) && !reportSettings.inspect) return exitCode(err);
  const interrupt = carries(err, KeyboardInterruptType);
  const exc = err.exc;
  flush();
  const tb = incref<PyObject>(exc.v.traceback ?? None_);
  setLast(exc, tb);
  try {
    const exit = callHook(exc, tb);
    if (exit !== null) return exit;
  } finally {
    decref(tb);
    decref(exc);
  }
  flush();
  return interrupt ? EXIT_SIGINT : 1;
}

/** The exit code when the hook itself ends the program. */
function callHook(exc: PyObject, tb: PyObject): number | null {
  const hook = dictGetStrBorrowed(S.sysdict, s_excepthook);
  if (hook === null) {
    write(2, 'sys.excepthook is missing\n');
    displayException(exc);
    return null;
  }
  try {
    decref(callObject(hook, [exc.type.self, exc, tb]));
  } catch (e) {
    const second = toPyErr(e);
    if (carries(second, SystemExitType) && !reportSettings.inspect) return exitCode(second);
    write(2, 'Error in sys.excepthook:\n');
    displayException(second.exc);
    write(2, '\nOriginal exception was:\n');
    displayException(exc);
    decref(second.exc);
  }
  return null;
}

function setLast(exc: PyObject, tb: PyObject): void {
  dictSetStr(S.sysdict, intern('last_exc'), exc);
  dictSetStr(S.sysdict, intern('last_type'), exc.type.self);
  dictSetStr(S.sysdict, intern('last_value'), exc);
  dictSetStr(S.sysdict, intern('last_traceback'), tb);
}

/** The exit code of a SystemExit (consumed); a message is printed. */
function exitCode(err: PyErr): number {
  const exc = err.exc;
  flush();
  const code = getAttr(exc, intern('code'));
  try {
    if (code === None_) return 0;
    if (isInt(code)) return statusOf(BigInt(code.v));
    const text = str_(code);
    write(2, `${strJs(text)}\n`);
    decref(text);
    return 1;
  } finally {
    decref(code);
    decref(exc);
  }
}

/** A C long's last byte; what is too large for one is -1. */
function statusOf(n: bigint): number {
  return BigInt.asIntN(64, n) === n ? Number(BigInt.asUintN(8, n)) : 255;
}

/** Runs f; an exception that escapes is reported. Returns the exit code. */
function reporting(f: () => Owned): number {
  try {
    decref(f());
    return 0;
  } catch (e) {
    return report(toPyErr(e));
  }
}

// ---------------------------------------------------------------------------------------------
// Sources

function setMain(name: string, value: Owned): void {
  dictSetStr(mainModule().v.dict, intern(name), value);
  decref(value);
}

/** `__loader__` of `__main__`, as set_main_loader makes it. */
function setLoader(make: () => Owned): void {
  const loader = make();
  setMain('__loader__', loader);
}

function builtinLoader(): Owned {
  const m = dictGetStrBorrowed(S.modules, intern('_frozen_importlib'))!;
  return getAttr(m, intern('BuiltinImporter'));
}

function fileLoader(file: PyObject): Owned {
  const m = dictGetStrBorrowed(S.modules, intern('_frozen_importlib_external'))!;
  const cls = getAttr(m, intern('SourceFileLoader'));
  const name = newStrJs('__main__');
  try {
    return callObject(cls, [name, file]);
  } finally {
    decref(cls);
    decref(name);
  }
}

/** Lets tracebacks show the lines of a source that is no file. */
function registerSource(source: string, filename: PyObject): void {
  const linecache = importName('linecache');
  const text = newStrJs(source);
  const f = getAttr(linecache, intern('_register_code'));
  try {
    decref(call3(f, filename, text, filename));
  } finally {
    for (const x of [f, text, linecache]) decref(x);
  }
}

function runSource(source: string, filename: PyObject, shown: boolean): Owned {
  const dict = mainModule().v.dict as PyObject;
  const arena: PyObject[] = [];
  const code = compileString(source, filename, 'exec', 0, -1, arena);
  try {
    if (shown) registerSource(source, filename);
    return evalCode(code, dict, dict);
  } finally {
    decref(code);
    for (const o of arena) decref(o);
  }
}

/** `-c`. */
export function runString(source: string): number {
  return reporting(() => {
    mainModule();
    setLoader(builtinLoader);
    const name = newStrJs('<string>');
    try {
      return runSource(source, name, true);
    } finally {
      decref(name);
    }
  });
}

/** Decodes a source in an encoding that only Python's codecs know. */
function decodeByCodec(bytes: Uint8Array, encoding: string): string | { error: string } | null {
  const codecs = importName('codecs');
  const decode = getAttr(codecs, intern('decode'));
  const data = newBytes(bytes.slice());
  const name = newStrJs(encoding);
  try {
    const text = callObject(decode, [data, name]);
    const js = isStr(text) ? strJs(text) : null;
    decref(text);
    return js;
  } catch (e) {
    const err = toPyErr(e);
    const unknown = matches(err, LookupErrorType);
    const shown = str_(err.exc);
    const error = strJs(shown);
    decref(shown);
    discard(err);
    return unknown ? null : { error };
  } finally {
    for (const x of [codecs, decode, data, name]) decref(x);
  }
}

sourceCodec.decode = decodeByCodec;

/** Bytes of a script or of standard input as text; what cannot be read raises as the tokenizer of files does. */
function fileText(bytes: Uint8Array, shown: string, filename: PyObject): string {
  const at = bytes.indexOf(0);
  if (at >= 0) throw nullByte(bytes, at, filename);
  try {
    return decodeSource(bytes, decodeByCodec, shown);
  } catch (e) {
    if (!(e instanceof ParseError)) throw e;
    // the tokenizer of files has no place to name before it has decoded a line
    throw newException(SyntaxErrorType, e.msg);
  }
}

function nullByte(bytes: Uint8Array, at: number, filename: PyObject): PyErr {
  const before = new TextDecoder().decode(bytes.subarray(0, at)).split('\n');
  const items = [incref(filename), newInt(before.length), incref(None_), newStrJs(before.at(-1)!)];
  const details = newTupleSteal(items as PyObject[]);
  const message = newStrJs('source code cannot contain null bytes');
  const err = newExceptionArgs(SyntaxErrorType, [message, details]);
  decref(message);
  decref(details);
  return err;
}

/** -x: the first line goes, its end stays, so that lines keep their numbers. */
function withoutFirstLine(bytes: Uint8Array): Uint8Array {
  const end = bytes.findIndex((b) => b === 10 || b === 13);
  return end < 0 ? new Uint8Array(0) : bytes.subarray(end);
}

const ERRORS: Record<number, string> = {
  1: 'Operation not permitted',
  2: 'No such file or directory',
  5: 'Input/output error',
  13: 'Permission denied',
  20: 'Not a directory',
  36: 'File name too long',
  40: 'Too many levels of symbolic links',
};

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;

/**
 * A script file, or a folder or zip archive with a `__main__`. `path0`: what a script wants first on sys.path (null for
 * nothing); the others want themselves.
 */
export function runFile(path: string, path0: string | null, skipFirstLine = false): number {
  const absolute = path.startsWith('/') ? path : `${host().fs.getcwd()}/${path}`;
  let bytes: Uint8Array;
  try {
    if ((host().fs.stat(path).mode & S_IFMT) === S_IFDIR) return runFolder(absolute);
    bytes = readFile(path);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    const reason = `[Errno ${e.errno}] ${ERRORS[e.errno] ?? `Unknown error ${e.errno}`}`;
    write(2, `${host().executable}: can't open file '${absolute}': ${reason}\n`);
    return 2;
  }
  if (isZip(bytes)) return runArchive(absolute);
  if (path0 !== null) prependPath(path0);
  return reporting(() => runScript(skipFirstLine ? withoutFirstLine(bytes) : bytes, absolute));
}

function runScript(bytes: Uint8Array, path: string): Owned {
  const file = newStrJs(path);
  try {
    setMain('__file__', incref(file));
    setMain('__cached__', incref(None_));
    setLoader(() => fileLoader(file));
    return runSource(fileText(bytes, path, file), file, false);
  } finally {
    decref(file);
  }
}

/** The end record of a zip archive is at its end, before a comment of at most 64 KiB. */
function isZip(bytes: Uint8Array): boolean {
  const last = bytes.length - 22;
  for (let i = last; i >= 0 && i >= last - 65535; i--) {
    if (bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 5 && bytes[i + 3] === 6)
      return true;
  }
  return false;
}

function runFolder(path: string): number {
  return reporting(() => {
    mainModule();
    prependPath(path);
    return runMain('__main__', false);
  });
}

/** Archives on sys.path are zipimport's business; CPython knows it from the start, here an archive is rare. */
function runArchive(path: string): number {
  const hooks = dictGetStrBorrowed(S.sysdict, intern('path_hooks'));
  const zipimport = importName('zipimport');
  const importer = getAttr(zipimport, intern('zipimporter'));
  if (hooks !== null) listInsert(hooks, 0, importer);
  decref(importer);
  decref(zipimport);
  return runFolder(path);
}

/** Puts a folder before all others on sys.path. */
export function prependPath(path: string): void {
  const list = dictGetStrBorrowed(S.sysdict, intern('path'));
  const items = list === null ? [] : (list.v as PyObject[]);
  const fresh = newListSteal([newStrJs(path), ...items.map((p) => incref(p))]);
  dictSetStr(S.sysdict, intern('path'), fresh);
  decref(fresh);
}

/** runpy._run_module_as_main(name). */
function runMain(name: string, alterArgv: boolean): Owned {
  const runpy = importName('runpy');
  const f = getAttr(runpy, intern('_run_module_as_main'));
  decref(runpy);
  const n = newStrJs(name);
  const flag = newBool(alterArgv);
  try {
    return callObject(f, [n, flag]);
  } finally {
    for (const x of [f, n, flag]) decref(x);
  }
}

/** `-m`. */
export function runModule(name: string): number {
  mainModule();
  return reporting(() => runMain(name, true));
}

/** Standard input that is no terminal, read to its end. */
export function runStdin(skipFirstLine = false): number {
  const bytes = readStdin();
  return reporting(() => {
    mainModule();
    setLoader(builtinLoader);
    const name = newStrJs('<stdin>');
    try {
      return runSource(
        fileText(skipFirstLine ? withoutFirstLine(bytes) : bytes, '<stdin>', name),
        name,
        false,
      );
    } finally {
      decref(name);
    }
  });
}

function readStdin(): Uint8Array {
  const parts: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const b = new Uint8Array(65536);
    const n = host().fs.read(0, b);
    if (n === 0) break;
    parts.push(b.subarray(0, n));
    total += n;
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const p of parts) {
    bytes.set(p, at);
    at += p.length;
  }
  return bytes;
}
