/**
 * The Node host: files, clocks and the process, all synchronous, for the main thread or a worker.
 *
 * Invariants
 * - Standard streams are written through file descriptors, never through process.stdout.
 * - Node has no lseek: a descriptor uses the kernel's own offset until a seek asks for another one; from then on its offset
 *   is kept here and every transfer names its place. Descriptors that were inherited and never seeked thus share their
 *   offset with other processes as usual.
 * - A worker cannot change the working directory of the process: it is kept here and relative paths are resolved by it.
 * - Names with undecodable bytes are strings with lone low surrogates U+DC80..U+DCFF; such paths go to Node as buffers.
 */
import { Buffer } from 'node:buffer';
import * as fs from 'node:fs';
import * as os from 'node:os';
import {
  type Host,
  type HostDirEntry,
  HostError,
  type HostFs,
  type HostStat,
} from '../runtime/host.ts';
import type {
  HostStatvfs,
  HostUname,
  HostUsage,
  OsCapabilities,
} from '../runtime/modules/_os/host-os.ts';
import { compileCache } from './compile-cache.ts';
import { loadLate } from './late.ts';
import { isTerminal } from './terminal-device.ts';

export interface NodeHostOptions {
  libraryPath: string;
  extraPaths?: string[];
  executable?: string;
  env?: Record<string, string | undefined>;
  /** Folder of the compile cache; none without. */
  cacheDir?: string | null;
  /** Compiled units that come with the package. */
  shipped?: ((name: string) => Buffer | null) | null;
  /** Cell 0 holds the number of the signal that arrived (set and notified by the main thread), 0 when none. */
  signals?: Int32Array | null;
  /** Told which signals the program wants reported. */
  onWatch?: ((signal: number, mode: 'default' | 'ignore' | 'report') => void) | null;
  /** Called by `exit` in a worker, where process.exit would end the thread only. */
  onExit?: ((code: number) => never) | null;
}

const EBADF = 9;

/** What a descriptor leads to; null where it is not open or nobody can say. */
function linkOf(fd: number): string | null {
  try {
    return fs.readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return null;
  }
}
const EAGAIN = 11;
const EINVAL = 22;
const ENOENT = 2;
const ESPIPE = 29;
const ENOSYS = 38;
const O_CREAT = 0x40;
const O_APPEND = 0x400;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const S_IFBLK = 0o060000;
const S_IFCHR = 0o020000;

/** How long a blocked stream is left alone between two attempts, in milliseconds. */
const RETRY_MS = 5;

// ---------------------------------------------------------------------------------------------
// Errors and names

const CODES: Record<string, number> = {
  ERR_FS_FILE_TOO_LARGE: 27,
  ERR_FS_EISDIR: 21,
  ERR_INVALID_ARG_VALUE: EINVAL,
  ERR_OUT_OF_RANGE: EINVAL,
  ERR_INVALID_ARG_TYPE: EINVAL,
  ERR_WORKER_UNSUPPORTED_OPERATION: ENOSYS,
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM: ENOSYS,
};

/** The HostError of what a Node call threw; anything that is no system error is thrown on. */
function failure(e: unknown): HostError {
  const { errno, code } = e as { errno?: unknown; code?: unknown };
  if (typeof errno === 'number') return new HostError(Math.abs(errno));
  if (typeof code === 'string') {
    const known = CODES[code] ?? (os.constants.errno as Record<string, number>)[code];
    if (known !== undefined) return new HostError(known);
  }
  throw e;
}

const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const LONES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Bytes of a name: UTF-8 with escaped bytes put back. */
function nameBytes(name: string): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const m of name.matchAll(LONES)) {
    parts.push(
      Buffer.from(name.slice(at, m.index), 'utf8'),
      Buffer.from([m[0].charCodeAt(0) & 0xff]),
    );
    at = m.index + 1;
  }
  parts.push(Buffer.from(name.slice(at), 'utf8'));
  return Buffer.concat(parts);
}

/** Length of the valid UTF-8 sequence at `i`, 0 when there is none. */
function sequenceLength(b: Uint8Array, i: number): number {
  const c = b[i]!;
  if (c < 0x80) return 1;
  const n = c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
  if (n === 0 || i + n > b.length) return 0;
  for (let k = 1; k < n; k++) if ((b[i + k]! & 0xc0) !== 0x80) return 0;
  const d = b[i + 1]!;
  if ((c === 0xe0 && d < 0xa0) || (c === 0xed && d > 0x9f)) return 0;
  if ((c === 0xf0 && d < 0x90) || (c === 0xf4 && d > 0x8f)) return 0;
  return n;
}

/** The name that bytes spell, undecodable ones escaped. */
function nameText(b: Buffer): string {
  const plain = b.toString('utf8');
  if (!plain.includes('\ufffd')) return plain;
  let out = '';
  for (let i = 0; i < b.length; ) {
    const n = sequenceLength(b, i);
    out += n === 0 ? String.fromCharCode(0xdc00 | b[i]!) : b.toString('utf8', i, i + n);
    i += n === 0 ? 1 : n;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------
// Descriptors

/** What is known about the offset of an open descriptor. */
class Offset {
  /** The place of the next transfer; -1: unknown (inherited, not asked for yet). */
  pos: number;
  /** The kernel's offset is not `pos` any more: every transfer names its place. */
  detached = false;
  append: boolean;
  seekable: boolean;
  device: boolean;
  constructor(pos: number, seekable: boolean, append: boolean, device: boolean) {
    this.pos = pos;
    this.seekable = seekable;
    this.append = append;
    this.device = device;
  }
}

const cell = new Int32Array(new SharedArrayBuffer(4));

function pause(ms: number): void {
  Atomics.wait(cell, 0, 0, ms);
}

function hostStat(s: fs.BigIntStats): HostStat {
  return {
    mode: Number(s.mode),
    ino: s.ino,
    dev: s.dev,
    nlink: Number(s.nlink),
    uid: Number(s.uid),
    gid: Number(s.gid),
    size: s.size,
    atimeNs: s.atimeNs,
    mtimeNs: s.mtimeNs,
    ctimeNs: s.ctimeNs,
    blksize: Number(s.blksize),
    blocks: s.blocks,
    rdev: s.rdev,
  };
}

function entryType(d: fs.Dirent<Buffer> | fs.Dirent): number {
  if (d.isFile()) return S_IFREG;
  if (d.isDirectory()) return 0o040000;
  if (d.isSymbolicLink()) return 0o120000;
  if (d.isFIFO()) return 0o010000;
  if (d.isSocket()) return 0o140000;
  if (d.isCharacterDevice()) return 0o020000;
  return d.isBlockDevice() ? S_IFBLK : 0;
}

class NodeFs implements HostFs {
  private cwd: string;
  /** The working directory is no longer that of the process. */
  private moved = false;
  private offsets: (Offset | undefined)[] = [];
  private opened: Set<number> = new Set();
  /** The mask of the process, which a worker cannot change, and the one asked for. */
  private readonly kernelMask = process.umask();
  mask = this.kernelMask;

  constructor() {
    this.cwd = process.cwd();
  }

  /** What Node gets for a path. */
  at(name: string): string | Buffer {
    if (name === '') throw new HostError(ENOENT);
    const full = this.moved && name[0] !== '/' ? `${this.cwd}/${name}` : name;
    return LONE.test(full) ? nameBytes(full) : full;
  }

  open(name: string, flags: number, mode: number): number {
    const where = this.at(name);
    const wanted = mode & ~this.mask;
    const fix =
      (flags & O_CREAT) !== 0 && (wanted & this.kernelMask) !== 0 && !fs.existsSync(where);
    try {
      const fd = fs.openSync(where, flags, wanted);
      if (fix) fs.fchmodSync(fd, wanted);
      this.offsets[fd] = undefined;
      this.opened.add(fd);
      return fd;
    } catch (e) {
      throw failure(e);
    }
  }

  /**
   * Node's own descriptors (event loop, channels of threads) are none of the program's: they are as good as closed. Node
   * gives the close-on-exec flag to whatever it inherits as well, so that the flag alone does not tell: its own are
   * nameless inodes, /dev/null, and pipes of which it holds both ends.
   */
  private own(fd: number): void {
    if (fd <= 2 || this.opened.has(fd)) return;
    const target = linkOf(fd);
    if (target === '/dev/null') throw new HostError(EBADF);
    if (target === null || target.startsWith('/')) return;
    const nameless = target.startsWith('anon_inode:');
    if (nameless || this.isHeldTwice(fd, target)) throw new HostError(EBADF);
  }

  /** Whether another descriptor that the program did not open leads to the same pipe. */
  private isHeldTwice(fd: number, target: string): boolean {
    return fs
      .readdirSync('/proc/self/fd')
      .some((n) => Number(n) !== fd && !this.opened.has(Number(n)) && linkOf(Number(n)) === target);
  }

  close(fd: number): void {
    this.own(fd);
    this.offsets[fd] = undefined;
    try {
      // A worker warns when it closes what it did not open: first see whether it is open at all.
      if (!this.opened.delete(fd)) fs.fstatSync(fd);
      fs.closeSync(fd);
    } catch (e) {
      throw failure(e);
    }
  }

  /** The offset record of a descriptor that is seeked. */
  private offset(fd: number): Offset {
    const known = this.offsets[fd];
    if (known !== undefined) return known;
    this.own(fd);
    const { mode } = fs.fstatSync(fd);
    const kind = mode & S_IFMT;
    let pos = 0;
    let flags = 0;
    const seekable =
      kind === S_IFREG ||
      kind === S_IFBLK ||
      (kind === S_IFCHR && !isTerminal(fd)) ||
      kind === 0o040000;
    if (seekable) {
      try {
        const info = fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1');
        pos = Number(/^pos:\s*(\d+)/m.exec(info)?.[1] ?? 0);
        flags = Number.parseInt(/^flags:\s*(\d+)/m.exec(info)?.[1] ?? '0', 8);
      } catch {
        pos = 0;
      }
    }
    return (this.offsets[fd] = new Offset(
      pos,
      seekable,
      (flags & O_APPEND) !== 0,
      kind === S_IFCHR,
    ));
  }

  read(fd: number, into: Uint8Array, position?: number): number {
    this.own(fd);
    const o = position === undefined ? this.offsets[fd] : undefined;
    const place = position ?? (o?.detached === true ? o.pos : null);
    for (;;) {
      try {
        const n = fs.readSync(fd, into, 0, into.length, place);
        if (o !== undefined) o.pos += n;
        return n;
      } catch (e) {
        const err = failure(e);
        if (err.errno !== EAGAIN || fd > 2) throw err;
        pause(RETRY_MS);
      }
    }
  }

  write(fd: number, bytes: Uint8Array, position?: number): number {
    this.own(fd);
    const o = position === undefined ? this.offsets[fd] : undefined;
    const place = position ?? (o?.detached === true && !o.append ? o.pos : null);
    for (;;) {
      try {
        const n = fs.writeSync(fd, bytes, 0, bytes.length, place);
        if (o !== undefined) o.pos = o.append ? fs.fstatSync(fd).size : o.pos + n;
        return n;
      } catch (e) {
        const err = failure(e);
        if (err.errno !== EAGAIN || fd > 2) throw err;
        pause(RETRY_MS);
      }
    }
  }

  seek(fd: number, by: number, whence: number): number {
    let o: Offset;
    let target = by;
    try {
      o = this.offset(fd);
      if (!o.seekable) throw new HostError(ESPIPE);
      if (whence === 1) target = o.pos + by;
      else if (whence === 2) target = Number(fs.fstatSync(fd).size) + by;
      else if (whence === 3 || whence === 4) target = this.seekHole(fd, by, whence);
      else if (whence !== 0) throw new HostError(EINVAL);
      // Character devices stay where they are.
      if (o.device) return 0;
    } catch (e) {
      throw e instanceof HostError ? e : failure(e);
    }
    if (target < 0) throw new HostError(EINVAL);
    if (target !== o.pos) {
      o.pos = target;
      o.detached = true;
    }
    return target;
  }

  /** A descriptor with the kernel's own offset at the place that was seeked; `fd` itself when that is so or cannot be had. */
  inherit(fd: number): number {
    const o = this.offsets[fd];
    if (o === undefined || !o.detached || o.append || !o.seekable || o.device) return fd;
    try {
      const flags = Number.parseInt(
        /^flags:\s*(\d+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))![1]!,
        8,
      );
      if ((flags & 3) === fs.constants.O_WRONLY) return fd;
      const copy = fs.openSync(`/proc/self/fd/${fd}`, flags & (3 | O_APPEND));
      // Reading is the only way to move the offset.
      const skipped = new Uint8Array(65536);
      for (let left = o.pos; left > 0; ) {
        const n = fs.readSync(copy, skipped, 0, Math.min(left, skipped.length), null);
        if (n === 0) break;
        left -= n;
      }
      this.opened.add(copy);
      return copy;
    } catch (e) {
      throw failure(e);
    }
  }

  /** SEEK_DATA and SEEK_HOLE of a file system without holes. */
  private seekHole(fd: number, at: number, whence: number): number {
    const { size } = fs.fstatSync(fd);
    if (at < 0 || at >= size) throw new HostError(6);
    return whence === 3 ? at : size;
  }

  truncate(fd: number, length: number): void {
    this.own(fd);
    try {
      fs.ftruncateSync(fd, length);
    } catch (e) {
      throw failure(e);
    }
  }

  sync(fd: number): void {
    this.own(fd);
    try {
      fs.fsyncSync(fd);
    } catch (e) {
      throw failure(e);
    }
  }

  isatty(fd: number): boolean {
    return isTerminal(fd);
  }

  fstat(fd: number): HostStat {
    this.own(fd);
    try {
      return hostStat(fs.fstatSync(fd, { bigint: true }));
    } catch (e) {
      throw failure(e);
    }
  }

  stat(name: string): HostStat {
    const where = this.at(name);
    const s = tried(() => fs.statSync(where, { bigint: true, throwIfNoEntry: false }));
    if (s === undefined) throw new HostError(this.absence(where));
    return hostStat(s);
  }

  lstat(name: string): HostStat {
    const where = this.at(name);
    const s = tried(() => fs.lstatSync(where, { bigint: true, throwIfNoEntry: false }));
    if (s === undefined) throw new HostError(this.absence(where));
    return hostStat(s);
  }

  /** Node takes ENOENT and ENOTDIR together where it does not throw. */
  private absence(where: string | Buffer): number {
    try {
      fs.lstatSync(where);
    } catch (e) {
      return failure(e).errno;
    }
    return ENOENT;
  }

  list(name: string): HostDirEntry[] {
    const where = this.at(name);
    // readdir would sort; a folder that is opened gives its entries in the file system's order.
    const dir = tried(() =>
      fs.opendirSync(where as string, { encoding: 'buffer' as never, bufferSize: 256 }),
    );
    const entries: HostDirEntry[] = [];
    try {
      for (let d = dir.readSync(); d !== null; d = dir.readSync()) {
        entries.push({
          name: nameText(Buffer.from(d.name as unknown as Uint8Array)),
          type: entryType(d),
        });
      }
    } catch (e) {
      throw failure(e);
    } finally {
      dir.closeSync();
    }
    return entries;
  }

  mkdir(name: string, mode: number): void {
    const where = this.at(name);
    const wanted = mode & ~this.mask;
    tried(() => fs.mkdirSync(where, wanted));
    if ((wanted & this.kernelMask) !== 0) tried(() => fs.chmodSync(where, wanted));
  }

  rmdir(name: string): void {
    const where = this.at(name);
    tried(() => fs.rmdirSync(where));
  }

  unlink(name: string): void {
    const where = this.at(name);
    tried(() => fs.unlinkSync(where));
  }

  rename(from: string, to: string): void {
    const a = this.at(from);
    const b = this.at(to);
    tried(() => fs.renameSync(a, b));
  }

  link(from: string, to: string): void {
    const a = this.at(from);
    const b = this.at(to);
    tried(() => fs.linkSync(a, b));
  }

  symlink(target: string, name: string): void {
    const where = this.at(name);
    if (target === '') throw new HostError(ENOENT);
    tried(() => fs.symlinkSync(LONE.test(target) ? nameBytes(target) : target, where));
  }

  readlink(name: string): string {
    const where = this.at(name);
    return nameText(tried(() => fs.readlinkSync(where, { encoding: 'buffer' })));
  }

  chmod(name: string, mode: number): void {
    const where = this.at(name);
    tried(() => fs.chmodSync(where, mode));
  }

  utime(name: string, atimeNs: bigint, mtimeNs: bigint): void {
    const where = this.at(name);
    tried(() => fs.utimesSync(where, seconds(atimeNs), seconds(mtimeNs)));
  }

  access(name: string, mode: number): boolean {
    try {
      fs.accessSync(this.at(name), mode);
      return true;
    } catch (e) {
      if (!(e instanceof HostError)) failure(e);
      return false;
    }
  }

  realpath(name: string): string {
    const where = this.at(name);
    return nameText(tried(() => fs.realpathSync.native(where, { encoding: 'buffer' })));
  }

  getcwd(): string {
    return this.cwd;
  }

  chdir(name: string): void {
    const where = this.at(name);
    const isFolder = tried(() => fs.statSync(where)).isDirectory();
    if (!isFolder) throw new HostError(20);
    tried(() => fs.accessSync(where, fs.constants.X_OK));
    this.cwd = this.realpath(name);
    this.moved = true;
  }
}

function tried<T>(f: () => T): T {
  try {
    return f();
  } catch (e) {
    throw failure(e);
  }
}

/** Node takes seconds as a number and cuts them to microseconds: aims at the middle of the one that is meant. */
function seconds(ns: bigint): number {
  const micros = ns >= 0n ? ns / 1000n : (ns - 999n) / 1000n;
  return (Number(micros) + 0.5) / 1e6;
}

// ---------------------------------------------------------------------------------------------
// Clocks, identity

/** Wall clock: the start is known to the millisecond, what has passed since to the nanosecond. */
const clockBase = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();

function timeNs(): bigint {
  const fine = clockBase + process.hrtime.bigint();
  const coarse = BigInt(Date.now()) * 1_000_000n;
  const off = fine - coarse;
  // The system clock was set: follow it.
  return off > 50_000_000n || off < -50_000_000n ? coarse : fine;
}

function zoneOffset(ms: number): number {
  const d = new Date(ms);
  return Number.isNaN(d.getTime()) ? 0 : d.getTimezoneOffset() * 60;
}

function localTimezone(epochSeconds: number): { offset: number; dst: boolean; name: string } {
  const ms = epochSeconds * 1000;
  const offset = zoneOffset(ms);
  const year = new Date(ms).getFullYear();
  const standard = Math.max(zoneOffset(Date.UTC(year, 0, 1)), zoneOffset(Date.UTC(year, 6, 1)));
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(ms);
  const name = parts.find((p) => p.type === 'timeZoneName')?.value ?? 'UTC';
  return { offset, dst: offset < standard, name };
}

function terminalSize(fd: number): { columns: number; lines: number } | null {
  if (!isTerminal(fd)) return null;
  const size = new (loadLate('tty').WriteStream)(fd).getWindowSize();
  return { columns: size[0], lines: size[1] };
}

function usage(): HostUsage {
  const u = process.resourceUsage();
  return {
    userUs: u.userCPUTime,
    systemUs: u.systemCPUTime,
    maxRss: u.maxRSS,
    minorFaults: u.minorPageFault,
    majorFaults: u.majorPageFault,
    swaps: u.swappedOut,
    blockInputs: u.fsRead,
    blockOutputs: u.fsWrite,
    messagesSent: u.ipcSent,
    messagesReceived: u.ipcReceived,
    signals: u.signalsCount,
    voluntarySwitches: u.voluntaryContextSwitches,
    involuntarySwitches: u.involuntaryContextSwitches,
  };
}

function uname(): HostUname {
  return {
    sysname: os.type(),
    nodename: os.hostname(),
    release: os.release(),
    version: os.version(),
    machine: os.machine(),
  };
}

function allowedCpus(): number[] {
  const cpus: number[] = [];
  try {
    const list =
      /^Cpus_allowed_list:\s*(\S+)/m.exec(fs.readFileSync('/proc/self/status', 'latin1'))?.[1] ??
      '';
    for (const part of list.split(',')) {
      const [from, to] = part.split('-').map(Number);
      for (let i = from!; i <= (to ?? from!); i++) cpus.push(i);
    }
  } catch {
    for (let i = 0; i < os.availableParallelism(); i++) cpus.push(i);
  }
  return cpus;
}

function statvfs(files: NodeFs, name: string): HostStatvfs {
  const where = files.at(name);
  const s = tried(() => fs.statfsSync(where));
  return {
    bsize: Number(s.bsize),
    blocks: Number(s.blocks),
    bfree: Number(s.bfree),
    bavail: Number(s.bavail),
    files: Number(s.files),
    ffree: Number(s.ffree),
  };
}

function capabilities(files: NodeFs): OsCapabilities {
  return {
    uname,
    ppid: process.ppid,
    uid: process.getuid?.() ?? 0,
    euid: process.geteuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    egid: process.getegid?.() ?? 0,
    groups: process.getgroups?.() ?? [],
    cpuCount: () => os.cpus().length || 1,
    availableCpus: allowedCpus,
    loadAverage: () => os.loadavg() as [number, number, number],
    umask(value) {
      const old = files.mask;
      files.mask = value & 0o777;
      return old;
    },
    kill: (pid, signal) => tried(() => void process.kill(pid, signal)),
    chown: (name, uid, gid) => tried(() => fs.chownSync(files.at(name), uid, gid)),
    lchown: (name, uid, gid) => tried(() => fs.lchownSync(files.at(name), uid, gid)),
    fchown: (fd, uid, gid) => tried(() => fs.fchownSync(fd, uid, gid)),
    fchmod: (fd, mode) => tried(() => fs.fchmodSync(fd, mode)),
    lutime: (name, a, m) => tried(() => fs.lutimesSync(files.at(name), seconds(a), seconds(m))),
    futime: (fd, a, m) => tried(() => fs.futimesSync(fd, seconds(a), seconds(m))),
    statvfs: (name) => statvfs(files, name),
    usage,
    fdPath: (fd) => `/proc/self/fd/${fd}`,
    inheritFd: (fd) => files.inherit(fd),
    abort: () => process.abort(),
    setPriority: (pid, priority) => tried(() => os.setPriority(pid, priority)),
    libcVersion: () => {
      const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
      return report.header?.glibcVersionRuntime;
    },
  };
}

function sleepNs(ns: bigint, signals: Int32Array | null): void {
  const end = process.hrtime.bigint() + ns;
  const on = signals ?? cell;
  for (;;) {
    const left = end - process.hrtime.bigint();
    if (left <= 0n || (signals !== null && Atomics.load(signals, 0) !== 0)) return;
    const ms = Number(left) / 1e6;
    if (Atomics.wait(on, 0, 0, ms < 0.05 ? 0.05 : ms) === 'not-equal') return;
  }
}

/** A few bytes come from the system's device: the module of cryptography takes longer to load than to use. */
function randomBytes(into: Uint8Array): void {
  if (into.length <= 64 && deviceBytes(into)) return;
  loadLate('crypto').randomFillSync(into);
}

function deviceBytes(into: Uint8Array): boolean {
  try {
    const fd = fs.openSync('/dev/urandom', 'r');
    try {
      return fs.readSync(fd, into, 0, into.length, null) === into.length;
    } finally {
      fs.closeSync(fd);
    }
  } catch {
    return false;
  }
}

/** The environment without the gaps that NodeJS.ProcessEnv allows. */
function environment(given: Record<string, string | undefined>): Record<string, string> {
  const env: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(given)) if (value !== undefined) env[name] = value;
  return env;
}

/** The host of a Node process or worker. */
export function nodeHost(options: NodeHostOptions): Host & OsCapabilities {
  const files = new NodeFs();
  const signals = options.signals ?? null;
  const cache =
    options.cacheDir == null ? {} : compileCache(options.cacheDir, undefined, options.shipped);
  const host: Host & OsCapabilities = {
    ...capabilities(files),
    ...cache,
    fs: files,
    env: environment(options.env ?? process.env),
    platform: 'linux',
    pid: process.pid,
    libraryPath: options.libraryPath,
    extraPaths: options.extraPaths ?? [],
    executable: options.executable ?? process.execPath,
    timeNs,
    monotonicNs: () => process.hrtime.bigint(),
    processTimeNs() {
      const { user, system } = process.cpuUsage();
      return BigInt(user + system) * 1000n;
    },
    sleepNs: (ns) => sleepNs(ns, signals),
    random: randomBytes,
    inflateRaw: (bytes) => new Uint8Array(loadLate('zlib').inflateRawSync(bytes)),
    localTimezone,
    terminalSize,
    exit(code) {
      if (options.onExit) options.onExit(code);
      process.exit(code);
    },
    pendingSignal() {
      return signals === null ? 0 : Atomics.exchange(signals, 0, 0);
    },
  };
  if (options.onWatch) host.watchSignal = options.onWatch;
  return host;
}
