/**
 * The most bytes the block account held between two moments, while somebody measures.
 *
 * Invariant: nothing here is a Python object, so measuring leaves the account alone.
 */
import { type HighWater, watchWater } from '../core/account.ts';
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
  private readonly water: HighWater = { most: 0 };

  start(): void {
    if (this.users++ === 0) this.reset();
  }

  stop(): void {
    if (--this.users === 0) watchWater(null);
  }

  private reset(): void {
    this.water.most = S.mem;
    watchWater(this.water);
  }

  /** The most bytes since the last call; starts anew. */
  take(): number {
    const { most } = this.water;
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
