/**
 * What the commands of the workbench look at: a snapshot file, or a program that is run and captured
 * when it ends. A program's own output comes first; what the command reports follows it.
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { readHeapSnapshot } from '../../heap/formats/heapsnapshot.ts';
import { type Captured, capture, noteBaseline } from '../../heap/capture/capture.ts';
import { MAGIC, SnapshotError } from '../../heap/format.ts';
import { readSnapshot } from '../../heap/read.ts';
import type { Snapshot } from '../../heap/snapshot.ts';
import { startTracing } from '../../runtime/core/account.ts';
import { S } from '../../runtime/core/state.ts';
import { hostRef } from '../../runtime/host.ts';
import { type Outcome, openHost, readCommandLine, runSession, type Thread } from '../command.ts';
import { Usage, VERSION } from '../options.ts';

export interface Subject {
  snapshot: Snapshot;
  /** Of the program; null where a file was read. */
  outcome: Outcome | null;
}

/** Words of a command: its own options in front, then a program with its arguments or a file. */
export interface Words {
  /** Values of the options that take one, by name without dashes. */
  values: Map<string, string>;
  flags: Set<string>;
  rest: string[];
}

/** Splits a command's words. `takes` are its options with a value, `flags` those without. */
export function readWords(args: string[], takes: string[], flags: string[], usage: string): Words {
  const words: Words = { values: new Map(), flags: new Set(), rest: [] };
  let i = 0;
  for (; i < args.length; i++) {
    const at = args[i]!.startsWith('--') ? args[i]!.indexOf('=') : -1;
    const name = (at < 0 ? args[i]! : args[i]!.slice(0, at)).slice(2);
    if (args[i] === '-h' || args[i] === '--help') throw new Usage(usage, 0);
    if (!args[i]!.startsWith('--')) break;
    if (flags.includes(name)) words.flags.add(name);
    else if (takes.includes(name)) {
      const value = at < 0 ? args[++i] : args[i]!.slice(at + 1);
      if (value === undefined)
        throw new Usage(`Argument expected for the --${name} option\n${usage}`);
      words.values.set(name, value);
    } else break;
  }
  words.rest = args.slice(i);
  return words;
}

/** A whole number from 1 on, of an option. */
export function countOption(words: Words, name: string, fallback: number): number {
  const text = words.values.get(name);
  if (text === undefined) return fallback;
  const n = Number(text);
  if (!/^\d+$/.test(text) || n < 1 || n > 1e9) {
    throw new Usage(`--${name}: a number from 1 on is expected\n`);
  }
  return n;
}

function beginning(path: string): string {
  try {
    if (!statSync(path).isFile()) return '';
    const fd = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(MAGIC.length);
      readSync(fd, bytes, 0, bytes.length, 0);
      return bytes.toString('latin1');
    } finally {
      closeSync(fd);
    }
  } catch {
    // not there or not readable: Python says so when it is to run it
    return '';
  }
}

/** For commands that run no program. */
export function openForReading(argv: string[], thread: Thread): void {
  openHost(argv, null, thread);
}

/** The snapshot in a file; null for a file that is none. Raises Usage for a damaged one. */
export function openSnapshot(path: string): Snapshot | null {
  try {
    return snapshotIn(path);
  } catch (e) {
    if (e instanceof SnapshotError) throw new Usage(`${path}: ${e.message}\n`);
    throw e;
  }
}

function snapshotIn(path: string): Snapshot | null {
  if (beginning(path) === MAGIC) {
    const fd = openSync(path, 'r');
    return readSnapshot({
      size: statSync(path).size,
      read(offset, into) {
        for (let at = 0; at < into.length; ) {
          const n = readSync(fd, into, at, into.length - at, offset + at);
          if (n === 0) throw new SnapshotError('the snapshot ends too early');
          at += n;
        }
      },
    });
  }
  return path.endsWith('.heapsnapshot') ? readHeapSnapshot(readFileSync(path, 'utf8')) : null;
}

/** Captures the heap at the end of the program; what else is to be done then belongs around it. */
export type AtEnd = (take: () => Captured) => Snapshot;

/** Reads the snapshot that the words name, or runs their program and captures its heap at its end. */
export function subjectOf(
  argv: string[],
  rest: string[],
  frames: number,
  thread: Thread,
  usage: string,
  atEnd: AtEnd = (take) => take().snapshot,
): Subject {
  if (rest.length === 0) throw new Usage(`a program or a snapshot is expected\n${usage}`);
  const snapshot = openSnapshot(rest[0]!);
  if (snapshot !== null) {
    openForReading(argv, thread);
    return { snapshot, outcome: null };
  }
  return runCaptured(argv, rest, frames, thread, usage, atEnd);
}

function runCaptured(
  argv: string[],
  rest: string[],
  frames: number,
  thread: Thread,
  usage: string,
  atEnd: AtEnd,
): Subject {
  const command = readCommandLine([argv[0]!, ...rest]);
  if (command.mode === 'stdin') throw new Usage(`a program is expected\n${usage}`);
  // sizes of hash tables and the order of sets must be the same in every run
  if (!process.env.PYTHONHASHSEED) command.options.hashSeed = 0;
  openHost(argv, command, thread);
  S.resident = true;
  let snapshot: Snapshot | null = null;
  const outcome = runSession(command, thread, {
    beforeProgram() {
      noteBaseline();
      startTracing(frames);
    },
    afterProgram() {
      const { libraryPath, extraPaths } = hostRef.host;
      const library = [libraryPath, ...extraPaths];
      const facts = { producer: VERSION, argv: rest, library, moment: 'exit', memoryModel: '3.13' };
      snapshot = atEnd(() => capture(facts));
    },
  });
  return { snapshot: snapshot!, outcome };
}

/** Writes a command's report to standard output. */
export function writeReport(text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; ) at += hostRef.host.fs.write(1, bytes.subarray(at));
}
