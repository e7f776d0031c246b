/**
 * The buffer protocol. CPython: Objects/abstract.c (PyObject_GetBuffer …), Include/pybuffer.h.
 *
 * A BufferView is one acquired view. `bytes` is the exporter's own memory (shared, not copied); the first element
 * begins at `offset` in it. The exporter must not move its memory while views exist: it counts them itself.
 */
import { bufferError, typeError } from './errors.ts';
import { decref, incref, type PyObject } from './object.ts';

export const PyBUF_SIMPLE = 0;
export const PyBUF_WRITABLE = 0x1;
export const PyBUF_FORMAT = 0x4;
export const PyBUF_ND = 0x8;
export const PyBUF_STRIDES = 0x10 | PyBUF_ND;
export const PyBUF_C_CONTIGUOUS = 0x20 | PyBUF_STRIDES;
export const PyBUF_F_CONTIGUOUS = 0x40 | PyBUF_STRIDES;
export const PyBUF_ANY_CONTIGUOUS = 0x80 | PyBUF_STRIDES;
export const PyBUF_INDIRECT = 0x100 | PyBUF_STRIDES;
export const PyBUF_FULL_RO = PyBUF_INDIRECT | PyBUF_FORMAT;
export const PyBUF_FULL = PyBUF_FULL_RO | PyBUF_WRITABLE;

/** One view of an exporter's memory. */
export class BufferView {
  /** The exporter, owned; null once released. */
  obj: PyObject | null;
  bytes: Uint8Array;
  /** Place of the element with all indices 0. */
  offset: number;
  /** Bytes of all elements together (the product of the shape and itemsize). */
  len: number;
  readonly: boolean;
  itemsize: number;
  /** struct format, null means 'B'. */
  format: string | null;
  ndim: number;
  shape: number[] | null;
  strides: number[] | null;
  suboffsets: number[] | null;
  /** Free for the exporter. */
  internal: any;

  constructor(obj: PyObject, bytes: Uint8Array, readonly: boolean) {
    this.obj = incref(obj);
    this.bytes = bytes;
    this.offset = 0;
    this.len = bytes.length;
    this.readonly = readonly;
    this.itemsize = 1;
    this.format = null;
    this.ndim = 1;
    this.shape = null;
    this.strides = null;
    this.suboffsets = null;
    this.internal = null;
  }

  /** The elements in C order: the exporter's own memory when it is contiguous, else a copy. */
  contiguous(): Uint8Array {
    if (isContiguous(this, 'C')) {
      if (this.offset === 0 && this.bytes.length === this.len) return this.bytes;
      return this.bytes.subarray(this.offset, this.offset + this.len);
    }
    const out = new Uint8Array(this.len);
    let at = 0;
    forEachItem(this, (place) => {
      for (let i = 0; i < this.itemsize; i++) out[at++] = this.bytes[place + i]!;
    });
    return out;
  }
}

/** Shape of a view; a view without one is flat. */
export function viewShape(view: BufferView): number[] {
  return view.shape ?? (view.ndim === 0 ? [] : [view.len / view.itemsize]);
}

/** Strides of a view, those of a C array when it has none. */
export function viewStrides(view: BufferView): number[] {
  if (view.strides !== null) return view.strides;
  const shape = viewShape(view);
  const strides: number[] = new Array(shape.length);
  let step = view.itemsize;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= shape[i]!;
  }
  return strides;
}

/** Whether the elements lie without gaps: in C order, Fortran order ('F') or either ('A'). */
export function isContiguous(view: BufferView, order: 'C' | 'F' | 'A'): boolean {
  if (view.suboffsets !== null) return false;
  if (order === 'A') return isContiguous(view, 'C') || isContiguous(view, 'F');
  if (view.len === 0) return true;
  const strides = view.strides;
  if (strides === null) return order === 'C' || view.ndim <= 1;
  const shape = viewShape(view);
  let step = view.itemsize;
  for (let k = 0; k < shape.length; k++) {
    const i = order === 'C' ? shape.length - 1 - k : k;
    if (shape[i]! > 1 && strides[i] !== step) return false;
    step *= shape[i]!;
  }
  return true;
}

/** Calls `f` with the place of each element, in C order. */
export function forEachItem(view: BufferView, f: (place: number) => void): void {
  const shape = viewShape(view);
  const strides = viewStrides(view);
  const walk = (dim: number, place: number): void => {
    if (dim === shape.length) {
      f(place);
      return;
    }
    for (let i = 0; i < shape[dim]!; i++) walk(dim + 1, place + i * strides[dim]!);
  };
  walk(0, view.offset);
}

/** A flat view of bytes, as an exporter's bf_getbuffer returns it. CPython: PyBuffer_FillInfo. */
export function fillBuffer(
  obj: PyObject,
  bytes: Uint8Array,
  readonly: boolean,
  flags: number,
): BufferView {
  if ((flags & PyBUF_WRITABLE) === PyBUF_WRITABLE && readonly) {
    throw bufferError('Object is not writable.');
  }
  const view = new BufferView(obj, bytes, readonly);
  if ((flags & PyBUF_FORMAT) === PyBUF_FORMAT) view.format = 'B';
  if ((flags & PyBUF_ND) === PyBUF_ND) view.shape = [bytes.length];
  if ((flags & PyBUF_STRIDES) === PyBUF_STRIDES) view.strides = [1];
  return view;
}

/** Whether `o` exports a buffer. */
export function hasBuffer(o: PyObject): boolean {
  return o.type.bf_getbuffer !== null;
}

/** A view of `o`, to be given back with `releaseBuffer`. */
export function getBuffer(o: PyObject, flags: number = PyBUF_SIMPLE): BufferView {
  const f = o.type.bf_getbuffer;
  if (f === null) throw typeError(`a bytes-like object is required, not '${o.type.name}'`);
  return f(o, flags) as BufferView;
}

/** Gives a view back; a second time nothing happens. */
export function releaseBuffer(view: BufferView): void {
  const obj = view.obj;
  if (obj === null) return;
  view.obj = null;
  obj.type.bf_releasebuffer?.(obj, view);
  decref(obj);
}

/** Runs `f` with the bytes of a bytes-like object in C order. */
export function withBytes<T>(o: PyObject, f: (bytes: Uint8Array) => T): T {
  const view = getBuffer(o, PyBUF_FULL_RO);
  try {
    return f(view.contiguous());
  } finally {
    releaseBuffer(view);
  }
}

/** A copy of the bytes of a bytes-like object. */
export function bytesCopy(o: PyObject): Uint8Array {
  return withBytes(o, (bytes) => bytes.slice());
}
