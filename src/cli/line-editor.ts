/**
 * One line on a terminal in raw mode: the keys of readline's emacs mode that users know. No counterpart in CPython, which
 * calls GNU readline.
 *
 * Invariant: between two keys the screen shows prompt and line, and the cursor stands at `at`. The line is an array of
 * characters (code points), so that the keys move over whole ones.
 */

export interface Screen {
  /** Blocks until bytes are there; 0 at the end of the input. */
  read(into: Uint8Array): number;
  write(text: string): void;
  setRaw(raw: boolean): void;
  columns(): number;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const NARROW = /\p{Mn}|\p{Me}|\u200b|\u200d/u;

function widthOf(chars: readonly string[]): number {
  let n = 0;
  for (const c of chars) n += c === '\t' ? 1 : NARROW.test(c) ? 0 : WIDE.test(c) ? 2 : 1;
  return n;
}

const isWord = (c: string | undefined): boolean => c !== undefined && /[\p{L}\p{N}_]/u.test(c);
const INDENT = '    ';

export class LineEditor {
  private readonly screen: Screen;
  private readonly history: readonly string[];
  private readonly complete: (word: string) => string[];
  private prompt = '';
  private line: string[] = [];
  private at = 0;
  /** Row of the cursor below the first row of the prompt, as drawn. */
  private row = 0;
  /** Which line of the history is shown; `drafts` keeps what was typed into each. */
  private shown = 0;
  private drafts: Map<number, string[]> = new Map();
  private killed: string[] = [];
  private tabs = 0;
  private readonly decoder = new TextDecoder();
  private keys: string[] = [];

  constructor(screen: Screen, history: readonly string[], complete: (word: string) => string[]) {
    this.screen = screen;
    this.history = history;
    this.complete = complete;
  }

  /** A line; null when the input ends (Ctrl-D), undefined when it is interrupted (Ctrl-C). */
  readLine(prompt: string): string | null | undefined {
    this.prompt = prompt;
    this.line = [];
    this.at = 0;
    this.row = 0;
    this.shown = this.history.length;
    this.drafts.clear();
    this.screen.setRaw(true);
    try {
      this.draw();
      return this.edit();
    } finally {
      this.screen.setRaw(false);
    }
  }

  private edit(): string | null | undefined {
    for (;;) {
      const key = this.nextKey();
      if (key === null) return null;
      this.tabs = key === '\t' ? this.tabs + 1 : 0;
      switch (key) {
        case '\r':
        case '\n':
          this.leaveLine();
          return this.line.join('');
        case '\x03':
          this.to(this.line.length);
          return undefined;
        case '\x04':
          if (this.line.length === 0) return null;
          this.remove(this.at, this.at + 1);
          break;
        case '\x12':
          this.search();
          break;
        default:
          this.key(key);
      }
    }
  }

  private leaveLine(): void {
    this.to(this.line.length);
    this.screen.write('\r\n');
  }

  private key(key: string): void {
    const { line, at } = this;
    switch (key) {
      case '\x01':
      case '\x1b[H':
      case '\x1bOH':
      case '\x1b[1~':
        return this.to(0);
      case '\x05':
      case '\x1b[F':
      case '\x1bOF':
      case '\x1b[4~':
        return this.to(line.length);
      case '\x02':
      case '\x1b[D':
      case '\x1bOD':
        return this.to(at - 1);
      case '\x06':
      case '\x1b[C':
      case '\x1bOC':
        return this.to(at + 1);
      case '\x1bb':
      case '\x1b[1;5D':
        return this.to(this.wordStart(at));
      case '\x1bf':
      case '\x1b[1;5C':
        return this.to(this.wordEnd(at));
      case '\x7f':
      case '\b':
        return this.remove(at - 1, at);
      case '\x1b[3~':
        return this.remove(at, at + 1);
      case '\x0b':
        return this.kill(at, line.length);
      case '\x15':
        return this.kill(0, at);
      case '\x17':
        return this.kill(this.blankStart(at), at);
      case '\x1b\x7f':
        return this.kill(this.wordStart(at), at);
      case '\x1bd':
        return this.kill(at, this.wordEnd(at));
      case '\x19':
        return this.insert(this.killed);
      case '\x14':
        return this.transpose();
      case '\x0c':
        this.screen.write('\x1b[H\x1b[2J');
        this.row = 0;
        return this.draw();
      case '\x10':
      case '\x1b[A':
      case '\x1bOA':
        return this.recall(this.shown - 1);
      case '\x0e':
      case '\x1b[B':
      case '\x1bOB':
        return this.recall(this.shown + 1);
      case '\t':
        return this.completeWord();
      default:
        if (key >= ' ' && !key.startsWith('\x1b')) this.insert([key]);
    }
  }

  // ---- changes ----

  private insert(chars: readonly string[]): void {
    this.line.splice(this.at, 0, ...chars);
    this.at += chars.length;
    this.draw();
  }

  private remove(from: number, to: number): void {
    if (from < 0 || to > this.line.length || from >= to) return;
    this.line.splice(from, to - from);
    this.at = from;
    this.draw();
  }

  private kill(from: number, to: number): void {
    if (from >= to) return;
    this.killed = this.line.slice(from, to);
    this.remove(from, to);
  }

  private transpose(): void {
    const { line } = this;
    const i = this.at === line.length ? this.at - 1 : this.at;
    if (i < 1) return;
    [line[i - 1], line[i]] = [line[i]!, line[i - 1]!];
    this.at = i + 1;
    this.draw();
  }

  private to(at: number): void {
    this.at = Math.max(0, Math.min(this.line.length, at));
    this.draw();
  }

  private wordStart(from: number): number {
    let i = from;
    while (i > 0 && !isWord(this.line[i - 1])) i--;
    while (i > 0 && isWord(this.line[i - 1])) i--;
    return i;
  }

  private wordEnd(from: number): number {
    let i = from;
    while (i < this.line.length && !isWord(this.line[i])) i++;
    while (i < this.line.length && isWord(this.line[i])) i++;
    return i;
  }

  private blankStart(from: number): number {
    let i = from;
    while (i > 0 && this.line[i - 1] === ' ') i--;
    while (i > 0 && this.line[i - 1] !== ' ') i--;
    return i;
  }

  // ---- history ----

  private recall(index: number): void {
    if (index < 0 || index > this.history.length) return;
    this.drafts.set(this.shown, this.line);
    this.shown = index;
    this.line = this.drafts.get(index) ?? [...(this.history[index] ?? '')];
    this.at = this.line.length;
    this.draw();
  }

  /** Ctrl-R: the newest line that contains what is typed. */
  private search(): void {
    const { prompt, line, at } = this;
    let wanted = '';
    let found = this.history.length;
    for (;;) {
      this.prompt = `(reverse-i-search)\`${wanted}': `;
      this.draw();
      const key = this.nextKey();
      let from = this.history.length - 1;
      if (key === '\x12') from = found - 1;
      else if (key === '\x7f' || key === '\b') wanted = wanted.slice(0, -1);
      else if (key !== null && key >= ' ' && !key.startsWith('\x1b')) wanted += key;
      else {
        this.prompt = prompt;
        if (key === '\x03' || key === '\x07') {
          this.line = line;
          this.at = at;
        }
        this.draw();
        if (key !== null && key !== '\x03' && key !== '\x07') this.keys.unshift(key);
        return;
      }
      for (let i = from; i >= 0; i--) {
        if (!this.history[i]!.includes(wanted)) continue;
        found = i;
        this.line = [...this.history[i]!];
        this.at = this.line.length;
        break;
      }
    }
  }

  // ---- completion ----

  private completeWord(): void {
    const before = this.line.slice(0, this.at).join('');
    if (before.trim() === '') return this.insert([...INDENT]);
    const word = /[\p{L}\p{N}_.]*$/u.exec(before)![0];
    if (word === '') return;
    const found = this.complete(word);
    if (found.length === 0) return this.screen.write('\x07');
    const common = commonPrefix(found);
    if (common.length > word.length) return this.insert([...common.slice(word.length)]);
    if (found.length > 1 && this.tabs > 1) this.list(found);
    else this.screen.write('\x07');
  }

  /** Shows the possible words in columns under the line. */
  private list(words: string[]): void {
    const names = words.map((w) => w.slice(w.lastIndexOf('.', w.length - 2) + 1)).sort();
    const width = Math.max(...names.map((n) => n.length)) + 2;
    const perRow = Math.max(1, Math.floor(this.screen.columns() / width));
    const rows = Math.ceil(names.length / perRow);
    const at = this.at;
    this.to(this.line.length);
    let text = '\r\n';
    for (let r = 0; r < rows; r++) {
      let row = '';
      for (let i = r; i < names.length; i += rows) row += names[i]!.padEnd(width);
      text += `${row.trimEnd()}\r\n`;
    }
    this.screen.write(text);
    this.row = 0;
    this.to(at);
  }

  // ---- screen ----

  /** Draws prompt and line anew and puts the cursor in its place. */
  private draw(): void {
    const columns = Math.max(2, this.screen.columns());
    const start = widthOf([...this.prompt]);
    const cursor = start + widthOf(this.line.slice(0, this.at));
    const end = start + widthOf(this.line);
    let out = this.row > 0 ? `\x1b[${this.row}A` : '';
    out += `\r\x1b[J${this.prompt}${this.line.join('').replaceAll('\t', ' ')}`;
    // a full last column leaves the cursor in it: go on to the next row
    if (end > 0 && end % columns === 0) out += '\r\n';
    const row = Math.floor(cursor / columns);
    const up = Math.floor(end / columns) - row;
    if (up > 0) out += `\x1b[${up}A`;
    const column = cursor % columns;
    out += column > 0 ? `\r\x1b[${column}C` : '\r';
    this.row = row;
    this.screen.write(out);
  }

  // ---- keys ----

  /** The next key: a character, or an escape sequence as a whole. Null at the end of the input. */
  private nextKey(): string | null {
    const first = this.nextChar();
    if (first !== '\x1b') return first;
    const second = this.nextChar();
    if (second === null) return null;
    if (second !== '[' && second !== 'O') return first + second;
    let sequence = first + second;
    for (;;) {
      const c = this.nextChar();
      if (c === null) return null;
      sequence += c;
      if (c >= '@' && c <= '~') return sequence;
    }
  }

  private nextChar(): string | null {
    const waiting = this.keys.shift();
    if (waiting !== undefined) return waiting;
    const chunk = new Uint8Array(1024);
    while (this.keys.length === 0) {
      const n = this.screen.read(chunk);
      if (n === 0) return null;

      this.keys.push(...this.decoder.decode(chunk.subarray(0, n), { stream: true }));
    }
    return this.keys.shift()!;
  }
}

function commonPrefix(words: readonly string[]): string {
  let p = words[0]!;
  for (const w of words) while (!w.startsWith(p)) p = p.slice(0, -1);
  return p;
}
