/**
 * Who holds references that no traversal shows: the state of native modules, and references that a
 * type's tp_traverse leaves out as CPython's does because what they lead to is atomic.
 *
 * Counting all references (core/verify.ts) and drawing the heap need them. A file that keeps a
 * Python object in a JavaScript variable registers a root here; natives' interned names need none,
 * for they are immortal. Imports nothing that runs.
 */
import type { PyObject } from './object.ts';
import type { TypeObject, Visit } from './type-object.ts';

/** Each visits the references that its file owns outside objects. */
export const roots: ((visit: Visit) => void)[] = [];

/** Registers a holder outside objects. */
export function addRoot(visitAll: (visit: Visit) => void): void {
  roots.push(visitAll);
}

/** Registers references by fields of an object, whichever are set. */
export function addRootFields(holder: object): void {
  roots.push((visit) => {
    for (const o of Object.values(holder)) {
      if (o !== null && typeof o === 'object' && 'rc' in o) visit(o as PyObject);
    }
  });
}

/** References that tp_traverse of the type does not visit. */
export const atoms: Map<TypeObject, (o: PyObject, visit: Visit) => void> = new Map();

/** Registers what instances of a type, subclasses included, hold beyond their tp_traverse. */
export function addAtoms(type: TypeObject, visitAtoms: (o: PyObject, visit: Visit) => void): void {
  atoms.set(type, visitAtoms);
}

/** Visits what the traversal of `o` leaves out. */
export function visitAtoms(o: PyObject, visit: Visit): void {
  for (let t: TypeObject | null = o.type; t !== null; t = t.base ?? null) {
    const f = atoms.get(t);
    if (f !== undefined) {
      f(o, visit);
      return;
    }
  }
}
