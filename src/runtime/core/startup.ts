/**
 * Starting and ending the interpreter. CPython: Python/pylifecycle.c.
 *
 * Start: types, builtins, sys, importlib (CPython's own _bootstrap modules), standard streams, site.
 * End: atexit callbacks, streams, garbage, modules in CPython's order (finalize_modules).
 */
import '../modules/index.ts';
import '../objects/index.ts';
import { compilerSettings, evalCode } from '../compiler/index.ts';
import { HostError, host } from '../host.ts';
import { exitState, flagValues, flushStreams } from '../modules/sys.ts';
import {
  dictClear,
  dictCopy,
  dictGetStrBorrowed,
  dictItemsArray,
  dictKeyAt,
  dictKeysArray,
  dictNext,
  dictSetStr,
  dictValueAt,
  newDict,
} from '../objects/dict.ts';
import { newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { addRootFields } from './roots.ts';
import { clearModuleDict, newModule } from '../objects/module.ts';
import { None_, newBool } from '../objects/singletons.ts';
import { traceHere } from '../objects/traceback.ts';
import { intern, newStrJs, setHashSeed, strJs } from '../objects/str.ts';
import { setMemoryLimit, startTracing } from './account.ts';
import { getAttr, lookupAttr, setAttr } from './attr.ts';
import { callMethod, callMethod0, callObject } from './call.ts';
import { errorHooks, toPyErr, writeUnraisable } from './errors.ts';
import { findFrozen, frozenCode, frozenState } from './frozen.ts';
import { collectNoFail } from './gc-collect.ts';
import { importModuleLevel, importState } from './import.ts';
import { importNative, makeModule, nativeModule } from './module-define.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from './object.ts';
import { S } from './state.ts';
import { readyTypes } from './type-define.ts';

errorHooks.traceHere = traceHere;

export interface StartOptions {
  argv: string[];
  origArgv?: string[];
  /** -O level, -S, -I, -E, -u, -X options, -W options ... as sys shows them. */
  optimize?: number;
  noSite?: boolean;
  isolated?: boolean;
  ignoreEnvironment?: boolean;
  unbuffered?: boolean;
  quiet?: boolean;
  verbose?: number;
  interactive?: boolean;
  inspect?: boolean;
  safePath?: boolean;
  dev?: boolean;
  bytesWarning?: number;
  xoptions?: Record<string, string | true>;
  /** Frames kept of each allocation traced from the start; 0 traces none. */
  tracemalloc?: number;
  /** Bytes the account may reach before allocations fail. */
  memoryLimit?: number;
  warnoptions?: string[];
  /** First entries of sys.path, before the library. */
  path?: string[];
  /** PYTHONHASHSEED; null means random. */
  hashSeed?: number | null;
}

const s_modules = intern('modules');
const s_builtins = intern('__builtins__');
const s_import = intern('__import__');
const s_main = intern('__main__');

function setSys(name: string, value: Owned): void {
  const key = intern(name);
  dictSetStr(S.sysdict, key, value);
  decref(key);
  decref(value);
}

function strList(items: string[]): Owned {
  return newListSteal(items.map((s) => newStrJs(s)));
}

/** The first contents of builtins and sys. CPython: interp->builtins_copy and the sysdict_copy of the import state. */
const keptCopies: { builtins: PyObject | null; sys: PyObject | null } = {
  builtins: null,
  sys: null,
};
addRootFields(keptCopies);

/** Starts the interpreter of this realm. */
export function start(o: StartOptions): void {
  setHashSeed(o.hashSeed ?? null);
  readyTypes();
  S.gcCount = 0;
  S.brk = 0;
  S.modules = newDict();
  const builtins = makeModule(nativeModule('builtins')!);
  S.builtins = incref(builtins.v.dict);
  put(S.modules, 'builtins', builtins);
  applyFlags(o);
  const sys = makeModule(nativeModule('sys')!);
  S.sysdict = incref(sys.v.dict);
  put(S.modules, 'sys', sys);
  keptCopies.builtins = dictCopy(S.builtins);
  keptCopies.sys = dictCopy(S.sysdict);
  dictSetStr(S.sysdict, s_modules, S.modules);
  importState.native = dictGetStrBorrowed(S.builtins, s_import);
  decref(builtins);
  setSys('argv', strList(o.argv));
  setSys('orig_argv', strList(o.origArgv ?? o.argv));
  setSys('warnoptions', strList(o.warnoptions ?? []));
  setXoptions(o.xoptions ?? {});
  startImportlib(sys);
  decref(sys);
  setSys('path', strList([...(o.path ?? []), host().libraryPath, ...host().extraPaths]));
  makeStreams(o);
  if (o.memoryLimit !== undefined) setMemoryLimit(o.memoryLimit);
  if (o.tracemalloc !== undefined && o.tracemalloc > 0) startTracing(o.tracemalloc);
  if (o.noSite !== true) decref(importName('site'));
}

function applyFlags(o: StartOptions): void {
  compilerSettings.optimize = o.optimize ?? 0;
  importState.verbose = (o.verbose ?? 0) > 0;
  frozenState.on = o.xoptions?.frozen_modules !== 'off';
  Object.assign(flagValues, {
    optimize: o.optimize ?? 0,
    no_site: o.noSite ? 1 : 0,
    isolated: o.isolated ? 1 : 0,
    ignore_environment: o.ignoreEnvironment ? 1 : 0,
    quiet: o.quiet ? 1 : 0,
    verbose: o.verbose ?? 0,
    interactive: o.interactive ? 1 : 0,
    inspect: o.inspect ? 1 : 0,
    safe_path: o.safePath ?? false,
    dev_mode: o.dev ?? false,
    bytes_warning: o.bytesWarning ?? 0,
    dont_write_bytecode: 1,
    hash_randomization: o.hashSeed === 0 ? 0 : 1,
    utf8_mode: o.xoptions?.utf8 !== undefined ? 1 : 0,
    no_user_site: o.isolated ? 1 : 0,
  });
}

function setXoptions(x: Record<string, string | true>): void {
  const d = newDict();
  for (const [k, v] of Object.entries(x)) {
    const key = intern(k);
    const value = v === true ? newBool(true) : newStrJs(v);
    dictSetStr(d, key, value);
    decref(key);
    decref(value);
  }
  setSys('_xoptions', d);
}

function put(dict: PyObject, name: string, value: PyObject): void {
  const key = intern(name);
  dictSetStr(dict, key, value);
  decref(key);
}

/** Imports a module by name; new reference. */
export function importName(name: string): Owned {
  const n = intern(name);
  try {
    return importModuleLevel(n, null, null, 0);
  } finally {
    decref(n);
  }
}

// ---- importlib ----

/** Imports a frozen module without importlib (CPython: PyImport_ImportFrozenModule). */
function frozenModule(name: string): Owned {
  const module = newModule(name);
  const frozen = findFrozen(name)!;
  const code = frozenCode(frozen);
  const dict = (module as PyGC).v.dict as PyObject;
  dictSetStr(dict, s_builtins, S.builtins);
  put(S.modules, name, module);
  decref(evalCode(code, dict, dict));
  decref(code);
  // FrozenImporter takes it away when it completes the module
  const origin = newStrJs(frozen.origin);
  put(dict, '__origname__', origin);
  decref(origin);
  return module;
}

const s_stdlib = intern('_stdlib_dir');
const s_install = intern('_install');
const s_install_external = intern('_install_external_importers');

function startImportlib(sys: PyObject): void {
  const bootstrap = frozenModule('_frozen_importlib');
  importState.bootstrap = bootstrap;
  const imp = importNative('_imp');
  // the place of the library is not known to CPython yet: the first module's file stays unknown
  const folder = incref(dictGetStrBorrowed(S.sysdict, s_stdlib)!);
  dictSetStr(S.sysdict, s_stdlib, None_);
  decref(callMethod(bootstrap, s_install, [sys, imp]));
  decref(imp);
  dictSetStr(S.sysdict, s_stdlib, folder);
  decref(folder);
  decref(callMethod0(bootstrap, s_install_external));
}

// ---- standard streams ----

function makeStreams(o: StartOptions): void {
  const io = importNative('_io');
  const env = host().env;
  let encoding = 'utf-8';
  let errors: string | null = null;
  const spec = o.ignoreEnvironment ? undefined : env.PYTHONIOENCODING;
  if (spec !== undefined && spec !== '') {
    const [e, x] = spec.split(':');
    if (e) encoding = e;
    if (x) errors = x;
    else if (e) errors = 'strict';
  }
  const stream = (name: string, fd: number, errs: string): void => {
    const v = openStream(
      io,
      name,
      fd,
      encoding,
      errors !== null && name !== 'stderr' ? errors : errs,
      o.unbuffered ?? false,
    );
    dictSetStr(S.sysdict, intern(name), v);
    dictSetStr(S.sysdict, intern(`__${name}__`), v);
    decref(v);
  };
  const lenient = env.LC_ALL === 'C' || env.LC_ALL === 'POSIX' ? 'surrogateescape' : 'strict';
  stream('stderr', 2, 'backslashreplace');
  stream('stdin', 0, lenient);
  stream('stdout', 1, lenient);
  decref(io);
}

const s_open = intern('open');
const s_name = intern('name');
const s_mode = intern('mode');
const s_raw = intern('raw');
const s_TextIOWrapper = intern('TextIOWrapper');
const s_isatty = intern('isatty');

/** CPython: create_stdio. */
function openStream(
  io: PyObject,
  name: string,
  fd: number,
  encoding: string,
  errors: string,
  unbuffered: boolean,
): Owned {
  try {
    host().fs.fstat(fd);
  } catch (e) {
    if (e instanceof HostError) return incref(None_) as Owned;
    throw e;
  }
  const write = name !== 'stdin';
  const open = getAttr(io, s_open);
  const bufsize = newInt(unbuffered && write ? 0 : -1);
  const mode = newStrJs(write ? 'wb' : 'rb');
  const fdo = newInt(fd);
  const no = newBool(false);
  const buf = callObject(open, [fdo, mode, bufsize, None_, None_, None_, no]);
  for (const x of [open, bufsize, mode, fdo, no]) decref(x);
  const shown = newStrJs(`<${name}>`);
  const raw = unbuffered && write ? (incref(buf) as Owned) : getAttr(buf, s_raw);
  setAttr(raw, s_name, shown);
  const tty = callMethod0(raw, s_isatty);
  const isTty = tty.v === 1;
  decref(tty);
  decref(raw);
  const cls = getAttr(io, s_TextIOWrapper);
  const args = [
    buf,
    newStrJs(encoding),
    newStrJs(errors),
    newStrJs('\n'),
    newBool(isTty && !unbuffered ? true : name === 'stderr'),
    newBool(unbuffered && write),
  ];
  const text = callObject(cls, args);
  decref(cls);
  for (const a of args) decref(a);
  decref(shown);
  const m = newStrJs(write ? 'w' : 'r');
  setAttr(text, s_mode, m);
  decref(m);
  return text;
}

// ---- __main__ ----

/** The `__main__` module with the names CPython gives it (borrowed). */
export function mainModule(): PyObject {
  const found = dictGetStrBorrowed(S.modules, s_main);
  if (found !== null) return found;
  const m = newModule('__main__');
  const dict = m.v.dict as PyObject;
  dictSetStr(dict, intern('__name__'), s_main);
  const ann = newDict();
  dictSetStr(dict, intern('__annotations__'), ann);
  decref(ann);
  const b = dictGetStrBorrowed(S.modules, intern('builtins'))!;
  dictSetStr(dict, s_builtins, b);
  dictSetStr(S.modules, s_main, m);
  decref(m);
  return m;
}

// ---- the end ----

/** Runs atexit callbacks, flushes, and takes the modules down in CPython's order. Returns false when a flush failed. */
export function finish(): boolean {
  runThreadingShutdown();
  runAtexit();
  const ok = flushQuietly();
  exitState.finalizing = true;
  collectNoFail();
  finalizeModules();
  flushQuietly();
  return ok;
}

function runThreadingShutdown(): void {
  const threading = dictGetStrBorrowed(S.modules, intern('threading'));
  if (threading === null || threading === None_) return;
  try {
    decref(callMethod0(threading, intern('_shutdown')));
  } catch (e) {
    writeUnraisable(toPyErr(e), threading);
  }
}

function runAtexit(): void {
  const m = dictGetStrBorrowed(S.modules, intern('atexit'));
  if (m === null || m === None_) return;
  try {
    decref(callMethod0(m, intern('_run_exitfuncs')));
  } catch (e) {
    writeUnraisable(toPyErr(e), null);
  }
}

function flushQuietly(): boolean {
  try {
    flushStreams();
    return true;
  } catch (e) {
    const err = toPyErr(e);
    decref(err.exc);
    return false;
  }
}

const SYS_DELETES = [
  'path',
  'argv',
  'ps1',
  'ps2',
  'last_exc',
  'last_type',
  'last_value',
  'last_traceback',
  'path_importer_cache',
  'meta_path',
  'path_hooks',
];

/** What the program put into builtins dies now. CPython: finalize_restore_builtins_dict. */
function restoreBuiltins(): void {
  const { builtins } = keptCopies;
  if (builtins === null) return;
  const now = dictCopy(S.builtins);
  dictClear(S.builtins);
  for (let j = dictNext(builtins, 0); j >= 0; j = dictNext(builtins, j + 1)) {
    dictSetStr(S.builtins, dictKeyAt(builtins, j), dictValueAt(builtins, j));
  }
  decref(now);
}

/** CPython: finalize_modules. */
function finalizeModules(): void {
  dictSetStr(S.builtins, intern('_'), None_);
  for (const n of SYS_DELETES) dictSetStr(S.sysdict, intern(n), None_);
  for (const n of ['stdin', 'stdout', 'stderr']) {
    const orig = dictGetStrBorrowed(S.sysdict, intern(`__${n}__`));
    dictSetStr(S.sysdict, intern(n), orig ?? None_);
  }
  const weak: { ref: PyObject; name: string }[] = [];
  const names = dictKeysArray(S.modules);
  const modules: PyObject[] = [];
  for (const k of names) {
    const m = dictGetStrBorrowed(S.modules, k);
    if (m !== null && m.type.name === 'module') {
      modules.push(incref(m));
      weak.push({ ref: m, name: strJs(k) });
    }
    dictSetStr(S.modules, k, None_);
  }
  for (const k of names) decref(k);
  dictClear(S.modules);
  restoreBuiltins();
  // modules whose last holder is this list die now, in order
  const alive: PyObject[] = [];
  for (const m of modules) {
    if (m.rc > 1) alive.push(m);
    decref(m);
  }
  collectNoFail();
  for (let i = alive.length - 1; i >= 0; i--) {
    const m = alive[i]!;
    const dict = m.v?.dict as PyObject | null | undefined;
    if (
      m.rc <= 0 ||
      dict === S.sysdict ||
      dict === S.builtins ||
      dict === null ||
      dict === undefined
    )
      continue;
    clearModuleDict(dict);
  }
  clearModuleDict(S.sysdict);
  clearModuleDict(S.builtins);
}

void [dictItemsArray, lookupAttr];
