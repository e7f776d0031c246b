/**
 * anext_awaitable: what `anext(it, default)` gives; awaiting it turns the end of the iteration into the default.
 * CPython: Objects/iterobject.c (anextawaitable).
 */
import { method, methodRaw } from '../core/args.ts';
import { callMethod } from '../core/call.ts';
import { discard, matches, stopIteration, typeError } from '../core/errors.ts';
import { genSend, stopIterationOf } from '../core/genops.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { account, decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { newStaticType } from '../core/type-define.ts';
import {
  CoroutineType,
  GeneratorType,
  type KwNames,
  TPFLAGS_HAVE_GC,
  type Visit,
} from '../core/type-object.ts';
import { CO_ITERABLE_COROUTINE } from './code.ts';
import { StopAsyncIterationType } from './exceptions.ts';
import { None_ } from './singletons.ts';
import { intern } from './str.ts';

const SIZE = 48;
const s_send = intern('send');
const s_throw = intern('throw');
const s_close = intern('close');

class AnextPayload {
  wrapped: PyObject;
  fallback: PyObject;
  constructor(wrapped: PyObject, fallback: PyObject) {
    this.wrapped = wrapped;
    this.fallback = fallback;
  }
}

/** Awaits `awaitable`; its StopAsyncIteration becomes the result `fallback`. */
export function newAnextAwaitable(awaitable: PyObject, fallback: PyObject): Owned {
  const o = newGC(AnextAwaitableType, new AnextPayload(incref(awaitable), incref(fallback)));
  account(o, SIZE);
  gcTrack(o);
  return o;
}

/** The iterator behind an awaitable. */
function iteratorOf(o: PyObject): Owned {
  const w: PyObject = o.v.wrapped;
  if (w.type === CoroutineType) return w.type.am_await!(w);
  if (w.type === GeneratorType && (w.v.code.v.flags & CO_ITERABLE_COROUTINE) !== 0)
    return incref(w);
  const f = w.type.am_await;
  if (f === null) throw typeError(`object ${w.type.name} can't be used in 'await' expression`);
  const it = f(w);
  if (it.type.tp_iternext !== null) return it;
  const name = it.type.name;
  decref(it);
  throw typeError(`__await__() returned non-iterator of type '${name}'`);
}

/** Runs `step`; the end of the asynchronous iteration is StopIteration(fallback). */
function withDefault<T>(o: PyObject, step: (it: PyObject) => T): T {
  const it = iteratorOf(o);
  try {
    return step(it);
  } catch (e) {
    if (!matches(e, StopAsyncIterationType)) throw e;
    discard(e);
    throw stopIteration(o.v.fallback);
  } finally {
    decref(it);
  }
}

function forward(name: PyObject) {
  return (o: PyObject, args: PyObject[], kw: KwNames): Owned =>
    withDefault(o, (it) => callMethod(it, name, args, kw));
}

/** The next value; a generator's result is the value of a StopIteration. */
function nextOf(it: PyObject): Owned | null {
  if (it.type !== GeneratorType) return it.type.tp_iternext!(it);
  const r = genSend(it as Parameters<typeof genSend>[0], None_);
  if (r !== null) return r;
  const result = S.yieldResult!;
  S.yieldResult = null;
  throw stopIterationOf(result);
}

export const AnextAwaitableType = newStaticType('anext_awaitable', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: SIZE - 16,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const { wrapped, fallback } = o.v as AnextPayload;
    freeObject(o);
    decref(wrapped);
    decref(fallback);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    visit(o.v.wrapped);
    visit(o.v.fallback);
  },
  tp_iter: (o) => incref(o),
  am_await: (o) => incref(o),
  tp_iternext: (o) => withDefault(o, nextOf),
  methods: {
    send: method('($self, object, /)', (o, value) => forward(s_send)(o, [value], null)),
    throw: methodRaw(forward(s_throw)),
    close: methodRaw(forward(s_close), { max: 0 }),
  },
});
