/**
 * Frame objects, and FrameLocalsProxy in frame-locals-proxy.ts. CPython: Objects/frameobject.c.
 *
 * A frame object is made when somebody asks for it. While the frame runs (or its generator lives)
 * `Frame.obj` owns one reference to it and the object merely points at the frame; when the frame
 * leaves the stack and the object is kept, the frame is `detached` and belongs to the object:
 * locals, function, namespace and caller go with it. As in CPython the collector sees the object
 * only from then on.
 */

import { attributeError, reprJs, runtimeError, typeError, valueError } from '../core/errors.ts';
import type { Frame } from '../core/frame.ts';
import { freeObject, gcUntrack, newGC } from '../core/gc.ts';
import { GEN_RUNNING, GEN_SUSPENDED, type GenPayload } from '../core/genops.ts';
import { method } from '../core/native-def.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../core/object.ts';
import { S } from '../core/state.ts';
import { defineType, getset, member } from '../core/type-define.ts';
import {
  FrameType,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  type Visit,
} from '../core/type-object.ts';
import { CO_OPTIMIZED, type CodePayload, frameSlotCount, lineOf, shownCode } from './code.ts';
import { newFrameLocalsProxy } from './frame-locals-proxy.ts';
import { finalizeGenerator } from './generator.ts';
import { isIntExact, newInt } from './int.ts';
import { addressText } from './object.ts';
import { False_, None_, newBool, newNone, True_ } from './singletons.ts';
import { newStrJs } from './str.ts';

export class FrameObjectPayload {
  frame: Frame;
  /** f_trace, owned. */
  trace: PyObject | null;
  traceLines: boolean;
  traceOpcodes: boolean;
  /** dict of names stored through f_locals that are no variables of the code, owned. */
  extraLocals: PyObject | null;
  constructor(frame: Frame) {
    this.frame = frame;
    this.trace = null;
    this.traceLines = true;
    this.traceOpcodes = false;
    this.extraLocals = null;
  }
}

export type PyFrame = PyGC<FrameObjectPayload>;

const BLOCK = 152;

/**
 * A frame object of a frame that has none, untracked: `frame.obj` is the reference returned here,
 * to be stored there.
 */
export function newFrameObject(frame: Frame): Owned<PyFrame> {
  const o = newGC(FrameType, new FrameObjectPayload(frame));
  account(o, BLOCK + 8 * frameSlotCount(frame.code!));
  return o;
}

/** The frame's object, made if need be; borrowed. */
export function frameObjectOf(frame: Frame): PyObject {
  return frame.obj ?? (frame.obj = newFrameObject(frame));
}

/** The object of the frame at this depth of the stack (S.sp is the running one); borrowed. */
export function frameObject(index: number): PyObject {
  return frameObjectOf(S.frames[index]!);
}

/** The code a frame shows. */
export function frameCode(f: Frame): CodePayload {
  return f.fn === null ? f.code! : shownCode(f.code!, f.fn.v.code.v);
}

/** The line a frame is at. */
export function frameLine(f: Frame): number {
  return lineOf(frameCode(f), f.i);
}

/** Where a frame stands on the stack, 0 when it does not run. */
function stackIndex(f: Frame): number {
  for (let i = S.sp; i > 0; i--) if (S.frames[i] === f) return i;
  return 0;
}

/** The caller's frame object, borrowed, or null. */
export function frameBackBorrowed(f: Frame): PyObject | null {
  if (f.detached) return f.back;
  const i = stackIndex(f);
  return i > 1 ? frameObject(i - 1) : null;
}

// ---------------------------------------------------------------------------------------------
// Lifetime

/** Locals of a frame that was cleared: its free variables are gone as well. */
export const CLEARED: (PyObject | null)[] = [];

function releaseLocals(f: Frame): void {
  const locals = f.locals;
  if (locals === null) return;
  f.locals = CLEARED;
  for (let i = 0; i < locals.length; i++) {
    const value = locals[i];
    if (value === null || value === undefined) continue;
    locals[i] = null;
    decref(value);
  }
}

function releaseField(p: FrameObjectPayload, field: 'trace' | 'extraLocals'): void {
  const old = p[field];
  p[field] = null;
  xdecref(old);
}

function frameDealloc(o: PyObject): void {
  gcUntrack(o);
  const p: FrameObjectPayload = o.v;
  const f = p.frame;
  const block = BLOCK + 8 * frameSlotCount(f.code!);
  const { fn, ns, back } = f;
  if (f.detached) {
    f.fn = null;
    f.ns = null;
    xdecref(ns);
    releaseLocals(f);
    f.back = null;
    xdecref(back);
  }
  releaseField(p, 'trace');
  releaseField(p, 'extraLocals');
  freeObject(o, block);
  if (f.detached) xdecref(fn);
}

function frameTraverse(o: PyObject, visit: Visit): void {
  const p: FrameObjectPayload = o.v;
  const f = p.frame;
  if (p.trace !== null) visit(p.trace);
  if (p.extraLocals !== null) visit(p.extraLocals);
  if (!f.detached) return;
  if (f.back !== null) visit(f.back);
  traverseFrame(f, visit);
}

/** What a frame itself refers to: namespace, function, locals. */
export function traverseFrame(f: Frame, visit: Visit, code: PyObject | null = null): void {
  if (f.ns !== null) visit(f.ns);
  if (f.fn !== null) visit(f.fn);
  if (code !== null) visit(code);
  const locals = f.locals;
  if (locals === null) return;
  for (let i = 0; i < locals.length; i++) {
    const value = locals[i];
    if (value !== null && value !== undefined) visit(value);
  }
}

function frameClear(o: PyObject): void {
  const p: FrameObjectPayload = o.v;
  releaseField(p, 'trace');
  releaseField(p, 'extraLocals');
  const f = p.frame;
  if (!f.detached) return;
  releaseLocals(f);
  const ns = f.ns;
  f.ns = null;
  xdecref(ns);
}

/** F.clear(). */
function frameClearMethod(o: PyObject): Owned {
  const f = (o.v as FrameObjectPayload).frame;
  if (f.gen !== null) {
    const state = (f.gen.v as GenPayload).state;
    if (state === GEN_RUNNING) throw runtimeError('cannot clear an executing frame');
    if (state === GEN_SUSPENDED) throw runtimeError('cannot clear a suspended frame');
    finalizeGenerator(f.gen);
  } else if (!f.detached) throw runtimeError('cannot clear an executing frame');
  else frameClear(o);
  return newNone();
}

// ---------------------------------------------------------------------------------------------
// Attributes

const NOT_VISIBLE =
  'locals of a running function are visible only if it names locals(), eval(), exec(), vars(), dir() or ' +
  'sys._getframe() itself';

/** Whether the frame's locals can be looked at: they are in the frame and not in JavaScript variables. */
export function localsVisible(f: Frame): boolean {
  if (f.code === null || (f.code.flags & CO_OPTIMIZED) === 0) return true;
  return f.locals !== null || f.detached || f.code.resident;
}

/** RuntimeError unless the frame's locals can be looked at. */
export function checkLocalsVisible(f: Frame): void {
  if (!localsVisible(f)) throw runtimeError(NOT_VISIBLE);
}

/**
 * f_locals: the namespace of module, class and exec code; a write-through proxy in functions (PEP
 * 667).
 */
function frameLocalsAttribute(o: PyObject): Owned {
  const f = (o.v as FrameObjectPayload).frame;
  if ((f.code!.flags & CO_OPTIMIZED) === 0)
    return f.ns === null ? newNone() : (incref(f.ns) as Owned);
  return newFrameLocalsProxy(o);
}

function setLineno(_o: PyObject, value: PyObject | null): void {
  if (value === null) throw attributeError('cannot delete attribute');
  if (!isIntExact(value)) throw valueError('lineno must be an integer');
  throw valueError('f_lineno can only be set in a trace function');
}

function setTrace(o: PyObject, value: PyObject | null): void {
  const p: FrameObjectPayload = o.v;
  const old = p.trace;
  p.trace = value === null || value === None_ ? null : incref(value);
  xdecref(old);
}

function boolValue(value: PyObject | null): boolean {
  if (value === null) throw typeError("can't delete numeric/char attribute");
  if (value !== True_ && value !== False_) throw typeError('attribute value type must be bool');
  return value === True_;
}

function frameRepr(o: PyObject): Owned {
  const f = (o.v as FrameObjectPayload).frame;
  const code = frameCode(f);
  const at = addressText(o);
  return newStrJs(
    `<frame at ${at}, file ${reprJs(code.filename)}, line ${frameLine(f)}, code ${code.name}>`,
  );
}

function frameSize(o: PyObject): number {
  return BLOCK - 16 + 8 * frameSlotCount((o.v as FrameObjectPayload).frame.code!);
}

const frameOf = (o: PyObject): Frame => (o.v as FrameObjectPayload).frame;

defineType(FrameType, {
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: BLOCK - 16,
  itemsize: 8,
  tp_dealloc: frameDealloc,
  tp_traverse: frameTraverse,
  tp_clear: frameClear,
  tp_repr: frameRepr,
  tp_sizeof: frameSize,
  methods: {
    clear: method('($self, /)', frameClearMethod, 'Lets go of the variables.'),
    __sizeof__: method('($self, /)', (o: PyObject) => newInt(frameSize(o)), 'Bytes of memory.'),
  },
  members: {
    f_trace_lines: member(
      (o) => newBool(o.v.traceLines),
      (o, value) => {
        o.v.traceLines = boolValue(value);
      },
    ),
  },
  getset: {
    f_back: getset((o) => incref(frameBackBorrowed(frameOf(o)) ?? None_)),
    f_locals: getset(frameLocalsAttribute),
    f_lineno: getset((o) => newInt(frameLine(frameOf(o))), setLineno),
    f_trace: getset((o) => incref((o.v.trace as PyObject | null) ?? None_), setTrace),
    f_lasti: getset((o) => newInt(frameOf(o).i < 0 ? -1 : frameOf(o).i * 2)),
    f_globals: getset((o) => incref(frameOf(o).fn!.v.globals)),
    f_builtins: getset((o) => incref(frameOf(o).fn!.v.builtins)),
    f_code: getset((o) => incref(frameCode(frameOf(o)).self as PyObject)),
    f_trace_opcodes: getset(
      (o) => newBool(o.v.traceOpcodes),
      (o, value) => {
        o.v.traceOpcodes = boolValue(value);
      },
    ),
  },
});
