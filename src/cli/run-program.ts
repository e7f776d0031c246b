/** Whole command lines from JavaScript: each in a worker of its own, as the command runs them. */
import { Worker } from 'node:worker_threads';

export interface ProgramRequest {
  /** Words after the command's name. */
  argv: string[];
  cwd?: string;
  env?: Record<string, string>;
  /** Standard input. Like the outputs a string of bytes (latin1). */
  input?: string;
}

export interface ProgramResult {
  stdout: string;
  stderr: string;
  exit: number;
}

/** What the worker sends when the command has ended. */
export interface Captured {
  stdout: Uint8Array;
  stderr: Uint8Array;
}

const STACK_MB = 900;
const HEAP_MB = 16384;

/** Runs `vivarium …` to its end. The worker's working folder is this process's: `cwd` must be that one. */
export function runProgram(request: ProgramRequest): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const captured: Captured = { stdout: new Uint8Array(0), stderr: new Uint8Array(0) };
    const worker = new Worker(new URL('./worker.cjs', import.meta.url), {
      workerData: {
        argv: ['vivarium', ...request.argv],
        shared: new SharedArrayBuffer(8),
        input: Buffer.from(request.input ?? '', 'latin1'),
        cwd: request.cwd ?? null,
      },
      env: request.env ?? process.env,
      resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.on('message', (m: { type: string; captured?: Captured }) => {
      if (m.type === 'captured') Object.assign(captured, m.captured);
    });
    worker.on('error', reject);
    worker.on('exit', (exit) => {
      const text = (b: Uint8Array): string => Buffer.from(b).toString('latin1');
      resolve({ stdout: text(captured.stdout), stderr: text(captured.stderr), exit });
    });
  });
}
