/**
 * _heapq: heaps in lists. CPython: Modules/_heapqmodule.c.
 *
 * A heap that Python code changes the size of during a comparison raises RuntimeError. Both orders share the code: `max`
 * turns the comparison round.
 */
import { LT, richCompareBool } from '../core/abstract.ts';
import { type NativeDef, nativeFunction } from '../core/args.ts';
import { indexError, runtimeError, typeError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { FloatType, IntType } from '../core/type-object.ts';
import { isList, listAppend, listPop } from '../objects/list.ts';

/** `a < b`, or `b < a` for max heaps, with both held. */
function less(heap: PyObject, size: number, a: PyObject, b: PyObject, max: boolean): boolean {
  if (a.type === b.type && (a.type === IntType || a.type === FloatType))
    return max ? b.v < a.v : a.v < b.v;
  a.rc++;
  b.rc++;
  let answer: boolean;
  try {
    answer = max ? richCompareBool(b, a, LT) : richCompareBool(a, b, LT);
  } finally {
    decref(a);
    decref(b);
  }
  if (heap.v.length !== size) throw runtimeError('list changed size during iteration');
  return answer;
}

/** Moves the item at `pos` towards the root, no further than `start`. */
function siftDown(heap: PyObject, start: number, pos: number, max: boolean): void {
  const size = heap.v.length;
  if (pos >= size) throw indexError('index out of range');
  while (pos > start) {
    const parent = (pos - 1) >> 1;
    const items: PyObject[] = heap.v;
    if (!less(heap, size, items[pos]!, items[parent]!, max)) return;
    swap(heap, pos, parent);
    pos = parent;
  }
}

function swap(heap: PyObject, i: number, j: number): void {
  const items: PyObject[] = heap.v;
  const x = items[i]!;
  items[i] = items[j]!;
  items[j] = x;
}

/** Moves the item at `pos` to a leaf along the smaller children, then back up. */
function siftUp(heap: PyObject, pos: number, max: boolean): void {
  const start = pos;
  const size = heap.v.length;
  if (pos >= size) throw indexError('index out of range');
  const limit = size >> 1;
  while (pos < limit) {
    let child = 2 * pos + 1;
    const items: PyObject[] = heap.v;
    if (child + 1 < size && !less(heap, size, items[child]!, items[child + 1]!, max)) child++;
    swap(heap, child, pos);
    pos = child;
  }
  siftDown(heap, start, pos, max);
}

function checkHeap(name: string, heap: PyObject, which = ' 1'): void {
  if (!isList(heap))
    throw typeError(`${name}() argument${which} must be list, not ${heap.type.name}`);
}

function push(_m: PyObject, heap: PyObject, item: PyObject): void {
  checkHeap('heappush', heap);
  listAppend(heap, item);
  siftDown(heap, 0, heap.v.length - 1, false);
}

function pop(heap: PyObject, max: boolean): Owned {
  if (heap.v.length === 0) throw indexError('index out of range');
  const last = listPop(heap);
  if (heap.v.length === 0) return last;
  const top = heap.v[0];
  heap.v[0] = last;
  try {
    siftUp(heap, 0, max);
  } catch (e) {
    decref(top);
    throw e;
  }
  return top;
}

function replace(heap: PyObject, item: PyObject, max: boolean): Owned {
  if (heap.v.length === 0) throw indexError('index out of range');
  const top = heap.v[0];
  heap.v[0] = incref(item);
  try {
    siftUp(heap, 0, max);
  } catch (e) {
    decref(top);
    throw e;
  }
  return top;
}

function pushPop(_m: PyObject, heap: PyObject, item: PyObject): Owned {
  checkHeap('heappushpop', heap);
  const n = heap.v.length;
  if (n === 0) return incref(item);
  const top: PyObject = incref(heap.v[0]);
  let smaller: boolean;
  try {
    smaller = richCompareBool(top, item, LT);
  } finally {
    decref(top);
  }
  if (!smaller) return incref(item);
  if (heap.v.length === 0) throw indexError('index out of range');
  return replace(heap, item, false);
}

/** Position of the highest bit. */
function highestBit(n: number): number {
  return 31 - Math.clz32(n);
}

/**
 * Large heaps are built in an order that touches nearby items together; the comparisons are those of CPython, whose limit is
 * the same.
 */
function heapify(heap: PyObject, max: boolean): void {
  const n = heap.v.length;
  if (n > 2500) {
    heapifyLocal(heap, n, max);
    return;
  }
  for (let i = (n >> 1) - 1; i >= 0; i--) siftUp(heap, i, max);
}

function heapifyLocal(heap: PyObject, n: number, max: boolean): void {
  const m = n >> 1;
  const leftmost = 2 ** highestBit(m + 1) - 1;
  const mhalf = m >> 1;
  for (let i = leftmost - 1; i >= mhalf; i--) siftChain(heap, i, max);
  for (let i = m - 1; i >= leftmost; i--) siftChain(heap, i, max);
}

/** Sifts `i`, then its ancestors as long as it is a first child. */
function siftChain(heap: PyObject, i: number, max: boolean): void {
  let j = i;
  for (;;) {
    siftUp(heap, j, max);
    if ((j & 1) === 0) return;
    j >>= 1;
  }
}

function heapFunction(
  name: string,
  sig: string,
  f: (heap: PyObject, item: PyObject) => Owned | void,
): NativeDef {
  return nativeFunction(name, sig, (_m: PyObject, heap: PyObject, item: PyObject) => {
    checkHeap(name, heap, sig === ONE ? '' : ' 1');
    return f(heap, item);
  });
}

const ONE = '($module, heap, /)';
const TWO = '($module, heap, item, /)';

export const heapqModule = defineModule('_heapq', {
  doc: 'Heaps kept in lists.',
  functions: {
    heappush: nativeFunction('heappush', TWO, push),
    heappushpop: nativeFunction('heappushpop', TWO, pushPop),
    heappop: heapFunction('heappop', ONE, (heap) => pop(heap, false)),
    heapreplace: heapFunction('heapreplace', TWO, (heap, item) => replace(heap, item, false)),
    heapify: heapFunction('heapify', ONE, (heap) => heapify(heap, false)),
    _heappop_max: heapFunction('_heappop_max', ONE, (heap) => pop(heap, true)),
    _heapify_max: heapFunction('_heapify_max', ONE, (heap) => heapify(heap, true)),
    _heapreplace_max: heapFunction('_heapreplace_max', TWO, (heap, item) =>
      replace(heap, item, true),
    ),
  },
  constants: { __about__: 'Heap queues' },
});
