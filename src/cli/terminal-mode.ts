/** The terminal's mode. Only the main thread can change it. */
import type { ReadStream } from 'node:tty';
import { loadLate } from './late.ts';

export class TerminalMode {
  private stream: ReadStream | null = null;

  /** In raw mode every key arrives at once, unechoed, and makes no signals. */
  setRaw(raw: boolean): void {
    if (this.stream === null) {
      if (!raw) return;
      const { isatty, ReadStream } = loadLate('tty');
      if (!isatty(0)) return;
      this.stream = new ReadStream(0);
      this.stream.unref();
    }
    this.stream.setRawMode(raw);
  }
}
