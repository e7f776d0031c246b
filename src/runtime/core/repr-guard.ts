/**
 * The objects whose repr is being computed, so that a container that holds itself prints `[...]`.
 * CPython: Py_ReprEnter / Py_ReprLeave in Objects/object.c.
 */
import type { PyObject } from './object.ts';

/** Borrowed: whoever computes a repr holds the object. */
const active: PyObject[] = [];

/** True when the repr of `o` may proceed (then `reprLeave(o)` must follow), false when it is already under way. */
export function reprEnter(o: PyObject): boolean {
  for (let i = active.length - 1; i >= 0; i--) if (active[i] === o) return false;
  active.push(o);
  return true;
}

export function reprLeave(o: PyObject): void {
  for (let i = active.length - 1; i >= 0; i--) {
    if (active[i] !== o) continue;
    active.splice(i, 1);
    return;
  }
}
