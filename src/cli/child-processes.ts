/**
 * Child processes, the main thread's half: it starts them and serves their pipes, since the runtime's thread never returns to its
 * event loop. What happens to a child is posted to a port and counted in shared memory, where the other thread waits for it.
 */
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants as modes, realpathSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import type { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import { loadLate } from './late.ts';
import type { ProcessEvent, SpawnRequest } from '../runtime/modules/_os/host-os.ts';

/** Cell that counts the events posted. */
export const EVENTS_CELL = 2;

/** What the runtime's thread asks for. */
export type ProcessMessage =
  | { type: 'port'; port: MessagePort }
  | { type: 'spawn'; id: number; request: SpawnRequest }
  | { type: 'send'; id: number; fd: number; bytes: Uint8Array }
  | { type: 'close'; id: number; fd: number }
  | { type: 'finish'; id: number; fd: number }
  | { type: 'received'; id: number; fd: number; count: number };

/** So many bytes of a child may lie unread before it is made to wait. */
const WINDOW = 1 << 20;

class Pipe {
  readonly stream: Duplex;
  unread = 0;
  constructor(stream: Duplex) {
    this.stream = stream;
  }
}

class Child {
  readonly process: ChildProcess;
  readonly pipes: Map<number, Pipe> = new Map();
  constructor(process: ChildProcess) {
    this.process = process;
  }
}

/** errno of a failed start and, in CPython's words, where it failed. */
class StartFailure {
  readonly errno: number;
  readonly stage: string;
  constructor(errno: number, stage: string) {
    this.errno = errno;
    this.stage = stage;
  }
}

/** A refusal of ours, in the shape of Node's system errors. */
class SystemFailure extends Error {
  readonly errno: number;
  constructor(errno: number) {
    super();
    this.errno = errno;
  }
}

function errnoOf(e: unknown): number {
  const { errno } = e as { errno?: unknown };
  if (typeof errno !== 'number') throw e;
  return Math.abs(errno);
}

/** The first file that can be executed, as execve(2) would find it; fails as the last meaningful attempt does. */
function executable(files: string[]): string {
  let errno = 0;
  for (const file of files) {
    try {
      if (!statSync(file).isFile()) throw new SystemFailure(constants.errno.EACCES);
      accessSync(file, modes.X_OK);
      return file;
    } catch (e) {
      const n = errnoOf(e);
      const missing = n === constants.errno.ENOENT || n === constants.errno.ENOTDIR;
      if (errno === 0 || !missing) errno = n;
    }
  }
  throw new StartFailure(errno, '');
}

function checkFolder(cwd: string): void {
  try {
    if (!statSync(cwd).isDirectory()) throw new SystemFailure(constants.errno.ENOTDIR);
    accessSync(cwd, modes.X_OK);
  } catch (e) {
    throw new StartFailure(errnoOf(e), 'noexec:chdir');
  }
}

function environment(env: string[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (const item of env) {
    const at = item.indexOf('=', 1);
    if (at > 0) out[item.slice(0, at)] = item.slice(at + 1);
  }
  return out;
}

export class ChildProcesses {
  private readonly children: Map<number, Child> = new Map();
  private port: MessagePort | null = null;
  private readonly cells: Int32Array;
  /** The command itself: started by Node directly, since its first line needs a PATH. */
  private readonly command: string;

  constructor(cells: Int32Array, command: string) {
    this.cells = cells;
    this.command = command;
  }

  handle(m: ProcessMessage): void {
    if (m.type === 'port') {
      this.port = m.port;
      return;
    }
    if (m.type === 'spawn') return this.spawn(m.id, m.request);
    const pipe = this.children.get(m.id)?.pipes.get(m.fd);
    if (pipe === undefined) return;
    if (m.type === 'send') pipe.stream.write(m.bytes);
    else if (m.type === 'finish') pipe.stream.end();
    else if (m.type === 'close') pipe.stream.destroy();
    else {
      pipe.unread -= m.count;
      if (pipe.unread < WINDOW && pipe.stream.isPaused()) pipe.stream.resume();
    }
  }

  /** Lets the children go on alone: the runtime has ended. */
  abandon(): void {
    for (const { process, pipes } of this.children.values()) {
      process.unref();
      for (const { stream } of pipes.values()) {
        if (stream.writable) stream.end();
        if (stream.readable) stream.destroy();
      }
    }
    this.port?.close();
  }

  private post(event: ProcessEvent): void {
    this.port!.postMessage(event);
    Atomics.add(this.cells, EVENTS_CELL, 1);
    Atomics.notify(this.cells, EVENTS_CELL);
  }

  private spawn(id: number, request: SpawnRequest): void {
    try {
      if (request.cwd !== null) checkFolder(request.cwd);
      this.start(id, executable(request.files), request);
    } catch (e) {
      if (!(e instanceof StartFailure)) throw e;
      this.post({ type: 'started', id, pid: 0, errno: e.errno, stage: e.stage });
    }
  }

  private start(id: number, file: string, request: SpawnRequest): void {
    const [first, ...rest] = request.args;
    const own = realpathSync(file) === realpathSync(this.command);
    let program = own ? process.execPath : file;
    let words = own ? [file, ...rest] : rest;
    let argv0 = own ? process.execPath : (first ?? '');
    // Node cannot give one pipe to two descriptors: the shell can.
    if (request.joined) {
      words = ['-c', 'exec "$@" 2>&1', 'sh', program, ...words];
      program = '/bin/sh';
      argv0 = 'sh';
    }
    const child = loadLate('child_process').spawn(program, words, {
      argv0,
      cwd: request.cwd ?? undefined,
      env: environment(request.env),
      stdio: request.stdio.map((s) => (s === null ? 'ignore' : typeof s === 'number' ? s : 'pipe')),
      detached: request.session,
      uid: request.uid ?? undefined,
      gid: request.gid ?? undefined,
    });
    // A failed start is reported by `error` alone, a failed kill too.
    child.on('error', (e) => {
      if (child.pid !== undefined) return;
      this.children.delete(id);
      this.post({ type: 'started', id, pid: 0, errno: errnoOf(e), stage: '' });
    });
    if (child.pid === undefined) return;
    const known = new Child(child);
    this.children.set(id, known);
    this.post({ type: 'started', id, pid: child.pid, errno: 0, stage: '' });
    request.stdio.forEach((use, fd) => {
      if (typeof use === 'string') this.serve(id, known, fd, use);
    });
    child.on('exit', (code, signal) => {
      const status = signal === null ? (code ?? 0) << 8 : constants.signals[signal];
      this.post({ type: 'exit', id, status });
    });
    child.on('close', () => this.children.delete(id));
  }

  private serve(id: number, child: Child, fd: number, use: 'in' | 'out' | 'both'): void {
    const stream = child.process.stdio[fd] as Duplex;
    const pipe = new Pipe(stream);
    child.pipes.set(fd, pipe);
    let ended = false;
    const end = (): void => {
      if (!ended) this.post({ type: 'end', id, fd });
      ended = true;
    };
    // The other end is closed: that is what `end` says.
    stream.on('error', end);
    stream.on('close', end);
    if (use === 'in' && fd === 0) return;
    stream.on('end', end);
    stream.on('data', (bytes: Buffer) => {
      pipe.unread += bytes.length;
      if (pipe.unread >= WINDOW) stream.pause();
      this.post({ type: 'data', id, fd, bytes: new Uint8Array(bytes) });
    });
  }
}
