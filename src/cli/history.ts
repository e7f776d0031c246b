/**
 * The lines of earlier sessions: $PYTHON_HISTORY or ~/.python_history, one line each, the file that CPython's readline
 * keeps as well. A line is appended when it was typed, so that sessions side by side lose nothing.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Lines that are kept. */
const LIMIT = 2000;
/** First line of a file that libedit has written. */
const LIBEDIT = '_HiStOrY_V2_';

export class History {
  readonly lines: string[];
  private readonly path: string;

  constructor(env: Record<string, string | undefined>) {
    this.path = env.PYTHON_HISTORY || join(env.HOME || homedir(), '.python_history');
    this.lines = this.load();
    if (this.lines.length > LIMIT) this.write(() => this.shorten());
  }

  private load(): string[] {
    try {
      const lines = readFileSync(this.path, 'utf8')
        .split('\n')
        .filter((l) => l !== '');
      return lines[0] === LIBEDIT ? lines.slice(1) : lines;
    } catch {
      // no history yet, or one that cannot be read
      return [];
    }
  }

  private shorten(): void {
    this.lines.splice(0, this.lines.length - LIMIT);
    writeFileSync(this.path, `${this.lines.join('\n')}\n`, { mode: 0o600 });
  }

  add(line: string): void {
    if (line.trim() === '' || line === this.lines.at(-1)) return;
    this.lines.push(line);
    this.write(() => appendFileSync(this.path, `${line}\n`, { mode: 0o600 }));
  }

  /** A history that cannot be written is lost, as in CPython. */
  private write(f: () => void): void {
    try {
      f();
    } catch (e) {
      if ((e as NodeJS.ErrnoException).code === undefined) throw e;
    }
  }
}
