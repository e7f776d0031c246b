/** The runtime's thread: a worker with a deep stack. Everything the program does happens here; see main.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { Capture } from './capture.ts';
import { runCommand } from './command.ts';
import type { Captured } from './run-program.ts';
import type { SignalMode } from './signals.ts';

/** What this thread tells or asks the main thread. */
export type WorkerMessage =
  | { type: 'interrupted' }
  | { type: 'watch'; signal: number; mode: SignalMode }
  | { type: 'terminal'; raw: boolean }
  | { type: 'captured'; captured: Captured };

const cells = new Int32Array(workerData.shared as SharedArrayBuffer);

function send(m: WorkerMessage): void {
  parentPort!.postMessage(m);
}

/** Sends a request and waits until it is done. Who captures the outputs has no terminal and keeps its signals. */
function ask(m: WorkerMessage): void {
  if (capture !== null) return;
  const before = Atomics.load(cells, 1);
  send(m);
  Atomics.wait(cells, 1, before);
}

const capture = workerData.input === undefined ? null : new Capture(workerData.input);

/** Hands over what a captured program has written. */
function deliver(): void {
  if (capture !== null)
    send({ type: 'captured', captured: { stdout: capture.output(1), stderr: capture.output(2) } });
}

const { code, interrupted } = runCommand(workerData.argv, {
  signals: cells,
  setRaw: (raw) => ask({ type: 'terminal', raw }),
  watchSignal: (signal, mode) => ask({ type: 'watch', signal, mode }),
  prepare: (host) => capture?.install(host),
  exit: (n) => {
    deliver();
    process.exit(n);
  },
});
deliver();
if (interrupted && capture === null) send({ type: 'interrupted' });
process.exitCode = code;
