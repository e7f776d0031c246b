/**
 * _queue: SimpleQueue. CPython: Modules/_queuemodule.c.
 *
 * There is one thread: a `get` that has to wait can only be ended by its timeout or by a signal handler, which may also
 * put something in.
 */
import { asDouble, isTrue } from '../core/abstract.ts';
import { runBreaker } from '../core/breaker.ts';
import { newExceptionArgs, overflowError, valueError } from '../core/errors.ts';
import { bindArgs } from '../core/args.ts';
import { currentFrame } from '../core/frame.ts';
import { freeObject, gcUntrack } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { classMethod, method } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  TypeType,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import { callObject } from '../core/call.ts';
import { addRootFields } from '../core/roots.ts';
import { host } from '../host.ts';
import { dictSetStr, newDict } from '../objects/dict.ts';
import { ExceptionType } from '../objects/exceptions.ts';
import { genericAliasNew } from '../objects/genericalias.ts';
import { newInt } from '../objects/int.ts';
import { newBool, None_ } from '../objects/singletons.ts';
import { intern, newStrJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';

/** Items, owned; `head` is the place of the oldest. */
class Items {
  list: (PyObject | null)[] = [];
  head = 0;

  get size(): number {
    return this.list.length - this.head;
  }

  take(): Owned {
    const o = this.list[this.head]!;
    this.list[this.head++] = null;
    if (this.head > 32 && this.head * 2 > this.list.length) {
      this.list = this.list.slice(this.head);
      this.head = 0;
    }
    return o as Owned;
  }
}

const classes: { empty: PyObject | null } = { empty: null };
addRootFields(classes);

/** The exception class Empty, made once. */
function emptyClass(): PyObject {
  if (classes.empty === null) {
    const dict = newDict();
    const module = intern('_queue');
    const doc = newStrJs('There is nothing in the queue.');
    dictSetStr(dict, intern('__module__'), module);
    dictSetStr(dict, intern('__doc__'), doc);
    const bases = newTupleSteal([incref(ExceptionType.self as PyObject)]);
    const name = intern('Empty');
    classes.empty = callObject(TypeType.self, [name, bases, dict]);
    for (const o of [dict, module, doc, bases, name]) decref(o as PyObject);
  }
  return classes.empty;
}

const SLICE = 20_000_000n;

/** Waits until there is an item or the time is up. */
function wait(items: Items, until: bigint | null): void {
  while (items.size === 0) {
    const now = host().monotonicNs();
    if (until !== null && now >= until) return;
    const left = until === null ? SLICE : until - now;
    host().sleepNs(left < SLICE ? left : SLICE);
    if (S.brk !== 0) runBreaker(currentFrame());
  }
}

function deadline(timeout: PyObject | undefined): bigint | null {
  if (timeout === undefined || timeout === None_) return null;
  const seconds = asDouble(timeout);
  if (Number.isNaN(seconds)) throw valueError('Invalid value NaN (not a number)');
  if (seconds < 0) throw valueError("'timeout' must be a non-negative number");
  if (seconds > 9223372036) throw overflowError('timeout value is too large');
  return host().monotonicNs() + BigInt(Math.ceil(seconds * 1e9));
}

function get(o: PyObject, block?: PyObject, timeout?: PyObject): Owned {
  const items: Items = o.v;
  const waits = block === undefined || isTrue(block);
  if (waits) {
    const until = deadline(timeout);
    if (items.size === 0) wait(items, until);
  }
  if (items.size === 0) throw newExceptionArgs(emptyClass().v, []);
  return items.take();
}

function put(o: PyObject, item: PyObject): void {
  (o.v as Items).list.push(incref(item));
}

function visitItems(o: PyObject, visit: Visit): void {
  const items: Items = o.v;
  for (let i = items.head; i < items.list.length; i++) visit(items.list[i]!);
}

function clearItems(o: PyObject): void {
  const items: Items = o.v;
  while (items.size > 0) decref(items.take());
}

export const SimpleQueueType: TypeObject = newStaticType('_queue.SimpleQueue', {
  heap: 'immutable',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 72,
  hasWeakrefs: true,
  tp_new: (type: TypeObject, args: PyObject[], kw: KwNames) => {
    if (type === SimpleQueueType) bindArgs('SimpleQueue', '()', args, kw);
    const o = type.tp_alloc(type);
    o.v = new Items();
    return o;
  },
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    if ((o as PyGC).ext !== null) clearWeakrefs(o);
    const items: Items = o.v;
    freeObject(o);
    while (items.size > 0) decref(items.take());
  },
  tp_traverse: visitItems,
  tp_clear: clearItems,
  methods: {
    empty: method(
      '($self, /)',
      (o: PyObject) => newBool((o.v as Items).size === 0),
      'Whether nothing waits.',
    ),
    get: method('($self, /, block=True, timeout=None)', get, 'Takes the oldest item.'),
    get_nowait: method(
      '($self, /)',
      (o: PyObject) => {
        const items: Items = o.v;
        if (items.size === 0) throw newExceptionArgs(emptyClass().v, []);
        return items.take();
      },
      'Takes the oldest item if there is one.',
    ),
    put: method('($self, /, item, block=True, timeout=None)', put, 'Adds an item.'),
    put_nowait: method('($self, /, item)', put, 'Adds an item.'),
    qsize: method(
      '($self, /)',
      (o: PyObject) => newInt((o.v as Items).size),
      'How many items wait.',
    ),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew, 'A generic alias.'),
  },
  text_signature: '()',
  doc: 'A queue without a bound.',
  dict: { __module__: () => intern('_queue') },
});

export const queueModule = defineModule('_queue', {
  types: [SimpleQueueType],
  constants: { Empty: () => incref(emptyClass()) },
});
