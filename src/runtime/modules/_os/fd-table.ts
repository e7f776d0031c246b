/**
 * File descriptors as the program sees them. Most are the host's own numbers, passed through; the table knows the rest:
 * duplicates (the host has no dup), and pipes and socket pairs, which live in the memory of this one process.
 *
 * Invariants
 * - A number without an entry belongs to the host and is its own descriptor there.
 * - Several numbers may share one `OpenFile` (dup): it is closed with the last of them.
 * - With a single thread only child processes can fill a pipe while a read waits: reading an empty pipe whose other end nobody
 *   but this process holds raises EDEADLK instead of waiting for ever.
 */
import { HostError, type HostStat, host } from '../../host.ts';
import { waitNs } from '../_signal.ts';
import { pump } from './children.ts';
import { ERRNO } from './os-error.ts';

const EBADF = ERRNO.EBADF!;
const EAGAIN = ERRNO.EAGAIN!;
const EDEADLK = ERRNO.EDEADLK!;
const EPIPE = ERRNO.EPIPE!;
const ESPIPE = ERRNO.ESPIPE!;
const EINVAL = ERRNO.EINVAL!;

const S_IFIFO = 0o010000;
const S_IFSOCK = 0o140000;
/** Room of a pipe or of one direction of a socket pair. */
const CAPACITY = 65536;
const SOCKET_CAPACITY = 212992;

/** The end of a channel that a child process holds. */
export interface ChildEnd {
  /** For the child to read. */
  send(bytes: Uint8Array): void;
  finish(): void;
  /** What the child wrote was read. */
  received(count: number): void;
  /** Nobody reads what the child writes. */
  close(): void;
}

/** Bytes on their way in one direction, and how many ends are open. */
export class Channel {
  chunks: Uint8Array[] = [];
  size = 0;
  readers = 1;
  writers = 1;
  /** The writers that are children. */
  readonly feeds: ChildEnd[] = [];
  /** The child that reads. */
  sink: ChildEnd | null = null;
  readonly capacity: number;
  constructor(capacity = CAPACITY) {
    this.capacity = capacity;
  }

  /** Takes up to `into.length` bytes. */
  take(into: Uint8Array): number {
    let n = 0;
    while (n < into.length && this.chunks.length > 0) {
      const first = this.chunks[0]!;
      const part = Math.min(first.length, into.length - n);
      into.set(part === first.length ? first : first.subarray(0, part), n);
      if (part === first.length) this.chunks.shift();
      else this.chunks[0] = first.subarray(part);
      n += part;
    }
    this.size -= n;
    if (n > 0) this.feeds[0]?.received(n);
    return n;
  }

  /** Who holds the reading end here is a child from now on. */
  readBy(child: ChildEnd): void {
    this.readers++;
    this.sink = child;
    for (const chunk of this.chunks.splice(0)) child.send(chunk);
    this.size = 0;
    if (this.writers === 0) child.finish();
  }

  writtenBy(child: ChildEnd): void {
    this.writers++;
    this.feeds.push(child);
  }

  /** A child no longer reads. */
  childStops(): void {
    this.sink = null;
    this.dropReader();
  }

  dropReader(): void {
    if (--this.readers === 0) for (const child of this.feeds) child.close();
  }

  /** A child no longer writes. */
  childEnds(child: ChildEnd): void {
    this.feeds.splice(this.feeds.indexOf(child), 1);
    this.dropWriter();
  }

  dropWriter(): void {
    if (--this.writers === 0) this.sink?.finish();
  }

  /** The next bytes without taking them. */
  peek(into: Uint8Array): number {
    let n = 0;
    for (let i = 0; i < this.chunks.length && n < into.length; i++) {
      const part = this.chunks[i]!.subarray(0, into.length - n);
      into.set(part, n);
      n += part.length;
    }
    return n;
  }

  put(bytes: Uint8Array): number {
    if (this.sink !== null) {
      this.sink.send(bytes.slice());
      return bytes.length;
    }
    const n = Math.min(bytes.length, this.capacity - this.size);
    if (n > 0) this.chunks.push(bytes.slice(0, n));
    this.size += n;
    return n;
  }
}

/** What one or more descriptors stand for. */
export class OpenFile {
  /** The host's descriptor, -1 for channels. */
  hostFd: number;
  input: Channel | null;
  output: Channel | null;
  socket: boolean;
  refs = 1;
  blocking = true;
  constructor(hostFd: number, input: Channel | null, output: Channel | null, socket: boolean) {
    this.hostFd = hostFd;
    this.input = input;
    this.output = output;
    this.socket = socket;
  }

  end(): void {
    this.input?.dropReader();
    this.output?.dropWriter();
    this.input = null;
    this.output = null;
    if (this.hostFd >= 0) host().fs.close(this.hostFd);
  }
}

const table: Map<number, OpenFile> = new Map();
/** Host descriptors that only hold a number for an entry of the table. */
const placeholders: Set<number> = new Set();
/** Host descriptors that live on under other numbers (their own number was closed or given away). */
const hidden: Set<number> = new Set();
/** Descriptors that exec would keep. */
const inheritable: Set<number> = new Set([0, 1, 2]);

/** A number nobody uses. The host gives one out for an open null device, where it has that. */
function freeNumber(): number {
  try {
    const fd = host().fs.open('/dev/null', 0, 0);
    if (!table.has(fd) && !hidden.has(fd)) {
      placeholders.add(fd);
      return fd;
    }
    host().fs.close(fd);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
  }
  let fd = 3;
  while (table.has(fd) || hidden.has(fd) || isHostOpen(fd)) fd++;
  return fd;
}

function isHostOpen(fd: number): boolean {
  try {
    host().fs.fstat(fd);
    return true;
  } catch (e) {
    if (e instanceof HostError) return false;
    throw e;
  }
}

function releaseNumber(fd: number): void {
  table.delete(fd);
  inheritable.delete(fd);
  if (placeholders.delete(fd)) host().fs.close(fd);
}

function drop(file: OpenFile): void {
  if (--file.refs > 0) return;
  hidden.delete(file.hostFd);
  file.end();
}

/** The entry of a number, made for a host descriptor that had none. */
function adopt(fd: number): OpenFile {
  const known = table.get(fd);
  if (known !== undefined) return known;
  if (fd < 0 || hidden.has(fd)) throw new HostError(EBADF);
  host().fs.fstat(fd);
  const file = new OpenFile(fd, null, null, false);
  table.set(fd, file);
  return file;
}

/** The host's descriptor behind a number; EBADF for none, -1 for channels. */
export function hostFd(fd: number): number {
  if (fd < 0) throw new HostError(EBADF);
  if (table.size === 0) return fd;
  const file = table.get(fd);
  if (file !== undefined) return file.hostFd;
  if (hidden.has(fd)) throw new HostError(EBADF);
  return fd;
}

/** The channel file behind a number, or null when the host serves it. */
export function channelOf(fd: number): OpenFile | null {
  const file = table.get(fd);
  return file !== undefined && file.hostFd < 0 ? file : null;
}

/** open(2): the number of the new descriptor. */
export function fdOpen(path: string, flags: number, mode: number): number {
  const fd = host().fs.open(path, flags, mode);
  if (!table.has(fd) && !hidden.has(fd)) return fd;
  const number = freeNumber();
  table.set(number, new OpenFile(fd, null, null, false));
  hidden.add(fd);
  return number;
}

export function fdClose(fd: number): void {
  const file = table.get(fd);
  if (file === undefined) {
    if (fd < 0 || hidden.has(fd)) throw new HostError(EBADF);
    inheritable.delete(fd);
    nonBlocking.delete(fd);
    host().fs.close(fd);
    return;
  }
  if (file.hostFd === fd && file.refs > 1) hidden.add(fd);
  releaseNumber(fd);
  drop(file);
}

/** dup(2). */
export function fdDup(fd: number): number {
  const file = adopt(fd);
  const number = freeNumber();
  file.refs++;
  table.set(number, file);
  return number;
}

/** dup2(2). */
export function fdDup2(fd: number, to: number): number {
  const file = adopt(fd);
  if (to < 0) throw new HostError(EBADF);
  if (fd === to) return to;
  if (table.has(to) || (!hidden.has(to) && isHostOpen(to))) fdClose(to);
  file.refs++;
  table.set(to, file);
  if (to === file.hostFd) hidden.delete(to);
  return to;
}

function waitOrFail(file: OpenFile): never {
  throw new HostError(file.blocking ? EDEADLK : EAGAIN);
}

/** How long one wait for a child lasts at most. */
const ROUND = 3_600_000_000_000n;

/** Waits until a child has written something or closed its end. */
function awaitChild(file: OpenFile, input: Channel): void {
  pump(0n);
  const done = (): boolean => input.size > 0 || input.feeds.length === 0;
  if (file.blocking) while (!waitNs(ROUND, done));
}

export function fdRead(fd: number, into: Uint8Array, position?: number): number {
  const file = table.get(fd);
  if (file === undefined || file.hostFd >= 0) return host().fs.read(hostFd(fd), into, position);
  const input = file.input;
  if (position !== undefined) throw new HostError(ESPIPE);
  if (input === null) throw new HostError(EBADF);
  if (input.size === 0 && input.feeds.length > 0 && into.length > 0) awaitChild(file, input);
  if (input.size > 0 || into.length === 0) return input.take(into);
  return input.writers === 0 ? 0 : waitOrFail(file);
}

export function fdWrite(fd: number, bytes: Uint8Array, position?: number): number {
  const file = table.get(fd);
  if (file === undefined || file.hostFd >= 0) return host().fs.write(hostFd(fd), bytes, position);
  const output = file.output;
  if (position !== undefined) throw new HostError(ESPIPE);
  if (output === null) throw new HostError(file.socket ? EPIPE : EBADF);
  if (bytes.length === 0) return 0;
  if (output.sink !== null) pump(0n);
  if (output.readers === 0) throw new HostError(EPIPE);
  const n = output.put(bytes);
  return n > 0 || bytes.length === 0 ? n : waitOrFail(file);
}

export function fdSeek(fd: number, offset: number, whence: number): number {
  if (channelOf(fd) !== null) throw new HostError(ESPIPE);
  return host().fs.seek(hostFd(fd), offset, whence);
}

export function fdTruncate(fd: number, length: number): void {
  if (channelOf(fd) !== null) throw new HostError(EINVAL);
  host().fs.truncate(hostFd(fd), length);
}

export function fdSync(fd: number): void {
  if (channelOf(fd) !== null) throw new HostError(EINVAL);
  host().fs.sync(hostFd(fd));
}

export function fdIsatty(fd: number): boolean {
  if (fd < 0 || channelOf(fd) !== null) return false;
  try {
    return host().fs.isatty(hostFd(fd));
  } catch (e) {
    if (e instanceof HostError) return false;
    throw e;
  }
}

export function fdStat(fd: number): HostStat {
  const file = channelOf(fd);
  if (file === null) return host().fs.fstat(hostFd(fd));
  const now = host().timeNs();
  const mode = (file.socket ? S_IFSOCK | 0o777 : S_IFIFO | 0o600) >>> 0;
  return {
    mode,
    ino: BigInt(fd),
    dev: 0n,
    nlink: 1,
    uid: 0,
    gid: 0,
    size: 0n,
    atimeNs: now,
    mtimeNs: now,
    ctimeNs: now,
    blksize: 4096,
    blocks: 0n,
    rdev: 0n,
  };
}

/** pipe(2): [read end, write end]. */
export function fdPipe(): [number, number] {
  const channel = new Channel();
  const reader = freeNumber();
  table.set(reader, new OpenFile(-1, channel, null, false));
  const writer = freeNumber();
  table.set(writer, new OpenFile(-1, null, channel, false));
  return [reader, writer];
}

/** socketpair(2). */
export function fdSocketPair(): [number, number] {
  const there = new Channel(SOCKET_CAPACITY);
  const back = new Channel(SOCKET_CAPACITY);
  const a = freeNumber();
  table.set(a, new OpenFile(-1, back, there, true));
  const b = freeNumber();
  table.set(b, new OpenFile(-1, there, back, true));
  return [a, b];
}

/** Closes one direction of a socket: 0 reading, 1 writing, 2 both. */
export function fdShutdown(fd: number, how: number): void {
  const file = channelOf(fd);
  if (file === null) throw new HostError(ERRNO.ENOTSOCK!);
  if (how !== 1 && file.input !== null) {
    file.input.dropReader();
    file.input = null;
  }
  if (how !== 0 && file.output !== null) {
    file.output.dropWriter();
    file.output = null;
  }
}

/** Host descriptors whose files never make anybody wait, set to O_NONBLOCK all the same. */
const nonBlocking: Set<number> = new Set();

export function fdBlocking(fd: number): boolean {
  return channelOf(fd)?.blocking ?? !nonBlocking.has(fd);
}

/** O_NONBLOCK; terminals and pipes of the host always wait. */
export function setFdBlocking(fd: number, blocking: boolean): void {
  const file = channelOf(fd);
  if (file !== null) file.blocking = blocking;
  else {
    const kind = fdStat(fd).mode & 0o170000;
    const waits = kind === S_IFIFO || kind === S_IFSOCK || (kind === 0o020000 && fdIsatty(fd));
    if (!blocking && waits) throw new HostError(ERRNO.ENOSYS!);
    if (blocking) nonBlocking.delete(fd);
    else nonBlocking.add(fd);
  }
}

/** The descriptors that a program which is executed keeps. */
export function inheritableFds(): number[] {
  return [...inheritable];
}

export function fdInheritable(fd: number): boolean {
  fdStat(fd);
  return inheritable.has(fd);
}

export function setFdInheritable(fd: number, on: boolean): void {
  fdStat(fd);
  if (on) inheritable.add(fd);
  else inheritable.delete(fd);
}

/** Poll events of one descriptor (POLLIN 1, POLLOUT 4, POLLERR 8, POLLHUP 16, POLLNVAL 32). */
export function fdPoll(fd: number): number {
  const file = channelOf(fd);
  if (file === null) {
    if (!table.has(fd) && (fd < 0 || hidden.has(fd) || !isHostOpen(fd))) return 32;
    return 1 | 4;
  }
  pump(0n);
  let events = 0;
  const { input, output } = file;
  if (input !== null && input.size > 0) events |= 1;
  if (input !== null && input.writers === 0) events |= file.socket ? 1 | 0x2000 : 16;
  if (file.socket && input === null) events |= 1;
  if (file.socket && output === null) events |= 4;
  if (
    output !== null &&
    output.readers > 0 &&
    (output.sink !== null || output.size < output.capacity)
  )
    events |= 4;
  if (output !== null && output.readers === 0) events |= file.socket ? 4 | 16 : 4 | 8;
  return events;
}
