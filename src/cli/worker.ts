/** The runtime's thread: a worker with a deep stack. Everything the program does happens here; see main.ts and boot.ts. */
// first: from here the files of the runtime, which refer to each other, load in an order that suits them
import '../runtime/compiler/index.ts';
import { parentPort, workerData } from 'node:worker_threads';
import type { Boot } from './boot.ts';
import type { OsCapabilities } from '../runtime/modules/_os/host-os.ts';
import { Capture } from './capture.ts';
import type { ProcessMessage } from './child-processes.ts';
import { runCommand } from './command.ts';
import { cacheFolder, writeWhole } from './compile-cache.ts';
import { ProcessHost } from './process-host.ts';
import { frozenUnits } from './frozen-units.ts';
import type { Captured } from './run-program.ts';
import type { SignalMode } from './signals.ts';

/** What this thread tells or asks the main thread. */
export type WorkerMessage =
  | { type: 'interrupted' }
  | { type: 'watch'; signal: number; mode: SignalMode }
  | { type: 'timer'; which: number; first: bigint; interval: bigint }
  | { type: 'terminal'; raw: boolean }
  | { type: 'process'; message: ProcessMessage }
  | { type: 'captured'; captured: Captured };

declare const boot: Boot;

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

/** Processes belong to the command alone: outputs that are captured in memory cannot be inherited. */
const processes =
  capture !== null
    ? null
    : new ProcessHost(cells, (message, ports) => {
        parentPort!.postMessage({ type: 'process', message } satisfies WorkerMessage, ports);
      });

/** Hands over what a captured program has written. */
function deliver(): void {
  if (capture !== null)
    send({ type: 'captured', captured: { stdout: capture.output(1), stderr: capture.output(2) } });
}

const { code, interrupted } = runCommand(workerData.argv, {
  signals: cells,
  setRaw: (raw) => ask({ type: 'terminal', raw }),
  watchSignal: (signal, mode) => ask({ type: 'watch', signal, mode }),
  prepare(host) {
    host.frozenUnit = frozenUnits(boot.frozen, boot.folder);
    capture?.install(host);
    if (capture === null) {
      (host as OsCapabilities).setTimer = (which, first, interval) =>
        ask({ type: 'timer', which, first, interval });
    }
    if (processes !== null) (host as OsCapabilities).processes = processes;
  },
  running: (yes) => boot.tune(!yes),
  keepCompiled() {
    if (boot.compiled) return;
    writeWhole(cacheFolder(process.env), boot.name, boot.script.createCachedData());
  },
  exit: (n) => {
    deliver();
    process.exit(n);
  },
});
deliver();
if (interrupted && capture === null) send({ type: 'interrupted' });
process.exitCode = code;
