/**
 * fcntl: what a host can say and do about descriptors. CPython: Modules/fcntlmodule.c. Locks against other processes and device
 * controls do not exist here: they raise OSError.
 */
import { index } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { overflowError, typeError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { HostError, host } from '../host.ts';
import { newInt } from '../objects/int.ts';
import {
  channelOf,
  fdBlocking,
  fdDup,
  fdInheritable,
  fdStat,
  hostFd,
  setFdBlocking,
  setFdInheritable,
} from './_os/fd-table.ts';
import { fileDescriptor } from './_os/fileno.ts';
import { ERRNO, errnoError, fromHost } from './_os/os-error.ts';
import { textOfBytes } from './_os/path-argument.ts';

const F_DUPFD = 0;
const F_GETFD = 1;
const F_SETFD = 2;
const F_GETFL = 3;
const F_SETFL = 4;
const F_DUPFD_CLOEXEC = 1030;
const FD_CLOEXEC = 1;
const O_NONBLOCK = 0o4000;
const FIONREAD = 0x541b;

function int(o: PyObject): number {
  const v = index(o);
  if (v > 4294967295 || v < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  return Number(v);
}

/** Flags of an open file: those of a channel are known, the others the system shows (/proc). */
function statusFlags(fd: number): number {
  const file = channelOf(fd);
  if (file !== null) {
    const access = file.input !== null ? (file.output !== null ? 2 : 0) : 1;
    return access | (fdBlocking(fd) ? 0 : O_NONBLOCK);
  }
  fdStat(fd);
  const { fs } = host();
  const info = fs.open(`/proc/self/fdinfo/${hostFd(fd)}`, 0, 0);
  try {
    const bytes = new Uint8Array(4096);
    const text = textOfBytes(bytes.subarray(0, fs.read(info, bytes)));
    const flags = /^flags:\s*([0-7]+)/m.exec(text);
    if (flags === null) throw new HostError(ERRNO.ENOSYS!);
    return Number.parseInt(flags[1]!, 8) & ~0o2000000;
  } finally {
    fs.close(info);
  }
}

function control(fd: number, cmd: number, arg: number): number {
  fdStat(fd);
  switch (cmd) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC: {
      const copy = fdDup(fd);
      setFdInheritable(copy, cmd === F_DUPFD);
      return copy;
    }
    case F_GETFD:
      return fdInheritable(fd) ? 0 : FD_CLOEXEC;
    case F_SETFD:
      setFdInheritable(fd, (arg & FD_CLOEXEC) === 0);
      return 0;
    case F_GETFL:
      return statusFlags(fd);
    case F_SETFL:
      setFdBlocking(fd, (arg & O_NONBLOCK) === 0);
      return 0;
    default:
      throw new HostError(ERRNO.ENOSYS!);
  }
}

function fcntl(_m: PyObject, fd: PyObject, cmd: PyObject, arg?: PyObject): Owned {
  const n = fileDescriptor(fd);
  const c = int(cmd);
  if (arg !== undefined && arg.type.nb_index === null) {
    if (arg.type.bf_getbuffer === null)
      throw typeError('fcntl argument 3 must be an integer, a bytes-like object, or a string');
    throw errnoError(ERRNO.ENOSYS!);
  }
  try {
    return newInt(control(n, c, arg === undefined ? 0 : int(arg)));
  } catch (e) {
    throw fromHost(e);
  }
}

function ioctl(_m: PyObject, fd: PyObject, request: PyObject, arg?: PyObject): Owned {
  void arg;
  const n = fileDescriptor(fd);
  const r = int(request);
  try {
    fdStat(n);
    const file = channelOf(n);
    if (r === FIONREAD && file !== null && file.input !== null) return newInt(0);
    throw new HostError(ERRNO.ENOTTY!);
  } catch (e) {
    throw fromHost(e);
  }
}

function lock(_m: PyObject, fd: PyObject, op: PyObject): never {
  const n = fileDescriptor(fd);
  int(op);
  try {
    fdStat(n);
    throw new HostError(ERRNO.ENOSYS!);
  } catch (e) {
    throw fromHost(e);
  }
}

defineModule('fcntl', {
  doc: 'Control of descriptors.',
  functions: {
    fcntl: method('($module, fd, cmd, arg=0, /)', fcntl),
    ioctl: method('($module, fd, request, arg=0, mutate_flag=True, /)', ioctl),
    flock: method('($module, fd, operation, /)', lock),
    lockf: method('($module, fd, cmd, len=0, start=0, whence=0, /)', lock),
  },
  constants: {
    DN_ACCESS: 1,
    DN_ATTRIB: 32,
    DN_CREATE: 4,
    DN_DELETE: 8,
    DN_MODIFY: 2,
    DN_MULTISHOT: 2147483648,
    DN_RENAME: 16,
    FASYNC: 8192,
    FD_CLOEXEC: 1,
    FICLONE: 1074041865,
    FICLONERANGE: 1075876877,
    F_ADD_SEALS: 1033,
    F_DUPFD: 0,
    F_DUPFD_CLOEXEC: 1030,
    F_EXLCK: 4,
    F_GETFD: 1,
    F_GETFL: 3,
    F_GETLEASE: 1025,
    F_GETLK: 5,
    F_GETLK64: 5,
    F_GETOWN: 9,
    F_GETOWN_EX: 16,
    F_GETPIPE_SZ: 1032,
    F_GETSIG: 11,
    F_GET_FILE_RW_HINT: 1037,
    F_GET_RW_HINT: 1035,
    F_GET_SEALS: 1034,
    F_NOTIFY: 1026,
    F_OFD_GETLK: 36,
    F_OFD_SETLK: 37,
    F_OFD_SETLKW: 38,
    F_OWNER_PGRP: 2,
    F_OWNER_PID: 1,
    F_OWNER_TID: 0,
    F_RDLCK: 0,
    F_SEAL_FUTURE_WRITE: 16,
    F_SEAL_GROW: 4,
    F_SEAL_SEAL: 1,
    F_SEAL_SHRINK: 2,
    F_SEAL_WRITE: 8,
    F_SETFD: 2,
    F_SETFL: 4,
    F_SETLEASE: 1024,
    F_SETLK: 6,
    F_SETLK64: 6,
    F_SETLKW: 7,
    F_SETLKW64: 7,
    F_SETOWN: 8,
    F_SETOWN_EX: 15,
    F_SETPIPE_SZ: 1031,
    F_SETSIG: 10,
    F_SET_FILE_RW_HINT: 1038,
    F_SET_RW_HINT: 1036,
    F_SHLCK: 8,
    F_UNLCK: 2,
    F_WRLCK: 1,
    LOCK_EX: 2,
    LOCK_MAND: 32,
    LOCK_NB: 4,
    LOCK_READ: 64,
    LOCK_RW: 192,
    LOCK_SH: 1,
    LOCK_UN: 8,
    LOCK_WRITE: 128,
    RWH_WRITE_LIFE_EXTREME: 5,
    RWH_WRITE_LIFE_LONG: 4,
    RWH_WRITE_LIFE_MEDIUM: 3,
    RWH_WRITE_LIFE_NONE: 1,
    RWH_WRITE_LIFE_NOT_SET: 0,
    RWH_WRITE_LIFE_SHORT: 2,
  },
});
