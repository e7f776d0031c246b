/**
 * Weak reference lists. CPython: Objects/weakrefobject.c (the types are in objects/weakref.ts).
 *
 * `ext.weakrefs` of an object lists its live references: the shared plain reference, the shared plain proxy, then those
 * with callbacks or of subclasses, newest first. The list owns nothing; a reference takes itself out when it dies, and
 * is cleared (`obj` null, its callback kept for a moment) when the object does.
 */
import { S } from './state.ts';
import { call1 } from './call.ts';
import { writeUnraisable } from './errors.ts';
import type { PyGC, PyObject } from './object.ts';
import { decref } from './object.ts';

export class WeakrefPayload {
  /** The object, borrowed; null once it is gone. */
  obj: PyGC | null;
  /** Owned; null without. */
  callback: PyObject | null;
  /** Halves of the object's hash, once asked for. */
  hashLo: number;
  hashHi: number;
  hashed: boolean;
  constructor(obj: PyGC, callback: PyObject | null) {
    this.obj = obj;
    this.callback = callback;
    this.hashLo = 0;
    this.hashHi = 0;
    this.hashed = false;
  }
}

export type PyWeakref = PyGC<WeakrefPayload>;

function unlink(obj: PyGC, ref: PyObject): void {
  const list = obj.ext === null ? null : obj.ext.weakrefs;
  if (list === null) return;
  const i = list.indexOf(ref);
  if (i >= 0) list.splice(i, 1);
  if (list.length === 0) obj.ext!.weakrefs = null;
}

/** Detaches a reference from its object and drops the callback. CPython: clear_weakref. */
export function clearWeakref(ref: PyWeakref): void {
  const p = ref.v;
  const obj = p.obj;
  if (obj !== null) {
    p.obj = null;
    unlink(obj, ref as PyObject);
  }
  const callback = p.callback;
  if (callback !== null) {
    p.callback = null;
    decref(callback);
  }
}

/** Detaches a reference but keeps its callback, for the collector. CPython: _PyWeakref_ClearRef. */
export function clearWeakrefKeepCallback(ref: PyWeakref): void {
  const callback = ref.v.callback;
  ref.v.callback = null;
  clearWeakref(ref);
  ref.v.callback = callback;
}

/** Calls a callback with its (cleared) reference; what it raises is reported. */
export function callWeakrefCallback(ref: PyObject, callback: PyObject): void {
  const raised = S.err;
  try {
    decref(call1(callback, ref));
  } catch (e) {
    writeUnraisable(e, callback);
  }
  S.err = raised;
}

/**
 * Clears all references to a dying object, then calls the callbacks of those that live on, newest first.
 * CPython: PyObject_ClearWeakRefs.
 */
export function clearWeakrefs(object: PyObject): void {
  const o = object as PyGC;
  const ext = o.ext;
  if (ext === null || ext.weakrefs === null) return;
  const list = ext.weakrefs;
  ext.weakrefs = null;
  const pending: PyObject[] = [];
  for (let i = 0; i < list.length; i++) {
    const ref = list[i] as PyWeakref;
    const p = ref.v;
    p.obj = null;
    const callback = p.callback;
    if (callback === null) continue;
    p.callback = null;
    // A reference that is being released itself gets no call.
    if (ref.rc > 0) {
      ref.rc++;
      pending.push(ref as PyObject, callback);
    } else decref(callback);
  }
  for (let i = 0; i < pending.length; i += 2) {
    callWeakrefCallback(pending[i]!, pending[i + 1]!);
  }
  for (let i = pending.length - 1; i >= 0; i--) decref(pending[i]!);
}

/** Live references to an object, in list order; the array is the list itself. */
export function weakrefsOf(o: PyObject): readonly PyObject[] {
  const ext = (o as PyGC).ext;
  if (ext === undefined || ext === null || ext.weakrefs === null) return NONE;
  return ext.weakrefs;
}

const NONE: readonly PyObject[] = [];
