/**
 * The first file of the runtime's thread (dist/worker.cjs): loads the runtime (dist/runtime.cjs) with the engine's compiled
 * form of it, which a build or an earlier run has kept.
 *
 * Invariants: compiled code belongs to one text of the runtime (its first line names it) and to one version and set of
 * flags of the engine (the tag); the engine refuses what does not fit, and then the text is compiled as if there were none.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { workerData } from 'node:worker_threads';
import { cacheFolder } from './compile-cache.ts';
import { loadLate } from './late.ts';
import type { FrozenUnits } from './frozen-units.ts';
import { mayBeTerminal } from './terminal-device.ts';

/** What the runtime's text evaluates to. */
interface RuntimeText {
  start(load: typeof require, folder: string, boot: Boot): void;
  frozen: FrozenUnits;
}

/** What the runtime is told about its loading. */
export interface Boot {
  script: Script;
  /** Name of the file of its compiled form. */
  name: string;
  /** The compiled form was found and taken. */
  compiled: boolean;
  frozen: FrozenUnits;
  /** The package's folder of built files. */
  folder: string;
  /** Sets the engine for a start, in which nothing runs often, or for what comes after it. */
  tune(starting: boolean): void;
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/**
 * A start runs much code a few times: to optimize any of it costs more than it brings. The nursery grows fast, since
 * Python programs make and drop small objects. Flags are the process's: who embeds the runtime keeps its own, and they are
 * not set before the thread has begun, as Node would not take its own compiled code then.
 */
function tune(starting: boolean): void {
  if (workerData.input === undefined) v8.setFlagsFromString(starting ? '--no-opt' : '--opt');
}

const v8 = loadLate('v8');
// what almost every start needs, while Node takes its compiled code of it
loadLate('zlib');
loadLate('os');
if (mayBeTerminal(0) || mayBeTerminal(1)) loadLate('tty');
if (workerData.input === undefined) v8.setFlagsFromString('--semi-space-growth-factor=16');
tune(true);
const path = join(__dirname, 'runtime.cjs');
const text = readFileSync(path, 'latin1');
const id = text.slice(2, text.indexOf('\n'));
const name = `runtime-${id}-${v8.cachedDataVersionTag().toString(36)}`;
const argv = workerData.argv as string[];
const cachedData =
  read(join(__dirname, 'code', name)) ??
  (argv.includes('--no-cache') ? undefined : read(join(cacheFolder(process.env), name)));
const script = new Script(text, { filename: path, cachedData });
const compiled = cachedData !== undefined && script.cachedDataRejected === false;
const runtime = script.runInThisContext() as RuntimeText;
runtime.start(require, __dirname, {
  script,
  name,
  compiled,
  frozen: runtime.frozen,
  folder: __dirname,
  tune,
});
