/**
 * Frame: one running Python function. CPython: _PyInterpreterFrame.
 *
 * Frames of plain functions come from the pool `S.frames` (index = depth) and are used again by the next call; a frame
 * that somebody keeps (a frame object made by sys._getframe or a traceback) is taken out of the pool when its call ends.
 * Frames of generators belong to the generator and are put into `S.frames[sp]` while it runs.
 *
 * Locals are JavaScript variables of the generated function unless its code is `resident` (generators, coroutines,
 * functions that name locals/eval/exec/_getframe ..., verifier builds): then they live in `locals`.
 */
import type { CodePayload } from '../objects/code.ts';
import type { FunctionPayload } from '../objects/function.ts';
import type { PyObject } from './object.ts';
import { S } from './state.ts';

export class Frame {
  /** The function object that runs (owned by the running call), null in the sentinel. */
  fn: PyObject<FunctionPayload> | null = null;
  code: CodePayload | null = null;
  /** Index into code.positions of the operation that runs. */
  i = 0;
  /** The frame object, once somebody asked for it (borrowed back-pointer while running; owns the frame after). */
  obj: PyObject | null = null;
  /** Fast locals of resident code, or the locals handed over when the call ended by an exception; owned. */
  locals: (PyObject | null)[] | null = null;
  /** Namespace of module, class and exec code (any mapping), borrowed while running. */
  ns: PyObject | null = null;
  /** The exception this frame is handling (innermost `except`), owned by the handler; see pushExc. */
  exc: PyObject | null = null;
  /** S.exc outside this frame, valid while exc is not null. */
  outer: PyObject | null = null;
  /** The generator this frame belongs to (borrowed). */
  gen: PyObject | null = null;
  /** What a suspended generator delegates to (borrowed from its temporaries). */
  yf: PyObject | null = null;
  /** Caller, only once the frame has left the stack (null: none). */
  back: PyObject | null = null;
  /** The frame has left the stack and owns what it refers to. */
  detached = false;
  /** Node of its caller in the tree of traced calls; 0 when not known (core/trace-sites.ts). */
  ctx = 0;
}

for (let i = 0; i < 64; i++) S.frames.push(new Frame());

/** The running frame. */
export function currentFrame(): Frame {
  return S.frames[S.sp]!;
}
