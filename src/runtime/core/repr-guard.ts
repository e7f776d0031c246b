/**
 * The objects whose repr is being computed, so that a container that holds itself prints `[...]`.
 * CPython: Py_ReprEnter / Py_ReprLeave in Objects/object.c.
 */
import { dictSetStr, newDict } from '../objects/dict.ts';
import { newList } from '../objects/list.ts';
import { intern } from '../objects/str.ts';
import { accountPart, decref, type PyObject, unaccountPart } from './object.ts';
import { addRootFields } from './roots.ts';

/** The list's item block while a repr is under way: room for four. */
const ITEMS = 32;

/** Borrowed: whoever computes a repr holds the object. */
const active: PyObject[] = [];

/** The dict of the thread state with the list under 'Py_Repr', made by the first repr that needs it. */
const threadState: { dict: PyObject | null } = { dict: null };
addRootFields(threadState);

function makeThreadDict(): void {
  const dict = newDict();
  threadState.dict = dict;
  const list = newList();
  dictSetStr(dict, intern('Py_Repr'), list);
  decref(list);
}

/** True when the repr of `o` may proceed (then `reprLeave(o)` must follow), false when it is already under way. */
export function reprEnter(o: PyObject): boolean {
  if (threadState.dict === null) makeThreadDict();
  for (let i = active.length - 1; i >= 0; i--) if (active[i] === o) return false;
  if (active.length === 0) accountPart(threadState.dict!, ITEMS);
  active.push(o);
  return true;
}

export function reprLeave(o: PyObject): void {
  for (let i = active.length - 1; i >= 0; i--) {
    if (active[i] !== o) continue;
    active.splice(i, 1);
    if (active.length === 0) unaccountPart(threadState.dict!, ITEMS);
    return;
  }
}
