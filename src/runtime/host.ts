/**
 * Host: the only door to the outside. The command line, the browser worker and the tests supply one; the runtime knows
 * neither Node nor the DOM. Paths and names are UTF-16 strings in which undecodable bytes stand as lone surrogates
 * (surrogateescape). Calls that fail throw HostError with the errno.
 */

/** A failed host call. `errno` is the C number (2 = ENOENT). */
export class HostError {
  readonly errno: number;
  constructor(errno: number) {
    this.errno = errno;
  }
}

/** stat result: numbers as in struct stat; times in nanoseconds. */
export interface HostStat {
  mode: number;
  ino: bigint;
  dev: bigint;
  nlink: number;
  uid: number;
  gid: number;
  size: bigint;
  atimeNs: bigint;
  mtimeNs: bigint;
  ctimeNs: bigint;
  blksize: number;
  blocks: bigint;
  rdev: bigint;
}

/** One entry of a directory; type is the S_IFMT part of the mode, 0 when unknown. */
export interface HostDirEntry {
  name: string;
  type: number;
}

export interface HostFs {
  /** flags and mode as of open(2). */
  open(path: string, flags: number, mode: number): number;
  close(fd: number): void;
  /** Reads at the current position (or at `position`); 0 at the end. */
  read(fd: number, into: Uint8Array, position?: number): number;
  write(fd: number, bytes: Uint8Array, position?: number): number;
  /** lseek(2); returns the new position. */
  seek(fd: number, offset: number, whence: number): number;
  truncate(fd: number, length: number): void;
  sync(fd: number): void;
  isatty(fd: number): boolean;
  fstat(fd: number): HostStat;
  stat(path: string): HostStat;
  lstat(path: string): HostStat;
  list(path: string): HostDirEntry[];
  mkdir(path: string, mode: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(from: string, to: string): void;
  symlink(target: string, path: string): void;
  readlink(path: string): string;
  chmod(path: string, mode: number): void;
  utime(path: string, atimeNs: bigint, mtimeNs: bigint): void;
  /** access(2): true when allowed. */
  access(path: string, mode: number): boolean;
  realpath(path: string): string;
  getcwd(): string;
  chdir(path: string): void;
}

/** A compiled unit as plain data: JSON text, positions, and the body of a JavaScript function of (R, U). */
export interface StoredUnit {
  data: string;
  positions: Int32Array;
  js: string;
}

/** A stored unit whose JavaScript is ready to run. */
export interface RunnableUnit {
  data: string;
  positions: Int32Array;
  run: (R: unknown, U: unknown) => void;
}

export interface Host {
  fs: HostFs;
  /** Environment variables; changes stay in this object. */
  env: Record<string, string>;
  platform: string;
  pid: number;
  /** Folder of CPython's library, and of our own modules. */
  libraryPath: string;
  extraPaths: string[];
  executable: string;
  /** Wall clock, monotonic clock and CPU time, in nanoseconds. */
  timeNs(): bigint;
  monotonicNs(): bigint;
  processTimeNs(): bigint;
  /** Blocks this thread; returns early when a signal is pending. */
  sleepNs(ns: bigint): void;
  random(into: Uint8Array): void;
  /** zlib and hashes where the host has them natively; the runtime's own code otherwise. */
  inflateRaw?(bytes: Uint8Array): Uint8Array;
  /** Local time zone offset in seconds west of UTC for an epoch second, whether DST, and its name. */
  localTimezone(epochSeconds: number): { offset: number; dst: boolean; name: string };
  terminalSize(fd: number): { columns: number; lines: number } | null;
  /** Ends the process (os._exit). */
  exit(code: number): never;
  /** Compile cache: the unit of a source under a key; null when there is none. */
  cacheGet?(key: string, source: string | Uint8Array): RunnableUnit | null;
  /** Keeps a unit; its JavaScript made ready to run, or null where that is the runtime's own business. */
  cachePut?(key: string, source: string | Uint8Array, unit: StoredUnit): RunnableUnit | null;
  /** The compiled unit of a frozen module, where the host has it. */
  frozenUnit?(name: string): RunnableUnit | null;
  /** The program has ended: what ran may be kept in the form it has now. */
  cacheFlush?(): void;
  /** The signal number that arrived and was not yet handled, or 0; clears it. */
  pendingSignal?(): number;
}

/** The host of this realm, set before start. */
export const hostRef: { host: Host } = { host: null as unknown as Host };

export function host(): Host {
  return hostRef.host;
}

/** The bytes of a file through the host. */
export function readFile(path: string): Uint8Array {
  const fs = host().fs;
  const fd = fs.open(path, 0, 0);
  try {
    const parts: Uint8Array[] = [];
    let total = 0;
    for (;;) {
      const b = new Uint8Array(65536);
      const n = fs.read(fd, b);
      if (n === 0) break;
      parts.push(b.subarray(0, n));
      total += n;
    }
    const out = new Uint8Array(total);
    let at = 0;
    for (const p of parts) {
      out.set(p, at);
      at += p.length;
    }
    return out;
  } finally {
    fs.close(fd);
  }
}
