/** atexit. CPython: Modules/atexitmodule.c. */
import { EQ, richCompareBool } from '../core/abstract.ts';
import { method, methodRaw } from '../core/args.ts';
import { callObject } from '../core/call.ts';
import { reprJs, typeError, writeUnraisable } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { addRoot } from '../core/roots.ts';
import type { KwNames } from '../core/type-object.ts';
import { newInt } from '../objects/int.ts';

/** One registered call; everything owned. */
class Callback {
  f: PyObject;
  args: PyObject[];
  names: PyObject[] | null;
  constructor(f: PyObject, args: PyObject[], names: PyObject[] | null) {
    this.f = incref(f);
    this.args = args.map((a) => incref(a));
    this.names = names === null ? null : names.map((n) => incref(n));
  }

  release(): void {
    decref(this.f);
    for (const a of this.args) decref(a);
    if (this.names !== null) for (const n of this.names) decref(n);
  }
}

let callbacks: (Callback | null)[] = [];
addRoot((visit) => {
  for (const c of callbacks) {
    if (c === null) continue;
    visit(c.f);
    c.args.forEach(visit);
    c.names?.forEach(visit);
  }
});

function register(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const npos = args.length - (kw?.length ?? 0);
  if (npos === 0) throw typeError('register() takes at least 1 argument (0 given)');
  const f = args[0]!;
  if (f.type.tp_call === null) throw typeError('the first argument must be callable');
  callbacks.push(new Callback(f, args.slice(1), kw));
  return incref(f);
}

function clear(): void {
  const old = callbacks;
  callbacks = [];
  for (const c of old) c?.release();
}

/** Last registered first; what they raise is reported. */
export function runExitFunctions(): void {
  for (let i = callbacks.length - 1; i >= 0; i--) {
    const c = callbacks[i];
    if (c === null || c === undefined) continue;
    callbacks[i] = null;
    try {
      decref(callObject(c.f, c.args, c.names));
    } catch (e) {
      writeUnraisable(e, null, `Exception ignored in atexit callback ${reprJs(c.f)}`);
    }
    c.release();
  }
  clear();
}

function sameFunction(c: Callback, f: PyObject): boolean {
  const own = incref(c.f);
  try {
    return richCompareBool(own, f, EQ);
  } finally {
    decref(own);
  }
}

function unregister(_m: PyObject, f: PyObject): void {
  for (let i = 0; i < callbacks.length; i++) {
    const c = callbacks[i];
    if (c === null || c === undefined || !sameFunction(c, f)) continue;
    // the comparison may have cleared the list
    if (callbacks[i] !== c) continue;
    callbacks[i] = null;
    c.release();
  }
}

defineModule('atexit', {
  doc: 'Functions to be called when the interpreter ends.',
  functions: {
    register: methodRaw(register, { sig: '($module, func, /, *args, **kwargs)' }),
    _clear: method('($module, /)', clear),
    unregister: method('($module, func, /)', unregister),
    _run_exitfuncs: method('($module, /)', runExitFunctions),
    _ncallbacks: method('($module, /)', () => newInt(callbacks.length)),
  },
});
