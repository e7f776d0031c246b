/** Live objects and bytes of each allocation traceback. */

import type { Snapshot } from '../snapshot.ts';

export interface TraceTotal {
  trace: number;
  /** Frames of the traceback by number, newest first; empty for what was not traced. */
  frames: number[];
  count: number;
  size: number;
}

/** Tracebacks that hold something, the largest first. */
export function byTrace(s: Snapshot): TraceTotal[] {
  const rows = s.rows('trace');
  const count = new Float64Array(rows);
  const size = new Float64Array(rows);
  const trace = s.column('trace');
  const bytes = s.column('size');
  for (let n = 0; n < s.nodeCount; n++) {
    if (bytes[n] === 0) continue;
    count[trace[n]!]!++;
    size[trace[n]!]! += bytes[n]!;
  }
  const found: TraceTotal[] = [];
  for (let t = 0; t < rows; t++) {
    if (count[t]! > 0)
      found.push({ trace: t, frames: framesOf(s, t), count: count[t]!, size: size[t]! });
  }
  return found.sort((a, b) => b.size - a.size || a.trace - b.trace);
}

function framesOf(s: Snapshot, trace: number): number[] {
  const frames: number[] = [];
  for (let t = trace; t !== 0 && frames.length < s.rows('trace'); t = s.column('trparent')[t]!) {
    frames.push(s.column('trframe')[t]!);
  }
  return frames;
}
