/**
 * The most bytes the block account held between two moments, while somebody measures.
 *
 * Invariants: `S.peak` stays what it is without a meter; whoever set `S.high` and `S.onHigh` before goes on being called
 * at its own threshold. Nothing here is a Python object, so measuring leaves the account alone.
 */
import type { PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';

/** The most bytes since it was begun. */
export class Peak {
  most: number;
  constructor(mem: number) {
    this.most = mem;
  }
}

class Meter {
  private peaks: Peak[] = [];
  private users = 0;
  /** The most bytes since the last `take`. */
  private most = 0;
  /** Threshold and function of whoever was there before. */
  private outerHigh = 0;
  private outer: (o: PyObject, size: number) => void = () => {};

  private readonly onHigh = (o: PyObject, size: number): void => {
    if (S.mem > this.most) this.most = S.mem;
    if (S.mem > this.outerHigh) this.passOn(o, size);
    S.high = Math.min(this.most, this.outerHigh);
  };

  private passOn(o: PyObject, size: number): void {
    S.high = this.outerHigh;
    try {
      this.outer(o, size);
    } finally {
      this.outerHigh = S.high;
    }
  }

  start(): void {
    if (this.users++ > 0) return;
    this.outer = S.onHigh;
    this.outerHigh = S.high;
    S.onHigh = this.onHigh;
    this.reset();
  }

  stop(): void {
    if (--this.users > 0) return;
    S.onHigh = this.outer;
    S.high = this.outerHigh;
  }

  private reset(): void {
    this.most = S.mem;
    S.high = Math.min(this.most, this.outerHigh);
  }

  /** The most bytes since the last call; starts anew. */
  take(): number {
    const most = this.most;
    for (const p of this.peaks) if (most > p.most) p.most = most;
    this.reset();
    return most;
  }

  /** Starts watching for a peak that `take` does not reset. */
  begin(): Peak {
    this.start();
    this.take();
    const p = new Peak(S.mem);
    this.peaks.push(p);
    return p;
  }

  /** The most bytes since `begin`. */
  end(p: Peak): number {
    this.take();
    this.peaks = this.peaks.filter((x) => x !== p);
    this.stop();
    return p.most;
  }
}

export const meter = new Meter();
