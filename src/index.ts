/** Vivarium in Node: `import { Vivarium } from 'vivarium'`. */
import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';
import { nodeHost } from './cli/host-node.ts';
import { streamsOf } from './face/streams.ts';
import { Interpreter, type VivariumOptions } from './face/vivarium.ts';
import type { Host } from './runtime/host.ts';
import { memoryHost } from './runtime/host-memory.ts';

export { type ProgramRequest, type ProgramResult, runProgram } from './cli/run-program.ts';
export { type FromPython, PyRef, type ToPython } from './face/convert.ts';
export { PythonError } from './face/python-error.ts';
export type { Memory, Verdict, VivariumOptions } from './face/vivarium.ts';

export interface NodeOptions extends VivariumOptions {
  /** With files the program sees these and the library, and nothing of the system. */
  files?: Record<string, string | Uint8Array>;
  cwd?: string;
  env?: Record<string, string>;
}

const here = dirname(fileURLToPath(import.meta.url));

function fallback(fd: 1 | 2, text: string): void {
  (fd === 1 ? process.stdout : process.stderr).write(text);
}

function exit(code: number): never {
  process.exit(code);
}

/** The system's files, with streams of our own where the options give them. */
function systemHost(o: NodeOptions): Host {
  const host = nodeHost({
    libraryPath: join(here, 'lib', 'python3.13'),
    extraPaths: [join(here, 'lib', 'vivarium')],
    env: o.env ?? process.env,
    onExit: exit,
  });
  if (o.cwd !== undefined) host.fs.chdir(o.cwd);
  const streams = streamsOf(o, fallback);
  const { fs } = host;
  const read = fs.read.bind(fs);
  const write = fs.write.bind(fs);
  let pending = new Uint8Array(0);
  if (o.stdin !== undefined) {
    fs.read = (fd, into, position) => {
      if (fd !== 0) return read(fd, into, position);
      if (pending.length === 0)
        pending = (streams.stdin() ?? new Uint8Array(0)) as Uint8Array<ArrayBuffer>;
      const n = Math.min(into.length, pending.length);
      into.set(pending.subarray(0, n));
      pending = pending.subarray(n);
      return n;
    };
  }
  fs.write = (fd, bytes, position) => {
    if ((fd !== 1 || o.stdout === undefined) && (fd !== 2 || o.stderr === undefined))
      return write(fd, bytes, position);
    if (fd === 1) streams.stdout(bytes);
    else streams.stderr(bytes);
    return bytes.length;
  };
  return host;
}

function memoryOnly(o: NodeOptions): Host {
  return memoryHost({
    streams: streamsOf(o, fallback),
    library: inflateRawSync(readFileSync(join(here, 'library.bin'))),
    files: o.files,
    cwd: o.cwd,
    env: o.env,
    timeNs: () => BigInt(Date.now()) * 1_000_000n,
    monotonicNs: () => process.hrtime.bigint(),
    sleepNs: (ns) =>
      void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ns) / 1e6),
    random: (into) => void randomFillSync(into),
    exit,
  });
}

/** An interpreter in this process (or worker). */
export class Vivarium extends Interpreter {
  constructor(options: NodeOptions = {}) {
    super(options.files === undefined ? systemHost(options) : memoryOnly(options), options);
  }
}
