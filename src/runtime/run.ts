/** Running programs in `__main__`: a file, a string, a module, standard input. CPython: Modules/main.c, Python/pythonrun.c. */
import { compileString, evalCode, sourceText } from './compiler/index.ts';
import { str_ } from './core/abstract.ts';
import { getAttr } from './core/attr.ts';
import { callObject } from './core/call.ts';
import { carries, isPyErr, type PyErr, toPyErr } from './core/errors.ts';
import { decref, incref, type Owned, type PyObject } from './core/object.ts';
import { importName, mainModule } from './core/startup.ts';
import { S } from './core/state.ts';
import { HostError, host, readFile } from './host.ts';
import { flushStreams } from './modules/sys.ts';
import { dictGetStrBorrowed, dictSetStr } from './objects/dict.ts';
import { KeyboardInterruptType, SystemExitType } from './objects/exceptions.ts';
import { isInt } from './objects/int.ts';
import { None_ } from './objects/singletons.ts';
import { intern, newStrJs, strJs } from './objects/str.ts';

const EXIT_SIGINT = 130;

function write(fd: number, text: string): void {
  host().fs.write(fd, new TextEncoder().encode(text));
}

/** Runs f; an exception that escapes is reported as the interpreter reports it. Returns the exit code. */
function reporting(f: () => Owned): number {
  try {
    decref(f());
    return 0;
  } catch (e) {
    return report(toPyErr(e));
  }
}

function flush(): void {
  try {
    flushStreams();
  } catch (e) {
    if (!isPyErr(e)) throw e;
    decref(e.exc);
  }
}

/** Prints an uncaught exception through sys.excepthook; consumes it. Returns the exit code. */
export function report(err: PyErr): number {
  if (carries(err, SystemExitType)) return exitCode(err);
  const interrupt = carries(err, KeyboardInterruptType);
  const exc = err.exc;
  flush();
  const hook = dictGetStrBorrowed(S.sysdict, intern('excepthook'));
  const tb: PyObject = exc.v.traceback ?? None_;
  setLast(exc, tb);
  try {
    if (hook === null) write(2, 'sys.excepthook is missing\n');
    else decref(callObject(hook, [exc.type.self, exc, tb]));
  } catch (e) {
    const second = toPyErr(e);
    if (carries(second, SystemExitType)) {
      decref(exc);
      return exitCode(second);
    }
    write(2, 'Error in sys.excepthook:\n');
    decref(second.exc);
  }
  flush();
  decref(exc);
  return interrupt ? EXIT_SIGINT : 1;
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
    if (isInt(code)) return Number(BigInt.asUintN(8, BigInt(code.v)));
    const text = str_(code);
    write(2, `${strJs(text)}\n`);
    decref(text);
    return 1;
  } finally {
    decref(code);
    decref(exc);
  }
}

function runSource(source: string, shown: string): Owned {
  const m = mainModule();
  const dict = m.v.dict as PyObject;
  const filename = newStrJs(shown);
  try {
    const arena: PyObject[] = [];
    const code = compileString(source, filename, 'exec', 0, -1, arena);
    try {
      return evalCode(code, dict, dict);
    } finally {
      decref(code);
      for (const o of arena) decref(o);
    }
  } finally {
    decref(filename);
  }
}

/** `-c`. */
export function runString(source: string): number {
  return reporting(() => {
    const m = mainModule();
    dictSetStr(
      m.v.dict,
      intern('__builtins__'),
      dictGetStrBorrowed(S.modules, intern('builtins'))!,
    );
    return runSource(source, '<string>');
  });
}

/** A script file, a folder or zip with `__main__`. */
export function runFile(path: string): number {
  const prog = host().executable;
  const absolute = path.startsWith('/') ? path : `${host().fs.getcwd()}/${path}`;
  let bytes: Uint8Array;
  try {
    const st = host().fs.stat(path);
    if ((st.mode & 0o170000) === 0o040000) return runFolder(path, absolute);
    bytes = readFile(path);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    write(2, `${prog}: can't open file '${absolute}': [Errno ${e.errno}] ${strerror(e.errno)}\n`);
    return 2;
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4)
    return runFolder(path, absolute);
  return reporting(() => {
    const dict = mainModule().v.dict as PyObject;
    const file = newStrJs(path);
    const full = newStrJs(absolute);
    dictSetStr(dict, intern('__file__'), file);
    dictSetStr(dict, intern('__cached__'), None_);
    setLoader(dict, file);
    decref(full);
    try {
      return runSource(sourceText(bytes, file), path);
    } finally {
      decref(file);
    }
  });
}

/** `__loader__` of a script: a SourceFileLoader, as CPython's set_main_loader. */
function setLoader(dict: PyObject, file: PyObject): void {
  const ext = dictGetStrBorrowed(S.modules, intern('_frozen_importlib_external'));
  if (ext === null) return;
  const cls = getAttr(ext, intern('SourceFileLoader'));
  const name = newStrJs('__main__');
  const loader = callObject(cls, [name, file]);
  dictSetStr(dict, intern('__loader__'), loader);
  for (const x of [cls, name, loader]) decref(x);
}

function strerror(errno: number): string {
  return (
    {
      1: 'Operation not permitted',
      2: 'No such file or directory',
      13: 'Permission denied',
      20: 'Not a directory',
      21: 'Is a directory',
      40: 'Too many levels of symbolic links',
    }[errno] ?? `Unknown error ${errno}`
  );
}

function runFolder(path: string, absolute: string): number {
  void absolute;
  return reporting(() => {
    const sysPath = dictGetStrBorrowed(S.sysdict, intern('path'))!;
    const items = sysPath.v as PyObject[];
    const p = newStrJs(path);
    if (items.length > 0) {
      const old = items[0]!;
      items[0] = incref(p);
      decref(old);
    }
    decref(p);
    return runMain('__main__', false);
  });
}

/** runpy._run_module_as_main(name). */
function runMain(name: string, alter: boolean): Owned {
  const runpy = importName('runpy');
  const f = getAttr(runpy, intern('_run_module_as_main'));
  decref(runpy);
  const n = newStrJs(name);
  const flag = newBool(alter);
  try {
    return callObject(f, [n, flag]);
  } finally {
    decref(f);
    decref(n);
    decref(flag);
  }
}

import { newBool } from './objects/singletons.ts';

/** `-m`. */
export function runModule(name: string): number {
  mainModule();
  return reporting(() => runMain(name, true));
}

/** Standard input that is no terminal. */
export function runStdin(): number {
  const parts: Uint8Array[] = [];
  for (;;) {
    const b = new Uint8Array(65536);
    const n = host().fs.read(0, b);
    if (n === 0) break;
    parts.push(b.slice(0, n));
  }
  const total = parts.reduce((n, p) => n + p.length, 0);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const p of parts) {
    bytes.set(p, at);
    at += p.length;
  }
  return reporting(() => {
    mainModule();
    const name = newStrJs('<stdin>');
    try {
      return runSource(sourceText(bytes, name), '<stdin>');
    } finally {
      decref(name);
    }
  });
}
