/**
 * The gc module. CPython: Modules/gcmodule.c. The collector is core/gc-collect.ts.
 */
import { asIndexNumber } from '../core/abstract.ts';
import { method, methodRaw } from '../core/args.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { GC_FINALIZED, gcIsTracked, generations } from '../core/gc.ts';
import {
  callbacksBorrowed,
  collect,
  DEBUG_COLLECTABLE,
  DEBUG_LEAK,
  DEBUG_SAVEALL,
  DEBUG_STATS,
  DEBUG_UNCOLLECTABLE,
  freeze,
  garbageBorrowed,
  gcState,
  listSize,
  unfreeze,
} from '../core/gc-collect.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { TPFLAGS_HAVE_GC, TPFLAGS_HEAPTYPE, TypeType } from '../core/type-object.ts';
import { dictSetStr, newDict } from '../objects/dict.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { None_, newBool, newNone } from '../objects/singletons.ts';
import { intern } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';

/** PyObject_IS_GC: static types are of a collected type but are not collected. */
function isCollected(o: PyObject): boolean {
  if ((o.type.flags & TPFLAGS_HAVE_GC) === 0) return false;
  return o.type !== TypeType || (o.v.flags & TPFLAGS_HEAPTYPE) !== 0;
}

function cInt(o: PyObject): number {
  const n = asIndexNumber(o, OverflowErrorType);
  if (n > 2147483647) throw overflowError('signed integer is greater than maximum');
  if (n < -2147483648) throw overflowError('signed integer is less than minimum');
  return n;
}

function ints(...values: number[]): Owned {
  return newTupleSteal(values.map((n): PyObject => newInt(n)));
}

function setThreshold(_m: PyObject, args: PyObject[]): void {
  if (args.length < 1) throw typeError('gc.set_threshold requires 1 to 3 arguments');
  if (args.length > 3) throw typeError('gc.set_threshold requires 1 to 3 arguments');
  const values = args.map(cInt);
  S.gcThreshold = values[0]!;
  for (let i = 1; i < values.length; i++) gcState.thresholds[i] = values[i]!;
}

function collectFunction(_m: PyObject, generation?: PyObject): Owned {
  const n = generation === undefined ? 2 : cInt(generation);
  if (n < 0 || n > 2) throw valueError('invalid generation');
  return newInt(collect(n));
}

function optionalGeneration(o: PyObject | undefined): number {
  if (o === undefined || o === None_) return -1;
  if (o.type.nb_index === null)
    throw typeError(`argument should be integer or None, not '${o.type.name}'`);
  const n = asIndexNumber(o, OverflowErrorType);
  if (n >= generations.length) {
    throw valueError(
      `generation parameter must be less than the number of available generations (${generations.length})`,
    );
  }
  if (n < -1) throw valueError('generation parameter cannot be negative');
  return n;
}

function appendList(head: PyGC, out: PyObject[]): void {
  for (let o = head.next!; o !== head; o = o.next!) out.push(incref(o as PyObject));
}

function getObjects(_m: PyObject, generation?: PyObject): Owned {
  const n = optionalGeneration(generation);
  const out: PyObject[] = [];
  if (n >= 0) appendList(generations[n]!, out);
  else for (const head of generations) appendList(head, out);
  return newListSteal(out);
}

function getReferents(_m: PyObject, args: PyObject[]): Owned {
  const out: PyObject[] = [];
  const visit = (o: PyObject): void => {
    out.push(incref(o));
  };
  for (const o of args) {
    if (isCollected(o) && o.type.tp_traverse !== null) o.type.tp_traverse(o, visit);
  }
  return newListSteal(out);
}

function getReferrers(_m: PyObject, args: PyObject[]): Owned {
  const wanted = new Set(args);
  const out: PyObject[] = [];
  let found = false;
  const visit = (o: PyObject): void => {
    if (wanted.has(o)) found = true;
  };
  for (const head of generations) {
    for (let o = head.next!; o !== head; o = o.next!) {
      found = false;
      o.type.tp_traverse!(o as PyObject, visit);
      if (found) out.push(incref(o as PyObject));
    }
  }
  return newListSteal(out);
}

function getStats(): Owned {
  const rows: PyObject[] = [];
  for (const stats of gcState.stats) {
    const row = newDict();
    for (const name of ['collections', 'collected', 'uncollectable'] as const) {
      const key = intern(name);
      const value = newInt(stats[name]);
      dictSetStr(row, key, value);
      decref(key);
      decref(value);
    }
    rows.push(row);
  }
  return newListSteal(rows);
}

export const gcModule = defineModule('gc', {
  functions: {
    enable: method(
      '($module, /)',
      () => {
        S.gcEnabled = true;
        return newNone();
      },
      'Collections of their own accord.',
    ),
    disable: method(
      '($module, /)',
      () => {
        S.gcEnabled = false;
        return newNone();
      },
      'No collections of their own accord.',
    ),
    isenabled: method(
      '($module, /)',
      () => newBool(S.gcEnabled),
      'Whether collections happen of their own accord.',
    ),
    set_debug: method(
      '($module, flags, /)',
      (_m: PyObject, flags: PyObject) => {
        gcState.debug = cInt(flags);
        return newNone();
      },
      'Sets the debugging flags.',
    ),
    get_debug: method('($module, /)', () => newInt(gcState.debug), 'The debugging flags.'),
    get_count: method(
      '($module, /)',
      () => ints(S.gcCount, gcState.counts[1]!, gcState.counts[2]!),
      'Counters of the generations.',
    ),
    set_threshold: methodRaw(setThreshold, {
      kw: false,
      doc: 'Sets the thresholds of the generations.',
    }),
    get_threshold: method(
      '($module, /)',
      () => ints(S.gcThreshold, gcState.thresholds[1]!, gcState.thresholds[2]!),
      'The thresholds of the generations.',
    ),
    collect: method(
      '($module, /, generation=2)',
      collectFunction,
      'Collects up to a generation; the number of unreachable objects.',
    ),
    get_objects: method(
      '($module, /, generation=None)',
      getObjects,
      'All tracked objects, or those of a generation.',
    ),
    get_stats: method('($module, /)', getStats, 'What each generation has done.'),
    is_tracked: method(
      '($module, obj, /)',
      (_m: PyObject, o: PyObject) => newBool(isCollected(o) && gcIsTracked(o)),
      'Whether the collector watches the object.',
    ),
    is_finalized: method(
      '($module, obj, /)',
      (_m: PyObject, o: PyObject) =>
        newBool(isCollected(o) && ((o as PyGC).bits & GC_FINALIZED) !== 0),
      'Whether the finalizer has run.',
    ),
    get_referrers: method('($module, /, *objs)', getReferrers, 'What refers to the objects.'),
    get_referents: method('($module, /, *objs)', getReferents, 'What the objects refer to.'),
    freeze: method('($module, /)', freeze, 'Puts all objects out of reach of collections.'),
    unfreeze: method('($module, /)', unfreeze, 'Takes back freeze().'),
    get_freeze_count: method(
      '($module, /)',
      () => newInt(listSize(gcState.permanent)),
      'How many objects are frozen.',
    ),
  },
  constants: {
    garbage: () => incref(garbageBorrowed()) as Owned,
    callbacks: () => incref(callbacksBorrowed()) as Owned,
    DEBUG_STATS,
    DEBUG_COLLECTABLE,
    DEBUG_UNCOLLECTABLE,
    DEBUG_SAVEALL,
    DEBUG_LEAK,
  },
});
