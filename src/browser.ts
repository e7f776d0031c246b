/** Vivarium in a browser, best in a worker: files in memory, the library fetched once. */

import { streamsOf } from './face/streams.ts';
import { Interpreter, type VivariumOptions } from './face/vivarium.ts';
import { memoryHost } from './runtime/host-memory.ts';

export { type FromPython, PyRef, type ToPython } from './face/convert.ts';
export { PythonError } from './face/python-error.ts';
export type { Memory, Verdict, VivariumOptions } from './face/vivarium.ts';

export interface BrowserOptions extends VivariumOptions {
  /** Unpacked library: what `loadLibrary` gives. */
  library: Uint8Array;
  /** Files by absolute path, or relative to the working folder. */
  files?: Record<string, string | Uint8Array>;
  cwd?: string;
  env?: Record<string, string>;
}

/** Fetches and unpacks `library.bin`, which stands beside this module in the package. */
export async function loadLibrary(
  url: string | URL = new URL('./library.bin', import.meta.url),
): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok || response.body === null)
    throw new Error(`${url}: ${response.status} ${response.statusText}`);
  const unpacked = response.body.pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(unpacked).arrayBuffer());
}

/** Sleeps where the thread may; elsewhere there is nothing but to wait. */
function sleepNs(ns: bigint): void {
  const end = performance.now() + Number(ns) / 1e6;
  if (typeof SharedArrayBuffer !== 'undefined' && !('document' in globalThis)) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(ns) / 1e6);
  }
  while (performance.now() < end);
}

const nanoseconds = (ms: number): bigint => BigInt(Math.round(ms * 1e6));

/** Ends of the kind os._exit: nothing of the program runs any more. */
export class Exit extends Error {
  readonly code: number;
  constructor(code: number) {
    super(`the program ended itself with ${code}`);
    this.code = code;
  }
}

/** An interpreter with files in memory. */
export class Vivarium extends Interpreter {
  constructor(options: BrowserOptions) {
    const host = memoryHost({
      streams: streamsOf(options, (fd, text) =>
        fd === 1 ? console.log(text) : console.error(text),
      ),
      library: options.library,
      files: options.files,
      cwd: options.cwd,
      env: options.env,
      timeNs: () => nanoseconds(performance.timeOrigin + performance.now()),
      monotonicNs: () => nanoseconds(performance.now()),
      sleepNs,
      random: (into) => {
        for (let at = 0; at < into.length; at += 65536) {
          const part = new Uint8Array(Math.min(65536, into.length - at));
          crypto.getRandomValues(part);
          into.set(part, at);
        }
      },
      exit: (code) => {
        throw new Exit(code);
      },
    });
    super(host, options);
  }
}
