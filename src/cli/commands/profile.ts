/**
 * `vivarium profile [options] FILE [args]`: runs a program and prints what each of its lines did to the memory account.
 * The report comes after everything the program prints, finalizers at exit included.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { compilerSettings } from '../../runtime/compiler/index.ts';
import { hostRef } from '../../runtime/host.ts';
import { LineRecorder, lineWatch } from '../../runtime/profile/lines.ts';
import { lineReport, type ReportOptions } from '../../runtime/profile/report.ts';
import type { Unit } from '../../runtime/profile/table.ts';
import { type Outcome, openHost, readCommandLine, runSession, type Thread } from '../command.ts';
import { Usage } from '../options.ts';

const USAGE = `usage: vivarium profile [--unit B|KiB|MiB] [--precision N] [--output FILE] [option] ... [-m mod | file] [arg] ...

Runs a Python program and prints, for every function of its files, the lines that
ran: memory held after the line, what the line added (the functions it called
included), how often it ran, and the most memory held while it ran.

--unit U      : unit of the sizes; without it one in which the largest change shows
--precision N : digits after the point (3)
--output FILE : the report goes into a file instead of to standard output
`;

const UNITS = new Map<string, Unit>([
  ['b', 'B'],
  ['kib', 'KiB'],
  ['mib', 'MiB'],
]);

interface Request extends ReportOptions {
  output: string | null;
  rest: string[];
}

function readRequest(args: readonly string[]): Request {
  const r: Request = { unit: null, precision: 3, output: null, rest: [] };
  let i = 0;
  for (; i < args.length; i++) {
    const [name, inline] = splitOption(args[i]!);
    if (name === '-h' || name === '--help') throw new Usage(USAGE, 0);
    if (name !== '--unit' && name !== '--precision' && name !== '--output' && name !== '-o') break;
    const value = inline ?? args[++i];
    if (value === undefined) throw new Usage(`Argument expected for the ${name} option\n${USAGE}`);
    if (name === '--unit') r.unit = unitOf(value);
    else if (name === '--precision') r.precision = precisionOf(value);
    else r.output = value;
  }
  r.rest = args.slice(i);
  return r;
}

function splitOption(a: string): [string, string | undefined] {
  const at = a.startsWith('--') ? a.indexOf('=') : -1;
  return at < 0 ? [a, undefined] : [a.slice(0, at), a.slice(at + 1)];
}

function unitOf(text: string): Unit {
  const u = UNITS.get(text.toLowerCase());
  if (u === undefined) throw new Usage(`unknown unit ${text}\n${USAGE}`);
  return u;
}

function precisionOf(text: string): number {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n > 12)
    throw new Usage(`--precision: a number from 0 to 12 is expected\n${USAGE}`);
  return n;
}

/** Whether a file is the program's own. */
function isOwn(filename: string, library: readonly string[]): boolean {
  if (filename.startsWith('<')) return false;
  if (/\/(site|dist)-packages\//.test(filename)) return false;
  return !library.some((folder) => filename.startsWith(`${folder}/`));
}

export function profileCommand(argv: string[], thread: Thread): Outcome {
  const request = readRequest(argv.slice(2));
  const command = readCommandLine([argv[0]!, ...request.rest]);
  if (command.mode === 'stdin') throw new Usage(`a program is expected\n${USAGE}`);
  // sizes of hash tables and the order of sets must be the same in every run
  if (!process.env.PYTHONHASHSEED) command.options.hashSeed = 0;
  openHost(argv, command, thread);
  const { host } = hostRef;
  const library = [host.libraryPath, ...host.extraPaths];
  const others = compilerSettings.traceLines;
  compilerSettings.traceLines = (filename, source) =>
    isOwn(filename, library) || others?.(filename, source) === true;
  const recorder = new LineRecorder();
  lineWatch.add(recorder);
  const outcome = runSession(command, thread);
  lineWatch.remove(recorder);
  writeReport(lineReport(recorder.codes.values(), request), request.output);
  return outcome;
}

function writeReport(text: string, output: string | null): void {
  const bytes = new TextEncoder().encode(text);
  if (output === null) {
    for (let at = 0; at < bytes.length; ) at += hostRef.host.fs.write(1, bytes.subarray(at));
    return;
  }
  const fd = openSync(output, 'w');
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  } finally {
    closeSync(fd);
  }
}
