/**
 * Moving bytes between descriptors, and what goes with it: sendfile, splice, copy_file_range, preadv, pwritev,
 * posix_fadvise, posix_fallocate, memfd_create. CPython: Modules/posixmodule.c. What Linux does in the kernel is reading
 * and writing here.
 */
import { index, sequenceToArray } from '../../core/abstract.ts';
import { method } from '../../core/args.ts';
import { getBuffer, PyBUF_WRITABLE, releaseBuffer, withBytes } from '../../core/buffer.ts';
import { valueError } from '../../core/errors.ts';
import type { NativeDef } from '../../core/native-def.ts';
import { decref, type Owned, type PyObject } from '../../core/object.ts';
import { OverflowErrorType } from '../../objects/exceptions.ts';
import { newInt } from '../../objects/int.ts';
import { None_ } from '../../objects/singletons.ts';
import { asIndexNumber } from '../../core/abstract.ts';
import {
  channelOf,
  fdOpen,
  fdRead,
  fdSeek,
  fdStat,
  fdTruncate,
  fdWrite,
  setFdInheritable,
} from './fd-table.ts';
import { errnoError, fromHost } from './os-error.ts';
import { fsText } from './path-argument.ts';

const EINVAL = 22;
const ESPIPE = 29;
const S_IFMT = 0o170000;
const S_IFIFO = 0o010000;
const BLOCK = 65536;
const O_RDWR = 2;
const O_TMPFILE = 0o20200000;
const MFD_CLOEXEC = 1;
const LAST_ADVICE = 5;

const number = (o: PyObject): number => Number(index(o));
const offsetOf = (o: PyObject | undefined): number | undefined =>
  o === undefined || o === None_ ? undefined : asIndexNumber(o, OverflowErrorType);

/** Moves up to `count` bytes; stops at the end of the source or where the target takes less. */
function transfer(from: number, to: number, count: number, at?: number, toAt?: number): number {
  let moved = 0;
  while (moved < count) {
    const chunk = new Uint8Array(Math.min(BLOCK, count - moved));
    const n = fdRead(from, chunk, at === undefined ? undefined : at + moved);
    if (n === 0) break;
    const written = fdWrite(
      to,
      chunk.subarray(0, n),
      toAt === undefined ? undefined : toAt + moved,
    );
    moved += written;
    if (written < n) {
      if (at === undefined) fdSeek(from, written - n, 1);
      break;
    }
    if (n < chunk.length) break;
  }
  return moved;
}

function guarded<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    throw fromHost(e);
  }
}

function nonNegative(count: PyObject): number {
  const n = asIndexNumber(count, OverflowErrorType);
  if (n < 0) throw valueError("negative value for 'count' not allowed");
  return n;
}

function sendfile(
  _m: PyObject,
  out: PyObject,
  from: PyObject,
  offset: PyObject,
  count: PyObject,
): Owned {
  const [to, source] = [number(out), number(from)];
  const at = offsetOf(offset);
  const n = asIndexNumber(count, OverflowErrorType);
  return newInt(guarded(() => transfer(source, to, n, at)));
}

function copyFileRange(
  _m: PyObject,
  from: PyObject,
  to: PyObject,
  count: PyObject,
  at?: PyObject,
  toAt?: PyObject,
): Owned {
  const n = nonNegative(count);
  const [a, b] = [number(from), number(to)];
  return newInt(guarded(() => transfer(a, b, n, offsetOf(at), offsetOf(toAt))));
}

const isPipe = (fd: number): boolean =>
  channelOf(fd) !== null || (fdStat(fd).mode & S_IFMT) === S_IFIFO;

function splice(
  _m: PyObject,
  from: PyObject,
  to: PyObject,
  count: PyObject,
  at?: PyObject,
  toAt?: PyObject,
  _flags?: PyObject,
): Owned {
  const n = nonNegative(count);
  const [a, b] = [number(from), number(to)];
  const [x, y] = [offsetOf(at), offsetOf(toAt)];
  return newInt(
    guarded(() => {
      const [fromPipe, toPipe] = [isPipe(a), isPipe(b)];
      if (!fromPipe && !toPipe) throw errnoError(EINVAL);
      if ((fromPipe && x !== undefined) || (toPipe && y !== undefined)) throw errnoError(ESPIPE);
      return transfer(a, b, n, x, y);
    }),
  );
}

function preadv(
  _m: PyObject,
  fd: PyObject,
  buffers: PyObject,
  offset: PyObject,
  _flags?: PyObject,
): Owned {
  const n = number(fd);
  const at = asIndexNumber(offset, OverflowErrorType);
  const items = sequenceToArray(buffers, 'preadv() arg 2 must be a sequence');
  let total = 0;
  try {
    for (const item of items) {
      const view = getBuffer(item, PyBUF_WRITABLE);
      try {
        const got = guarded(() => fdRead(n, view.contiguous(), at + total));
        total += got;
        if (got < view.len) break;
      } finally {
        releaseBuffer(view);
      }
    }
  } finally {
    for (const item of items) decref(item);
  }
  return newInt(total);
}

function pwritev(
  _m: PyObject,
  fd: PyObject,
  buffers: PyObject,
  offset: PyObject,
  _flags?: PyObject,
): Owned {
  const n = number(fd);
  const at = asIndexNumber(offset, OverflowErrorType);
  const items = sequenceToArray(buffers, 'pwritev() arg 2 must be a sequence');
  let total = 0;
  try {
    for (const item of items) {
      total += withBytes(item, (bytes) => guarded(() => fdWrite(n, bytes, at + total)));
    }
  } finally {
    for (const item of items) decref(item);
  }
  return newInt(total);
}

/** Advice changes nothing but speed: what is left of the call are its checks. */
function fadvise(
  _m: PyObject,
  fd: PyObject,
  offset: PyObject,
  length: PyObject,
  advice: PyObject,
): void {
  const n = number(fd);
  offsetOf(offset);
  const size = asIndexNumber(length, OverflowErrorType);
  const kind = number(advice);
  if (guarded(() => isPipe(n))) throw errnoError(ESPIPE);
  if (size < 0 || kind < 0 || kind > LAST_ADVICE) throw errnoError(EINVAL);
}

function fallocate(_m: PyObject, fd: PyObject, offset: PyObject, length: PyObject): void {
  const n = number(fd);
  const at = asIndexNumber(offset, OverflowErrorType);
  const size = asIndexNumber(length, OverflowErrorType);
  guarded(() => {
    if (isPipe(n)) throw errnoError(ESPIPE);
    if (at < 0 || size <= 0) throw errnoError(EINVAL);
    if (Number(fdStat(n).size) < at + size) fdTruncate(n, at + size);
  });
}

/** A file of memory without a name: one of the memory file system that was never linked. */
function memfdCreate(_m: PyObject, name: PyObject, flags?: PyObject): Owned {
  fsText(name);
  const bits = flags === undefined ? MFD_CLOEXEC : number(flags);
  return newInt(
    guarded(() => {
      const fd = fdOpen('/dev/shm', O_TMPFILE | O_RDWR, 0o600);
      if ((bits & MFD_CLOEXEC) === 0) setFdInheritable(fd, true);
      return fd;
    }),
  );
}

export const transferFunctions: Record<string, NativeDef> = {
  sendfile: method('($module, /, out_fd, in_fd, offset, count)', sendfile),
  copy_file_range: method(
    '($module, /, src, dst, count, offset_src=None,\n                offset_dst=None)',
    copyFileRange,
  ),
  splice: method(
    '($module, /, src, dst, count, offset_src=None, offset_dst=None,\n       flags=0)',
    splice,
  ),
  preadv: method('($module, fd, buffers, offset, flags=0, /)', preadv),
  pwritev: method('($module, fd, buffers, offset, flags=0, /)', pwritev),
  posix_fadvise: method('($module, fd, offset, length, advice, /)', fadvise),
  posix_fallocate: method('($module, fd, offset, length, /)', fallocate),
  memfd_create: method('($module, /, name, flags=MFD_CLOEXEC)', memfdCreate),
};
