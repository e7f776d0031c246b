/**
 * The eval breaker: what is done at a safe point when a bit of `S.brk` is set. CPython:
 * Python/ceval_gil.c (_Py_HandlePending).
 *
 * Hooks are filled by whoever owns the matter; a bit without a hook is dropped.
 */

import type { Frame } from './frame.ts';
import { collectScheduled } from './gc-collect.ts';
import { BRK_GC, BRK_LIMIT, BRK_SIGNAL, BRK_VERIFY, S } from './state.ts';

class BreakerSettings {
  /** Runs the handlers of pending signals; may throw. */
  signalHook: (() => void) | null = null;
  /** A limit of time or memory was crossed; throws what ends the program. */
  limitHook: (() => void) | null = null;
  verifyHook: ((frame: Frame) => void) | null = null;
}

export const breakerSettings = new BreakerSettings();

/** Serves all pending bits but that of the recursion limit (core/ceval.ts). May throw. */
export function runBreaker(f: Frame): void {
  const bits = S.brk;
  if ((bits & BRK_SIGNAL) !== 0) {
    S.brk &= ~BRK_SIGNAL;
    if (breakerSettings.signalHook !== null) breakerSettings.signalHook();
  }
  if ((bits & BRK_GC) !== 0) {
    S.brk &= ~BRK_GC;
    collectScheduled();
  }
  if ((bits & BRK_LIMIT) !== 0) {
    S.brk &= ~BRK_LIMIT;
    if (breakerSettings.limitHook !== null) breakerSettings.limitHook();
  }
  if ((bits & BRK_VERIFY) !== 0) {
    S.brk &= ~BRK_VERIFY;
    if (breakerSettings.verifyHook !== null) breakerSettings.verifyHook(f);
  }
}
