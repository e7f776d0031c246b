/**
 * posix: the operating system as far as a host can serve it. CPython: Modules/posixmodule.c.
 *
 * There is one thread and no fork: fork, exec, spawn and what belongs to them do not exist here, as on other
 * hosts without them (CPython on WASI). `sys.platform` stays 'linux'. A `dir_fd` argument works where the host can name
 * the folder behind a descriptor.
 */
import { asIndexNumber, index, isTrue, sequenceToArray, toInt } from '../core/abstract.ts';
import { method, type NativeDef } from '../core/args.ts';
import { getBuffer, PyBUF_WRITABLE, releaseBuffer, withBytes } from '../core/buffer.ts';
import { newException, overflowError, typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { HostError, host } from '../host.ts';
import { newBytes } from '../objects/bytes-object.ts';
import { dictSet, newDict } from '../objects/dict.ts';
import { NotImplementedErrorType, OSErrorType, OverflowErrorType } from '../objects/exceptions.ts';
import { newFloat } from '../objects/float.ts';
import { intValue, isInt, newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { newSetSteal } from '../objects/set.ts';
import { newBool, newNone, None_ } from '../objects/singletons.ts';
import { newStrJs } from '../objects/str.ts';
import { defineStructSeq, newStructSeqSteal } from '../objects/structseq.ts';
import { isTuple, newTupleSteal } from '../objects/tuple.ts';
import {
  fdBlocking,
  fdClose,
  fdDup,
  fdDup2,
  fdInheritable,
  fdIsatty,
  fdOpen,
  fdPipe,
  fdRead,
  fdSeek,
  fdStat,
  fdSync,
  fdTruncate,
  fdWrite,
  hostFd,
  setFdBlocking,
  setFdInheritable,
} from './_os/fd-table.ts';
import { fileDescriptor } from './_os/fileno.ts';
import { osHost } from './_os/host-os.ts';
import { ERRNO, errnoError, errnoError2, fromHost, strerror } from './_os/os-error.ts';
import {
  fdValue,
  fsText,
  nameAsBytes,
  nameFor,
  newName,
  type PathArg,
  pathArg,
  pathLike,
} from './_os/path-argument.ts';
import { normpath, splitrootEx } from './_os/path-functions.ts';
import { configurationFunctions, configurationNames } from './_os/configuration.ts';
import { processInfoFunctions, SchedParamType, WaitidResultType } from './_os/process-info.ts';
import { spawnFunctions } from './_os/spawn.ts';
import { transferFunctions } from './_os/transfers.ts';
import { POSIX_CONSTANTS } from './_os/posix-constants.ts';
import { DirEntryType, listdir, scandir } from './_os/scandir.ts';
import {
  newStatResult,
  newStatvfsResult,
  StatResultType,
  StatvfsResultType,
} from './_os/stat-result.ts';
import { system, wait, waitDetailed, waitpid } from './_os/wait.ts';
import { raiseSignal } from './_signal.ts';

const O_CLOEXEC = 0o2000000;

// ---------------------------------------------------------------------------------------------
// Arguments

function isGiven(o: PyObject | undefined): o is PyObject {
  return o !== undefined && o !== None_;
}

/** A C int. */
function int(o: PyObject): number {
  const v = index(o);
  if (v > 2147483647 || v < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  return Number(v);
}

function follows(o: PyObject | undefined): boolean {
  return o === undefined || isTrue(o);
}

/** Runs a host call about a path; failures name it. */
function about<T>(arg: PathArg, f: () => T): T {
  try {
    return f();
  } catch (e) {
    throw fromHost(e, arg.object === None_ ? null : arg.object);
  }
}

/** Runs a host call without a file name. */
function plain<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    throw fromHost(e);
  }
}

/** Converts a path, runs `f` with it and releases it. */
function withPath<T>(
  o: PyObject | undefined,
  options: { fn: string; arg?: string; fd?: boolean; none?: boolean },
  f: (arg: PathArg) => T,
): T {
  const arg = pathArg(o, options);
  try {
    return f(arg);
  } finally {
    arg.release();
  }
}

/** The host path of a path relative to a folder descriptor. */
function inDir(fn: string, arg: PathArg, dirFd: PyObject | undefined): string {
  if (!isGiven(dirFd)) return arg.text;
  if (dirFd.type.nb_index === null) {
    throw typeError(`argument should be integer or None, not ${dirFd.type.name}`);
  }
  const fd = fdValue(dirFd);
  if (arg.fd >= 0) throw valueError(`${fn}: can't specify dir_fd without matching path`);
  if (arg.text.startsWith('/')) return arg.text;
  const { fdPath } = osHost();
  if (fdPath === undefined) throw errnoError(ERRNO.ENOSYS!);
  about(arg, () => {
    const { mode } = fdStat(fd);
    if ((mode & 0o170000) !== 0o040000) throw new HostError(ERRNO.ENOTDIR!);
  });
  return arg.text === '' ? '' : `${fdPath(hostFd(fd))}/${arg.text}`;
}

// ---------------------------------------------------------------------------------------------
// Status of files

function stat(_m: PyObject, path: PyObject, dirFd?: PyObject, follow?: PyObject): Owned {
  return withPath(path, { fn: 'stat', fd: true }, (arg) => {
    const where = inDir('stat', arg, dirFd);
    if (arg.fd >= 0 || isFd(arg)) {
      if (!follows(follow)) throw valueError('stat: cannot use fd and follow_symlinks together');
      return about(arg, () => newStatResult(fdStat(arg.fd)));
    }
    return about(arg, () =>
      newStatResult(follows(follow) ? host().fs.stat(where) : host().fs.lstat(where)),
    );
  });
}

/** A negative descriptor is one, too: EBADF. */
function isFd(arg: PathArg): boolean {
  return arg.fd !== -1 || (arg.text === '' && isInt(arg.object));
}

function lstat(_m: PyObject, path: PyObject, dirFd?: PyObject): Owned {
  return withPath(path, { fn: 'lstat' }, (arg) => {
    const where = inDir('lstat', arg, dirFd);
    return about(arg, () => newStatResult(host().fs.lstat(where)));
  });
}

function fstat(_m: PyObject, fd: PyObject): Owned {
  const n = int(fd);
  return plain(() => newStatResult(fdStat(n)));
}

function access(
  _m: PyObject,
  path: PyObject,
  mode: PyObject,
  dirFd?: PyObject,
  effective?: PyObject,
  follow?: PyObject,
): Owned {
  void effective;
  return withPath(path, { fn: 'access' }, (arg) => {
    const where = inDir('access', arg, dirFd);
    const wanted = int(mode);
    if (follows(follow)) return newBool(host().fs.access(where, wanted));
    try {
      host().fs.lstat(where);
      return newBool(true);
    } catch (e) {
      if (e instanceof HostError) return newBool(false);
      throw e;
    }
  });
}

function statvfs(_m: PyObject, path: PyObject): Owned {
  return withPath(path, { fn: 'statvfs', fd: true }, (arg) => {
    const { statvfs: ask, fdPath } = osHost();
    if (arg.fd >= 0) plain(() => fdStat(arg.fd));
    return about(arg, () =>
      newStatvfsResult(ask!(arg.fd >= 0 ? fdPath!(hostFd(arg.fd)) : arg.text)),
    );
  });
}

// ---------------------------------------------------------------------------------------------
// Names

/** A function of one path and a dir_fd. */
function pathCall(fn: string, f: (path: string) => void) {
  return (_m: PyObject, path: PyObject, dirFd?: PyObject): void => {
    withPath(path, { fn }, (arg) => {
      const where = inDir(fn, arg, dirFd);
      about(arg, () => f(where));
    });
  };
}

const unlink = (fn: string) => pathCall(fn, (path) => host().fs.unlink(path));

function mkdir(_m: PyObject, path: PyObject, mode?: PyObject, dirFd?: PyObject): void {
  withPath(path, { fn: 'mkdir' }, (arg) => {
    const bits = mode === undefined ? 0o777 : int(mode);
    const where = inDir('mkdir', arg, dirFd);
    about(arg, () => host().fs.mkdir(where, bits));
  });
}

/** A function of two paths, whose failures name both. */
function twoPaths(
  fn: string,
  src: PyObject,
  dst: PyObject,
  srcFd: PyObject | undefined,
  dstFd: PyObject | undefined,
  f: (from: string, to: string) => void,
): void {
  withPath(src, { fn, arg: 'src' }, (a) =>
    withPath(dst, { fn, arg: 'dst' }, (b) => {
      const from = inDir(fn, a, srcFd);
      const to = inDir(fn, b, dstFd);
      try {
        f(from, to);
      } catch (e) {
        throw e instanceof HostError ? errnoError2(e.errno, a.object, b.object) : e;
      }
    }),
  );
}

function renamer(fn: string) {
  return (_m: PyObject, src: PyObject, dst: PyObject, srcFd?: PyObject, dstFd?: PyObject): void =>
    twoPaths(fn, src, dst, srcFd, dstFd, (from, to) => host().fs.rename(from, to));
}

function link(
  _m: PyObject,
  src: PyObject,
  dst: PyObject,
  srcFd?: PyObject,
  dstFd?: PyObject,
  follow?: PyObject,
): void {
  void follow;
  twoPaths('link', src, dst, srcFd, dstFd, (from, to) => host().fs.link(from, to));
}

function symlink(
  _m: PyObject,
  src: PyObject,
  dst: PyObject,
  _isDir?: PyObject,
  dirFd?: PyObject,
): void {
  twoPaths('symlink', src, dst, undefined, dirFd, (target, where) =>
    host().fs.symlink(target, where),
  );
}

function readlink(_m: PyObject, path: PyObject, dirFd?: PyObject): Owned {
  return withPath(path, { fn: 'readlink' }, (arg) => {
    const where = inDir('readlink', arg, dirFd);
    return about(arg, () => nameFor(arg, host().fs.readlink(where)));
  });
}

function getcwd(): Owned {
  return plain(() => newName(host().fs.getcwd()));
}

function chdir(_m: PyObject, path: PyObject): void {
  withPath(path, { fn: 'chdir', fd: true }, (arg) =>
    about(arg, () => host().fs.chdir(folder(arg))),
  );
}

/** The path of a folder argument. A descriptor's folder is entered by its real name. */
function folder(arg: PathArg): string {
  if (arg.fd < 0) return arg.text;
  const { fdPath } = osHost();
  if (fdPath === undefined) throw new HostError(ERRNO.ENOSYS!);
  fdStat(arg.fd);
  return host().fs.readlink(fdPath(hostFd(arg.fd)));
}

function fchdir(_m: PyObject, fd: PyObject): void {
  withPath(fd, { fn: 'fchdir', fd: true }, (arg) => plain(() => host().fs.chdir(folder(arg))));
}

// ---------------------------------------------------------------------------------------------
// Modes, owners, times

function chmod(
  _m: PyObject,
  path: PyObject,
  mode: PyObject,
  dirFd?: PyObject,
  follow?: PyObject,
): void {
  withPath(path, { fn: 'chmod', fd: true }, (arg) => {
    const bits = int(mode);
    const where = inDir('chmod', arg, dirFd);
    if (!follows(follow))
      throw newException(
        NotImplementedErrorType,
        'chmod: follow_symlinks unavailable on this platform',
      );
    about(arg, () =>
      arg.fd >= 0 ? osHost().fchmod!(hostFd(arg.fd), bits) : host().fs.chmod(where, bits),
    );
  });
}

function fchmod(_m: PyObject, fd: PyObject, mode: PyObject): void {
  const n = int(fd);
  const bits = int(mode);
  plain(() => osHost().fchmod!(hostFd(n), bits));
}

function owner(o: PyObject): number {
  const v = index(o);
  if (v === -1) return 4294967295;
  if (v < 0) throw overflowError('uid is less than minimum');
  if (v > 4294967295) throw overflowError('uid is greater than maximum');
  return Number(v);
}

function chown(
  _m: PyObject,
  path: PyObject,
  uid: PyObject,
  gid: PyObject,
  dirFd?: PyObject,
  follow?: PyObject,
): void {
  withPath(path, { fn: 'chown', fd: true }, (arg) => {
    const u = owner(uid);
    const g = owner(gid);
    const where = inDir('chown', arg, dirFd);
    const os = osHost();
    about(arg, () => {
      if (arg.fd >= 0) os.fchown!(hostFd(arg.fd), u, g);
      else if (follows(follow)) os.chown!(where, u, g);
      else os.lchown!(where, u, g);
    });
  });
}

function lchown(m: PyObject, path: PyObject, uid: PyObject, gid: PyObject): void {
  const no = newBool(false);
  chown(m, path, uid, gid, undefined, no);
  decref(no);
}

const BILLION = 1_000_000_000n;

/** Nanoseconds of a number of seconds, floats rounded down. */
function secondsToNs(o: PyObject): bigint {
  if (o.type.name === 'float') {
    const x: number = o.v;
    if (!Number.isFinite(x)) throw valueError('Invalid value NaN (not a number)');
    const s = Math.floor(x);
    return BigInt(s) * BILLION + BigInt(Math.floor((x - s) * 1e9));
  }
  return BigInt(index(o)) * BILLION;
}

function nsValue(o: PyObject): bigint {
  if (!isInt(o)) {
    const n = toInt(o);
    const v = BigInt(intValue(n));
    decref(n);
    return v;
  }
  return BigInt(intValue(o));
}

function timePair(times: PyObject, what: string): [PyObject, PyObject] {
  if (!isTuple(times) || times.v.length !== 2) {
    throw typeError(
      `utime: '${what}' must be ${what === 'times' ? 'either a tuple of two ints or None' : 'a tuple of two ints'}`,
    );
  }
  return times.v as [PyObject, PyObject];
}

function utime(
  _m: PyObject,
  path: PyObject,
  times?: PyObject,
  ns?: PyObject,
  dirFd?: PyObject,
  follow?: PyObject,
): void {
  withPath(path, { fn: 'utime', fd: true }, (arg) => {
    if (isGiven(times) && ns !== undefined) {
      throw valueError("utime: you may specify either 'times' or 'ns' but not both");
    }
    let at = host().timeNs();
    let mt = at;
    if (isGiven(times)) [at, mt] = timePair(times, 'times').map(secondsToNs) as [bigint, bigint];
    else if (ns !== undefined) [at, mt] = timePair(ns, 'ns').map(nsValue) as [bigint, bigint];
    const where = inDir('utime', arg, dirFd);
    if (arg.fd >= 0 && !follows(follow)) {
      throw valueError('utime: cannot use fd and follow_symlinks together');
    }
    about(arg, () => {
      if (arg.fd >= 0) osHost().futime!(hostFd(arg.fd), at, mt);
      else if (follows(follow)) host().fs.utime(where, at, mt);
      else osHost().lutime!(where, at, mt);
    });
  });
}

function umask(_m: PyObject, mask: PyObject): Owned {
  const n = int(mask);
  const set = osHost().umask;
  if (set === undefined) throw errnoError(ERRNO.ENOSYS!);
  return newInt(plain(() => set(n)));
}

// ---------------------------------------------------------------------------------------------
// Descriptors

function open(
  _m: PyObject,
  path: PyObject,
  flags: PyObject,
  mode?: PyObject,
  dirFd?: PyObject,
): Owned {
  return withPath(path, { fn: 'open' }, (arg) => {
    const bits = int(flags);
    const perms = mode === undefined ? 0o777 : int(mode);
    const where = inDir('open', arg, dirFd);
    return newInt(about(arg, () => fdOpen(where, bits | O_CLOEXEC, perms)));
  });
}

function close(_m: PyObject, fd: PyObject): void {
  const n = int(fd);
  plain(() => fdClose(n));
}

function closerange(_m: PyObject, low: PyObject, high: PyObject): void {
  const end = int(high);
  for (let fd = int(low); fd < end; fd++) {
    try {
      fdClose(fd);
    } catch (e) {
      if (!(e instanceof HostError)) throw e;
    }
  }
}

function read(_m: PyObject, fd: PyObject, length: PyObject): Owned {
  const n = int(fd);
  const size = asIndexNumber(length, OverflowErrorType);
  if (size < 0) throw errnoError(ERRNO.EINVAL!);
  return readBytes(n, size);
}

function readBytes(fd: number, size: number, offset?: number): Owned {
  const bytes = new Uint8Array(Math.min(size, 0x7ffff000, 1 << 28));
  const got = plain(() => fdRead(fd, bytes, offset));
  return newBytes(got === bytes.length ? bytes : bytes.slice(0, got));
}

function pread(_m: PyObject, fd: PyObject, length: PyObject, offset: PyObject): Owned {
  const n = int(fd);
  const size = int(length);
  if (size < 0) throw errnoError(ERRNO.EINVAL!);
  return readBytes(n, size, offsetValue(offset));
}

function offsetValue(o: PyObject): number {
  const v = asIndexNumber(o, OverflowErrorType);
  if (v < 0) throw errnoError(ERRNO.EINVAL!);
  return v;
}

function write(_m: PyObject, fd: PyObject, data: PyObject): Owned {
  const n = int(fd);
  return newInt(withBytes(data, (bytes) => plain(() => fdWrite(n, bytes))));
}

function pwrite(_m: PyObject, fd: PyObject, buffer: PyObject, offset: PyObject): Owned {
  const n = int(fd);
  return newInt(withBytes(buffer, (bytes) => plain(() => fdWrite(n, bytes, offsetValue(offset)))));
}

/** Reads into several buffers one after the other. */
function readv(_m: PyObject, fd: PyObject, buffers: PyObject): Owned {
  const n = int(fd);
  const items = sequenceToArray(buffers, 'readv() arg 2 must be a sequence');
  let total = 0;
  try {
    for (const item of items) {
      const view = getBuffer(item, PyBUF_WRITABLE);
      try {
        const got = plain(() => fdRead(n, view.contiguous()));
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

function writev(_m: PyObject, fd: PyObject, buffers: PyObject): Owned {
  const n = int(fd);
  const items = sequenceToArray(buffers, 'writev() arg 2 must be a sequence');
  let total = 0;
  try {
    for (const item of items) total += withBytes(item, (bytes) => plain(() => fdWrite(n, bytes)));
  } finally {
    for (const item of items) decref(item);
  }
  return newInt(total);
}

function lseek(_m: PyObject, fd: PyObject, position: PyObject, whence: PyObject): Owned {
  const n = int(fd);
  const at = asIndexNumber(position, OverflowErrorType);
  const how = int(whence);
  return newInt(plain(() => fdSeek(n, at, how)));
}

function truncate(_m: PyObject, path: PyObject, length: PyObject): void {
  withPath(path, { fn: 'truncate', fd: true }, (arg) => {
    const size = asIndexNumber(length, OverflowErrorType);
    about(arg, () => {
      if (arg.fd >= 0) {
        if (size < 0) throw new HostError(ERRNO.EINVAL!);
        fdTruncate(arg.fd, size);
        return;
      }
      const fd = host().fs.open(arg.text, 1 | O_CLOEXEC, 0);
      try {
        if (size < 0) throw new HostError(ERRNO.EINVAL!);
        host().fs.truncate(fd, size);
      } finally {
        host().fs.close(fd);
      }
    });
  });
}

function ftruncate(_m: PyObject, fd: PyObject, length: PyObject): void {
  const n = int(fd);
  const size = asIndexNumber(length, OverflowErrorType);
  plain(() => {
    fdStat(n);
    if (size < 0) throw new HostError(ERRNO.EINVAL!);
    fdTruncate(n, size);
  });
}

function sync(_m: PyObject, fd: PyObject): void {
  const n = fileDescriptor(fd);
  plain(() => fdSync(n));
}

function dup(_m: PyObject, fd: PyObject): Owned {
  const n = int(fd);
  return newInt(plain(() => fdDup(n)));
}

function dup2(_m: PyObject, fd: PyObject, fd2: PyObject, inheritable?: PyObject): Owned {
  const from = int(fd);
  const to = int(fd2);
  return plain(() => {
    const n = fdDup2(from, to);
    setFdInheritable(n, follows(inheritable));
    return newInt(n);
  });
}

function pipe(): Owned {
  const [r, w] = fdPipe();
  return newTupleSteal([newInt(r), newInt(w)]);
}

function pipe2(_m: PyObject, flags: PyObject): Owned {
  const bits = int(flags);
  const [r, w] = fdPipe();
  if ((bits & 0o4000) !== 0) {
    setFdBlocking(r, false);
    setFdBlocking(w, false);
  }
  return newTupleSteal([newInt(r), newInt(w)]);
}

function terminalSize(_m: PyObject, fd?: PyObject): Owned {
  const n = fd === undefined ? 1 : int(fd);
  return plain(() => {
    fdStat(n);
    const size = host().terminalSize(hostFd(n));
    if (size === null) throw new HostError(ERRNO.ENOTTY!);
    return newStructSeqSteal(TerminalSizeType, [newInt(size.columns), newInt(size.lines)]);
  });
}

function deviceEncoding(_m: PyObject, fd: PyObject): Owned {
  return fdIsatty(int(fd)) ? newStrJs('UTF-8') : newNone();
}

const TerminalSizeType = defineStructSeq('os.terminal_size', ['columns', 'lines'], {
  doc: 'Size of a terminal in characters.',
});

// ---------------------------------------------------------------------------------------------
// Environment

function environ(): Owned {
  const dict = newDict();
  for (const [name, value] of Object.entries(host().env)) {
    const k = nameAsBytes(name);
    const v = nameAsBytes(value);
    dictSet(dict, k, v);
    decref(k);
    decref(v);
  }
  return dict;
}

function putenv(_m: PyObject, name: PyObject, value: PyObject): void {
  const n = fsText(name);
  const v = fsText(value);
  if (n.includes('=')) throw valueError('illegal environment variable name');
  if (n === '') throw errnoError(ERRNO.EINVAL!);
  host().env[n] = v;
}

function unsetenv(_m: PyObject, name: PyObject): void {
  const n = fsText(name);
  if (n === '' || n.includes('=')) throw errnoError(ERRNO.EINVAL!);
  delete host().env[n];
}

// ---------------------------------------------------------------------------------------------
// The process and the system

const UnameResultType = defineStructSeq(
  'posix.uname_result',
  ['sysname', 'nodename', 'release', 'version', 'machine'],
  {
    doc: 'The result of uname().',
  },
);

const TimesResultType = defineStructSeq(
  'posix.times_result',
  ['user', 'system', 'children_user', 'children_system', 'elapsed'],
  { doc: 'The result of times().' },
);

function uname(): Owned {
  const ask = osHost().uname;
  if (ask === undefined) throw errnoError(ERRNO.ENOSYS!);
  const u = ask();
  const values = [u.sysname, u.nodename, u.release, u.version, u.machine];
  return newStructSeqSteal(
    UnameResultType,
    values.map((v) => newStrJs(v)),
  );
}

/** Times in clock ticks of a hundredth of a second. */
function times(): Owned {
  const u = osHost().usage?.();
  const tick = (s: number): number => Math.floor(s * 100) / 100;
  const user = u === undefined ? Number(host().processTimeNs()) / 1e9 : u.userUs / 1e6;
  const system = u === undefined ? 0 : u.systemUs / 1e6;
  const values = [tick(user), tick(system), 0, 0, tick(Number(host().monotonicNs()) / 1e9)];
  return newStructSeqSteal(
    TimesResultType,
    values.map((v) => newFloat(v)),
  );
}

function urandom(_m: PyObject, size: PyObject): Owned {
  const n = asIndexNumber(size, OverflowErrorType);
  if (n < 0) throw valueError('negative argument not allowed');
  return randomBytes(n);
}

function randomBytes(n: number): Owned {
  const bytes = new Uint8Array(n);
  for (let at = 0; at < n; at += 65536) host().random(bytes.subarray(at, Math.min(n, at + 65536)));
  return newBytes(bytes);
}

function getrandom(_m: PyObject, size: PyObject, flags?: PyObject): Owned {
  const n = asIndexNumber(size, OverflowErrorType);
  if (flags !== undefined) int(flags);
  if (n < 0) throw errnoError(ERRNO.EINVAL!);
  return randomBytes(n);
}

function affinity(_m: PyObject, pid: PyObject): Owned {
  int(pid);
  const cpus = osHost().availableCpus?.() ?? [0];
  return newSetSteal(cpus.map((c) => newInt(c)));
}

function cpuCount(): Owned {
  return newInt(osHost().cpuCount?.() ?? 1);
}

function loadavg(): Owned {
  const ask = osHost().loadAverage;
  if (ask === undefined) throw newException(OSErrorType, 'Load averages are unobtainable');
  return newTupleSteal(ask().map((x) => newFloat(x)));
}

/** kill(2): to this process it is delivered at once. */
function sendSignal(pid: number, signum: number): void {
  if (signum < 0 || signum > 64) throw errnoError(ERRNO.EINVAL!);
  if (pid === host().pid && signum !== 0) {
    raiseSignal(signum);
    return;
  }
  const { kill: send } = osHost();
  if (send === undefined) throw errnoError(ERRNO.ESRCH!);
  plain(() => send(pid, signum));
}

function kill(_m: PyObject, pid: PyObject, signal: PyObject): void {
  const p = int(pid);
  const s = int(signal);
  sendSignal(p, s);
}

function killpg(_m: PyObject, pgid: PyObject, signal: PyObject): void {
  const p = int(pgid);
  const s = int(signal);
  sendSignal(-p, s);
}

function exit(_m: PyObject, status: PyObject): never {
  return host().exit(int(status) & 0xff);
}

function abort(): never {
  const end = osHost().abort;
  if (end !== undefined) return end();
  return host().exit(134);
}

/** A device number: unsigned, but for NODEV. */
const NODEV = -1n;

function device(o: PyObject): bigint {
  if (!isInt(o)) throw typeError('an integer is required');
  const v = BigInt(intValue(o));
  if (v === NODEV) return v;
  if (v < 0n) throw overflowError("can't convert negative int to unsigned");
  if (v >= 2n ** 64n) throw overflowError('int too big to convert');
  return v;
}

function devicePart(o: PyObject): bigint {
  const v = device(o);
  if (v > 4294967295n) throw overflowError('Python int too large to convert to C unsigned int');
  return v;
}

function errorText(_m: PyObject, code: PyObject): Owned {
  return newStrJs(strerror(int(code)));
}

// ---------------------------------------------------------------------------------------------
// Wait status

function waitTest(f: (status: number) => boolean): NativeDef {
  return method('($module, /, status)', (_m: PyObject, status: PyObject) =>
    newBool(f(int(status))),
  );
}

function waitPart(f: (status: number) => number): NativeDef {
  return method('($module, /, status)', (_m: PyObject, status: PyObject) => newInt(f(int(status))));
}

const exited = (s: number): boolean => (s & 0x7f) === 0;
const signaled = (s: number): boolean => (((s & 0x7f) + 1) << 24) >> 25 > 0;
const stopped = (s: number): boolean => (s & 0xff) === 0x7f;

function waitstatus(_m: PyObject, status: PyObject): Owned {
  const s = int(status);
  if (exited(s)) return newInt((s >> 8) & 0xff);
  if (signaled(s)) return newInt(-(s & 0x7f));
  if (stopped(s)) throw valueError(`process stopped by delivery of signal ${(s >> 8) & 0xff}`);
  throw valueError(`invalid wait status: ${s}`);
}

// ---------------------------------------------------------------------------------------------
// The module

const ids = {
  getuid: method('($module, /)', () => newInt(osHost().uid ?? 0)),
  geteuid: method('($module, /)', () => newInt(osHost().euid ?? 0)),
  getgid: method('($module, /)', () => newInt(osHost().gid ?? 0)),
  getegid: method('($module, /)', () => newInt(osHost().egid ?? 0)),
  getgroups: method('($module, /)', () =>
    newListSteal((osHost().groups ?? []).map((g) => newInt(g))),
  ),
  getpid: method('($module, /)', () => newInt(host().pid)),
  getppid: method('($module, /)', () => newInt(osHost().ppid ?? 0)),
};

/** Functions that take dir_fd, descriptors or follow_symlinks=False here: os.py derives its supports_* sets from these. */
function haveFunctions(): Owned {
  const names = ['HAVE_FTRUNCATE', 'HAVE_LSTAT'];
  const os = osHost();
  if (os.fdPath !== undefined) {
    names.push(
      'HAVE_FACCESSAT',
      'HAVE_FCHDIR',
      'HAVE_FCHMODAT',
      'HAVE_FSTATAT',
      'HAVE_LINKAT',
      'HAVE_MKDIRAT',
      'HAVE_OPENAT',
      'HAVE_READLINKAT',
      'HAVE_RENAMEAT',
      'HAVE_SYMLINKAT',
      'HAVE_UNLINKAT',
      'HAVE_UTIMENSAT',
      'HAVE_FUTIMESAT',
      'HAVE_FDOPENDIR',
    );
    if (os.statvfs !== undefined) names.push('HAVE_FSTATVFS');
    if (os.chown !== undefined) names.push('HAVE_FCHOWNAT');
    names.push('HAVE_FPATHCONF');
  }
  if (os.fchmod !== undefined) names.push('HAVE_FCHMOD');
  if (os.fchown !== undefined) names.push('HAVE_FCHOWN');
  if (os.lchown !== undefined) names.push('HAVE_LCHOWN');
  if (os.futime !== undefined) names.push('HAVE_FUTIMENS', 'HAVE_FUTIMES');
  if (os.lutime !== undefined) names.push('HAVE_LUTIMES');
  return newListSteal(names.sort().map((n) => newStrJs(n)));
}

defineModule('posix', {
  doc: 'The operating system under os.',
  functions: {
    stat: method('($module, /, path, *, dir_fd=None, follow_symlinks=True)', stat),
    lstat: method('($module, /, path, *, dir_fd=None)', lstat),
    fstat: method('($module, /, fd)', fstat),
    access: method(
      '($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       follow_symlinks=True)',
      access,
    ),
    statvfs: method('($module, /, path)', statvfs),
    fstatvfs: method('($module, fd, /)', statvfs),
    listdir: method('($module, /, path=None)', listdir),
    scandir: method('($module, /, path=None)', scandir),
    mkdir: method('($module, /, path, mode=511, *, dir_fd=None)', mkdir),
    rmdir: method(
      '($module, /, path, *, dir_fd=None)',
      pathCall('rmdir', (p) => host().fs.rmdir(p)),
    ),
    unlink: method('($module, /, path, *, dir_fd=None)', unlink('unlink')),
    remove: method('($module, /, path, *, dir_fd=None)', unlink('remove')),
    rename: method(
      '($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)',
      renamer('rename'),
    ),
    replace: method(
      '($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None)',
      renamer('replace'),
    ),
    link: method(
      '($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n     follow_symlinks=True)',
      link,
    ),
    symlink: method('($module, /, src, dst, target_is_directory=False, *, dir_fd=None)', symlink),
    readlink: method('($module, /, path, *, dir_fd=None)', readlink),
    getcwd: method('($module, /)', getcwd),
    getcwdb: method('($module, /)', () => plain(() => nameAsBytes(host().fs.getcwd()))),
    chdir: method('($module, /, path)', chdir),
    fchdir: method('($module, /, fd)', fchdir),
    chmod: method(
      "($module, /, path, mode, *, dir_fd=None,\n      follow_symlinks=(os.name != 'nt'))",
      chmod,
    ),
    fchmod: method('($module, /, fd, mode)', fchmod),
    chown: method('($module, /, path, uid, gid, *, dir_fd=None, follow_symlinks=True)', chown),
    fchown: method(
      '($module, /, fd, uid, gid)',
      (m: PyObject, fd: PyObject, u: PyObject, g: PyObject) => chown(m, fd, u, g),
    ),
    lchown: method('($module, /, path, uid, gid)', lchown),
    utime: method(
      '($module, /, path, times=None, *, ns=<unrepresentable>,\n      dir_fd=None, follow_symlinks=True)',
      utime,
    ),
    umask: method('($module, mask, /)', umask),
    open: method('($module, /, path, flags, mode=511, *, dir_fd=None)', open),
    close: method('($module, /, fd)', close),
    closerange: method('($module, fd_low, fd_high, /)', closerange),
    read: method('($module, fd, length, /)', read),
    write: method('($module, fd, data, /)', write),
    pread: method('($module, fd, length, offset, /)', pread),
    pwrite: method('($module, fd, buffer, offset, /)', pwrite),
    readv: method('($module, fd, buffers, /)', readv),
    writev: method('($module, fd, buffers, /)', writev),
    lseek: method('($module, fd, position, whence, /)', lseek),
    truncate: method('($module, /, path, length)', truncate),
    ftruncate: method('($module, fd, length, /)', ftruncate),
    fsync: method('($module, /, fd)', sync),
    fdatasync: method('($module, /, fd)', sync),
    sync: method('($module, /)', () => newNone()),
    isatty: method('($module, fd, /)', (_m: PyObject, fd: PyObject) => newBool(fdIsatty(int(fd)))),
    dup: method('($module, fd, /)', dup),
    dup2: method('($module, /, fd, fd2, inheritable=True)', dup2),
    pipe: method('($module, /)', pipe),
    pipe2: method('($module, flags, /)', pipe2),
    get_blocking: method('($module, fd, /)', (_m: PyObject, fd: PyObject) => {
      const n = int(fd);
      return plain(() => {
        fdStat(n);
        return newBool(fdBlocking(n));
      });
    }),
    set_blocking: method(
      '($module, fd, blocking, /)',
      (_m: PyObject, fd: PyObject, on: PyObject) => {
        const n = int(fd);
        plain(() => setFdBlocking(n, isTrue(on)));
      },
    ),
    get_inheritable: method('($module, fd, /)', (_m: PyObject, fd: PyObject) => {
      const n = int(fd);
      return plain(() => newBool(fdInheritable(n)));
    }),
    set_inheritable: method(
      '($module, fd, inheritable, /)',
      (_m: PyObject, fd: PyObject, on: PyObject) => {
        const n = int(fd);
        plain(() => setFdInheritable(n, int(on) !== 0));
      },
    ),
    get_terminal_size: method('($module, fd=<unrepresentable>, /)', terminalSize),
    device_encoding: method('($module, /, fd)', deviceEncoding),
    ctermid: method('($module, /)', () => newStrJs('/dev/tty')),
    putenv: method('($module, name, value, /)', putenv),
    unsetenv: method('($module, name, /)', unsetenv),
    ...ids,
    uname: method('($module, /)', uname),
    times: method('($module, /)', times),
    urandom: method('($module, size, /)', urandom),
    getrandom: method('($module, /, size, flags=0)', getrandom),
    cpu_count: method('($module, /)', cpuCount),
    sched_getaffinity: method('($module, pid, /)', affinity),
    sched_yield: method('($module, /)', () => newNone()),
    getloadavg: method('($module, /)', loadavg),
    kill: method('($module, pid, signal, /)', kill),
    killpg: method('($module, pgid, signal, /)', killpg),
    _exit: method('($module, /, status)', exit),
    abort: method('($module, /)', abort),
    strerror: method('($module, code, /)', errorText),
    fspath: method('($module, /, path)', (_m: PyObject, path: PyObject) => pathLike(path)),
    ...configurationFunctions,
    ...processInfoFunctions,
    ...transferFunctions,
    ...spawnFunctions,
    major: method('($module, device, /)', (_m: PyObject, d: PyObject) => {
      const v = device(d);
      if (v === NODEV) return newInt(-1);
      return newInt(((v >> 8n) & 0xfffn) | ((v >> 32n) & ~0xfffn));
    }),
    minor: method('($module, device, /)', (_m: PyObject, d: PyObject) => {
      const v = device(d);
      if (v === NODEV) return newInt(-1);
      return newInt((v & 0xffn) | ((v >> 12n) & 0xffffff00n));
    }),
    makedev: method('($module, major, minor, /)', (_m: PyObject, a: PyObject, b: PyObject) => {
      const M = devicePart(a);
      const m = devicePart(b);
      if (M === NODEV && m === NODEV) return newInt(-1);
      if (M === NODEV || m === NODEV) throw overflowError("can't convert negative int to unsigned");
      return newInt(
        ((M & 0xfffn) << 8n) | ((M & ~0xfffn) << 32n) | (m & 0xffn) | ((m & ~0xffn) << 12n),
      );
    }),
    register_at_fork: method(
      '($module, /, *, before=<unrepresentable>,\n                 after_in_child=<unrepresentable>,\n                 after_in_parent=<unrepresentable>)',
      // There is no fork: what is registered for it never runs.
      () => newNone(),
    ),
    wait: method('($module, /)', wait),
    wait3: method('($module, /, options)', waitDetailed),
    wait4: method('($module, /, pid, options)', waitDetailed),
    waitid: method('($module, idtype, id, options, /)', waitDetailed),
    waitpid: method('($module, pid, options, /)', waitpid),
    system: method('($module, /, command)', system),
    WCOREDUMP: method('($module, status, /)', (_m: PyObject, s: PyObject) =>
      newBool((int(s) & 0x80) !== 0),
    ),
    WIFCONTINUED: waitTest((s) => s === 0xffff),
    WIFEXITED: waitTest(exited),
    WIFSIGNALED: waitTest(signaled),
    WIFSTOPPED: waitTest(stopped),
    WEXITSTATUS: waitPart((s) => (s >> 8) & 0xff),
    WSTOPSIG: waitPart((s) => (s >> 8) & 0xff),
    WTERMSIG: waitPart((s) => s & 0x7f),
    waitstatus_to_exitcode: method('($module, /, status)', waitstatus),
    _path_normpath: method('($module, /, path)', normpath),
    _path_splitroot_ex: method('($module, /, path)', splitrootEx),
    _inputhook: method('($module, /)', () => newNone()),
    _is_inputhook_installed: method('($module, /)', () => newBool(false)),
  },
  types: {
    sched_param: SchedParamType,
    waitid_result: WaitidResultType,
    stat_result: StatResultType,
    statvfs_result: StatvfsResultType,
    terminal_size: TerminalSizeType,
    uname_result: UnameResultType,
    times_result: TimesResultType,
    DirEntry: DirEntryType,
    error: OSErrorType,
  },
  constants: {
    ...POSIX_CONSTANTS,
    environ,
    _have_functions: haveFunctions,
    ...configurationNames,
  },
});
