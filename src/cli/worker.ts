/** The runtime's thread: a worker with a deep stack. Everything the program does happens here; see main.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { runCommand } from './command.ts';

const code = runCommand(workerData.argv, workerData.signals === undefined ? null : new Int32Array(workerData.signals));
parentPort!.postMessage({ exit: code });
