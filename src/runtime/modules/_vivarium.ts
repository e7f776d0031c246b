/**
 * _vivarium: what our own library modules need to know about the interpreter: the block account, and the lines of single
 * functions. No counterpart in CPython.
 *
 * Recorders and peaks are named by numbers: they are no Python objects and are in no account.
 */
import { compilerSettings } from '../compiler/index.ts';
import { method } from '../core/args.ts';
import { typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { CodeType } from '../core/type-object.ts';
import { mismatchText, newMismatches, verifyState } from '../core/verify.ts';
import { host } from '../host.ts';
import type { CodePayload } from '../objects/code.ts';
import { isInt, newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { isStr, newStrJs, strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { functionExtents } from '../profile/extents.ts';
import { type CodeLines, instrument, LineRecorder, lineWatch } from '../profile/lines.ts';
import { meter, type Peak } from '../profile/meter.ts';

/** Files that are compiled for watching because somebody named them. */
const named: Set<string> = new Set();

/** Functions can only be watched if their file was compiled for it: every program that mentions the profiler is. */
compilerSettings.traceLines = (filename, source) =>
  named.has(filename) || (!isLibrary(filename) && source().includes('memory_profiler'));

function isLibrary(filename: string): boolean {
  const { libraryPath, extraPaths } = host();
  return [libraryPath, ...extraPaths].some((p) => filename.startsWith(`${p}/`));
}

// ---------------------------------------------------------------------------------------------
// Watching lines

class Watch {
  readonly recorder: LineRecorder;
  running = 0;
  constructor(codes: Set<CodePayload>) {
    this.recorder = new LineRecorder(codes);
  }
}

const watches: Map<number, Watch> = new Map();
const peaks: Map<number, Peak> = new Map();
let lastHandle = 0;

function found<T>(table: Map<number, T>, handle: PyObject): T {
  const x = isInt(handle) ? table.get(Number(handle.v)) : undefined;
  if (x === undefined) throw valueError('no such handle');
  return x;
}

/** A code object and those inside it. */
function collect(code: CodePayload, into: Set<CodePayload>): void {
  into.add(code);
  for (const c of code.consts) if (c.type === CodeType) collect(c.v as CodePayload, into);
}

function watch(_m: PyObject, code: PyObject): Owned {
  if (code.type !== CodeType) throw typeError('watch() argument must be a code object');
  const codes = new Set<CodePayload>();
  collect(code.v as CodePayload, codes);
  instrument(code.v as CodePayload);
  watches.set(++lastHandle, new Watch(codes));
  return newInt(lastHandle);
}

function start(_m: PyObject, handle: PyObject): void {
  const w = found(watches, handle);
  if (w.running++ === 0) lineWatch.add(w.recorder);
}

function stop(_m: PyObject, handle: PyObject): void {
  const w = found(watches, handle);
  if (w.running > 0 && --w.running === 0) lineWatch.remove(w.recorder);
}

function drop(_m: PyObject, handle: PyObject): void {
  const w = found(watches, handle);
  if (w.running > 0) lineWatch.remove(w.recorder);
  watches.delete(Number(handle.v));
}

/** (filename, first line, calls, bytes at the first call, [(line, bytes after, increment, occurrences, peak), ...]) */
function linesTuple(c: CodeLines): Owned {
  const rows = [...c.lines.values()].filter((s) => s.occurrences > 0);
  const items = rows.map((s) =>
    newTupleSteal([
      newInt(s.lineno),
      newInt(s.usage),
      newInt(s.increment),
      newInt(s.occurrences),
      newInt(s.peak),
    ]),
  );
  return newTupleSteal([
    newStrJs(c.filename),
    newInt(c.firstlineno),
    newInt(c.calls),
    newInt(c.baseline),
    newListSteal(items),
  ]);
}

function lines(_m: PyObject, handle: PyObject): Owned {
  return newListSteal([...found(watches, handle).recorder.codes.values()].map(linesTuple));
}

/** The last line of the function that begins at a line of a source; that line when there is none. */
function lastLine(_m: PyObject, source: PyObject, first: PyObject): Owned {
  if (!isStr(source) || !isInt(first)) throw typeError('last_line() arguments must be str and int');
  const n = Number(first.v);
  return newInt(functionExtents(strJs(source), '<source>').get(n)?.last ?? n);
}

// ---------------------------------------------------------------------------------------------
// The account

function peakEnd(_m: PyObject, handle: PyObject): Owned {
  const p = found(peaks, handle);
  peaks.delete(Number(handle.v));
  return newInt(meter.end(p));
}

/** Lines about counts that went wrong since the last call; needs -X verify=recount. */
function recount(): Owned {
  if (!verifyState.recount) throw valueError('recount() needs -X verify=recount');
  return newListSteal(newMismatches().map((m) => newStrJs(mismatchText(m))));
}

defineModule('_vivarium', {
  doc: 'The memory account of the interpreter, and what it did line by line.',
  functions: {
    recount: method('($module, /)', recount),
    account: method('($module, /)', () => newTupleSteal([newInt(S.mem), newInt(S.peak)])),
    peak_begin: method('($module, /)', () => {
      peaks.set(++lastHandle, meter.begin());
      return newInt(lastHandle);
    }),
    peak_end: method('($module, handle, /)', peakEnd),
    trace_file: method('($module, filename, /)', (_m: PyObject, filename: PyObject) => {
      if (!isStr(filename)) throw typeError('trace_file() argument must be str');
      named.add(strJs(filename));
    }),
    last_line: method('($module, source, firstlineno, /)', lastLine),
    watch: method('($module, code, /)', watch),
    watch_start: method('($module, handle, /)', start),
    watch_stop: method('($module, handle, /)', stop),
    watch_lines: method('($module, handle, /)', lines),
    watch_drop: method('($module, handle, /)', drop),
  },
});
