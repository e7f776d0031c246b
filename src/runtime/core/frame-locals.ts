/**
 * What `globals()`, `locals()` and their kin see: the running frame's namespaces. CPython:
 * Python/ceval.c (PyEval_GetGlobals, _PyEval_GetFrameLocals, _PyEval_GetBuiltins).
 */
import { CO_OPTIMIZED } from '../objects/code.ts';
import { newDict } from '../objects/dict.ts';
import { checkLocalsVisible, type FrameObjectPayload } from '../objects/frame.ts';
import { localsSnapshot } from '../objects/frame-locals-proxy.ts';
import { systemError } from './errors.ts';
import type { Frame } from './frame.ts';
import { incref, type Owned, type PyObject } from './object.ts';
import { S } from './state.ts';

/** Globals of the running function. SystemError when no Python code runs. */
export function frameGlobalsBorrowed(): PyObject {
  const fn = S.frames[S.sp]!.fn;
  if (fn === null) throw systemError('globals do not exist');
  return fn.v.globals;
}

/**
 * The builtins dict the running function sees; that of the interpreter when no Python code runs.
 */
export function frameBuiltinsBorrowed(): PyObject {
  const fn = S.frames[S.sp]!.fn;
  return fn === null ? S.builtins : fn.v.builtins;
}

/**
 * `locals()` of a frame: the namespace itself in module, class and exec code, in functions a new
 * dict of the variables bound now.
 */
export function frameLocals(f: Frame): Owned {
  if (f.code === null) throw systemError('frame does not exist');
  if ((f.code.flags & CO_OPTIMIZED) === 0) {
    if (hasHiddenLocals(f)) return localsSnapshot(f, null);
    return f.ns === null ? newDict() : (incref(f.ns) as Owned);
  }
  checkLocalsVisible(f);
  return localsSnapshot(f, f.obj === null ? null : (f.obj.v as FrameObjectPayload).extraLocals);
}

/** Whether variables of an inlined comprehension are bound now: they are all that a namespace's frame then shows. */
function hasHiddenLocals(f: Frame): boolean {
  const locals = f.locals;
  if (locals === null) return false;
  const slots = f.code!.slots;
  return slots.some((slot, i) => slot.hidden && (locals[i] ?? null) !== null);
}
