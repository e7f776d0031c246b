/**
 * The `vivarium` command. The main thread keeps signals and the exit code; the runtime runs in a worker whose stack is deep
 * enough for Python's recursion limit, reads and writes files and standard streams synchronously itself.
 */
import { Worker } from 'node:worker_threads';

/** Bytes of stack a worker may use: over a million generated frames. */
const STACK_MB = 900;

const signals = new SharedArrayBuffer(8);
const flag = new Int32Array(signals);

const worker = new Worker(new URL('./worker.js', import.meta.url), {
  argv: process.argv.slice(2),
  workerData: { argv: process.argv.slice(1), signals },
  resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: 16384 },
  stdin: false,
});
worker.on('message', (m: { exit?: number; killed?: number }) => {
  if (m.exit !== undefined) process.exitCode = m.exit;
});
worker.on('error', (e) => {
  process.stderr.write(`vivarium: internal error: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}\n`);
  process.exitCode = 70;
});
for (const [name, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]] as const) {
  process.on(name, () => {
    if (number !== 2) {
      process.removeAllListeners(name);
      process.kill(process.pid, name);
      return;
    }
    Atomics.store(flag, 0, number);
    Atomics.notify(flag, 0);
  });
}
