/**
 * The cyclic collector. CPython: Python/gc.c, the three-generation collector of 3.13;
 * InternalDocs/garbage_collector.md explains the algorithm. Links and counts of allocation are
 * core/gc.ts, the module is modules/gc.ts.
 *
 * A collection of a generation works on one list. Every object's count is copied to `refs`;
 * references from inside the list are subtracted; what is left above zero is referenced from
 * outside, and so is all it reaches. The rest is trash: weak references to it are cleared,
 * finalizers run, what they resurrected is kept, the others are cleared (tp_clear) so that their
 * counts fall to zero.
 *
 * Invariants
 * - Lists stay doubly linked throughout: objects may untrack themselves at any time that Python
 *   code runs.
 * - COLLECTING is set on the objects of the list at work until they are known to be reachable;
 *   UNREACHABLE on those moved to the list of candidates. Both are clear outside a collection, but
 *   for the trash about to be freed.
 */
import { touch } from './account.ts';
import { host } from '../host.ts';
import { dictSetStr, mayBeTracked, newDict } from '../objects/dict.ts';
import type { DictTable } from '../objects/dict-table.ts';
import { newInt } from '../objects/int.ts';
import { listAppend, newList } from '../objects/list.ts';
import { addressText } from '../objects/object.ts';
import { intern } from '../objects/str.ts';
import { isProxy, isWeakref } from '../objects/weakref.ts';
import { call1, call2 } from './call.ts';
import { writeUnraisable } from './errors.ts';
import { clearFreeLists } from './free-lists.ts';
import { GC_FINALIZED, gcUntrack, generations } from './gc.ts';
import type { PyObject } from './object.ts';
import { decref, IMMORTAL_MIN, PyGC } from './object.ts';
import { BRK_GC, S } from './state.ts';
import { writeStderr } from './stderr.ts';
import { DictType, ListType, TupleType, TypeObject } from './type-object.ts';
import { clearWeakrefKeepCallback, type PyWeakref, weakrefsOf } from './weakref.ts';

/** Bits of `PyGC.bits` (GC_FINALIZED is 1). */
const COLLECTING = 2;
const UNREACHABLE = 4;

export const DEBUG_STATS = 1;
export const DEBUG_COLLECTABLE = 2;
export const DEBUG_UNCOLLECTABLE = 4;
export const DEBUG_SAVEALL = 32;
export const DEBUG_LEAK = DEBUG_COLLECTABLE | DEBUG_UNCOLLECTABLE | DEBUG_SAVEALL;

const OLDEST = generations.length - 1;

const ListHeadType = new TypeObject('gc list head');

function newListHead(): PyGC {
  const head: PyGC = new PyGC(ListHeadType, null);
  head.next = head;
  head.prev = head;
  return head;
}

export class GenerationStats {
  collections = 0;
  collected = 0;
  uncollectable = 0;
}

/**
 * CPython: struct _gc_runtime_state. The count and threshold of generation 0 are in the runtime
 * state.
 */
class CollectorState {
  /** Indexed by generation; entry 0 is not used. */
  counts = [0, 0, 0];
  thresholds = [0, 10, 10];
  debug = 0;
  /** gc.garbage and gc.callbacks: list objects, made when first needed. */
  garbage: PyObject | null = null;
  callbacks: PyObject | null = null;
  stats = [new GenerationStats(), new GenerationStats(), new GenerationStats()];
  /**
   * Objects that survived the last full collection, and those that survived collections of
   * generation 1 since.
   */
  longLivedTotal = 0;
  longLivedPending = 0;
  /** Frozen objects. */
  permanent = newListHead();
}

export const gcState = new CollectorState();

/** gc.garbage, borrowed. */
export function garbageBorrowed(): PyObject {
  return (gcState.garbage ??= newList());
}

/** gc.callbacks, borrowed. */
export function callbacksBorrowed(): PyObject {
  return (gcState.callbacks ??= newList());
}

// ---------------------------------------------------------------------------------------------
// Lists

function listAppendTo(o: PyGC, list: PyGC): void {
  const last = list.prev!;
  o.prev = last;
  o.next = list;
  last.next = o;
  list.prev = o;
}

function listRemove(o: PyGC): void {
  const { next, prev } = o;
  prev!.next = next;
  next!.prev = prev;
}

function listMove(o: PyGC, list: PyGC): void {
  listRemove(o);
  listAppendTo(o, list);
}

/** Appends all of `from` to `to`; `from` is empty afterwards. */
export function listMerge(from: PyGC, to: PyGC): void {
  if (from.next === from) return;
  const first = from.next!;
  const last = from.prev!;
  const tail = to.prev!;
  tail.next = first;
  first.prev = tail;
  last.next = to;
  to.prev = last;
  from.next = from;
  from.prev = from;
}

export function listSize(list: PyGC): number {
  let n = 0;
  for (let o = list.next!; o !== list; o = o.next!) n++;
  return n;
}

// ---------------------------------------------------------------------------------------------
// Finding what is unreachable

/** Copies the counts. Immortal objects leave the list: they are never trash. */
function updateRefs(list: PyGC): void {
  for (let o = list.next!; o !== list; ) {
    const next = o.next!;
    if (o.rc >= IMMORTAL_MIN) gcUntrack(o as PyObject);
    else {
      o.refs = o.rc;
      o.bits |= COLLECTING;
    }
    o = next;
  }
}

function visitDecref(o: PyObject): void {
  const gc = o as PyGC;
  if ((gc.bits & COLLECTING) !== 0) gc.refs--;
}

/** Lists and tuples, which are many, are traversed here. */
function subtractRefs(list: PyGC): void {
  for (let o = list.next!; o !== list; o = o.next!) {
    const type = o.type;
    if (type === ListType || type === TupleType) {
      const items: PyObject[] = o.v;
      for (let i = items.length - 1; i >= 0; i--) visitDecref(items[i]!);
    } else type.tp_traverse!(o as PyObject, visitDecref);
  }
}

/** The list to which `visitReachable` brings back what turned out to be reachable. */
let reachableList: PyGC = null!;

function visitReachable(o: PyObject): void {
  const gc = o as PyGC;
  const bits = gc.bits;
  if ((bits & COLLECTING) === 0) return;
  if ((bits & UNREACHABLE) !== 0) {
    gc.bits = bits & ~UNREACHABLE;
    listMove(gc, reachableList);
    gc.refs = 1;
  } else if (gc.refs === 0) gc.refs = 1;
}

/**
 * Leaves in `young` what is reachable from outside it and moves the rest to `unreachable`; returns how many stay. Tuples
 * that need no tracking leave on the way, if asked for: every pass through a long list costs its cache misses.
 */
function moveUnreachable(young: PyGC, unreachable: PyGC, untrack: boolean): number {
  let kept = 0;
  reachableList = young;
  for (let o = young.next!; o !== young; ) {
    if (o.refs > 0) {
      o.type.tp_traverse!(o as PyObject, visitReachable);
      o.bits &= ~COLLECTING;
      const next = o.next!;
      if (untrack && o.type === TupleType && !tupleNeedsTracking(o)) gcUntrack(o as PyObject);
      else kept++;
      o = next;
    } else {
      const next = o.next!;
      o.bits |= UNREACHABLE;
      listMove(o, unreachable);
      // the move may have been at the end of young: visiting later ones appends there
      o = next;
    }
  }
  return kept;
}

/**
 * Splits a list; `unreachable` must be empty before. The members of both keep no UNREACHABLE mark. Returns how many stay.
 */
function deduceUnreachable(list: PyGC, unreachable: PyGC, untrack: boolean): number {
  updateRefs(list);
  subtractRefs(list);
  const kept = moveUnreachable(list, unreachable, untrack);
  for (let o = unreachable.next!; o !== unreachable; o = o.next!) o.bits &= ~UNREACHABLE;
  return kept;
}

// ---------------------------------------------------------------------------------------------
// Untracking

function tupleNeedsTracking(o: PyGC): boolean {
  const items: PyObject[] = o.v;
  for (let i = 0; i < items.length; i++) if (mayBeTracked(items[i]!)) return true;
  return false;
}

function dictNeedsTracking(o: PyGC): boolean {
  const e = (o.v as DictTable).e;
  for (let i = 0; i < e.length; i += 3) {
    if (e[i] !== null && (mayBeTracked(e[i + 2]) || mayBeTracked(e[i]))) return true;
  }
  return false;
}

/** Returns how many objects stay. */
function untrackDicts(list: PyGC): number {
  let kept = 0;
  for (let o = list.next!; o !== list; ) {
    const next = o.next!;
    if (o.type === DictType && !dictNeedsTracking(o)) gcUntrack(o as PyObject);
    else kept++;
    o = next;
  }
  return kept;
}

// ---------------------------------------------------------------------------------------------
// The end of trash

/**
 * Clears all weak references to trash and calls the callbacks of those that are not trash
 * themselves. Returns how many reachable weak references died in the course.
 */
function handleWeakrefs(unreachable: PyGC, old: PyGC): number {
  const toCall = newListHead();
  for (let o = unreachable.next!; o !== unreachable; ) {
    const next = o.next!;
    const object = o as PyObject;
    if (isWeakref(object) || isProxy(object)) clearWeakrefKeepCallback(o as PyWeakref);
    const refs = weakrefsOf(object);
    while (refs.length > 0) {
      const ref = refs[0] as PyWeakref;
      clearWeakrefKeepCallback(ref);
      if (ref.v.callback === null || (ref.bits & COLLECTING) !== 0) continue;
      ref.rc++;
      listMove(ref, toCall);
    }
    o = next;
  }
  let freed = 0;
  while (toCall.next !== toCall) {
    const ref = toCall.next as PyWeakref;
    const callback = ref.v.callback!;
    callback.rc++;
    try {
      decref(call1(callback, ref as PyObject));
    } catch (e) {
      writeUnraisable(e, callback);
    }
    decref(callback);
    decref(ref as PyObject);
    if (toCall.next === ref) listMove(ref, old);
    else freed++;
  }
  return freed;
}

/** The number of objects, or -1 when something in the list has a finalizer that has not run yet. */
function sizeWithoutFinalizers(list: PyGC): number {
  let n = 0;
  for (let o = list.next!; o !== list; o = o.next!) {
    if (o.type.tp_finalize !== null && (o.bits & GC_FINALIZED) === 0) return -1;
    n++;
  }
  return n;
}

/** Runs tp_finalize of everything that has one and was not finalized before (PEP 442). */
function finalizeGarbage(unreachable: PyGC): void {
  const seen = newListHead();
  while (unreachable.next !== unreachable) {
    const o = unreachable.next!;
    listMove(o, seen);
    const finalize = o.type.tp_finalize;
    if (finalize === null || (o.bits & GC_FINALIZED) !== 0) continue;
    o.bits |= GC_FINALIZED;
    o.rc++;
    finalize(o as PyObject);
    decref(o as PyObject);
  }
  listMerge(seen, unreachable);
}

/**
 * What finalizers made reachable again goes to the old generation; what is still trash, to `still`.
 */
function handleResurrected(unreachable: PyGC, still: PyGC, old: PyGC): void {
  for (let o = unreachable.next!; o !== unreachable; o = o.next!) o.bits &= ~COLLECTING;
  deduceUnreachable(unreachable, still, false);
  listMerge(unreachable, old);
}

function deleteGarbage(trash: PyGC, old: PyGC): void {
  while (trash.next !== trash) {
    const o = trash.next!;
    const object = o as PyObject;
    if ((gcState.debug & DEBUG_SAVEALL) !== 0) listAppend(garbageBorrowed(), object);
    else if (o.type.tp_clear !== null) {
      o.rc++;
      try {
        o.type.tp_clear(object);
      } catch (e) {
        writeUnraisable(e, null, `Exception ignored in tp_clear of ${o.type.name}`);
      }
      decref(object);
    }
    if (trash.next === o) {
      // alive still; it may die later
      o.bits &= ~COLLECTING;
      listMove(o, old);
    }
  }
}

// ---------------------------------------------------------------------------------------------
// One collection

function showStart(generation: number): void {
  const sizes = generations.map((list) => String(listSize(list))).join(' ');
  writeStderr(`gc: collecting generation ${generation}...\n`);
  writeStderr(
    `gc: objects in each generation: ${sizes}\ngc: objects in permanent generation: ${listSize(gcState.permanent)}\n`,
  );
}

function showCollectable(unreachable: PyGC): void {
  for (let o = unreachable.next!; o !== unreachable; o = o.next!) {
    writeStderr(`gc: collectable <${o.type.name} ${addressText(o as PyObject)}>\n`);
  }
}

function invokeCallbacks(phase: string, generation: number, collected: number): void {
  const callbacks = gcState.callbacks;
  if (callbacks === null || (callbacks.v as PyObject[]).length === 0) {
    // the name of the phase is made for nobody
    touch(41 + phase.length);
    return;
  }
  const info = newDict();
  const put = (name: string, n: number): void => {
    const key = intern(name);
    const value = newInt(n);
    dictSetStr(info, key, value);
    decref(key);
    decref(value);
  };
  put('generation', generation);
  put('collected', collected);
  put('uncollectable', 0);
  const text = intern(phase);
  const list: PyObject[] = callbacks.v;
  for (let i = 0; i < list.length; i++) {
    const f = list[i]!;
    f.rc++;
    try {
      decref(call2(f, text, info));
    } catch (e) {
      writeUnraisable(e, f);
    }
    decref(f);
  }
  decref(text);
  decref(info);
}

/** Counts, and joins the younger lists with the one to be collected. */
function gatherGenerations(generation: number): void {
  if (generation < OLDEST) gcState.counts[generation + 1]!++;
  S.gcCount = 0;
  for (let i = 1; i <= generation; i++) gcState.counts[i] = 0;
  for (let i = 0; i < generation; i++) listMerge(generations[i]!, generations[generation]!);
}

/**
 * The survivors move to the next generation; in a full collection they stay, and dicts are
 * untracked.
 */
function promote(generation: number, size: number): void {
  const young = generations[generation]!;
  if (generation === OLDEST) {
    gcState.longLivedTotal = untrackDicts(young);
    gcState.longLivedPending = 0;
    return;
  }
  if (generation === OLDEST - 1) gcState.longLivedPending += size;
  listMerge(young, generations[generation + 1]!);
}

function collectNow(generation: number): number {
  gatherGenerations(generation);
  const old = generations[Math.min(generation + 1, OLDEST)]!;
  const unreachable = newListHead();
  promote(generation, deduceUnreachable(generations[generation]!, unreachable, true));
  if ((gcState.debug & DEBUG_COLLECTABLE) !== 0) showCollectable(unreachable);
  let found = handleWeakrefs(unreachable, old);
  const trash = newListHead();
  const size = sizeWithoutFinalizers(unreachable);
  if (size < 0) {
    finalizeGarbage(unreachable);
    handleResurrected(unreachable, trash, old);
  } else {
    // no code that could reach the trash has run: callbacks are called when nothing leads there
    listMerge(unreachable, trash);
  }
  found += size < 0 ? listSize(trash) : size;
  deleteGarbage(trash, old);
  if (generation === OLDEST) clearFreeLists();
  return found;
}

/**
 * Collects one generation and all younger ones; returns the number of unreachable objects found, 0
 * when a collection is at work already. Nothing is thrown: errors of finalizers and callbacks are
 * reported. CPython: gc_collect_main.
 */
export function collect(generation: number, atShutdown = false): number {
  if (S.gcCollecting) return 0;
  S.gcCollecting = true;
  if (!atShutdown) invokeCallbacks('start', generation, 0);
  const showing = (gcState.debug & DEBUG_STATS) !== 0;
  const start = showing ? host().monotonicNs() : 0n;
  if (showing) showStart(generation);
  const found = collectNow(generation);
  if (showing) {
    const seconds = Number(host().monotonicNs() - start) / 1e9;
    writeStderr(
      `gc: done, ${found} unreachable, 0 uncollectable, ${seconds.toFixed(4)}s elapsed\n`,
    );
  }
  const stats = gcState.stats[generation]!;
  stats.collections++;
  stats.collected += found;
  if (!atShutdown) invokeCallbacks('stop', generation, found);
  S.gcCollecting = false;
  return found;
}

/**
 * The generation that the counts ask for, or -1. A full collection waits until a quarter of the
 * heap is new.
 */
function dueGeneration(): number {
  for (let i = OLDEST; i > 0; i--) {
    if (gcState.counts[i]! <= gcState.thresholds[i]!) continue;
    if (i === OLDEST && gcState.longLivedPending < Math.floor(gcState.longLivedTotal / 4)) continue;
    return i;
  }
  return S.gcCount > S.gcThreshold ? 0 : -1;
}

/** The collection for which the eval breaker was set. */
export function collectScheduled(): void {
  if (!S.gcEnabled && !S.gcStress) return;
  const generation = dueGeneration();
  if (generation >= 0) collect(generation);
  else if (S.gcStress) collectAside();
}

/** A collection that nobody asked for (-X verify=gc): counts, callbacks and statistics do not show it. */
function collectAside(): void {
  const count = S.gcCount;
  const later = [...gcState.counts];
  const stats = gcState.stats[0]!;
  const { collections, collected } = stats;
  collect(0, true);
  S.gcCount = count;
  gcState.counts = later;
  stats.collections = collections;
  stats.collected = collected;
}

/** Native code asks for it where CPython's calls PyErr_CheckSignals: repr and str above all. */
S.collectDue = () => {
  if ((S.brk & BRK_GC) === 0) return;
  S.brk &= ~BRK_GC;
  collectScheduled();
};

/** A full collection at the end of the program: no callbacks. CPython: _PyGC_CollectNoFail. */
export function collectNoFail(): number {
  return collect(OLDEST, true);
}

/** Moves all tracked objects to the permanent generation, which is never collected. */
export function freeze(): void {
  for (const list of generations) listMerge(list, gcState.permanent);
  S.gcCount = 0;
  gcState.counts.fill(0);
}

/** Brings frozen objects back to the oldest generation. */
export function unfreeze(): void {
  listMerge(gcState.permanent, generations[OLDEST]!);
}
