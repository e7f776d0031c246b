/**
 * The account's hooks: peak, limit, meter and tracing. CPython: Python/tracemalloc.c stands where these stand, at the
 * allocators.
 *
 * `account` and its kin (core/object.ts) add to `S.mem` and call `S.onHigh` only when that passes `S.high`. Without
 * tracing `S.high` is the lowest of what anybody waits for; while tracing it is -1, so that every allocation calls. Blocks
 * without a record cost nothing when they go.
 *
 * Invariants: `S.peak` is the most `S.mem` ever was. An allocation beyond the limit is taken back before its MemoryError
 * is thrown; nothing else of it has happened.
 */
import { blockGone, blockMade, blockResized, namelessBlockGone } from './address.ts';
import {
  addPart,
  blockTable,
  dropPart,
  dropRecords,
  partOf,
  recordOf,
  resizePart,
} from './block-table.ts';
import { breakerSettings } from './breaker.ts';
import { memoryError } from './errors.ts';
import {
  accountPart,
  OTHER_BLOCK,
  OTHER_RESIZED,
  OWN_BLOCK,
  OWN_RESIZED,
  PyObject,
} from './object.ts';
import { forgetForeignTraces } from './foreign-traces.ts';
import { BRK_LIMIT, S } from './state.ts';
import { ObjectType } from './type-object.ts';
import { currentNode, currentPlace, forgetCalls } from './trace-sites.ts';

/** Somebody who wants to know the most bytes since a moment. */
export interface HighWater {
  most: number;
}

class AccountHooks {
  /** Bytes that `S.mem` must not pass. */
  limit = Infinity;
  /** The same with the room left to handlers. */
  allowed = Infinity;
  water: HighWater | null = null;
  /** Frames kept of each traced block. */
  frames = 1;
}

const hooks = new AccountHooks();

/** Sets the threshold anew: after a change of anything somebody waits for. */
function rearm(): void {
  S.onHigh = S.tracing ? traced : crossed;
  if (S.tracing || S.addressing) {
    S.high = -1;
    return;
  }
  let least = Math.min(S.peak, hooks.allowed);
  if (hooks.water !== null && hooks.water.most < least) least = hooks.water.most;
  S.high = least;
}

/** Allocations below this size fail at the next safe point, greater ones at once. */
const PROMPT = 512;
/** Part of the limit that is left to handlers and finalizers when small allocations have crossed it. */
const GRACE = 16;

function beyondLimit(size: number, what: number, oldSize: number): void {
  const fresh = what === OWN_BLOCK || what === OTHER_BLOCK;
  const growth = fresh ? size : size - oldSize;
  if (growth <= 0) return;
  if (growth < PROMPT) {
    S.brk |= BRK_LIMIT;
    return;
  }
  S.mem -= growth;
  if (fresh) S.blocks--;
  throw memoryError();
}

/** At a safe point while the account is beyond the limit: looks again at the next one until it no longer is. */
function checkLimit(): void {
  if (S.mem <= hooks.limit) {
    hooks.allowed = hooks.limit;
    rearm();
    return;
  }
  S.brk |= BRK_LIMIT;
  if (S.mem <= hooks.allowed) return;
  hooks.allowed = S.mem + hooks.limit / GRACE;
  throw memoryError();
}

function crossed(o: PyObject, size: number, what = OWN_BLOCK, oldSize = 0): void {
  const { mem } = S;
  if (mem > hooks.allowed) beyondLimit(size, what, oldSize);
  if (mem > S.peak) S.peak = mem;
  const { water } = hooks;
  if (water !== null && mem > water.most) water.most = mem;
  if (S.addressing) address(o, size, what, oldSize);
  else rearm();
}

/** The same while tracing: every allocation comes here. */
function traced(o: PyObject, size: number, what = OWN_BLOCK, oldSize = 0): void {
  const { mem } = S;
  if (mem > S.peak) {
    if (mem > hooks.allowed) beyondLimit(size, what, oldSize);
    S.peak = mem;
  }
  const { water } = hooks;
  if (water !== null && mem > water.most) water.most = mem;
  trace(o, size, what, oldSize);
  if (S.addressing) address(o, size, what, oldSize);
}

/** Gives the block its address while the program looks at addresses. */
function address(o: PyObject, size: number, what: number, oldSize: number): void {
  if (what === OWN_RESIZED) blockResized(o.a, oldSize, size);
  else if (what === OTHER_RESIZED) {
    // Traced, the record is that of the new size already.
    const r = partOf(o, S.tracing ? size : oldSize);
    if (r === 0) blockMade(o, size, true);
    else {
      blockResized(r, oldSize, size);
      if (!S.tracing) blockTable.size[r] = size;
    }
  } else blockMade(o, size, what === OTHER_BLOCK, S.tracing);
}

/** The site of what is allocated now. */
export function runningSite(): number {
  return hooks.frames === 1 ? currentPlace() : currentNode();
}

function trace(o: PyObject, size: number, what: number, oldSize: number): void {
  const site = runningSite();
  if (what === OWN_BLOCK || what === OWN_RESIZED) blockTable.stamp(recordOf(o), size, site);
  else if (what === OTHER_BLOCK) addPart(o, size, site);
  else resizePart(o, oldSize, size, site);
}

function free(o: PyObject, size: number, what?: number): void {
  if (what === OTHER_BLOCK) {
    const r = o.a === 0 ? 0 : partOf(o, size);
    if (r !== 0) {
      blockGone(r, size);
      dropPart(o, size);
    } else if (S.addressing) namelessBlockGone(size);
    return;
  }
  if (o.a === 0) {
    namelessBlockGone(size);
    return;
  }
  blockGone(o.a, size);
  dropRecords(o);
}

/** The running line made the object of a parked block: the trace, if there is one, moves here. */
export function retrace(o: PyObject): void {
  if (o.a === 0 || !S.tracing || blockTable.site[o.a] === 0) return;
  blockTable.site[o.a] = runningSite();
}

S.onHigh = crossed;
S.onFree = free;
S.onReuse = retrace;

/** The site of the object's own block; 0 when it is not traced. */
export function traceOf(o: PyObject): number {
  return o.a === 0 ? 0 : blockTable.site[o.a]!;
}

/** Frames kept of each block while tracing. */
export function tracedFrames(): number {
  return hooks.frames;
}

export function startTracing(frames: number): void {
  hooks.frames = frames;
  S.tracing = true;
  rearm();
}

export function stopTracing(): void {
  S.tracing = false;
  clearTraces();
  rearm();
}

/** Runs `f` with allocations untraced; blocks that go lose their traces all the same. */
export function untraced(f: () => void): void {
  const { tracing } = S;
  S.tracing = false;
  rearm();
  try {
    f();
  } finally {
    S.tracing = tracing;
    rearm();
  }
}

export function clearTraces(): void {
  blockTable.clear();
  forgetForeignTraces();
  forgetCalls();
}

/** Owns the blocks that CPython makes once and keeps for good: tables of argument parsers and the like. */
const lasting: PyObject = new PyObject(ObjectType, null);

/** Counts a block in that is never given back. */
export function accountLasting(size: number): void {
  accountPart(lasting, size);
}

/** For whoever takes bytes that are given back at once (an operand overwritten in place of a new object). */
export function touch(size: number): void {
  const mem = S.mem + size;
  if (mem > S.peak) S.peak = mem;
  const { water } = hooks;
  if (water !== null && mem > water.most) water.most = mem;
  if (S.tracing && blockTable.traced + size > blockTable.peak)
    blockTable.peak = blockTable.traced + size;
  rearm();
}

/** Sets who is told of the most bytes since a moment; null for nobody. */
export function watchWater(water: HighWater | null): void {
  hooks.water = water;
  rearm();
}

/** Before much memory is filled: MemoryError when a block of `size` bytes would cross the limit. */
export function requireRoom(size: number): void {
  if (S.mem + size > hooks.allowed) throw memoryError();
}

/** The limit of the account in bytes; Infinity for none. */
export function setMemoryLimit(limit: number): void {
  hooks.limit = limit;
  hooks.allowed = limit;
  breakerSettings.limitHook = checkLimit;
  rearm();
}

export function memoryLimit(): number {
  return hooks.limit;
}
