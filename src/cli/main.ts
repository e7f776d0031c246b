/**
 * The `vivarium` command. The main thread keeps signals, the terminal's mode and the exit code; the runtime runs in a
 * worker whose stack is deep enough for Python's recursion limit, and reads and writes files and standard streams itself.
 *
 * A start is dear: the worker is begun first, and what is not needed before it runs is loaded while it begins.
 */
import { Worker } from 'node:worker_threads';
import { ChildProcesses } from './child-processes.ts';
import { IntervalTimers } from './interval-timers.ts';
import { SignalRelay } from './signals.ts';
import { TerminalMode } from './terminal-mode.ts';
import type { WorkerMessage } from './worker.ts';

/** Stack of the worker: over a million generated frames. */
const STACK_MB = 900;
const HEAP_MB = 16384;
const YOUNG_MB = 192;

/** Cell 0: the signal that arrived. Cell 1: counts the answers to the worker's requests. Cell 2: counts what befell children. */
const shared = new SharedArrayBuffer(12);
const cells = new Int32Array(shared);

const worker = new Worker(new URL('./worker.cjs', import.meta.url), {
  argv: process.argv.slice(2),
  workerData: { argv: process.argv.slice(1), shared },
  resourceLimits: {
    stackSizeMb: STACK_MB,
    maxOldGenerationSizeMb: HEAP_MB,
    maxYoungGenerationSizeMb: YOUNG_MB,
  },
  // the program opens and closes descriptors as it likes, those of its parent too
  trackUnmanagedFds: false,
  stdin: false,
});
const signals = new SignalRelay(cells);
const timers = new IntervalTimers();
const terminal = new TerminalMode();
const children = new ChildProcesses(cells, process.argv[1]!);
let killedBy: NodeJS.Signals | null = null;

worker.on('message', (m: WorkerMessage) => {
  if (m.type === 'interrupted') killedBy = 'SIGINT';
  if (m.type === 'process') children.handle(m.message);
  if (m.type !== 'watch' && m.type !== 'terminal' && m.type !== 'timer') return;
  if (m.type === 'watch') signals.watch(m.signal, m.mode);
  else if (m.type === 'timer') timers.set(m.which, m.first, m.interval);
  else terminal.setRaw(m.raw);
  Atomics.add(cells, 1, 1);
  Atomics.notify(cells, 1);
});
worker.on('error', (e) => {
  process.stderr.write(
    `vivarium: internal error: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}\n`,
  );
  process.exitCode = 70;
});
worker.on('exit', (code) => {
  terminal.setRaw(false);
  signals.close();
  children.abandon();
  process.exitCode ??= code;
  // who waits for this process shall see that the interrupt ended it
  if (killedBy !== null) process.kill(process.pid, killedBy);
});
