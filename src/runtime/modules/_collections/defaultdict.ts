/**
 * defaultdict. CPython: the second half of Modules/_collectionsmodule.c. The factory is in `extra` of the table, owned, or null.
 */
import { getIter, isCallable, repr, setItem } from '../../core/abstract.ts';
import { classMethod, method } from '../../core/args.ts';
import { call0, call2, callMethod0 } from '../../core/call.ts';
import { keyError, typeError } from '../../core/errors.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from '../../core/object.ts';
import { reprEnter, reprLeave } from '../../core/repr-guard.ts';
import { isInstanceOf } from '../../core/subtype.ts';
import { member, newStaticType } from '../../core/type-define.ts';
import {
  DictType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_DICT_SUBCLASS,
  TPFLAGS_HAVE_GC,
  TPFLAGS_MAPPING,
  type TypeObject,
  type Visit,
} from '../../core/type-object.ts';
import { type Text, textJoin } from '../../text/text.ts';
import { dictUpdate, isDict } from '../../objects/dict.ts';
import { genericAliasNew } from '../../objects/genericalias.ts';
import { newNone, newNotImplemented, None_ } from '../../objects/singletons.ts';
import { intern, newStr, strValue } from '../../objects/str.ts';
import { newTuple, newTupleSteal } from '../../objects/tuple.ts';

const s_items = intern('items');

function factoryOf(o: PyObject): PyObject | null {
  return o.v.extra;
}

function setFactory(o: PyObject, value: PyObject | null): void {
  const old = factoryOf(o);
  o.v.extra = value === null ? null : incref(value);
  xdecref(old);
}

function init(o: PyObject, args: PyObject[], kw: KwNames): void {
  const n = kw === null ? args.length : args.length - kw.length;
  let factory: PyObject | null = null;
  if (n > 0) {
    if (args[0] !== None_ && !isCallable(args[0]!))
      throw typeError('first argument must be callable or None');
    factory = args[0] === None_ ? null : args[0]!;
  }
  setFactory(o, factory);
  DictType.tp_init!(o, args.slice(Math.min(n, 1)), kw);
}

function missing(o: PyObject, key: PyObject): Owned {
  const factory = factoryOf(o);
  if (factory === null) throw keyError(key);
  const value = call0(factory);
  try {
    setItem(o, key, value);
  } catch (e) {
    decref(value);
    throw e;
  }
  return value;
}

function textOf(o: Owned): Text {
  const text = strValue(o);
  decref(o);
  return text;
}

function factoryText(o: PyObject): Text {
  const factory = factoryOf(o);
  if (factory === null) return 'None';
  if (!reprEnter(factory)) return '...';
  try {
    return textOf(repr(factory));
  } finally {
    reprLeave(factory);
  }
}

function defaultdictRepr(o: PyObject): Owned {
  const base = textOf(DictType.tp_repr(o));
  const name = o.type.name.slice(o.type.name.lastIndexOf('.') + 1);
  return newStr(textJoin('', [`${name}(`, factoryText(o), ', ', base, ')']));
}

/** `type(like)(like.default_factory, from)` */
function rebuild(like: PyObject, from: PyObject): Owned {
  return call2(like.type.self, factoryOf(like) ?? None_, from);
}

function copy(o: PyObject): Owned {
  return rebuild(o, o);
}

function or(a: PyObject, b: PyObject): Owned {
  const like = isInstanceOf(a, DefaultdictType) ? a : b;
  const other = like === a ? b : a;
  if (!isDict(other)) return newNotImplemented();
  const fresh = rebuild(like, a);
  try {
    dictUpdate(fresh, b);
  } catch (e) {
    decref(fresh);
    throw e;
  }
  return fresh;
}

function reduce(o: PyObject): Owned {
  const factory = factoryOf(o);
  const items = callMethod0(o, s_items);
  let it: PyObject;
  try {
    it = getIter(items);
  } finally {
    decref(items);
  }
  const args = newTuple(factory === null ? [] : [factory]);
  return newTupleSteal([incref(o.type.self), args, newNone(), newNone(), it]);
}

export const DefaultdictType: TypeObject = newStaticType('collections.defaultdict', {
  heap: 'immutable',
  generic: 'get',
  base: DictType,
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE | TPFLAGS_DICT_SUBCLASS | TPFLAGS_MAPPING,
  basicsize: 56,
  doc: 'A dict that makes what it lacks: defaultdict(factory).',
  tp_init: init,
  tp_dealloc: (o: PyObject) => {
    setFactory(o, null);
    DictType.tp_dealloc(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const factory = factoryOf(o);
    if (factory !== null) visit(factory);
    DictType.tp_traverse!(o, visit);
  },
  tp_clear: (o: PyObject) => {
    setFactory(o, null);
    DictType.tp_clear!(o);
  },
  tp_repr: defaultdictRepr,
  nb_or: or,
  methods: {
    __missing__: method('($self, object, /)', missing),
    copy: method('($self, /)', copy),
    __copy__: method('($self, /)', copy),
    __reduce__: method('($self, /)', reduce),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
  members: {
    default_factory: member(
      (o: PyObject) => incref(factoryOf(o) ?? None_),
      (o: PyObject, value: PyObject | null) => setFactory(o, value === None_ ? null : value),
      'What makes missing values.',
    ),
  },
});
