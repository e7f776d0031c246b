/** The terminal's mode. Only the main thread can change it. */
import { isatty, ReadStream } from 'node:tty';

export class TerminalMode {
  private stream: ReadStream | null = null;

  /** In raw mode every key arrives at once, unechoed, and makes no signals. */
  setRaw(raw: boolean): void {
    if (this.stream === null) {
      if (!raw || !isatty(0)) return;
      this.stream = new ReadStream(0);
      this.stream.unref();
    }
    this.stream.setRawMode(raw);
  }
}
