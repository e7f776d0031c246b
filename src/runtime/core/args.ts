/**
 * Binding the arguments of native functions by their signature text. CPython: Python/getargs.c, the parsers Argument
 * Clinic writes, and the arity checks of Objects/methodobject.c and Objects/descrobject.c.
 *
 * The error texts differ by parser family, and the family follows from the signature: no parameters (METH_NOARGS), one
 * required positional-only parameter (METH_O), positional-only ("expected at least …"), keywords.
 */
// first: native-def.ts must be complete before any file declares methods
import {
  type NativeDef,
  parseSignature,
  prepare,
  type Signature,
  KEYWORD_ONLY,
  POSITIONAL_OR_KEYWORD,
} from './native-def.ts';
import { type PyErr, typeError } from './errors.ts';
import { decref, type Owned, type PyObject } from './object.ts';
import { gcUntrack } from './gc.ts';
import { isInstanceOf } from './subtype.ts';
import { suggest } from './suggestions.ts';
import {
  BuiltinType,
  ClassMethodDescriptorType,
  type KwNames,
  MethodDescriptorType,
  ModuleType,
  StrType,
  TypeType,
} from './type-object.ts';
import { newDict, dictSet } from '../objects/dict.ts';
import { newNone } from '../objects/singletons.ts';
import { strJs } from '../objects/str.ts';
import { newTuple } from '../objects/tuple.ts';

export {
  classMethod,
  classMethodRaw,
  functionRaw,
  method,
  methodRaw,
  nativeFunction,
  NativeDef,
  parseSignature,
  prepare,
  Signature,
  staticMethod,
  staticMethodRaw,
  type NativeKind,
  type RawOptions,
} from './native-def.ts';

/** Bound arguments: a value a parameter, undefined when not given, an array for `*args`. */
export type Bound = any[];

const plural = (n: number): string => (n === 1 ? '' : 's');

/** CPython: _PyArg_CheckPositional. */
export function checkPositional(name: string, n: number, min: number, max: number): void {
  if (n < min) {
    const bound = min === max ? '' : 'at least ';
    throw typeError(`${name} expected ${bound}${min} argument${plural(min)}, got ${n}`);
  }
  if (n > max) {
    const bound = min === max ? '' : 'at most ';
    throw typeError(`${name} expected ${bound}${max} argument${plural(max)}, got ${n}`);
  }
}

/** CPython: _PyArg_NoKeywords. */
export function noKeywords(name: string, kw: KwNames): void {
  if (kw !== null && kw.length > 0) throw typeError(`${name}() takes no keyword arguments`);
}

function findKeyword(kw: PyObject[], name: string): number {
  for (let i = 0; i < kw.length; i++) if (kw[i]!.v === name) return i;
  return -1;
}

function unexpectedKeyword(s: Signature, fname: string, kw: PyObject[]): PyErr {
  const names = s.params.filter((p) => p.kind === POSITIONAL_OR_KEYWORD || p.kind === KEYWORD_ONLY);
  for (const k of kw) {
    if (!isInstanceOf(k, StrType)) return typeError('keywords must be strings');
    const text = strJs(k);
    if (names.some((p) => p.name === text)) continue;
    const near = suggest(
      names.map((p) => p.name),
      text,
    );
    const hint = near === null ? '' : `. Did you mean '${near}'?`;
    return typeError(`${fname}() got an unexpected keyword argument '${text}'${hint}`);
  }
  return typeError(`invalid keyword argument for ${fname}()`);
}

function checkCounts(s: Signature, fname: string, nargs: number, nkw: number): void {
  if (s.varargs >= 0) {
    if (nargs < s.minpos && s.posonly >= s.minpos) {
      throw typeError(
        `${fname}() takes at least ${s.minpos} positional argument${plural(s.minpos)} (${nargs} given)`,
      );
    }
    return;
  }
  const total = s.params.length - (s.varkw >= 0 ? 1 : 0);
  if (s.varkw < 0 && nargs + nkw > total) {
    const kind = nargs === 0 ? 'keyword ' : '';
    throw typeError(
      `${fname}() takes at most ${total} ${kind}argument${plural(total)} (${nargs + nkw} given)`,
    );
  }
  if (nargs > s.npos) {
    if (s.npos === 0) throw typeError(`${fname}() takes no positional arguments`);
    const bound = s.minpos < s.npos ? 'at most' : 'exactly';
    throw typeError(
      `${fname}() takes ${bound} ${s.npos} positional argument${plural(s.npos)} (${nargs} given)`,
    );
  }
  const least = Math.min(s.posonly, s.minpos);
  if (nargs < least) {
    const bound = least < s.npos ? 'at least' : 'exactly';
    throw typeError(
      `${fname}() takes ${bound} ${least} positional argument${plural(least)} (${nargs} given)`,
    );
  }
}

/** Leftover keywords: into `**kwargs`, or the error that names the first wrong one. */
function bindRest(
  s: Signature,
  fname: string,
  args: PyObject[],
  nargs: number,
  kw: PyObject[],
  used: number,
  out: Bound,
): void {
  const named = (k: PyObject): boolean =>
    s.params.some((p, i) => (p.kind === 3 || (p.kind === 1 && i >= nargs)) && p.name === k.v);
  for (let i = s.posonly; i < nargs && i < s.npos; i++) {
    const p = s.params[i]!;
    if (findKeyword(kw, p.name) >= 0) {
      throw typeError(
        `argument for ${fname}() given by name ('${p.name}') and position (${i + 1})`,
      );
    }
  }
  if (s.varkw < 0) throw unexpectedKeyword(s, fname, kw);
  if (used === kw.length) return;
  const rest = newDict();
  try {
    for (let i = 0; i < kw.length; i++) {
      if (!named(kw[i]!)) dictSet(rest, kw[i]!, args[nargs + i]!);
    }
  } catch (e) {
    decref(rest);
    throw e;
  }
  out[s.varkw] = rest;
}

/**
 * Binds with the messages of the keyword family. The values are borrowed, but for the dict of `**kwargs`, which the
 * caller releases (`releaseBound`).
 */
export function bindKeywords(s: Signature, fname: string, args: PyObject[], kw: KwNames): Bound {
  const nkw = kw === null ? 0 : kw.length;
  const nargs = args.length - nkw;
  checkCounts(s, fname, nargs, nkw);
  const params = s.params;
  const out: Bound = new Array(params.length).fill(undefined);
  let used = 0;
  for (let i = 0, pos = 0; i < params.length; i++) {
    const p = params[i]!;
    if (p.kind === 2) out[i] = args.slice(s.npos, nargs);
    else if (p.kind === 4) continue;
    else if (p.kind <= 1 && pos < nargs) out[i] = args[pos++];
    else {
      const at = nkw > 0 && p.kind !== 0 ? findKeyword(kw!, p.name) : -1;
      if (at >= 0) {
        out[i] = args[nargs + at];
        used++;
      } else if (p.required) {
        const place = p.kind === 3 && s.varargs >= 0 ? i : i + 1;
        throw typeError(`${fname}() missing required argument '${p.name}' (pos ${place})`);
      }
    }
  }
  if (used < nkw) bindRest(s, fname, args, nargs, kw!, used, out);
  return out;
}

/** Releases what `bindKeywords` made. */
export function releaseBound(s: Signature, bound: Bound): void {
  if (s.varkw >= 0 && bound[s.varkw] !== undefined) decref(bound[s.varkw]);
}

function bindPositional(s: Signature, args: PyObject[], n: number): Bound {
  const out: Bound = args.slice(0, Math.min(n, s.npos));
  if (s.varargs >= 0) {
    while (out.length < s.npos) out.push(undefined);
    out.push(args.slice(s.npos, n));
  }
  return out;
}

const signatures = new Map<string, Signature>();

/** The parsed form of a signature text, kept. */
export function signatureOf(sig: string): Signature {
  let s = signatures.get(sig);
  if (s === undefined) signatures.set(sig, (s = parseSignature(sig)));
  return s;
}

/**
 * Binds the arguments of a constructor (tp_new, tp_init) or of a function that is called by slot. A `**kwargs` value
 * is a new dict that the caller must release; everything else is borrowed.
 */
export function bindArgs(
  name: string,
  sig: string | Signature,
  args: PyObject[],
  kw: KwNames = null,
): Bound {
  const s = typeof sig === 'string' ? signatureOf(sig) : sig;
  const nkw = kw === null ? 0 : kw.length;
  const n = args.length - nkw;
  if (nkw === 0 && s.direct && n >= s.minpos && n <= s.npos) return args;
  if (s.positionalOnly) {
    if (s.params.length === 0 && (n > 0 || nkw > 0)) {
      throw typeError(`${name}() takes no ${nkw > 0 && n === 0 ? 'keyword ' : ''}arguments`);
    }
    noKeywords(name, kw);
    checkPositional(name, n, s.minpos, s.varargs >= 0 ? Infinity : s.npos);
    return bindPositional(s, args, n);
  }
  return bindKeywords(s, name, args, kw);
}

/** "list.append()", "math.sqrt()", "len()": how messages name a callable (CPython: _PyObject_FunctionStr). */
export function nativeName(callee: PyObject | null, def: NativeDef): string {
  if (callee === null) return `${def.name}()`;
  const t = callee.type;
  if (t === MethodDescriptorType || t === ClassMethodDescriptorType) {
    return `${shortTypeName(callee.v.type?.name)}${def.name}()`;
  }
  if (t !== BuiltinType) return `${def.name}()`;
  const module = callee.v.module as PyObject | null;
  const self = callee.v.self as PyObject | null;
  let prefix = '';
  if (module !== null && module.type === StrType) {
    const text = strJs(module);
    if (text !== 'builtins') prefix = `${text}.`;
  }
  if (self !== null && self.type !== ModuleType) {
    const T = isInstanceOf(self, TypeType) ? self.v : self.type;
    prefix += shortTypeName(T.name);
  }
  return `${prefix}${def.name}()`;
}

function shortTypeName(name: string | undefined): string {
  if (name === undefined) return '';
  return `${name.slice(name.lastIndexOf('.') + 1)}.`;
}

function apply(fn: (...a: any[]) => any, self: PyObject | null, b: Bound): any {
  switch (b.length) {
    case 0:
      return fn(self);
    case 1:
      return fn(self, b[0]);
    case 2:
      return fn(self, b[0], b[1]);
    case 3:
      return fn(self, b[0], b[1], b[2]);
    case 4:
      return fn(self, b[0], b[1], b[2], b[3]);
    case 5:
      return fn(self, b[0], b[1], b[2], b[3], b[4]);
    default:
      return fn(self, ...b);
  }
}

function rejectArity(
  def: NativeDef,
  s: Signature,
  n: number,
  kw: KwNames,
  callee: PyObject | null,
): void {
  const nkw = kw === null ? 0 : kw.length;
  if (nkw > 0) throw typeError(`${nativeName(callee, def)} takes no keyword arguments`);
  if (s.params.length === 0) {
    throw typeError(`${nativeName(callee, def)} takes no arguments (${n} given)`);
  }
  if (s.params.length === 1 && s.minpos === 1 && s.npos === 1) {
    throw typeError(`${nativeName(callee, def)} takes exactly one argument (${n} given)`);
  }
  checkPositional(def.name, n, s.minpos, s.varargs >= 0 ? Infinity : s.npos);
}

function invokeRaw(
  def: NativeDef,
  self: PyObject | null,
  args: PyObject[],
  kw: KwNames,
  callee: PyObject | null,
): Owned | undefined {
  const o = def.options!;
  const nkw = kw === null ? 0 : kw.length;
  if (nkw > 0 && o.kw === false) {
    throw typeError(`${nativeName(callee, def)} takes no keyword arguments`);
  }
  if (o.min !== undefined || o.max !== undefined) {
    checkPositional(o.name ?? def.name, args.length - nkw, o.min ?? 0, o.max ?? Infinity);
  }
  return def.fn(self, args, nkw > 0 ? kw : null);
}

/**
 * Calls a native function with any arguments, all borrowed: the general path behind the direct ones of call.ts.
 * `callee` is the function or descriptor object, for the messages.
 */
export function invokeNative(
  def: NativeDef,
  self: PyObject | null,
  args: PyObject[],
  kw: KwNames,
  callee: PyObject | null,
): Owned {
  let r: Owned | undefined;
  if (def.tupled === UNKNOWN_FORM) decideForm(def);
  if (def.tupled === TUPLED) {
    const held = holdTupled(def, args, kw);
    try {
      r = bindAndCall(def, self, args, kw, callee);
    } finally {
      for (let i = 0; i < held.length; i++) decref(held[i]!);
    }
  } else r = bindAndCall(def, self, args, kw, callee);
  return r === undefined ? newNone() : r;
}

const UNKNOWN_FORM = 0;
const TUPLED = 1;
const FROM_STACK = 2;

/** Raw functions that CPython declares METH_VARARGS. */
const VARARGS = new Set([
  '__new__',
  'difference',
  'difference_update',
  'format',
  'intersection',
  'intersection_update',
  'reduce',
  'union',
  'update',
]);
/** Functions with a `*` parameter that take it from the stack all the same. */
const FASTCALL = new Set(['gcd', 'hypot', 'lcm']);

/** Whether the function is called with a tuple of its arguments, or makes one of its `*` parameter. */
function decideForm(def: NativeDef): void {
  let tupled = VARARGS.has(def.name);
  if (!def.raw) {
    prepare(def);
    tupled = def.params !== null && def.params.varargs >= 0 && !FASTCALL.has(def.name);
  }
  def.tupled = tupled ? TUPLED : FROM_STACK;
}

/** The tuples and the dict that exist during the call of a TUPLED function. */
function holdTupled(def: NativeDef, args: PyObject[], kw: KwNames): PyObject[] {
  const n = args.length - (kw === null ? 0 : kw.length);
  const held: PyObject[] = [];
  const first = def.raw ? 0 : Math.min(n, def.params!.npos);
  if (n > first) held.push(newTuple(args.slice(first, n)));
  if (!def.raw) {
    // gc.get_referrers leaves it out.
    if (held.length > 0) gcUntrack(held[0]!);
    return held;
  }
  if (n > 1 && def.name === '__new__') held.push(newTuple(args.slice(1, n)));
  if (kw !== null) {
    const dict = newDict();
    for (let i = 0; i < kw.length; i++) dictSet(dict, kw[i]!, args[n + i]!);
    held.push(dict);
  }
  return held;
}

function bindAndCall(
  def: NativeDef,
  self: PyObject | null,
  args: PyObject[],
  kw: KwNames,
  callee: PyObject | null,
): Owned | undefined {
  let r: Owned | undefined;
  if (def.raw) r = invokeRaw(def, self, args, kw, callee);
  else {
    prepare(def);
    const nkw = kw === null ? 0 : kw.length;
    const n = args.length - nkw;
    if (nkw === 0 && n >= def.min && n <= def.max) r = apply(def.fn, self, args);
    else {
      const s = def.params!;
      if (s.positionalOnly) {
        if (nkw > 0 || n < s.minpos || (s.varargs < 0 && n > s.npos)) {
          rejectArity(def, s, n, kw, callee);
        }
        r = apply(def.fn, self, bindPositional(s, args, n));
      } else if (nkw === 0 && s.varargs >= 0 && n >= s.minpos && s.minkw === 0) {
        r = apply(def.fn, self, bindPositional(s, args, n));
      } else {
        const bound = bindKeywords(s, def.name, args, kw);
        try {
          r = apply(def.fn, self, bound);
        } finally {
          releaseBound(s, bound);
        }
      }
    }
  }
  return r;
}
