/**
 * Signals on their way from the system to the runtime's thread: the number goes into shared memory, which wakes a sleeping
 * thread, and the eval breaker is set from outside by the inspector, which interrupts JavaScript that runs.
 */
import type { Session } from 'node:inspector';
import { constants } from 'node:os';
import { loadLate } from './late.ts';
import { EVENTS_CELL } from './child-processes.ts';

export type SignalMode = 'default' | 'ignore' | 'report';

/** Name of the global function that sets the eval breaker in the runtime's thread. */
export const INTERRUPT = '__vivarium_interrupt';

/** How long a signal that follows another one waits, in milliseconds. */
const RETRY_MS = 10;

const NAMES = new Map(
  Object.entries(constants.signals).map(([name, n]) => [n, name as NodeJS.Signals]),
);

export class SignalRelay {
  private readonly cells: Int32Array;
  private readonly waiting: number[] = [];
  private readonly listeners: Map<number, () => void> = new Map();
  private session: Session | null = null;
  private channel: string | null = null;

  constructor(cells: Int32Array) {
    this.cells = cells;
    this.watch(constants.signals.SIGINT, 'report');
  }

  /** What becomes of a signal: the system's default, nothing, or a report to the runtime. */
  watch(signal: number, mode: SignalMode): void {
    const name = NAMES.get(signal);
    if (name === undefined || name === 'SIGKILL' || name === 'SIGSTOP') return;
    const old = this.listeners.get(signal);
    if (old !== undefined) process.removeListener(name, old);
    this.listeners.delete(signal);
    if (mode === 'default') return;
    const listener = mode === 'report' ? (): void => this.deliver(signal) : (): void => {};
    this.listeners.set(signal, listener);
    process.on(name, listener);
  }

  private deliver(signal: number): void {
    this.waiting.push(signal);
    if (this.waiting.length === 1) this.next();
  }

  /** Hands the first waiting signal over once the runtime has taken the one before. */
  private next(): void {
    const signal = this.waiting[0];
    if (signal === undefined) return;
    if (Atomics.compareExchange(this.cells, 0, 0, signal) === 0) {
      this.waiting.shift();
      Atomics.notify(this.cells, 0);
      // the runtime may be waiting for a child
      Atomics.add(this.cells, EVENTS_CELL, 1);
      Atomics.notify(this.cells, EVENTS_CELL);
      this.interrupt();
    }
    if (this.waiting.length > 0) setTimeout(() => this.next(), RETRY_MS).unref();
  }

  /** Sets the eval breaker of the thread, whatever it is doing. */
  private interrupt(): void {
    if (this.session === null) this.connect();
    else if (this.channel !== null) this.evaluate();
  }

  private connect(): void {
    const session = new (loadLate('inspector').Session)();
    this.session = session;
    session.connect();
    session.on('NodeWorker.attachedToWorker', ({ params }) => {
      this.channel = params.sessionId;
      this.evaluate();
    });
    session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  }

  private evaluate(): void {
    const params = { expression: `globalThis.${INTERRUPT}?.()` };
    const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params });
    this.session!.post('NodeWorker.sendMessageToWorker', { sessionId: this.channel!, message });
  }

  close(): void {
    for (const signal of [...this.listeners.keys()]) this.watch(signal, 'default');
    this.session?.disconnect();
  }
}
