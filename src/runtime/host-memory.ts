/**
 * A host without a system: files in memory, standard streams that are functions. For browsers, and for programs that
 * shall touch nothing.
 *
 * Invariants: paths are POSIX and absolute inside; the library is one packed archive whose files share its bytes and
 * become copies when they are written. Clocks, random bytes and sleep come from who makes the host.
 */
import { type Host, type HostDirEntry, HostError, type HostFs, type HostStat } from './host.ts';

const ENOENT = 2;
const EBADF = 9;
const EEXIST = 17;
const ENOTDIR = 20;
const EISDIR = 21;
const EINVAL = 22;
const ESPIPE = 29;
const ENOTEMPTY = 39;
const ELOOP = 40;

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const S_IFLNK = 0o120000;
const S_IFCHR = 0o020000;

const O_ACCMODE = 3;
const O_CREAT = 0o100;
const O_EXCL = 0o200;
const O_TRUNC = 0o1000;
const O_APPEND = 0o2000;
const O_DIRECTORY = 0o200000;

const FIRST_FD = 3;
const MAX_LINKS = 40;
const BLOCK = 4096;

/** A file, folder or symbolic link. */
class Inode {
  mode: number;
  readonly ino: number;
  data: Uint8Array = EMPTY;
  size = 0;
  /** The bytes belong to the library: copied before they are changed. */
  shared = false;
  children: Map<string, Inode> | null;
  target = '';
  nlink = 1;
  atime = 0n;
  mtime = 0n;
  constructor(mode: number, ino: number, now: bigint) {
    this.mode = mode;
    this.ino = ino;
    this.children = (mode & S_IFMT) === S_IFDIR ? new Map() : null;
    this.atime = now;
    this.mtime = now;
  }
}

const EMPTY = new Uint8Array(0);

interface Open {
  node: Inode;
  pos: number;
  append: boolean;
}

export interface MemoryStreams {
  /** More of standard input; null at its end. */
  stdin(): Uint8Array | null;
  stdout(bytes: Uint8Array): void;
  stderr(bytes: Uint8Array): void;
}

export class MemoryFs implements HostFs {
  private readonly root: Inode;
  private readonly now: () => bigint;
  private readonly streams: MemoryStreams;
  private readonly opened: (Open | undefined)[] = [];
  private input: Uint8Array = EMPTY;
  private lastIno = 1;
  private cwd = '/';

  constructor(streams: MemoryStreams, now: () => bigint) {
    this.streams = streams;
    this.now = now;
    this.root = this.inode(S_IFDIR | 0o755);
  }

  private inode(mode: number): Inode {
    return new Inode(mode, this.lastIno++, this.now());
  }

  // ---- names ----

  private absolute(path: string): string[] {
    if (path === '') throw new HostError(ENOENT);
    const full = path.startsWith('/') ? path : `${this.cwd}/${path}`;
    return full.split('/').filter((p) => p !== '' && p !== '.');
  }

  /** Follows a path; `last` false leaves a symbolic link at its end. Returns the canonical names as well. */
  private walk(path: string, last = true, links = 0): { node: Inode; names: string[] } {
    const names: string[] = [];
    const nodes: Inode[] = [this.root];
    const parts = this.absolute(path);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (part === '..') {
        if (names.length > 0) {
          names.pop();
          nodes.pop();
        }
        continue;
      }
      const here = nodes.at(-1)!;
      if (here.children === null) throw new HostError(ENOTDIR);
      const next = here.children.get(part);
      if (next === undefined) throw new HostError(ENOENT);
      if ((next.mode & S_IFMT) === S_IFLNK && (last || i < parts.length - 1)) {
        if (links >= MAX_LINKS) throw new HostError(ELOOP);
        const base = next.target.startsWith('/')
          ? next.target
          : `/${names.join('/')}/${next.target}`;
        return this.walk([base, ...parts.slice(i + 1)].join('/'), last, links + 1);
      }
      names.push(part);
      nodes.push(next);
    }
    return { node: nodes.at(-1)!, names };
  }

  private find(path: string, last = true): Inode {
    return this.walk(path, last).node;
  }

  /** The folder that holds (or will hold) a name. */
  private parent(path: string): { folder: Inode; name: string } {
    const parts = this.absolute(path);
    const name = parts.pop();
    if (name === undefined || name === '..') throw new HostError(EEXIST);
    const folder = this.find(`/${parts.join('/')}`);
    if (folder.children === null) throw new HostError(ENOTDIR);
    return { folder, name };
  }

  private existing(path: string): { folder: Inode; name: string; node: Inode } {
    const p = this.parent(path);
    const node = p.folder.children!.get(p.name);
    if (node === undefined) throw new HostError(ENOENT);
    return { ...p, node };
  }

  private add(path: string, node: Inode): void {
    const { folder, name } = this.parent(path);
    if (folder.children!.has(name)) throw new HostError(EEXIST);
    folder.children!.set(name, node);
    folder.mtime = this.now();
  }

  /** Puts a file into place, with the folders on its way. */
  put(path: string, data: Uint8Array, shared = false): void {
    const parts = this.absolute(path);
    const name = parts.pop()!;
    let folder = this.root;
    for (const part of parts) {
      let next = folder.children!.get(part);
      if (next === undefined) folder.children!.set(part, (next = this.inode(S_IFDIR | 0o755)));
      if (next.children === null) throw new HostError(ENOTDIR);
      folder = next;
    }
    const node = this.inode(S_IFREG | 0o644);
    node.data = data;
    node.size = data.length;
    node.shared = shared;
    folder.children!.set(name, node);
  }

  // ---- descriptors ----

  private file(fd: number): Open {
    const o = this.opened[fd];
    if (o === undefined) throw new HostError(EBADF);
    return o;
  }

  open(path: string, flags: number, mode: number): number {
    let node: Inode;
    try {
      node = this.find(path);
      if ((flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0) throw new HostError(EEXIST);
    } catch (e) {
      if (!(e instanceof HostError) || e.errno !== ENOENT || (flags & O_CREAT) === 0) throw e;
      node = this.inode(S_IFREG | (mode & 0o777));
      this.add(path, node);
    }
    if (node.children !== null && (flags & O_ACCMODE) !== 0) throw new HostError(EISDIR);
    if (node.children === null && (flags & O_DIRECTORY) !== 0) throw new HostError(ENOTDIR);
    if ((flags & O_TRUNC) !== 0 && (flags & O_ACCMODE) !== 0) this.resize(node, 0);
    let fd = FIRST_FD;
    while (this.opened[fd] !== undefined) fd++;
    this.opened[fd] = { node, pos: 0, append: (flags & O_APPEND) !== 0 };
    return fd;
  }

  close(fd: number): void {
    if (fd < FIRST_FD) return;
    this.file(fd);
    this.opened[fd] = undefined;
  }

  read(fd: number, into: Uint8Array, position?: number): number {
    if (fd === 0) return this.readInput(into);
    const o = this.file(fd);
    if (o.node.children !== null) throw new HostError(EISDIR);
    const at = position ?? o.pos;
    const n = Math.max(0, Math.min(into.length, o.node.size - at));
    into.set(o.node.data.subarray(at, at + n));
    if (position === undefined) o.pos = at + n;
    return n;
  }

  private readInput(into: Uint8Array): number {
    if (this.input.length === 0) this.input = this.streams.stdin() ?? EMPTY;
    const n = Math.min(into.length, this.input.length);
    into.set(this.input.subarray(0, n));
    this.input = this.input.subarray(n);
    return n;
  }

  write(fd: number, bytes: Uint8Array, position?: number): number {
    if (fd === 1 || fd === 2) {
      if (fd === 1) this.streams.stdout(bytes.slice());
      else this.streams.stderr(bytes.slice());
      return bytes.length;
    }
    const o = this.file(fd);
    const at = position ?? (o.append ? o.node.size : o.pos);
    const end = at + bytes.length;
    if (end > o.node.size) this.resize(o.node, end);
    else this.own(o.node);
    o.node.data.set(bytes, at);
    o.node.mtime = this.now();
    if (position === undefined) o.pos = end;
    return bytes.length;
  }

  private own(node: Inode): void {
    if (!node.shared) return;
    node.data = node.data.slice();
    node.shared = false;
  }

  private resize(node: Inode, size: number): void {
    if (size > node.data.length || node.shared) {
      const grown = new Uint8Array(Math.max(size, Math.min(node.size * 2, node.size + (1 << 24))));
      grown.set(node.data.subarray(0, Math.min(node.size, size)));
      node.data = grown;
      node.shared = false;
    } else if (size < node.size) node.data.fill(0, size, node.size);
    node.size = size;
    node.mtime = this.now();
  }

  seek(fd: number, offset: number, whence: number): number {
    if (fd < FIRST_FD) throw new HostError(ESPIPE);
    const o = this.file(fd);
    const base = whence === 0 ? 0 : whence === 1 ? o.pos : whence === 2 ? o.node.size : -1;
    if (base < 0 || base + offset < 0) throw new HostError(EINVAL);
    return (o.pos = base + offset);
  }

  truncate(fd: number, length: number): void {
    this.resize(this.file(fd).node, length);
  }

  sync(fd: number): void {
    if (fd >= FIRST_FD) this.file(fd);
  }

  isatty(_fd: number): boolean {
    return false;
  }

  // ---- what files are ----

  private statOf(node: Inode): HostStat {
    const size = (node.mode & S_IFMT) === S_IFLNK ? node.target.length : node.size;
    return {
      mode: node.mode,
      ino: BigInt(node.ino),
      dev: 1n,
      nlink: node.nlink,
      uid: 0,
      gid: 0,
      size: BigInt(size),
      atimeNs: node.atime,
      mtimeNs: node.mtime,
      ctimeNs: node.mtime,
      blksize: BLOCK,
      blocks: BigInt(Math.ceil(size / 512)),
      rdev: 0n,
    };
  }

  fstat(fd: number): HostStat {
    if (fd < 0 || fd >= FIRST_FD) return this.statOf(this.file(fd).node);
    return { ...this.statOf(this.root), mode: S_IFCHR | 0o620, ino: BigInt(-1 - fd) & 0xffffn };
  }

  stat(path: string): HostStat {
    return this.statOf(this.find(path));
  }

  lstat(path: string): HostStat {
    return this.statOf(this.find(path, false));
  }

  list(path: string): HostDirEntry[] {
    const { children } = this.find(path);
    if (children === null) throw new HostError(ENOTDIR);
    return [...children].map(([name, node]) => ({ name, type: node.mode & S_IFMT }));
  }

  access(path: string, mode: number): boolean {
    try {
      const node = this.find(path);
      return (mode & 1) === 0 || node.children !== null || (node.mode & 0o111) !== 0;
    } catch (e) {
      if (e instanceof HostError) return false;
      throw e;
    }
  }

  realpath(path: string): string {
    return `/${this.walk(path).names.join('/')}`;
  }

  readlink(path: string): string {
    const node = this.find(path, false);
    if ((node.mode & S_IFMT) !== S_IFLNK) throw new HostError(EINVAL);
    return node.target;
  }

  getcwd(): string {
    return this.cwd;
  }

  chdir(path: string): void {
    const { node, names } = this.walk(path);
    if (node.children === null) throw new HostError(ENOTDIR);
    this.cwd = `/${names.join('/')}`;
  }

  // ---- changes ----

  mkdir(path: string, mode: number): void {
    this.add(path, this.inode(S_IFDIR | (mode & 0o777)));
  }

  rmdir(path: string): void {
    const { folder, name, node } = this.existing(path);
    if (node.children === null) throw new HostError(ENOTDIR);
    if (node.children.size > 0) throw new HostError(ENOTEMPTY);
    folder.children!.delete(name);
  }

  unlink(path: string): void {
    const { folder, name, node } = this.existing(path);
    if (node.children !== null) throw new HostError(EISDIR);
    folder.children!.delete(name);
    node.nlink--;
  }

  rename(from: string, to: string): void {
    const source = this.existing(from);
    const target = this.parent(to);
    const old = target.folder.children!.get(target.name);
    if (old === source.node) return;
    if (old !== undefined && old.children !== null) {
      if (source.node.children === null) throw new HostError(EISDIR);
      if (old.children.size > 0) throw new HostError(ENOTEMPTY);
    } else if (old !== undefined && source.node.children !== null) throw new HostError(ENOTDIR);
    source.folder.children!.delete(source.name);
    target.folder.children!.set(target.name, source.node);
  }

  link(from: string, to: string): void {
    const node = this.find(from, false);
    this.add(to, node);
    node.nlink++;
  }

  symlink(target: string, path: string): void {
    const node = this.inode(S_IFLNK | 0o777);
    node.target = target;
    this.add(path, node);
  }

  chmod(path: string, mode: number): void {
    const node = this.find(path);
    node.mode = (node.mode & S_IFMT) | (mode & 0o7777);
  }

  utime(path: string, atimeNs: bigint, mtimeNs: bigint): void {
    const node = this.find(path);
    node.atime = atimeNs;
    node.mtime = mtimeNs;
  }
}

// ---------------------------------------------------------------------------------------------
// The library

/** Where the library stands in such a host. */
export const MEMORY_LIBRARY = '/lib/python3.13';
export const MEMORY_EXTRA = '/lib/vivarium';

const HEADER = 4;

/**
 * The files of an archive: four bytes (little endian) with the length of a JSON index, the index
 * `[[path, size], ...]`, and the files' bytes in that order. build.mjs writes it.
 */
export function* archiveFiles(archive: Uint8Array): Generator<{ path: string; data: Uint8Array }> {
  const length = new DataView(archive.buffer, archive.byteOffset).getUint32(0, true);
  const index = JSON.parse(new TextDecoder().decode(archive.subarray(HEADER, HEADER + length))) as [
    string,
    number,
  ][];
  let at = HEADER + length;
  for (const [path, size] of index) {
    yield { path, data: archive.subarray(at, at + size) };
    at += size;
  }
}

export interface MemoryHostOptions {
  streams: MemoryStreams;
  /** Unpacked archive with `python3.13/…` and `vivarium/…`. */
  library: Uint8Array;
  files?: Record<string, string | Uint8Array>;
  cwd?: string;
  env?: Record<string, string>;
  /** Nanoseconds since 1970, and of a clock that never goes back. */
  timeNs(): bigint;
  monotonicNs(): bigint;
  sleepNs(ns: bigint): void;
  random(into: Uint8Array): void;
  exit(code: number): never;
}

/** A host whose files are these. */
export function memoryHost(o: MemoryHostOptions): Host {
  const fs = new MemoryFs(o.streams, o.timeNs);
  for (const { path, data } of archiveFiles(o.library)) fs.put(`/lib/${path}`, data, true);
  fs.mkdir('/tmp', 0o777);
  fs.mkdir('/home', 0o755);
  fs.chdir('/home');
  for (const [path, content] of Object.entries(o.files ?? {})) {
    fs.put(path, typeof content === 'string' ? new TextEncoder().encode(content) : content.slice());
  }
  if (o.cwd !== undefined) fs.chdir(o.cwd);
  return {
    fs,
    env: { HOME: '/home', TMPDIR: '/tmp', ...o.env },
    platform: 'linux',
    pid: 1,
    libraryPath: MEMORY_LIBRARY,
    extraPaths: [MEMORY_EXTRA],
    executable: '/bin/vivarium',
    timeNs: o.timeNs,
    monotonicNs: o.monotonicNs,
    processTimeNs: o.monotonicNs,
    sleepNs: o.sleepNs,
    random: o.random,
    localTimezone: localTimezone,
    terminalSize: () => null,
    exit: o.exit,
  };
}

function localTimezone(epochSeconds: number): { offset: number; dst: boolean; name: string } {
  const at = (ms: number): number => new Date(ms).getTimezoneOffset() * 60;
  const ms = epochSeconds * 1000;
  const year = new Date(ms).getFullYear();
  const standard = Math.max(at(Date.UTC(year, 0, 1)), at(Date.UTC(year, 6, 1)));
  const offset = at(ms);
  return { offset, dst: offset < standard, name: offset === 0 ? 'UTC' : zoneName(ms) };
}

function zoneName(ms: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(ms);
  return parts.find((p) => p.type === 'timeZoneName')?.value ?? 'UTC';
}
