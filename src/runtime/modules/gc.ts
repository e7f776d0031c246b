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
      'Enable automatic garbage collection.',
    ),
    disable: method(
      '($module, /)',
      () => {
        S.gcEnabled = false;
        return newNone();
      },
      'Disable automatic garbage collection.',
    ),
    isenabled: method(
      '($module, /)',
      () => newBool(S.gcEnabled),
      'Returns true if automatic garbage collection is enabled.',
    ),
    set_debug: method(
      '($module, flags, /)',
      (_m: PyObject, flags: PyObject) => {
        gcState.debug = cInt(flags);
        return newNone();
      },
      'Set the garbage collection debugging flags.\n\n  flags\n    An integer that can have the following bits turned on:\n' +
        '      DEBUG_STATS - Print statistics during collection.\n' +
        '      DEBUG_COLLECTABLE - Print collectable objects found.\n' +
        '      DEBUG_UNCOLLECTABLE - Print unreachable but uncollectable objects\n        found.\n' +
        '      DEBUG_SAVEALL - Save objects to gc.garbage rather than freeing them.\n' +
        '      DEBUG_LEAK - Debug leaking programs (everything but STATS).\n\n' +
        'Debugging information is written to sys.stderr.',
    ),
    get_debug: method(
      '($module, /)',
      () => newInt(gcState.debug),
      'Get the garbage collection debugging flags.',
    ),
    get_count: method(
      '($module, /)',
      () => ints(S.gcCount, gcState.counts[1]!, gcState.counts[2]!),
      'Return a three-tuple of the current collection counts.',
    ),
    set_threshold: methodRaw(setThreshold, {
      kw: false,
      doc:
        'set_threshold(threshold0, [threshold1, [threshold2]])\nSet the collection thresholds (the collection frequency).' +
        "\n\nSetting 'threshold0' to zero disables collection.",
    }),
    get_threshold: method(
      '($module, /)',
      () => ints(S.gcThreshold, gcState.thresholds[1]!, gcState.thresholds[2]!),
      'Return the current collection thresholds.',
    ),
    collect: method(
      '($module, /, generation=2)',
      collectFunction,
      'Run the garbage collector.\n\nWith no arguments, run a full collection.  The optional argument\n' +
        'may be an integer specifying which generation to collect.  A ValueError\n' +
        'is raised if the generation number is invalid.\n\nThe number of unreachable objects is returned.',
    ),
    get_objects: method(
      '($module, /, generation=None)',
      getObjects,
      'Return a list of objects tracked by the collector (excluding the list returned).\n\n  generation\n' +
        '    Generation to extract the objects from.\n\n' +
        'If generation is not None, return only the objects tracked by the collector\nthat are in that generation.',
    ),
    get_stats: method(
      '($module, /)',
      getStats,
      'Return a list of dictionaries containing per-generation statistics.',
    ),
    is_tracked: method(
      '($module, obj, /)',
      (_m: PyObject, o: PyObject) => newBool(isCollected(o) && gcIsTracked(o)),
      'Returns true if the object is tracked by the garbage collector.\n\nSimple atomic objects will return false.',
    ),
    is_finalized: method(
      '($module, obj, /)',
      (_m: PyObject, o: PyObject) =>
        newBool(isCollected(o) && ((o as PyGC).bits & GC_FINALIZED) !== 0),
      'Returns true if the object has been already finalized by the GC.',
    ),
    get_referrers: method(
      '($module, /, *objs)',
      getReferrers,
      "Return the list of objects that directly refer to any of 'objs'.",
    ),
    get_referents: method(
      '($module, /, *objs)',
      getReferents,
      "Return the list of objects that are directly referred to by 'objs'.",
    ),
    freeze: method(
      '($module, /)',
      freeze,
      'Freeze all current tracked objects and ignore them for future collections.\n\n' +
        'This can be used before a POSIX fork() call to make the gc copy-on-write friendly.\n' +
        'Note: collection before a POSIX fork() call may free pages for future allocation\nwhich can cause copy-on-write.',
    ),
    unfreeze: method(
      '($module, /)',
      unfreeze,
      'Unfreeze all objects in the permanent generation.\n\n' +
        'Put all objects in the permanent generation back into oldest generation.',
    ),
    get_freeze_count: method(
      '($module, /)',
      () => newInt(listSize(gcState.permanent)),
      'Return the number of objects in the permanent generation.',
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
  doc:
    'This module provides access to the garbage collector for reference cycles.\n\n' +
    'enable() -- Enable automatic garbage collection.\ndisable() -- Disable automatic garbage collection.\n' +
    'isenabled() -- Returns true if automatic collection is enabled.\ncollect() -- Do a full collection right now.\n' +
    'get_count() -- Return the current collection counts.\n' +
    'get_stats() -- Return list of dictionaries containing per-generation stats.\n' +
    'set_debug() -- Set debugging flags.\nget_debug() -- Get debugging flags.\n' +
    'set_threshold() -- Set the collection thresholds.\n' +
    'get_threshold() -- Return the current the collection thresholds.\n' +
    'get_objects() -- Return a list of all objects tracked by the collector.\n' +
    'is_tracked() -- Returns true if a given object is tracked.\n' +
    'is_finalized() -- Returns true if a given object has been already finalized.\n' +
    'get_referrers() -- Return the list of objects that refer to an object.\n' +
    'get_referents() -- Return the list of objects that an object refers to.\n' +
    'freeze() -- Freeze all tracked objects and ignore them for future collections.\n' +
    'unfreeze() -- Unfreeze all objects in the permanent generation.\n' +
    'get_freeze_count() -- Return the number of objects in the permanent generation.\n',
});
