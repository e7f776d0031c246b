/**
 * Binding the arguments of Python functions. CPython: initialize_locals and its error messages in Python/ceval.c.
 *
 * The result is the argument list of the generated function: values in varnames order (positional parameters,
 * keyword-only ones, then the `*args` tuple and the `**kwargs` dict), all owned.
 */

import { CO_VARARGS, CO_VARKEYWORDS, type CodePayload } from '../objects/code.ts';
import { dictGetBorrowed, dictGetStrBorrowed, dictSet, newDict } from '../objects/dict.ts';
import type { FunctionPayload } from '../objects/function.ts';
import { strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { repr, richCompareBool } from './abstract.ts';
import { type PyErr, typeError } from './errors.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from './object.ts';
import { isInstanceOf } from './subtype.ts';
import { suggest } from './suggestions.ts';
import { type KwNames, StrType } from './type-object.ts';

const EQ = 2;

type Slots = (PyObject | null)[];

const plural = (n: number): string => (n === 1 ? '' : 's');

function releaseFrom(items: readonly (PyObject | null | undefined)[], start = 0): void {
  for (let i = start; i < items.length; i++) xdecref(items[i]);
}

/**
 * Binds `args` (consumed; the last `kw.length` of them are keyword values, names borrowed) to the parameters of a
 * Python function. On an error everything is released.
 */
export function bindFunction(
  fn: PyObject<FunctionPayload>,
  args: PyObject[],
  kw: KwNames,
): PyObject[] {
  const code = fn.v.code.v;
  const nkw = kw === null ? 0 : kw.length;
  const nargs = args.length - nkw;
  const argcount = code.argcount;
  const total = argcount + code.kwonlyargcount;
  const out: Slots = [];
  for (let i = code.nparams; i > 0; i--) out.push(null);
  let taken = 0;
  try {
    const npos = Math.min(nargs, argcount);
    for (; taken < npos; taken++) out[taken] = args[taken]!;
    let at = total;
    if ((code.flags & CO_VARARGS) !== 0) {
      const rest = nargs > argcount ? args.slice(argcount, nargs) : [];
      taken = nargs > argcount ? nargs : taken;
      out[at++] = newTupleSteal(rest);
    }
    const kwdict = (code.flags & CO_VARKEYWORDS) !== 0 ? (out[at] = newDict()) : null;
    if (nkw > 0) bindNames(fn, code, args, nargs, kw!, out, kwdict);
    if (nargs > argcount && (code.flags & CO_VARARGS) === 0) {
      throw tooManyPositional(fn, code, nargs, out);
    }
    if (nargs < argcount) fillDefaults(fn, code, nargs, out);
    if (code.kwonlyargcount > 0) fillKeywordOnly(fn, code, out);
  } catch (e) {
    releaseFrom(out);
    for (let i = taken; i < nargs; i++) decref(args[i]!);
    if (nkw > 0) releaseFrom(args, nargs);
    throw e;
  }
  return out as PyObject[];
}

/** Index of the parameter that a keyword names, -1 for none; positional-only ones are not named. */
function parameterIndex(code: CodePayload, name: PyObject, total: number): number {
  const names = code.varnames;
  for (let i = code.posonlyargcount; i < total; i++) if (names[i] === name) return i;
  for (let i = code.posonlyargcount; i < total; i++) {
    if (richCompareBool(name, names[i]!, EQ)) return i;
  }
  return -1;
}

/** Moves the keyword values out of args: each slot of args that was taken holds undefined after. */
function bindNames(
  fn: PyObject<FunctionPayload>,
  code: CodePayload,
  args: (PyObject | undefined)[],
  nargs: number,
  kw: PyObject[],
  out: Slots,
  kwdict: PyObject | null,
): void {
  const total = code.argcount + code.kwonlyargcount;
  for (let k = 0; k < kw.length; k++) {
    const name = kw[k]!;
    if (!isInstanceOf(name, StrType)) {
      throw typeError(`${strJs(fn.v.qualname)}() keywords must be strings`);
    }
    const i = parameterIndex(code, name, total);
    if (i >= 0) {
      if (out[i] !== null) {
        throw typeError(
          `${strJs(fn.v.qualname)}() got multiple values for argument '${strJs(name)}'`,
        );
      }
      out[i] = args[nargs + k]!;
      args[nargs + k] = undefined;
    } else if (kwdict === null) throw unexpectedKeyword(fn, code, kw, name, total);
    else {
      dictSet(kwdict, name, args[nargs + k]!);
      decref(args[nargs + k]!);
      args[nargs + k] = undefined;
    }
  }
}

function unexpectedKeyword(
  fn: PyObject<FunctionPayload>,
  code: CodePayload,
  kw: PyObject[],
  name: PyObject,
  total: number,
): PyErr {
  const qualname = strJs(fn.v.qualname);
  const names: string[] = code.varnames.map(strJs);
  if (code.posonlyargcount > 0) {
    const given: string[] = kw.map(strJs);
    const wrong = names.slice(0, code.posonlyargcount).filter((n) => given.includes(n));
    if (wrong.length > 0) {
      return typeError(
        `${qualname}() got some positional-only arguments passed as keyword arguments: ` +
          `'${wrong.join(', ')}'`,
      );
    }
  }
  const text = strJs(name);
  const near = suggest(names.slice(code.posonlyargcount, total), text);
  const hint = near === null ? '' : `. Did you mean '${near}'?`;
  return typeError(`${qualname}() got an unexpected keyword argument '${text}'${hint}`);
}

function fillDefaults(
  fn: PyObject<FunctionPayload>,
  code: CodePayload,
  nargs: number,
  out: Slots,
): void {
  const defaults: PyObject[] | null = fn.v.defaults === null ? null : fn.v.defaults.v;
  const first = code.argcount - (defaults === null ? 0 : defaults.length);
  for (let i = nargs; i < first; i++) {
    if (out[i] === null) throw missingArguments(fn, code, 'positional', 0, first, out);
  }
  for (let i = Math.max(nargs, first); i < code.argcount; i++) {
    if (out[i] === null) out[i] = incref(defaults![i - first]!);
  }
}

function fillKeywordOnly(fn: PyObject<FunctionPayload>, code: CodePayload, out: Slots): void {
  const end = code.argcount + code.kwonlyargcount;
  const defaults = fn.v.kwdefaults;
  let missing = false;
  for (let i = code.argcount; i < end; i++) {
    if (out[i] !== null) continue;
    const value = defaults === null ? null : defaultOf(defaults, code.varnames[i]!);
    if (value === null) missing = true;
    else out[i] = incref(value);
  }
  if (missing) throw missingArguments(fn, code, 'keyword-only', code.argcount, end, out);
}

function defaultOf(defaults: PyObject, name: PyObject): PyObject | null {
  return dictGetStrBorrowed(defaults, name) ?? dictGetBorrowed(defaults, name);
}

function missingArguments(
  fn: PyObject<FunctionPayload>,
  code: CodePayload,
  kind: string,
  start: number,
  end: number,
  out: Slots,
): PyErr {
  const names: string[] = [];
  for (let i = start; i < end; i++) {
    if (out[i] !== null) continue;
    const r = repr(code.varnames[i]!);
    names.push(strJs(r));
    decref(r);
  }
  const n = names.length;
  let list = names[0]!;
  if (n === 2) list = `${names[0]} and ${names[1]}`;
  else if (n > 2) list = `${names.slice(0, -1).join(', ')}, and ${names[n - 1]}`;
  return typeError(
    `${strJs(fn.v.qualname)}() missing ${n} required ${kind} argument${plural(n)}: ${list}`,
  );
}

function tooManyPositional(
  fn: PyObject<FunctionPayload>,
  code: CodePayload,
  given: number,
  out: Slots,
): PyErr {
  const argcount = code.argcount;
  const ndefaults = fn.v.defaults === null ? 0 : (fn.v.defaults.v as PyObject[]).length;
  let kwonly = 0;
  for (let i = argcount; i < argcount + code.kwonlyargcount; i++) if (out[i] !== null) kwonly++;
  const many = ndefaults > 0 || argcount !== 1;
  const sig = ndefaults > 0 ? `from ${argcount - ndefaults} to ${argcount}` : `${argcount}`;
  let extra = '';
  if (kwonly > 0) {
    extra = ` positional argument${plural(given)} (and ${kwonly} keyword-only argument${plural(kwonly)})`;
  }
  const verb = given === 1 && kwonly === 0 ? 'was' : 'were';
  return typeError(
    `${strJs(fn.v.qualname)}() takes ${sig} positional argument${many ? 's' : ''} ` +
      `but ${given}${extra} ${verb} given`,
  );
}

/** A bound argument list given to the generated function: consumes `fn` and the list. */
export function runBound(fn: PyObject<FunctionPayload>, a: PyObject[]): Owned | null {
  const js = fn.v.code.v.js;
  switch (a.length) {
    case 0:
      return js(fn);
    case 1:
      return js(fn, a[0]);
    case 2:
      return js(fn, a[0], a[1]);
    case 3:
      return js(fn, a[0], a[1], a[2]);
    case 4:
      return js(fn, a[0], a[1], a[2], a[3]);
    case 5:
      return js(fn, a[0], a[1], a[2], a[3], a[4]);
    case 6:
      return js(fn, a[0], a[1], a[2], a[3], a[4], a[5]);
    case 7:
      return js(fn, a[0], a[1], a[2], a[3], a[4], a[5], a[6]);
    case 8:
      return js(fn, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
    case 9:
      return js(fn, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8]);
    case 10:
      return js(fn, a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9]);
    default:
      return js(fn, ...a);
  }
}
