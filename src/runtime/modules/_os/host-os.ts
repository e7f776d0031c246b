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
}

/** The host with its optional capabilities. */
export function osHost(): Host & OsCapabilities {
  return host() as Host & OsCapabilities;
}
