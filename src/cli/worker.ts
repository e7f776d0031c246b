/** The runtime's thread: a worker with a deep stack. Everything the program does happens here; see main.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { runCommand } from './command.ts';
import type { SignalMode } from './signals.ts';

/** What this thread tells or asks the main thread. */
export type WorkerMessage =
  | { type: 'interrupted' }
  | { type: 'watch'; signal: number; mode: SignalMode }
  | { type: 'terminal'; raw: boolean };

const cells = new Int32Array(workerData.shared as SharedArrayBuffer);

function send(m: WorkerMessage): void {
  parentPort!.postMessage(m);
}

const { code, interrupted } = runCommand(workerData.argv, {
  signals: cells,
  setRaw(raw) {
    const before = Atomics.load(cells, 1);
    send({ type: 'terminal', raw });
    Atomics.wait(cells, 1, before);
  },
  watchSignal: (signal, mode) => send({ type: 'watch', signal, mode }),
  exit: (n) => process.exit(n),
});
if (interrupted) send({ type: 'interrupted' });
process.exitCode = code;
