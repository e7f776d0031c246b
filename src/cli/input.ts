/**
 * Reading standard input so that a signal gets through. A thread that is blocked in read(2) hears nothing; a terminal or
 * pipe is therefore opened once more without blocking (a descriptor of its own: others that share the stream notice
 * nothing), and between two attempts the thread sleeps where a signal wakes it.
 */
import * as fs from 'node:fs';
import type { Host } from '../runtime/host.ts';
import { runPendingSignals } from '../runtime/modules/_signal.ts';

const S_IFMT = 0o170000;
const WAITS = new Set([0o020000, 0o010000]);
/** How long the thread sleeps at most before it looks again, in milliseconds. */
const LOOK_MS = 10;

interface Reopened {
  fd: number;
  dev: bigint;
  ino: bigint;
}

class InterruptibleInput {
  private readonly signals: Int32Array;
  private open: Reopened | null = null;

  constructor(signals: Int32Array) {
    this.signals = signals;
  }

  /** The descriptor to read from; null when descriptor 0 never blocks, or cannot be opened again. */
  private descriptor(): number | null {
    let s: fs.BigIntStats;
    try {
      s = fs.fstatSync(0, { bigint: true });
    } catch {
      return null;
    }
    if (this.open !== null && this.open.dev === s.dev && this.open.ino === s.ino)
      return this.open.fd;
    if (!WAITS.has(Number(s.mode) & S_IFMT)) return null;
    try {
      const fd = fs.openSync(
        '/proc/self/fd/0',
        fs.constants.O_RDONLY | fs.constants.O_NONBLOCK | fs.constants.O_NOCTTY,
      );
      this.open = { fd, dev: s.dev, ino: s.ino };
      return fd;
    } catch {
      return null;
    }
  }

  /** Like read(2) on descriptor 0; null when that must be used itself. Handlers of signals run here and may throw. */
  read(into: Uint8Array): number | null {
    const fd = this.descriptor();
    if (fd === null) return null;
    for (;;) {
      try {
        return fs.readSync(fd, into, 0, into.length, null);
      } catch (e) {
        const { code } = e as NodeJS.ErrnoException;
        if (code === 'EIO') return 0;
        if (code !== 'EAGAIN') throw e;
      }
      if (Atomics.load(this.signals, 0) !== 0) runPendingSignals();
      Atomics.wait(this.signals, 0, 0, LOOK_MS);
    }
  }
}

/** Makes the host's reads of descriptor 0 end when a signal handler raises. */
export function interruptibleInput(host: Host, signals: Int32Array): void {
  const input = new InterruptibleInput(signals);
  const files = host.fs;
  const read = files.read.bind(files);
  files.read = (fd, into, position) => {
    const n = fd === 0 && position === undefined ? input.read(into) : null;
    return n ?? read(fd, into, position);
  };
}
