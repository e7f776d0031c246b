/** pickle.PickleBuffer: a buffer that may travel outside the pickle stream. CPython: Objects/picklebufobject.c. */
import { bindArgs } from '../../core/args.ts';
import {
  type BufferView,
  getBuffer,
  isContiguous,
  PyBUF_FULL_RO,
  releaseBuffer,
} from '../../core/buffer.ts';
import { bufferError, valueError } from '../../core/errors.ts';
import { freeObject, gcTrack, gcUntrack } from '../../core/gc.ts';
import { method } from '../../core/native-def.ts';
import type { Owned, PyGC, PyObject } from '../../core/object.ts';
import { newStaticType } from '../../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../../core/type-object.ts';
import { clearWeakrefs } from '../../core/weakref.ts';
import { flattenMemoryview, newMemoryview } from '../../objects/memoryview.ts';

class PickleBuffer {
  /** Null once released. */
  view: BufferView | null = null;
}

function pickleBufferNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [object] = bindArgs('PickleBuffer', '(object, /)', args, kw);
  const view = getBuffer(object, PyBUF_FULL_RO);
  const o = type.tp_alloc(type);
  const p = new PickleBuffer();
  p.view = view;
  o.v = p;
  gcTrack(o as PyObject as PyGC);
  return o;
}

/** The view, or ValueError once released. */
export function pickleBufferView(o: PyObject): BufferView {
  const view = (o.v as PickleBuffer).view;
  if (view === null) throw valueError('operation forbidden on released PickleBuffer object');
  return view;
}

function release(o: PyObject): void {
  const p: PickleBuffer = o.v;
  const view = p.view;
  p.view = null;
  if (view !== null) releaseBuffer(view);
}

/** A flat view of the memory, whatever the shape. */
function raw(o: PyObject): Owned {
  const view = pickleBufferView(o);
  if (view.suboffsets !== null || !isContiguous(view, 'A')) {
    throw bufferError('cannot extract raw buffer from non-contiguous buffer');
  }
  const m = newMemoryview(o);
  flattenMemoryview(m);
  return m;
}

export const PickleBufferType: TypeObject = newStaticType('pickle.PickleBuffer', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 104,
  hasWeakrefs: true,
  doc: 'A buffer that a pickle may leave to its reader.',
  tp_new: pickleBufferNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o as PyGC);
    if ((o as PyGC).ext !== null) clearWeakrefs(o as PyGC);
    release(o);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const view = (o.v as PickleBuffer).view;
    if (view !== null && view.obj !== null) visit(view.obj);
  },
  tp_clear: release,
  bf_getbuffer: (o: PyObject, flags: number) => {
    const inner = pickleBufferView(o);
    return getBuffer(inner.obj!, flags);
  },
  // never reached: the views handed out are those of the object behind
  bf_releasebuffer: () => {},
  methods: {
    release: method('($self, /)', release, 'Lets the buffer go.'),
    raw: method('($self, /)', raw, 'The memory as a flat memoryview.'),
  },
});
