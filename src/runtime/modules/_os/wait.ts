/** Waiting for children: wait(2), waitpid(2), and system(3). CPython: Modules/posixmodule.c. */
import { index } from '../../core/abstract.ts';
import type { Owned, PyObject } from '../../core/object.ts';
import { host } from '../../host.ts';
import { newInt } from '../../objects/int.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { childFile, ownEnvironment } from '../_posixsubprocess.ts';
import { waitNs } from '../_signal.ts';
import { type Child, pump, release, startChild, unwaited } from './children.ts';
import { ERRNO, errnoError, fromHost } from './os-error.ts';
import { fsText } from './path-argument.ts';

const WNOHANG = 1;
/** How long one wait lasts at most. */
const ROUND = 3_600_000_000_000n;
/** The status of a child that could not execute its program. */
const FAILED = 255 << 8;
/** Process numbers that the system does not give out. */
const FIRST_FAILED = 1 << 22;

/** Children that never came to be and were not waited for. */
const failed: Set<number> = new Set();
let lastFailed = FIRST_FAILED;

/** The number of a child whose program could not be executed. */
export function failedChild(): number {
  failed.add(++lastFailed);
  return lastFailed;
}

function pair(pid: number, status: number): Owned {
  return newTupleSteal([newInt(pid), newInt(status)]);
}

/** [pid, status] of a child that has ended; null when none has and `options` do not allow to wait. */
export function awaitChild(pid: number, options: number): [number, number] | null {
  if (failed.delete(pid)) return [pid, FAILED];
  if (unwaited(pid).length === 0) throw errnoError(ERRNO.ECHILD!);
  let found: Child | undefined;
  const done = (): boolean => (found = unwaited(pid).find((c) => c.status >= 0)) !== undefined;
  pump(0n);
  if ((options & WNOHANG) !== 0) done();
  else while (!waitNs(ROUND, done));
  if (found === undefined) return null;
  release(found);
  return [found.pid, found.status];
}

export function wait(): Owned {
  const [pid, status] = awaitChild(-1, 0)!;
  return pair(pid, status);
}

export function waitpid(_m: PyObject, pid: PyObject, options: PyObject): Owned {
  const n = Number(index(pid));
  const bits = Number(index(options));
  const found = awaitChild(n, bits);
  return found === null ? pair(0, 0) : pair(found[0], found[1]);
}

/** wait3, wait4 and waitid tell more of a child than the host knows. */
export function waitDetailed(_m: PyObject, ...args: PyObject[]): never {
  for (const a of args) index(a);
  throw errnoError(unwaited(-1).length === 0 ? ERRNO.ECHILD! : ERRNO.ENOSYS!);
}

export function system(_m: PyObject, command: PyObject): Owned {
  const text = fsText(command);
  try {
    const child = startChild({
      files: ['/bin/sh'],
      args: ['sh', '-c', text],
      cwd: host().fs.getcwd(),
      env: ownEnvironment(),
      stdio: [childFile(0), childFile(1), childFile(2)],
      session: false,
      gid: null,
      uid: null,
    });
    if (child.errno !== 0) return newInt(127 << 8);
    return newInt(awaitChild(child.pid, 0)![1]);
  } catch (e) {
    throw fromHost(e);
  }
}
