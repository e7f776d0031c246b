/**
 * _tracemalloc: what Lib/tracemalloc.py is built on. CPython: Modules/_tracemalloc.c, Python/tracemalloc.c.
 *
 * The traces themselves are kept by core/account.ts; here they become Python objects. What these functions make is not
 * traced (CPython: the re-entrant flag), but for the list that `_get_traces` begins with.
 */
import {
  clearTraces,
  startTracing,
  stopTracing,
  traceOf,
  tracedFrames,
  untraced,
} from '../core/account.ts';
import { asIndexNumber } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { blockTable } from '../core/block-table.ts';
import { valueError } from '../core/errors.ts';
import { foreignTraces } from '../core/foreign-traces.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { type Place, siteTrace } from '../core/trace-sites.ts';
import { OverflowErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { listAppend, newListSteal } from '../objects/list.ts';
import { newBool, newNone } from '../objects/singletons.ts';
import { newStrJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';

const MAX_FRAMES = 65535;

/** Makes traceback tuples, one object for equal sites and file names. Owns what it has made until `release`. */
class Tracebacks {
  private readonly limit = tracedFrames();
  private readonly names: Map<string, PyObject> = new Map();
  private readonly made: Map<number, { tuple: PyObject; total: number }> = new Map();
  /** The tuples by what is in them: contexts that differ beyond the limit have the same. */
  private readonly tuples: Map<string, PyObject> = new Map();

  private name(filename: string): Owned {
    let o = this.names.get(filename);
    if (o === undefined) this.names.set(filename, (o = newStrJs(filename)));
    return incref(o) as Owned;
  }

  /** The tuple of (filename, lineno) pairs, innermost first, borrowed, and the number of frames there were. */
  of(site: number): { tuple: PyObject; total: number } {
    let t = this.made.get(site);
    if (t === undefined) {
      const { places, total } = siteTrace(site, this.limit);
      t = { tuple: this.tuple(places), total };
      this.made.set(site, t);
    }
    return t;
  }

  private tuple(places: Place[]): PyObject {
    const key = places.map((p) => `${p.filename}:${p.lineno}`).join('\n');
    let tuple = this.tuples.get(key);
    if (tuple === undefined) {
      const pairs = places.map((p) => newTupleSteal([this.name(p.filename), newInt(p.lineno)]));
      tuple = newTupleSteal(pairs);
      this.tuples.set(key, tuple);
    }
    return tuple;
  }

  release(): void {
    for (const tuple of this.tuples.values()) decref(tuple);
    for (const o of this.names.values()) decref(o);
  }
}

function getTraces(): Owned {
  const list = newListSteal([]);
  if (!S.tracing) return list;
  untraced(() => {
    const tracebacks = new Tracebacks();
    const add = (domain: number, size: number, site: number): void => {
      const { tuple, total } = tracebacks.of(site);
      const t = newTupleSteal([newInt(domain), newInt(size), incref(tuple), newInt(total)]);
      listAppend(list, t);
      decref(t);
    };
    const { site, size, top } = blockTable;
    for (let r = 1; r < top; r++) if (site[r] !== 0) add(0, size[r]!, site[r]!);
    for (const t of foreignTraces()) add(t.domain, t.size, t.site);
    tracebacks.release();
  });
  return list;
}

/** The traceback of a site as a tuple of pairs; None for 0. */
export function tracebackTuple(site: number): Owned {
  if (!S.tracing || site === 0) return newNone();
  const tracebacks = new Tracebacks();
  const tuple = incref(tracebacks.of(site).tuple) as Owned;
  tracebacks.release();
  return tuple;
}

function objectTraceback(_m: PyObject, o: PyObject): Owned {
  return tracebackTuple(traceOf(o));
}

function start(_m: PyObject, nframe?: PyObject): void {
  const n = nframe === undefined ? 1 : asIndexNumber(nframe, OverflowErrorType);
  if (n < 1 || n > MAX_FRAMES) throw valueError('the number of frames must be in range [1; 65535]');
  if (!S.tracing) startTracing(n);
}

/** Bytes of the tables: three numbers a record. */
function tableBytes(): number {
  return blockTable.size.length * 16;
}

defineModule('_tracemalloc', {
  doc: 'Where memory was taken.',
  functions: {
    is_tracing: method('($module, /)', () => newBool(S.tracing)),
    clear_traces: method('($module, /)', () => {
      if (S.tracing) clearTraces();
    }),
    _get_traces: method('($module, /)', getTraces),
    _get_object_traceback: method('($module, obj, /)', objectTraceback),
    start: method('($module, nframe=1, /)', start),
    stop: method('($module, /)', () => {
      if (S.tracing) stopTracing();
    }),
    get_traceback_limit: method('($module, /)', () => newInt(tracedFrames())),
    get_tracemalloc_memory: method('($module, /)', () => newInt(tableBytes())),
    get_traced_memory: method('($module, /)', () => {
      const { traced, peak } = blockTable;
      return S.tracing
        ? newTupleSteal([newInt(traced), newInt(peak)])
        : newTupleSteal([newInt(0), newInt(0)]);
    }),
    reset_peak: method('($module, /)', () => {
      if (S.tracing) blockTable.peak = blockTable.traced;
    }),
  },
});
