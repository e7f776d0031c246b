/**
 * NoneType, NotImplementedType and ellipsis. CPython: Objects/object.c, the end of Objects/sliceobject.c.
 */
import { typeError, warnDeprecated } from '../core/errors.ts';
import { method } from '../core/native-def.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { IMMORTAL } from '../core/object.ts';
import { S } from '../core/state.ts';
import { defineType } from '../core/type-define.ts';
import type { KwNames, TypeObject } from '../core/type-object.ts';
import { EllipsisType, NoneType, NotImplementedType } from '../core/type-object.ts';
import { None_, newBool, newEllipsis, newNone, newNotImplemented } from './singletons.ts';
import { newStrJs } from './str.ts';

/** A constructor that gives the one object and takes nothing. */
function only(name: string, give: () => Owned) {
  return (_type: TypeObject, args: PyObject[], _kw: KwNames): Owned => {
    if (args.length > 0) throw typeError(`${name} takes no arguments`);
    return give();
  };
}

/** Counting errors must not end an immortal object: it is put back. */
function revive(o: PyObject): void {
  o.rc = IMMORTAL;
}

/** hash(None) of 3.12 and later: a constant. */
const NONE_HASH = 0xfca86420;

function noneCompare(a: PyObject, b: PyObject, op: number): Owned {
  if ((op !== 2 && op !== 3) || b !== None_ || a !== None_) return newNotImplemented();
  return newBool(op === 2);
}

defineType(NoneType, {
  basicsize: 16,
  tp_new: only('NoneType', newNone),
  tp_dealloc: revive,
  tp_repr: () => newStrJs('None'),
  tp_hash: () => {
    S.hashHi = 0;
    return NONE_HASH | 0;
  },
  tp_richcompare: noneCompare,
  nb_bool: () => false,
  text_signature: '()',
  doc: 'The class of None.',
});

defineType(NotImplementedType, {
  basicsize: 16,
  tp_new: only('NotImplementedType', newNotImplemented),
  tp_dealloc: revive,
  tp_repr: () => newStrJs('NotImplemented'),
  nb_bool: () => {
    warnDeprecated('NotImplemented should not be used in a boolean context', 1);
    return true;
  },
  methods: { __reduce__: method('($self, /)', () => newStrJs('NotImplemented')) },
  text_signature: '()',
  doc: 'The class of NotImplemented.',
});

defineType(EllipsisType, {
  basicsize: 16,
  tp_new: only('EllipsisType', newEllipsis),
  tp_dealloc: revive,
  tp_repr: () => newStrJs('Ellipsis'),
  methods: { __reduce__: method('($self, /)', () => newStrJs('Ellipsis')) },
  text_signature: '()',
  doc: 'The class of the Ellipsis.',
});
