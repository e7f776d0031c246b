/**
 * _warnings: issuing warnings. CPython: Python/_warnings.c. The filters, the default action and the registry of what was
 * shown are shared with warnings.py through this module's objects.
 */
import { asIndexNumber, eq, index, isCallable, isTrue, repr, str_ } from '../core/abstract.ts';
import { lookupAttr } from '../core/attr.ts';
import { callMethod1, callObject } from '../core/call.ts';
import {
  discard,
  indexError,
  matches,
  raiseObject,
  runtimeError,
  typeError,
  valueError,
} from '../core/errors.ts';
import type { Frame } from '../core/frame.ts';
import { importModuleLevel } from '../core/import.ts';
import { isSubclass } from '../core/instance-check.ts';
import { defineModule } from '../core/module-define.ts';
import { method } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { addRootFields } from '../core/roots.ts';
import { S } from '../core/state.ts';
import { isInstanceOf, isSubtype } from '../core/subtype.ts';
import { TPFLAGS_TYPE_SUBCLASS, type TypeObject } from '../core/type-object.ts';
import { HostError, host } from '../host.ts';
import {
  dictGetBorrowed,
  dictGetStrBorrowed,
  dictSet,
  dictSetStr,
  isDict,
  newDict,
} from '../objects/dict.ts';
import {
  DeprecationWarningType,
  ImportErrorType,
  ImportWarningType,
  PendingDeprecationWarningType,
  ResourceWarningType,
  UserWarningType,
  WarningType,
} from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { isList, newListSteal } from '../objects/list.ts';
import { None_, True_ } from '../objects/singletons.ts';
import { intern, isStr, newStr, newStrJs, strJs, strValue } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { textSplitLines } from '../text/text.ts';
import { exitState } from './sys.ts';

const s_warnings = intern('warnings');
const s_filters = intern('filters');
const s_defaultaction = intern('defaultaction');
const s_onceregistry = intern('onceregistry');
const s_registry = intern('__warningregistry__');
const s_version = intern('version');
const s_name = intern('__name__');
const s_match = intern('match');
const s_showwarnmsg = intern('_showwarnmsg');
const s_WarningMessage = intern('WarningMessage');
const s_stderr = intern('stderr');
const s_write = intern('write');
const s_external = intern('_frozen_importlib_external');
const s_bless_my_loader = intern('_bless_my_loader');
const s_get_source = intern('get_source');

class WarningsState {
  filters: PyObject | null = null;
  defaultAction: PyObject | null = null;
  onceRegistry: PyObject | null = null;
  version = 0;
}
const state = new WarningsState();
addRootFields(state);

/** The value of a name in warnings.py, which is also remembered; without one the last that was seen. */
function shared(name: PyObject, field: 'filters' | 'defaultAction' | 'onceRegistry'): PyObject {
  const own = state[field]!;
  const w = dictGetStrBorrowed(S.modules, s_warnings);
  if (w === null || w === None_) return own;
  const v = lookupAttr(w, name);
  if (v === null) return own;
  state[field] = v;
  decref(own);
  return v;
}

function filter(action: string, category: TypeObject, module: string | null): PyObject {
  return newTupleSteal([
    newStrJs(action),
    incref(None_),
    incref(category.self),
    module === null ? incref(None_) : newStrJs(module),
    newInt(0),
  ]);
}

function initialFilters(): PyObject {
  return newListSteal([
    filter('default', DeprecationWarningType, '__main__'),
    filter('ignore', DeprecationWarningType, null),
    filter('ignore', PendingDeprecationWarningType, null),
    filter('ignore', ImportWarningType, null),
    filter('ignore', ResourceWarningType, null),
  ]);
}

/** A filter's pattern against a text: None matches all, a str must be equal, a pattern object must match. */
function matchesPattern(pattern: PyObject, text: PyObject): boolean {
  if (pattern === None_) return true;
  if (isStr(pattern)) return eq(pattern, text);
  const r = callMethod1(pattern, s_match, text);
  const yes = isTrue(r);
  decref(r);
  return yes;
}

/** The action of the first filter that applies (borrowed), and that filter's tuple (borrowed). */
function findAction(
  category: PyObject,
  text: PyObject,
  lineno: number,
  module: PyObject,
): { action: PyObject; item: PyObject } {
  const filters = shared(s_filters, 'filters');
  if (!isList(filters)) throw valueError('_warnings.filters must be a list');
  const items = filters.v as PyObject[];
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!;
    const parts = item.v as PyObject[];
    if (item.type.name !== 'tuple' || parts.length !== 5)
      throw valueError(`_warnings.filters item ${i} isn't a 5-tuple`);
    const [action, msg, cat, mod, ln] = parts as [PyObject, PyObject, PyObject, PyObject, PyObject];
    if (!isStr(action)) throw typeError(`action must be a string, not '${action.type.name}'`);
    const line = asIndexNumber(ln, null);
    if (
      matchesPattern(msg, text) &&
      isSubclass(category, cat) &&
      matchesPattern(mod, module) &&
      (line === 0 || line === lineno)
    ) {
      return { action, item };
    }
  }
  const action = shared(s_defaultaction, 'defaultAction');
  if (!isStr(action))
    throw typeError(`_warnings.defaultaction must be a string, not '${action.type.name}'`);
  return { action, item: None_ };
}

/** Whether the registry holds the key; a registry of another filter version is emptied. CPython: already_warned. */
function alreadyWarned(registry: PyObject, key: PyObject, set: boolean): boolean {
  const v = dictGetStrBorrowed(registry, s_version);
  if (v === null || v.v !== state.version) {
    registry.type.tp_clear?.(registry);
    const n = newInt(state.version);
    dictSetStr(registry, s_version, n);
    decref(n);
  } else {
    const seen = dictGetBorrowed(registry, key);
    if (seen !== null) return isTrue(seen);
  }
  if (set) dictSet(registry, key, True_);
  return false;
}

function updateRegistry(
  registry: PyObject,
  text: PyObject,
  category: PyObject,
  zero: boolean,
): boolean {
  const parts = [incref(text), incref(category)];
  if (zero) parts.push(newInt(0));
  const key = newTupleSteal(parts);
  try {
    return alreadyWarned(registry, key, true);
  } finally {
    decref(key);
  }
}

interface Place {
  filename: PyObject;
  lineno: number;
  module: PyObject;
  registry: PyObject;
  sourceLine: PyObject | null;
  source: PyObject | null;
}

/** CPython: warn_explicit. `message` is a str or a Warning instance; nothing is consumed. */
function warnExplicit(category: PyObject, message: PyObject, at: Place): void {
  if (at.module === None_) return;
  if (at.registry !== None_ && !isDict(at.registry))
    throw typeError("'registry' must be a dict or None");
  let text: Owned;
  let instance: Owned;
  let cat = category;
  if (isInstanceOf(message, WarningType)) {
    text = str_(message);
    instance = incref(message) as Owned;
    cat = message.type.self;
  } else {
    text = incref(message) as Owned;
    instance = callObject(category, [message]);
  }
  const line = newInt(at.lineno);
  const key = newTupleSteal([incref(text), incref(cat), line]);
  try {
    if (at.registry !== None_ && alreadyWarned(at.registry, key, false)) return;
    const { action, item } = findAction(cat, text, at.lineno, at.module);
    const a = strJs(action);
    if (a === 'error') throw raiseObject(instance);
    if (a === 'ignore') return;
    let already = false;
    if (a === 'once') {
      const registry = at.registry !== None_ ? at.registry : shared(s_onceregistry, 'onceRegistry');
      if (!isDict(registry)) {
        throw typeError(`_warnings.onceregistry must be a dict, not '${registry.type.name}'`);
      }
      if (at.registry !== None_) dictSet(registry, key, True_);
      already = updateRegistry(registry, text, cat, false);
    } else if (a === 'module') {
      if (at.registry !== None_) {
        dictSet(at.registry, key, True_);
        already = updateRegistry(at.registry, text, cat, true);
      }
    } else if (a === 'default') {
      if (at.registry !== None_) already = alreadyWarned(at.registry, key, true);
    } else if (a !== 'always') {
      throw runtimeError(
        `Unrecognized action (${reprJs(action)}) in warnings.filters:\n ${reprJs(item)}`,
      );
    }
    if (!already) show(cat, instance, text, at);
  } finally {
    decref(key);
    decref(text);
    decref(instance);
  }
}

function reprJs(o: PyObject): string {
  const r = repr(o);
  const s = strJs(r);
  decref(r);
  return s;
}

/** A warning about an object is shown by warnings.py, which knows where the object was made. */
function importWarnings(): void {
  if (dictGetStrBorrowed(S.modules, s_warnings) !== null || exitState.finalizing) return;
  try {
    decref(importModuleLevel(s_warnings, null, null, 0));
  } catch (e) {
    if (!matches(e, ImportErrorType)) throw e;
    discard(e);
  }
}

/** Through warnings._showwarnmsg where warnings.py is imported, else straight to stderr. */
function show(category: PyObject, message: PyObject, text: PyObject, at: Place): void {
  if (at.source !== null && at.source !== None_) importWarnings();
  const w = dictGetStrBorrowed(S.modules, s_warnings);
  const f = w === null || w === None_ ? null : lookupAttr(w, s_showwarnmsg);
  if (f === null) return showPlainly(category, text, at);
  if (!isCallable(f)) {
    decref(f);
    throw typeError('warnings._showwarnmsg() must be set to a callable');
  }
  const line = newInt(at.lineno);
  const cls = lookupAttr(w!, s_WarningMessage);
  if (cls === null) {
    decref(line);
    decref(f);
    throw runtimeError('unable to get warnings.WarningMessage');
  }
  try {
    const msg = callObject(cls, [
      message,
      category,
      at.filename,
      line,
      None_,
      None_,
      at.source ?? None_,
    ]);
    try {
      decref(callObject(f, [msg]));
    } finally {
      decref(msg);
    }
  } finally {
    decref(cls);
    decref(line);
    decref(f);
  }
}

function showPlainly(category: PyObject, text: PyObject, at: Place): void {
  const err = dictGetStrBorrowed(S.sysdict, s_stderr);
  if (err === null || err === None_) return;
  let out = `${strJs(at.filename)}:${at.lineno}: ${(category.v as TypeObject).name}: ${strJs(text)}\n`;
  const line =
    at.sourceLine !== null ? strJs(at.sourceLine) : sourceLine(strJs(at.filename), at.lineno);
  if (line !== null && line.trim() !== '') out += `  ${line.trim()}\n`;
  const s = newStrJs(out);
  try {
    decref(callMethod1(err, s_write, s));
  } finally {
    decref(s);
  }
}

function sourceLine(filename: string, lineno: number): string | null {
  if (filename.startsWith('<')) return null;
  const lines = readLines(filename);
  return lines === null ? null : (lines[lineno - 1] ?? null);
}

function readLines(path: string): string[] | null {
  try {
    const fd = host().fs.open(path, 0, 0);
    const b = new Uint8Array(1 << 20);
    const n = host().fs.read(fd, b);
    host().fs.close(fd);
    return new TextDecoder().decode(b.subarray(0, n)).split('\n');
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  }
}

// ---- warn ----

function isInternal(f: Frame): boolean {
  if (f.code === null) return false;
  const name = strJs(f.code.filename);
  return name.includes('importlib') && name.includes('_bootstrap');
}

/** The index in S.frames that stacklevel means, or 0 when the stack is not that deep. */
function frameAt(stacklevel: number, skip: string[] | null): number {
  let i = S.sp;
  const external = (from: number): number => {
    let k = from - 1;
    while (k > 0 && (isInternal(S.frames[k]!) || skipped(S.frames[k]!, skip))) k--;
    return k;
  };
  let level = stacklevel;
  if (level <= 0 || isInternal(S.frames[i]!)) {
    while (--level > 0 && i > 0) i--;
  } else {
    while (--level > 0 && i > 0) i = external(i);
  }
  return i;
}

function skipped(f: Frame, skip: string[] | null): boolean {
  if (skip === null || f.code === null) return false;
  const name = strJs(f.code.filename);
  return skip.some((p) => name.startsWith(p));
}

/** Where a warning of this stacklevel points: file, line, module, registry. CPython: setup_context. */
function contextOf(stacklevel: number, skip: string[] | null): Place {
  const i = frameAt(stacklevel, skip);
  let globals: PyObject;
  let filename: Owned;
  let lineno: number;
  if (i <= 0 || S.frames[i]!.fn === null) {
    globals = S.sysdict;
    filename = newStrJs('<sys>');
    lineno = 0;
  } else {
    const f = S.frames[i]!;
    globals = f.fn!.v.globals;
    filename = incref(f.code!.filename) as Owned;
    lineno = f.i < 0 ? f.code!.firstlineno : f.code!.positions[f.i * 4]!;
  }
  let registry = dictGetStrBorrowed(globals, s_registry);
  if (registry === null) {
    const d = newDict();
    dictSetStr(globals, s_registry, d);
    registry = d;
    decref(d);
  }
  const name = dictGetStrBorrowed(globals, s_name);
  const module =
    name === None_ || (name !== null && isStr(name)) ? incref(name) : newStrJs('<string>');
  return { filename, lineno, module, registry: incref(registry), sourceLine: null, source: null };
}

function categoryOf(message: PyObject, category: PyObject | undefined): PyObject {
  if (isInstanceOf(message, WarningType)) return message.type.self;
  const c = category === undefined || category === None_ ? UserWarningType.self : category;
  if ((c.type.flags & TPFLAGS_TYPE_SUBCLASS) === 0 || !isSubtype(c.v as TypeObject, WarningType)) {
    throw typeError(`category must be a Warning subclass, not '${c.type.name}'`);
  }
  return c;
}

function warn(
  _m: PyObject,
  message: PyObject,
  category?: PyObject,
  stacklevel?: PyObject,
  source?: PyObject,
  skipPrefixes?: PyObject,
): void {
  const cat = categoryOf(message, category);
  let level = stacklevel === undefined ? 1 : asIndexNumber(stacklevel, null);
  let skip: string[] | null = null;
  if (skipPrefixes !== undefined) {
    if (skipPrefixes.type.name !== 'tuple') {
      throw typeError(
        `warn() argument 'skip_file_prefixes' must be tuple, not ${skipPrefixes.type.name}`,
      );
    }
    skip = (skipPrefixes.v as PyObject[]).map((p) => {
      if (!isStr(p)) throw typeError(`Found non-str '${p.type.name}' in skip_file_prefixes.`);
      return strJs(p);
    });
    if (skip.length > 0 && level < 2) level = 2;
  }
  const at = contextOf(level, skip);
  at.source = source === undefined ? null : source;
  try {
    warnExplicit(cat, message, at);
  } finally {
    decref(at.filename);
    decref(at.module);
    decref(at.registry);
  }
}

/** The source line that the module's loader has. CPython: warnings_get_source_line. */
function loaderLine(globals: PyObject, lineno: number): Owned | null {
  const external = dictGetStrBorrowed(S.modules, s_external);
  if (external === null) return null;
  const loader = callMethod1(external, s_bless_my_loader, globals);
  const name = dictGetStrBorrowed(globals, s_name);
  const get = name === null ? null : lookupAttr(loader, s_get_source);
  decref(loader);
  if (name === null || get === null) return null;
  let source: Owned;
  try {
    source = callObject(get, [name]);
  } finally {
    decref(get);
  }
  try {
    if (!isStr(source)) return null;
    const lines = textSplitLines(strValue(source), false);
    const line = lines[lineno - 1];
    if (line === undefined) throw indexError('list index out of range');
    return newStr(line);
  } finally {
    decref(source);
  }
}

function warnExplicitFunction(
  _m: PyObject,
  message: PyObject,
  category: PyObject,
  filename: PyObject,
  lineno: PyObject,
  module?: PyObject,
  registry?: PyObject,
  moduleGlobals?: PyObject,
  source?: PyObject,
): void {
  if (!isStr(filename)) {
    throw typeError(`warn_explicit() argument 'filename' must be str, not ${filename.type.name}`);
  }
  const line = Number(index(lineno));
  let own: Owned | null = null;
  let mod = module;
  if (mod === undefined || mod === None_) {
    const f = strJs(filename);
    own = newStrJs(f === '' ? '<unknown>' : f.endsWith('.py') ? f.slice(0, -3) : f);
    mod = own;
  }
  if (moduleGlobals !== undefined && moduleGlobals !== None_ && !isDict(moduleGlobals)) {
    throw typeError(`module_globals must be a dict, not '${moduleGlobals.type.name}'`);
  }
  let text: Owned | null = null;
  try {
    if (moduleGlobals !== undefined && moduleGlobals !== None_)
      text = loaderLine(moduleGlobals, line);
    warnExplicit(category, message, {
      filename,
      lineno: line,
      module: mod,
      registry: registry ?? None_,
      sourceLine: text,
      source: source ?? null,
    });
  } finally {
    if (text !== null) decref(text);
    if (own !== null) decref(own);
  }
}

defineModule('_warnings', {
  functions: {
    warn: method(
      '($module, /, message, category=None, stacklevel=1, source=None, *,\n' +
        '     skip_file_prefixes=<unrepresentable>)',
      warn,
    ),
    warn_explicit: method(
      '($module, /, message, category, filename, lineno,\n' +
        '              module=<unrepresentable>, registry=None,\n' +
        '              module_globals=None, source=None)',
      warnExplicitFunction,
    ),
    _filters_mutated: method('($module, /)', () => {
      state.version++;
    }),
  },
  init(dict) {
    state.filters ??= initialFilters();
    state.defaultAction ??= newStrJs('default');
    state.onceRegistry ??= newDict();
    dictSetStr(dict, s_filters, state.filters);
    dictSetStr(dict, intern('_defaultaction'), state.defaultAction);
    dictSetStr(dict, intern('_onceregistry'), state.onceRegistry);
  },
});

/** A ResourceWarning about an object that was not closed. CPython: PyErr_ResourceWarning. */
export function warnSource(category: TypeObject, message: string, source: PyObject): void {
  const text = newStrJs(message);
  const at = contextOf(1, null);
  at.source = source;
  try {
    warnExplicit(category.self, text, at);
  } finally {
    decref(at.filename);
    decref(at.module);
    decref(at.registry);
    decref(text);
  }
}
