/** The commands a user types: from a terminal with editing, completion and history, or from plain standard input. */

import { host } from '../runtime/host.ts';
import {
  completions,
  INTERRUPTED,
  interactiveLoop,
  type LineSource,
} from '../runtime/interactive.ts';
import type { Thread } from './command.ts';
import { History } from './history.ts';
import { LineEditor } from './line-editor.ts';

const CHUNK = 4096;
/** Width of a terminal that does not tell its own. */
const COLUMNS = 80;

/** Lines of descriptor 0, without editing. The prompt goes to standard error, as CPython's does. */
class PlainLines implements LineSource {
  private pending = new Uint8Array(0);
  private ended = false;

  readLine(prompt: string): string | null {
    host().fs.write(2, new TextEncoder().encode(prompt));
    for (;;) {
      const at = this.pending.indexOf(10);
      if (at >= 0 || this.ended) return this.take(at < 0 ? this.pending.length : at + 1);
      const chunk = new Uint8Array(CHUNK);
      const n = host().fs.read(0, chunk);
      if (n === 0) this.ended = true;
      const all = new Uint8Array(this.pending.length + n);
      all.set(this.pending);
      all.set(chunk.subarray(0, n), this.pending.length);
      this.pending = all;
    }
  }

  private take(length: number): string | null {
    if (length === 0) return null;
    const line = new TextDecoder().decode(this.pending.subarray(0, length));
    this.pending = this.pending.slice(length);
    return line;
  }
}

/** Lines of a terminal. */
class TerminalLines implements LineSource {
  private readonly editor: LineEditor;
  private readonly history: History;

  constructor(thread: Thread) {
    this.history = new History(host().env);
    this.editor = new LineEditor(
      {
        read: (into) => host().fs.read(0, into),
        write: (text) => void host().fs.write(1, new TextEncoder().encode(text)),
        setRaw: (raw) => thread.setRaw(raw),
        columns: () => host().terminalSize(1)?.columns || COLUMNS,
      },
      this.history.lines,
      completions,
    );
  }

  readLine(prompt: string): string | null | typeof INTERRUPTED {
    const line = this.editor.readLine(prompt);
    if (line === null) return null;
    if (line === undefined) return INTERRUPTED;
    this.history.add(line);
    return `${line}\n`;
  }
}

/** Reads and runs commands to the end; returns the exit code. */
export function runRepl(thread: Thread): number {
  const { fs } = host();
  if (!fs.isatty(0) || !fs.isatty(1)) return interactiveLoop(new PlainLines());
  return interactiveLoop(new TerminalLines(thread));
}
