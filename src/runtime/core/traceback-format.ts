/**
 * Text of the stack part of a traceback: files, lines and the marks under the operation that failed
 * (PEP 657). CPython: StackSummary.format_frame_summary in Lib/traceback.py, whose rules this
 * follows.
 */
import { type FrameObjectPayload, frameCode } from '../objects/frame.ts';
import { strJs } from '../objects/str.ts';
import { type TracebackPayload, tracebackLine } from '../objects/traceback.ts';
import type * as ast from '../parser/ast.ts';
import { ParseError, parse } from '../parser/index.ts';
import { unicodeDatabase } from '../text/database.ts';
import type { PyObject } from './object.ts';
import type { SourceLines } from './source-lines.ts';

/** One entry of a traceback. Columns are bytes of UTF-8, -1 when unknown. */
export interface Entry {
  filename: string;
  lineno: number;
  endLineno: number;
  col: number;
  endCol: number;
  name: string;
}

/** The entries of a traceback object, outermost first; all but the last `limit` are left out. */
export function entriesOf(traceback: PyObject | null, limit = Number.POSITIVE_INFINITY): Entry[] {
  const out: Entry[] = [];
  for (let tb = traceback; tb !== null; tb = (tb.v as TracebackPayload).next) {
    const p: TracebackPayload = tb.v;
    const code = frameCode((p.frame.v as FrameObjectPayload).frame);
    const lineno = tracebackLine(tb);
    const at = p.lasti < 0 ? -1 : (p.lasti >> 1) * 4;
    const known = at >= 0 && code.positions[at] === lineno;
    out.push({
      filename: strJs(code.filename),
      lineno,
      endLineno: known ? code.positions[at + 1]! : lineno,
      col: known ? code.positions[at + 2]! : -1,
      endCol: known ? code.positions[at + 3]! : -1,
      name: code.name,
    });
  }
  return limit < out.length ? out.slice(out.length - limit) : out;
}

// ---------------------------------------------------------------------------------------------
// Characters

type Line = string[];

/** Characters of a line, astral ones as one. */
function characters(line: string): Line {
  return Array.from(line);
}

function utf8Length(ch: string): number {
  const cp = ch.codePointAt(0)!;
  return cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
}

function characterOffset(line: Line, bytes: number): number {
  let at = 0;
  let i = 0;
  while (i < line.length && at < bytes) at += utf8Length(line[i++]!);
  return i;
}

function isAsciiLine(line: Line): boolean {
  return line.every((ch) => ch.charCodeAt(0) < 0x80);
}

/** Columns that the first `count` characters take on a terminal. */
function displayWidth(line: Line, count = line.length): number {
  if (isAsciiLine(line)) return count;
  const db = unicodeDatabase();
  let width = 0;
  for (let i = 0; i < count && i < line.length; i++) {
    const kind = db.eastAsianWidth(line[i]!.codePointAt(0)!);
    width += kind === 'W' || kind === 'F' ? 2 : 1;
  }
  return width;
}

/** Removes the white space that all lines which are not blank begin with. */
export function dedent(lines: string[]): string[] {
  let margin: string | null = null;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const lead = /^[ \t]*/.exec(line)![0];
    if (margin === null) margin = lead;
    else {
      let n = 0;
      while (n < margin.length && n < lead.length && margin[n] === lead[n]) n++;
      margin = margin.slice(0, n);
    }
  }
  const cut = margin === null ? 0 : margin.length;
  return lines.map((line) => (line.trim() === '' ? '' : line.slice(cut)));
}

// ---------------------------------------------------------------------------------------------
// Anchors: the operator of a binary operation, the brackets of a call or subscript

interface Anchors {
  line: number;
  col: number;
  endLine: number;
  endCol: number;
}

interface Spot {
  line: number;
  col: number;
}

/**
 * Moves a position that is past the end of its line to the next character there is; null at the
 * end.
 */
function valid(lines: Line[], spot: Spot): Spot | null {
  let { line, col } = spot;
  while (line < lines.length && col >= lines[line]!.length) {
    col = 0;
    line++;
  }
  return line < lines.length ? { line, col } : null;
}

/**
 * The first place from `spot` on whose character `wanted` accepts; comments and line continuations
 * are skipped.
 */
function find(lines: Line[], spot: Spot | null, wanted: (ch: string) => boolean): Spot | null {
  let at = spot;
  while (at !== null) {
    const ch = lines[at.line]![at.col]!;
    if (ch === '\\' || ch === '#') at = valid(lines, { line: at.line + 1, col: 0 });
    else if (wanted(ch)) return at;
    else at = valid(lines, { line: at.line, col: at.col + 1 });
  }
  return null;
}

/** The end of a node; the segment was parsed one line further down. */
function endOf(lines: Line[], node: ast.Expr): Spot {
  const line = node.end_lineno - 2;
  return { line, col: characterOffset(lines[line]!, node.end_col_offset) };
}

function operatorAnchors(lines: Line[], e: ast.BinOp): Anchors | null {
  const start = find(
    lines,
    valid(lines, endOf(lines, e.left)),
    (ch) => ch.trim() !== '' && ch !== ')',
  );
  if (start === null) return null;
  const line = lines[start.line]!;
  let end = start.col + 1;
  const rightLine = e.right.lineno - 2;
  const next = line[end];
  if (
    next !== undefined &&
    next.trim() !== '' &&
    next !== '\\' &&
    next !== '#' &&
    (rightLine > start.line || end < characterOffset(lines[rightLine]!, e.right.col_offset))
  ) {
    end++;
  }
  return { line: start.line, col: start.col, endLine: start.line, endCol: end };
}

function bracketAnchors(
  lines: Line[],
  whole: ast.Expr,
  head: ast.Expr,
  bracket: string,
): Anchors | null {
  const start = find(lines, valid(lines, endOf(lines, head)), (ch) => ch === bracket);
  if (start === null) return null;
  const end = endOf(lines, whole);
  return { line: start.line, col: start.col, endLine: end.line, endCol: end.col };
}

function parsed(text: string): ast.Stmt[] | null {
  try {
    return (parse(text, { mode: 'exec', filename: '<traceback>' }) as ast.Module).body;
  } catch (e) {
    if (e instanceof ParseError) return null;
    throw e;
  }
}

function anchorsOf(segment: string): Anchors | null {
  const body = parsed(`(\n${segment}\n)`);
  if (body === null || body.length !== 1 || body[0]!.kind !== 'Expr') return null;
  const lines = segment.split('\n').map(characters);
  const e = body[0]!.value;
  if (e.kind === 'BinOp') return operatorAnchors(lines, e);
  if (e.kind === 'Subscript') return bracketAnchors(lines, e, e.value, '[');
  if (e.kind === 'Call') return bracketAnchors(lines, e, e.func, '(');
  return null;
}

/** `return f(…)` and `x = f(…)` of nothing but a plain call need no marks. */
function isPlainCall(lines: string[], start: number, end: number): boolean {
  const body = parsed(lines.join('\n'));
  if (body === null) return false;
  if (body.length === 0) return true;
  const s = body[0]!;
  let value: ast.Expr | null = null;
  if (
    s.kind === 'Return' &&
    s.value !== null &&
    s.value.kind === 'Call' &&
    s.value.func.kind === 'Name'
  )
    value = s.value;
  if (
    s.kind === 'Assign' &&
    s.value.kind === 'Call' &&
    s.targets.length === 1 &&
    s.targets[0]!.kind === 'Name'
  ) {
    value = s.value;
  }
  return (
    value !== null &&
    value.lineno === 1 &&
    value.end_lineno === lines.length &&
    value.col_offset === start &&
    value.end_col_offset === end
  );
}

// ---------------------------------------------------------------------------------------------
// One frame

/** What is marked in the lines of one frame, in display columns. */
interface Marks {
  start: number;
  end: number;
  anchors: Anchors | null;
}

function caretLine(lines: Line[], i: number, m: Marks): string {
  const line = lines[i]!;
  const lead = line.findIndex((ch) => ch.trim() !== '');
  const spaces = lead < 0 ? line.length : lead;
  const count = i === lines.length - 1 ? m.end : displayWidth(line);
  const a = m.anchors;
  let out = '';
  for (let col = 0; col < count; col++) {
    if (col < spaces || (i === 0 && col < m.start)) out += ' ';
    else if (a === null) out += '^';
    else {
      const after = i > a.line || (i === a.line && col >= a.col);
      const before = i < a.endLine || (i === a.endLine && col < a.endCol);
      out += after && before ? '^' : '~';
    }
  }
  return out;
}

/** First and last line and those around the anchors. */
function significantLines(count: number, a: Anchors | null): number[] {
  const out = new Set([0, count - 1]);
  if (a !== null) {
    for (const line of [a.line, a.endLine]) for (let i = line - 1; i <= line + 1; i++) out.add(i);
  }
  return [...out].filter((i) => i >= 0 && i < count).sort((x, y) => x - y);
}

/** Anchors in the segment, moved to columns of the whole lines. */
function displayAnchors(lines: Line[], segment: string, start: number): Anchors | null {
  const a = anchorsOf(segment);
  if (a === null) return null;
  const move = (line: number, col: number): number =>
    displayWidth(lines[line]!, line === 0 ? col + start : col);
  return {
    line: a.line,
    col: move(a.line, a.col),
    endLine: a.endLine,
    endCol: move(a.endLine, a.endCol),
  };
}

function sourceBlock(original: string[], entry: Entry): string[] {
  const dedented = dedent(original);
  const lines = dedented.map(characters);
  const first = characters(original[0]!);
  const cut = first.length - lines[0]!.length;
  const last = lines.length - 1;
  const start = Math.max(0, characterOffset(first, entry.col) - cut);
  const end = Math.max(0, characterOffset(characters(original[last]!), entry.endCol) - cut);
  const pieces = dedented.slice();
  pieces[last] = lines[last]!.slice(0, end).join('');
  pieces[0] = characters(pieces[0]!).slice(start).join('');
  const anchors = displayAnchors(lines, pieces.join('\n'), start);
  const partial =
    lines[0]!.slice(0, start).join('').trim() !== '' ||
    lines[last]!.slice(end).join('').trim() !== '';
  const show = !isPlainCall(dedented, start, end) && (anchors !== null || partial);
  const marks = {
    start: displayWidth(lines[0]!, start),
    end: displayWidth(lines[last]!, end),
    anchors,
  };
  const out: string[] = [];
  const put = (i: number): void => {
    out.push(dedented[i]!);
    if (show) out.push(caretLine(lines, i, marks));
  };
  const chosen = significantLines(lines.length, anchors);
  chosen.forEach((line, n) => {
    const gap = n === 0 ? 0 : line - chosen[n - 1]! - 1;
    if (gap === 1) put(line - 1);
    else if (gap > 1) out.push(`...<${gap} lines>...`);
    put(line);
  });
  return dedent(out);
}

/** The text of one entry, lines ended. */
export function formatEntry(entry: Entry, source: SourceLines): string {
  let out = `  File "${entry.filename}", line ${entry.lineno}, in ${entry.name}\n`;
  const lines: string[] = [];
  for (let i = entry.lineno; i <= entry.endLineno; i++)
    lines.push(source.line(entry.filename, i).trimEnd());
  if (lines.length === 0 || lines.every((line) => line.trim() === '')) return out;
  const block = entry.col < 0 ? [lines[0]!.trim()] : sourceBlock(lines, entry);
  for (const line of block) out += `    ${line}\n`;
  return out;
}

const REPEATS = 3;

function repeated(count: number): string {
  const more = count - REPEATS;
  return `  [Previous line repeated ${more} more time${more > 1 ? 's' : ''}]\n`;
}

/** The text of all entries; more than three equal ones in a row are counted. */
export function formatEntries(entries: Entry[], format: (e: Entry) => string): string {
  let out = '';
  let last: Entry | null = null;
  let count = 0;
  for (const e of entries) {
    if (
      last === null ||
      last.filename !== e.filename ||
      last.lineno !== e.lineno ||
      last.name !== e.name
    ) {
      if (count > REPEATS) out += repeated(count);
      last = e;
      count = 0;
    }
    if (++count <= REPEATS) out += format(e);
  }
  if (count > REPEATS) out += repeated(count);
  return out;
}
