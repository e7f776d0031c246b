/**
 * What the system knows about processes: groups, sessions, users, priorities, scheduling. CPython: Modules/posixmodule.c.
 * Read from /proc, as a host has no calls for it; without /proc the functions raise OSError(ENOSYS).
 */
import { index } from '../../core/abstract.ts';
import { bindArgs, method } from '../../core/args.ts';
import { typeError } from '../../core/errors.ts';
import type { NativeDef } from '../../core/native-def.ts';
import type { Owned, PyObject } from '../../core/object.ts';
import type { KwNames, TypeObject } from '../../core/type-object.ts';
import { HostError, host, readFile } from '../../host.ts';
import { newInt } from '../../objects/int.ts';
import { newListSteal } from '../../objects/list.ts';
import { isStr, newStrJs } from '../../objects/str.ts';
import { defineStructSeq, newStructSeqSteal } from '../../objects/structseq.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { readAccounts } from './accounts.ts';
import { fdIsatty, hostFd } from './fd-table.ts';
import { osHost } from './host-os.ts';
import { ERRNO, errnoError, fromHost } from './os-error.ts';
import { fsText } from './path-argument.ts';

const ENXIO = 6;
const ESRCH = 3;
const ENOTTY = 25;
const EINVAL = 22;
const NO_LOGIN = 4294967295;

/** Fields of /proc/PID/stat behind the command, by their place there. */
const GROUP = 2;
const SESSION = 3;
const TERMINAL_GROUP = 5;
const NICE = 16;
const REALTIME_PRIORITY = 37;
const POLICY = 38;

const number = (o: PyObject): number => Number(index(o));

/** A small file of the system; null when it is not there. */
function systemText(path: string): string | null {
  try {
    return String.fromCharCode(...readFile(path));
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  }
}

function statFields(pid: number): string[] {
  const text = systemText(`/proc/${pid === 0 ? 'self' : pid}/stat`);
  if (text === null)
    throw errnoError(systemText('/proc/self/stat') === null ? ERRNO.ENOSYS! : ESRCH);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

const statField = (pid: number, field: number): number => Number(statFields(pid)[field]);

/** Real, effective and saved number of the user or the group. */
function triple(key: 'Uid' | 'Gid'): Owned {
  const line = new RegExp(`^${key}:\\s*(\\d+)\\s+(\\d+)\\s+(\\d+)`, 'm').exec(
    systemText('/proc/self/status') ?? '',
  );
  if (line === null) throw errnoError(ERRNO.ENOSYS!);
  return newTupleSteal(line.slice(1, 4).map((n) => newInt(Number(n))));
}

function getlogin(): Owned {
  const uid = systemText('/proc/self/loginuid');
  const user = uid === null || Number(uid) === NO_LOGIN ? undefined : Number(uid);
  const row = readAccounts('/etc/passwd', 4).find((fields) => Number(fields[2]) === user);
  if (row === undefined) throw errnoError(ENXIO);
  return newStrJs(row[0]!);
}

function getgrouplist(_m: PyObject, user: PyObject, group: PyObject): Owned {
  if (!isStr(user)) throw typeError(`getgrouplist() argument 1 must be str, not ${user.type.name}`);
  const name = fsText(user);
  const found = new Set([number(group)]);
  for (const [, , gid, members] of readAccounts('/etc/group', 4)) {
    if (members!.split(',').includes(name)) found.add(Number(gid));
  }
  return newListSteal([...found].map((n) => newInt(n)));
}

/** The processes that a priority call is about: one, those of a group, or those of a user. */
function chosen(which: number, who: number): number[] {
  if (which === 0) return [who];
  if (which !== 1 && which !== 2) throw errnoError(EINVAL);
  const all = host()
    .fs.list('/proc')
    .map((e) => Number(e.name))
    .filter((n) => n > 0);
  const group = which === 1 ? who || statField(0, GROUP) : 0;
  return all.filter((pid) => {
    if (which === 1) return Number(statOrNothing(pid)?.[GROUP]) === group;
    const uid = /^Uid:\s*(\d+)/m.exec(systemText(`/proc/${pid}/status`) ?? '')?.[1];
    return uid !== undefined && Number(uid) === (who || (osHost().uid ?? 0));
  });
}

function statOrNothing(pid: number): string[] | null {
  const text = systemText(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function getpriority(_m: PyObject, which: PyObject, who: PyObject): Owned {
  const pids = chosen(number(which), number(who));
  if (pids.length === 0) throw errnoError(ESRCH);
  return newInt(Math.min(...pids.map((pid) => statField(pid, NICE))));
}

function setPriorities(pids: number[], priority: number): void {
  const set = osHost().setPriority;
  if (set === undefined) throw errnoError(ERRNO.ENOSYS!);
  try {
    for (const pid of pids) set(pid, Math.max(-20, Math.min(19, priority)));
  } catch (e) {
    throw fromHost(e);
  }
}

function setpriority(_m: PyObject, which: PyObject, who: PyObject, priority: PyObject): void {
  setPriorities(chosen(number(which), number(who)), number(priority));
}

function nice(_m: PyObject, increment: PyObject): Owned {
  setPriorities([0], statField(0, NICE) + number(increment));
  return newInt(statField(0, NICE));
}

// ---------------------------------------------------------------------------------------------
// Scheduling

const SCHED_FIFO = 1;
const SCHED_RR = 2;
const LAST_POLICY = 6;

/** Bounds of the static priority of a policy. */
function bound(realtime: number) {
  return (_m: PyObject, policy: PyObject): Owned => {
    const p = number(policy);
    if (p < 0 || p > LAST_POLICY || p === 4) throw errnoError(EINVAL);
    return newInt(p === SCHED_FIFO || p === SCHED_RR ? realtime : 0);
  };
}

/** posix.sched_param: one field, given as itself and not in a sequence. */
export const SchedParamType: TypeObject = defineStructSeq('posix.sched_param', ['sched_priority'], {
  tp_new: (type: TypeObject, args: PyObject[], kw: KwNames): Owned => {
    const [priority] = bindArgs('sched_param', '(sched_priority)', args, kw);
    return newStructSeqSteal(type, [newIntOf(priority)]);
  },
  text_signature: '(sched_priority)',
  doc: 'What a scheduling policy knows of a process.',
});

function newIntOf(o: PyObject): Owned {
  o.rc++;
  return o as Owned;
}

function getparam(_m: PyObject, pid: PyObject): Owned {
  return newStructSeqSteal(SchedParamType, [newInt(statField(number(pid), REALTIME_PRIORITY))]);
}

// ---------------------------------------------------------------------------------------------
// Terminals

function terminalFd(o: PyObject): number {
  const fd = number(o);
  try {
    hostFd(fd);
    if (fdIsatty(fd)) return fd;
    host().fs.fstat(fd);
  } catch (e) {
    throw fromHost(e);
  }
  throw errnoError(ENOTTY);
}

function tcgetpgrp(_m: PyObject, fd: PyObject): Owned {
  terminalFd(fd);
  return newInt(statField(0, TERMINAL_GROUP));
}

function ttyname(_m: PyObject, fd: PyObject): Owned {
  const n = terminalFd(fd);
  const path = osHost().fdPath?.(hostFd(n));
  if (path === undefined) throw errnoError(ERRNO.ENOSYS!);
  try {
    return newStrJs(host().fs.readlink(path));
  } catch (e) {
    throw fromHost(e);
  }
}

/** posix.waitid_result. */
export const WaitidResultType: TypeObject = defineStructSeq(
  'posix.waitid_result',
  ['si_pid', 'si_uid', 'si_signo', 'si_status', 'si_code'],
  { doc: 'What waitid() tells of a child.' },
);

export const processInfoFunctions: Record<string, NativeDef> = {
  getpgid: method('($module, /, pid)', (_m: PyObject, pid: PyObject) =>
    newInt(statField(number(pid), GROUP)),
  ),
  getpgrp: method('($module, /)', () => newInt(statField(0, GROUP))),
  getsid: method('($module, pid, /)', (_m: PyObject, pid: PyObject) =>
    newInt(statField(number(pid), SESSION)),
  ),
  getresuid: method('($module, /)', () => triple('Uid')),
  getresgid: method('($module, /)', () => triple('Gid')),
  getlogin: method('($module, /)', getlogin),
  getgrouplist: method('($module, user, group, /)', getgrouplist),
  getpriority: method('($module, /, which, who)', getpriority),
  setpriority: method('($module, /, which, who, priority)', setpriority),
  nice: method('($module, increment, /)', nice),
  sched_get_priority_max: method('($module, /, policy)', bound(99)),
  sched_get_priority_min: method('($module, /, policy)', bound(1)),
  sched_getparam: method('($module, pid, /)', getparam),
  sched_getscheduler: method('($module, pid, /)', (_m: PyObject, pid: PyObject) =>
    newInt(statField(number(pid), POLICY)),
  ),
  tcgetpgrp: method('($module, fd, /)', tcgetpgrp),
  ttyname: method('($module, fd, /)', ttyname),
};
