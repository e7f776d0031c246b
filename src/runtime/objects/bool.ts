/** bool: the two instances are in singletons.ts. CPython: Objects/boolobject.c. Payload 1 or 0, so that int's slots serve. */

import { isTrue } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { warn } from '../core/errors.ts';
import { incref, type Owned, type PyObject } from '../core/object.ts';
import { defineType } from '../core/type-define.ts';
import {
  BoolType,
  IntType,
  type KwNames,
  TPFLAGS_LONG_SUBCLASS,
  type TypeObject,
} from '../core/type-object.ts';
import { DeprecationWarningType } from './exceptions.ts';
import { newInt } from './int.ts';
import { False_, newBool, True_ } from './singletons.ts';
import { intern } from './str.ts';

const s_True = intern('True');
const s_False = intern('False');

function boolNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (kw === null && args.length === 1) return newBool(isTrue(args[0]!));
  const [x] = bindArgs('bool', '(object=False, /)', args, kw);
  return newBool(x !== undefined && isTrue(x));
}

function logic(
  f: (x: number, y: number) => number,
  slot: 'nb_and' | 'nb_or' | 'nb_xor',
): (a: PyObject, b: PyObject) => Owned {
  return (a, b) =>
    a.type === BoolType && b.type === BoolType ? newBool(f(a.v, b.v) !== 0) : IntType[slot]!(a, b);
}

function boolInvert(o: PyObject): Owned {
  warn(
    DeprecationWarningType,
    "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of " +
      'the underlying int object and is usually not what you expect from negating a bool. Use the ' +
      "'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.",
  );
  return newInt(o.v === 1 ? -2 : -1);
}

defineType(BoolType, {
  base: IntType,
  flags: TPFLAGS_LONG_SUBCLASS,
  basicsize: 24,
  itemsize: 4,
  tp_new: boolNew,
  tp_repr: (o) => incref(o === True_ ? s_True : s_False) as Owned,
  nb_and: logic((x, y) => x & y, 'nb_and'),
  nb_or: logic((x, y) => x | y, 'nb_or'),
  nb_xor: logic((x, y) => x ^ y, 'nb_xor'),
  nb_invert: boolInvert,
  text_signature: '(object=False, /)',
});

void False_;
