/**
 * What a host may offer beyond `Host`: the parts of an operating system that not every host has. Natives ask for a
 * capability here and raise OSError(ENOSYS), or leave the function out, when it is absent.
 */
import { type Host, host } from '../../host.ts';

/** Names of the running system, as uname(2) gives them. */
export interface HostUname {
  sysname: string;
  nodename: string;
  release: string;
  version: string;
  machine: string;
}

/** statvfs(3). */
export interface HostStatvfs {
  bsize: number;
  blocks: number;
  bfree: number;
  bavail: number;
  files: number;
  ffree: number;
}

/** Resource usage of the process: times in microseconds, sizes in kilobytes. */
export interface HostUsage {
  userUs: number;
  systemUs: number;
  maxRss: number;
  minorFaults: number;
  majorFaults: number;
  swaps: number;
  blockInputs: number;
  blockOutputs: number;
  messagesSent: number;
  messagesReceived: number;
  signals: number;
  voluntarySwitches: number;
  involuntarySwitches: number;
}

/** A child process to start. */
export interface SpawnRequest {
  /** Absolute paths, tried in this order until one can be executed. */
  files: string[];
  args: string[];
  cwd: string | null;
  /** 'NAME=value'. */
  env: string[];
  /**
   * What each descriptor of the child is: one of the host's, a pipe by which the child reads ('in'), writes ('out') or both,
   * or nothing.
   */
  stdio: (number | 'in' | 'out' | 'both' | null)[];
  /** Descriptor 2 is the same pipe as descriptor 1. */
  joined: boolean;
  /** The child leads a new session. */
  session: boolean;
  uid: number | null;
  gid: number | null;
}

/** What happened to a child. `end`: it has closed its end of the pipe. `status` is that of wait(2). */
export type ProcessEvent =
  | { type: 'started'; id: number; pid: number; errno: number; stage: string }
  | { type: 'data'; id: number; fd: number; bytes: Uint8Array }
  | { type: 'end'; id: number; fd: number }
  | { type: 'exit'; id: number; status: number };

/** Processes of a host that has them. Children are known by numbers of the host; `started` tells their pid. */
export interface HostProcesses {
  spawn(request: SpawnRequest): number;
  send(id: number, fd: number, bytes: Uint8Array): void;
  /** Nothing more will be sent. */
  finish(id: number, fd: number): void;
  /** Closes the reading end. */
  close(id: number, fd: number): void;
  /** So many bytes have been read; the child may write as many again. */
  received(id: number, fd: number, count: number): void;
  /** What has happened; waits for up to `ns` for the first event, less when a signal comes. */
  events(ns: bigint): ProcessEvent[];
}

/** Optional capabilities. Failing calls throw HostError. */
export interface OsCapabilities {
  uname?(): HostUname;
  ppid?: number;
  uid?: number;
  euid?: number;
  gid?: number;
  egid?: number;
  groups?: number[];
  cpuCount?(): number;
  availableCpus?(): number[];
  loadAverage?(): [number, number, number];
  /** Sets the file creation mask and returns the old one. */
  umask?(mask: number): number;
  kill?(pid: number, signal: number): void;
  /** What to do with a signal of the system: its default, nothing, or report it by pendingSignal. */
  watchSignal?(signal: number, mode: 'default' | 'ignore' | 'report'): void;
  /** setitimer(2): 0 counts real time, 1 user time, 2 CPU time; the signal comes as any other. Nanoseconds. */
  setTimer?(which: number, first: bigint, interval: bigint): void;
  chown?(path: string, uid: number, gid: number): void;
  lchown?(path: string, uid: number, gid: number): void;
  fchown?(fd: number, uid: number, gid: number): void;
  fchmod?(fd: number, mode: number): void;
  lutime?(path: string, atimeNs: bigint, mtimeNs: bigint): void;
  futime?(fd: number, atimeNs: bigint, mtimeNs: bigint): void;
  statvfs?(path: string): HostStatvfs;
  usage?(): HostUsage;
  /** A path under which the file of a descriptor is found (Linux: /proc/self/fd/N). */
  fdPath?(fd: number): string;
  abort?(): never;
  /** setpriority(2) of a process; 0 is this one. */
  setPriority?(pid: number, priority: number): void;
  /** Version of the C library, '2.36'. */
  libcVersion?(): string | undefined;
  processes?: HostProcesses;
  /** The descriptor a child gets for one of ours: its place in the file is the one that is seen here. Another one than `fd` is
   * the caller's to close. */
  inheritFd?(fd: number): number;
}

/** The host with its optional capabilities. */
export function osHost(): Host & OsCapabilities {
  return host() as Host & OsCapabilities;
}
