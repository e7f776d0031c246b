/**
 * Child processes as the program sees them: starting one, the pipes that lead to it, waiting for its end.
 *
 * Invariants
 * - A child holds an end of every channel it was given until it closes that end or ends: `readers` and `writers` count it.
 * - Nothing is heard of a child but in `pump`, which every wait of the runtime calls.
 * - A child is known until it was waited for and all its pipes are closed.
 */
import { HostError, host } from '../../host.ts';
import type { Channel, ChildEnd } from './fd-table.ts';
import { osHost, type SpawnRequest } from './host-os.ts';

const ENOSYS = 38;

/** One descriptor of a child that is a channel of this process. */
class Link implements ChildEnd {
  private readonly id: number;
  private readonly fd: number;
  /** What the child reads. */
  readonly input: Channel | null;
  /** What the child writes. */
  readonly output: Channel | null;
  open = true;
  constructor(id: number, fd: number, input: Channel | null, output: Channel | null) {
    this.id = id;
    this.fd = fd;
    this.input = input;
    this.output = output;
    input?.readBy(this);
    output?.writtenBy(this);
  }

  send(bytes: Uint8Array): void {
    osHost().processes!.send(this.id, this.fd, bytes);
  }

  finish(): void {
    osHost().processes!.finish(this.id, this.fd);
  }

  received(count: number): void {
    osHost().processes!.received(this.id, this.fd, count);
  }

  close(): void {
    osHost().processes!.close(this.id, this.fd);
  }

  end(): void {
    if (!this.open) return;
    this.open = false;
    this.input?.childStops();
    this.output?.childEnds(this);
  }
}

export class Child {
  readonly id: number;
  /** 0: not started yet. */
  pid = 0;
  /** Why it could not be started; 0 when it could. */
  errno = 0;
  stage = '';
  started = false;
  /** The status of wait(2), -1 while it runs. */
  status = -1;
  waitedFor = false;
  readonly links: Map<number, Link> = new Map();
  constructor(id: number) {
    this.id = id;
  }

  get open(): boolean {
    for (const link of this.links.values()) if (link.open) return true;
    return false;
  }
}

/** What descriptors of a child are made of: channels, or descriptors of the host. */
export type ChildFile = { input: Channel | null; output: Channel | null } | number | null;

export interface ChildRequest extends Omit<SpawnRequest, 'stdio' | 'joined'> {
  files: string[];
  stdio: ChildFile[];
}

const children: Map<number, Child> = new Map();

/** Waits for something to happen, for up to `ns`; what has happened to children takes effect. */
export function pump(ns: bigint): void {
  const { processes } = osHost();
  if (children.size === 0 || processes === undefined) {
    if (ns > 0n) host().sleepNs(ns);
    return;
  }
  for (const event of processes.events(ns)) {
    const child = children.get(event.id);
    if (child === undefined) continue;
    if (event.type === 'started') {
      child.started = true;
      child.pid = event.pid;
      child.errno = event.errno;
      child.stage = event.stage;
    } else if (event.type === 'exit') child.status = event.status;
    else {
      const link = child.links.get(event.fd);
      if (event.type === 'end') link?.end();
      else if (link?.open) feed(link, event.bytes);
    }
    forget(child);
  }
}

function feed(link: Link, bytes: Uint8Array): void {
  const channel = link.output!;
  if (channel.sink !== null) {
    channel.sink.send(bytes);
    link.received(bytes.length);
  } else if (channel.readers > 0) {
    channel.chunks.push(bytes);
    channel.size += bytes.length;
  }
}

function forget(child: Child): void {
  if (child.waitedFor && !child.open) children.delete(child.id);
}

function use(file: ChildFile): number | 'in' | 'out' | 'both' | null {
  if (file === null || typeof file === 'number') return file;
  if (file.input !== null) return file.output !== null ? 'both' : 'in';
  return 'out';
}

/** Starts a child; `errno` of the result tells whether that worked. */
export function startChild(request: ChildRequest): Child {
  const { processes } = osHost();
  if (processes === undefined) throw new HostError(ENOSYS);
  const { stdio, ...rest } = request;
  const out = stdio[1];
  const err = stdio[2];
  const joined =
    typeof out === 'object' &&
    typeof err === 'object' &&
    out !== null &&
    err !== null &&
    out.output !== null &&
    out.output === err.output;
  const uses = stdio.map(use);
  if (joined) uses[2] = null;
  const given = uses.map((u) => (typeof u === 'number' ? (osHost().inheritFd?.(u) ?? u) : u));
  const id = processes.spawn({ ...rest, stdio: given, joined });
  const child = new Child(id);
  children.set(id, child);
  stdio.forEach((file, fd) => {
    if (file === null || typeof file === 'number' || (joined && fd === 2)) return;
    child.links.set(fd, new Link(id, fd, file.input, file.output));
  });
  while (!child.started) pump(1_000_000_000n);
  given.forEach((u, fd) => {
    if (typeof u === 'number' && u !== uses[fd]) host().fs.close(u);
  });
  if (child.errno !== 0) {
    for (const link of child.links.values()) link.end();
    children.delete(id);
  }
  return child;
}

/** The children that were not waited for: one, or all for a `pid` that names none in particular. */
export function unwaited(pid: number): Child[] {
  return [...children.values()].filter((c) => !c.waitedFor && (pid <= 0 || c.pid === pid));
}

export function release(child: Child): void {
  child.waitedFor = true;
  forget(child);
}
