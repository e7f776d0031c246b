/** speedscope's file: live bytes and live objects by allocation traceback. */

import type { Snapshot } from '../snapshot.ts';
import { byTrace } from './by-trace.ts';

interface Profile {
  type: 'sampled';
  name: string;
  unit: 'bytes' | 'none';
  startValue: 0;
  endValue: number;
  samples: number[][];
  weights: number[];
}

/** The file as an object, for JSON.stringify. Objects without a traceback are one frame. */
export function speedscope(s: Snapshot, name: string, exporter: string): object {
  const rows = byTrace(s);
  const frames: { name: string; file?: string; line?: number }[] = [{ name: '(not traced)' }];
  const numbers = new Map<number, number>();
  const frame = (f: number): number => {
    let n = numbers.get(f);
    if (n === undefined) {
      n = frames.length;
      numbers.set(f, n);
      frames.push({
        name: s.string(s.column('frfunc')[f]!),
        file: s.string(s.column('frfile')[f]!),
        line: s.column('frline')[f]!,
      });
    }
    return n;
  };
  const samples = rows.map((r) => (r.frames.length === 0 ? [0] : r.frames.map(frame).reverse()));
  const profile = (title: string, unit: 'bytes' | 'none', weights: number[]): Profile => ({
    type: 'sampled',
    name: title,
    unit,
    startValue: 0,
    endValue: weights.reduce((a, b) => a + b, 0),
    samples,
    weights,
  });
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    shared: { frames },
    profiles: [
      profile(
        'Memory',
        'bytes',
        rows.map((r) => r.size),
      ),
      profile(
        'Objects',
        'none',
        rows.map((r) => r.count),
      ),
    ],
    name,
    activeProfileIndex: 0,
    exporter,
  };
}
