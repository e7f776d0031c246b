/**
 * setitimer for a thread that never returns to its event loop: the main thread waits and sends the process the signal, so that
 * it takes the way of any other. Real time is waited for; of CPU time it is asked how much was used.
 */

const SIGNALS: NodeJS.Signals[] = ['SIGALRM', 'SIGVTALRM', 'SIGPROF'];
const MS = 1_000_000;
const MICRO = 1000n;
/** The longest wait of setTimeout. */
const LONGEST = 2 ** 31 - 1;

/** What a timer counts, in nanoseconds. */
function used(which: number): bigint {
  if (which === 0) return process.hrtime.bigint();
  const { user, system } = process.cpuUsage();
  return BigInt(which === 1 ? user : user + system) * MICRO;
}

class IntervalTimer {
  private readonly which: number;
  private handle: NodeJS.Timeout | null = null;
  private due = 0n;
  private interval = 0n;

  constructor(which: number) {
    this.which = which;
  }

  set(first: bigint, interval: bigint): void {
    if (this.handle !== null) clearTimeout(this.handle);
    this.handle = null;
    if (first === 0n) return;
    this.due = used(this.which) + first;
    this.interval = interval;
    this.wait();
  }

  private wait(): void {
    const left = Number(this.due - used(this.which)) / MS;
    this.handle = setTimeout(
      () => this.check(),
      Math.min(LONGEST, Math.max(0, Math.ceil(left))),
    ).unref();
  }

  private check(): void {
    const now = used(this.which);
    if (now < this.due) return this.wait();
    this.handle = null;
    if (this.interval > 0n) {
      this.due += this.interval * ((now - this.due) / this.interval + 1n);
      this.wait();
    }
    process.kill(process.pid, SIGNALS[this.which]!);
  }
}

/** The three timers of a process. */
export class IntervalTimers {
  private readonly timers = [0, 1, 2].map((which) => new IntervalTimer(which));

  set(which: number, first: bigint, interval: bigint): void {
    this.timers[which]!.set(first, interval);
  }
}
