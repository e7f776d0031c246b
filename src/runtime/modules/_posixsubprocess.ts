/** _posixsubprocess: there are no processes to start. CPython: Modules/_posixsubprocess.c. */
import { functionRaw } from '../core/args.ts';
import { typeError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import type { PyObject } from '../core/object.ts';
import { ERRNO, errnoError } from './_os/os-error.ts';

/** Arguments of fork_exec. */
const COUNT = 23;

function forkExec(_m: PyObject, args: PyObject[]): never {
  if (args.length !== COUNT) throw typeError(`fork_exec expected ${COUNT} arguments, got ${args.length}`);
  throw errnoError(ERRNO.ENOSYS!);
}

defineModule('_posixsubprocess', {
  doc: 'Starting processes, where there are any.',
  functions: {
    fork_exec: functionRaw('fork_exec', forkExec, { kw: false }),
  },
});
