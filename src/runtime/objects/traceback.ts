/**
 * Traceback objects. CPython: Python/traceback.c (the type and PyTraceBack_Here; printing is
 * core/traceback-print.ts).
 */
import { asIndexNumber } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { typeError, valueError } from '../core/errors.ts';
import { currentFrame, type Frame } from '../core/frame.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
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
  type KwNames,
  TPFLAGS_HAVE_GC,
  TracebackType,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import type { ExceptionPayload } from './base-exception.ts';
import { lineOf } from './code.ts';
import { OverflowErrorType } from './exception-types.ts';
import { type FrameObjectPayload, frameCode, frameObjectOf } from './frame.ts';
import { newInt } from './int.ts';
import { newListSteal } from './list.ts';
import { None_ } from './singletons.ts';
import { newStrJs, strJs } from './str.ts';

export class TracebackPayload {
  /** Towards the place where it was raised; owned. */
  next: PyObject | null;
  /** frame object, owned. */
  frame: PyObject;
  lasti: number;
  /** -1: not asked for yet, follows from lasti. */
  lineno: number;
  constructor(next: PyObject | null, frame: PyObject, lasti: number, lineno: number) {
    this.next = next;
    this.frame = frame;
    this.lasti = lasti;
    this.lineno = lineno;
  }
}

export type PyTraceback = PyGC<TracebackPayload>;

const SIZE = 56;

/** A traceback entry; takes `next` over, borrows the frame object. */
export function newTraceback(
  next: PyObject | null,
  frame: PyObject,
  lasti: number,
  lineno: number,
): Owned<PyTraceback> {
  const o = newGC(TracebackType, new TracebackPayload(next, incref(frame), lasti, lineno));
  account(o, SIZE);
  gcTrack(o);
  return o;
}

/** Puts the frame, as it stands, before the exception's traceback. CPython: PyTraceBack_Here. */
export function addTraceback(exc: PyObject, frame: Frame): void {
  const p = exc.v as ExceptionPayload;
  p.traceback = newTraceback(p.traceback, frameObjectOf(frame), frame.i < 0 ? -1 : frame.i * 2, -1);
}

/** Gives an exception the running frame as its traceback. */
export function traceHere(exc: PyObject): void {
  if (S.sp > 0 && currentFrame().code !== null) addTraceback(exc, currentFrame());
}

const IMPORTLIB = ['<frozen importlib._bootstrap>', '<frozen importlib._bootstrap_external>'];

/**
 * Takes the entries of importlib out of the traceback of an exception that an import statement raises: all of them for
 * an ImportError, else those chunks that end in a call of `_call_with_frames_removed`.
 * CPython: remove_importlib_frames (Python/import.c).
 */
export function trimImportlibFrames(exc: PyObject, always: boolean): void {
  const entries: PyObject[] = [];
  let chunk = 0;
  let inside = false;
  let tb = (exc.v as ExceptionPayload).traceback;
  while (tb !== null) {
    const p: TracebackPayload = tb.v;
    const code = frameCode((p.frame.v as FrameObjectPayload).frame);
    const here = IMPORTLIB.includes(strJs(code.filename));
    if (here && !inside) chunk = entries.length;
    inside = here;
    if (here && (always || code.name === '_call_with_frames_removed')) entries.length = chunk;
    else entries.push(tb);
    tb = p.next;
  }
  relink(exc, entries);
}

/** Makes the traceback of `exc` the chain of these of its entries. */
function relink(exc: PyObject, entries: PyObject[]): void {
  for (const tb of entries) incref(tb);
  for (let i = entries.length - 1; i >= 0; i--) {
    const p: TracebackPayload = entries[i]!.v;
    const old = p.next;
    p.next = i + 1 < entries.length ? entries[i + 1]! : null;
    xdecref(old);
  }
  const p: ExceptionPayload = exc.v;
  const old = p.traceback;
  p.traceback = entries.length > 0 ? entries[0]! : null;
  xdecref(old);
}

/** The line of an entry. */
export function tracebackLine(o: PyObject): number {
  const p: TracebackPayload = o.v;
  if (p.lineno === -1) {
    const frame = (p.frame.v as FrameObjectPayload).frame;
    p.lineno = lineOf(frameCode(frame), p.lasti < 0 ? -1 : p.lasti >> 1);
  }
  return p.lineno;
}

function tracebackNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [next, frame, lasti, lineno] = bindArgs(
    'traceback',
    '(tb_next, tb_frame, tb_lasti, tb_lineno)',
    args,
    kw,
  ) as PyObject[];
  if (frame!.type !== FrameType) {
    throw typeError(`traceback() argument 'tb_frame' must be frame, not ${typeText(frame!)}`);
  }
  const i = asIndexNumber(lasti!, OverflowErrorType);
  const line = asIndexNumber(lineno!, OverflowErrorType);
  if (next !== None_ && next!.type !== TracebackType) {
    throw typeError(`expected traceback object or None, got '${next!.type.name}'`);
  }
  return newTraceback(next === None_ ? null : incref(next!), frame!, i, line);
}

function typeText(o: PyObject): string {
  return o === None_ ? 'None' : o.type.name;
}

function tracebackDealloc(o: PyObject): void {
  gcUntrack(o);
  const p: TracebackPayload = o.v;
  xdecref(p.next);
  decref(p.frame);
  freeObject(o);
}

function tracebackTraverse(o: PyObject, visit: Visit): void {
  const p: TracebackPayload = o.v;
  if (p.next !== null) visit(p.next);
  if (p.frame !== null) visit(p.frame);
}

/** The frame is kept: it clears itself, and attributes of the traceback stay readable. */
function tracebackClear(o: PyObject): void {
  const p: TracebackPayload = o.v;
  const next = p.next;
  p.next = null;
  xdecref(next);
}

function setNext(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError("can't delete tb_next attribute");
  if (value !== None_ && value.type !== TracebackType) {
    throw typeError(`expected traceback object, got '${value.type.name}'`);
  }
  const fresh = value === None_ ? null : value;
  for (let cursor = fresh; cursor !== null; cursor = (cursor.v as TracebackPayload).next) {
    if (cursor === o) throw valueError('traceback loop detected');
  }
  const p: TracebackPayload = o.v;
  const old = p.next;
  p.next = fresh === null ? null : incref(fresh);
  xdecref(old);
}

const ATTRIBUTES = ['tb_frame', 'tb_next', 'tb_lasti', 'tb_lineno'];

defineType(TracebackType, {
  flags: TPFLAGS_HAVE_GC,
  basicsize: SIZE - 16,
  tp_new: tracebackNew,
  tp_dealloc: tracebackDealloc,
  tp_traverse: tracebackTraverse,
  tp_clear: tracebackClear,
  methods: {
    __dir__: method('($self, /)', () =>
      newListSteal(ATTRIBUTES.map((name): PyObject => newStrJs(name))),
    ),
  },
  members: {
    tb_frame: member((o) => incref(o.v.frame as PyObject)),
    tb_lasti: member((o) => newInt(o.v.lasti)),
  },
  getset: {
    tb_next: getset((o) => incref((o.v.next as PyObject | null) ?? None_), setNext),
    tb_lineno: getset((o) => newInt(tracebackLine(o))),
  },
  text_signature: '(tb_next, tb_frame, tb_lasti, tb_lineno)',
  doc: 'One step of a traceback.',
});
