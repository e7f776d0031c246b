/** Exception classes that native modules make for themselves. CPython: PyErr_NewException (Python/errors.c). */
import { callObject } from '../core/call.ts';
import { newException, type PyErr } from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { addRoot } from '../core/roots.ts';
import { type TypeObject, TypeType } from '../core/type-object.ts';
import { dictSetStr, newDict } from './dict.ts';
import { intern, newStrJs } from './str-object.ts';
import { newTupleSteal } from './tuple.ts';

const s_module = intern('__module__');

/** A class `name` ('struct.error') below `base`. */
export function newExceptionClass(name: string, base: TypeObject): Owned {
  const dot = name.lastIndexOf('.');
  const dict = newDict();
  const module = newStrJs(name.slice(0, dot));
  dictSetStr(dict, s_module, module);
  decref(module);
  const args = [
    newStrJs(name.slice(dot + 1)),
    newTupleSteal([incref(base.self as PyObject)]),
    dict,
  ];
  try {
    return callObject(TypeType.self, args);
  } finally {
    for (const a of args) decref(a);
  }
}

/** An exception class made when first needed, and kept. */
export class LazyException {
  private readonly name: string;
  private readonly base: () => TypeObject;
  private made: Owned | null = null;

  constructor(name: string, base: () => TypeObject) {
    this.name = name;
    this.base = base;
    addRoot((visit) => {
      if (this.made !== null) visit(this.made);
    });
  }

  /** The class, borrowed. */
  get borrowed(): PyObject {
    if (this.made === null) this.made = newExceptionClass(this.name, this.base());
    return this.made;
  }

  /** The class, for a module's dict. */
  owned(): Owned {
    return incref(this.borrowed);
  }

  /** An exception to throw. */
  error(message: string): PyErr {
    return newException(this.borrowed.v, message);
  }
}
