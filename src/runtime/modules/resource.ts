/**
 * resource: usage of the process and its limits. CPython: Modules/resource.c. Limits can be read where the system shows them
 * (/proc/self/limits); a host cannot change them. The limits of memory (address space, data) hold for the account of
 * blocks instead.
 */
import { setMemoryLimit } from '../core/account.ts';
import { index, sequenceToArray } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { overflowError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { HostError, host } from '../host.ts';
import { OSErrorType } from '../objects/exceptions.ts';
import { newFloat } from '../objects/float.ts';
import { newInt } from '../objects/int.ts';
import { defineStructSeq, newStructSeqSteal } from '../objects/structseq.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { osHost } from './_os/host-os.ts';
import { ERRNO, errnoError } from './_os/os-error.ts';
import { textOfBytes } from './_os/path-argument.ts';

/** Limits by number, with their names in /proc/self/limits. */
const LIMITS: readonly string[] = [
  'Max cpu time',
  'Max file size',
  'Max data size',
  'Max stack size',
  'Max core file size',
  'Max resident set',
  'Max processes',
  'Max open files',
  'Max locked memory',
  'Max address space',
  'Max file locks',
  'Max pending signals',
  'Max msgqueue size',
  'Max nice priority',
  'Max realtime priority',
  'Max realtime timeout',
];

const RusageType = defineStructSeq('resource.struct_rusage', [
  'ru_utime',
  'ru_stime',
  'ru_maxrss',
  'ru_ixrss',
  'ru_idrss',
  'ru_isrss',
  'ru_minflt',
  'ru_majflt',
  'ru_nswap',
  'ru_inblock',
  'ru_oublock',
  'ru_msgsnd',
  'ru_msgrcv',
  'ru_nsignals',
  'ru_nvcsw',
  'ru_nivcsw',
]);

function int(o: PyObject): number {
  const v = index(o);
  if (v > 2147483647 || v < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  return Number(v);
}

function getrusage(_m: PyObject, who: PyObject): Owned {
  const n = int(who);
  if (n < -1 || n > 1) throw valueError('invalid who parameter');
  const ask = osHost().usage;
  if (ask === undefined) throw errnoError(ERRNO.ENOSYS!);
  // There are no children.
  const u = n === -1 ? null : ask();
  const counts =
    u === null
      ? new Array(14).fill(0)
      : [
          u.maxRss,
          0,
          0,
          0,
          u.minorFaults,
          u.majorFaults,
          u.swaps,
          u.blockInputs,
          u.blockOutputs,
          u.messagesSent,
          u.messagesReceived,
          u.signals,
          u.voluntarySwitches,
          u.involuntarySwitches,
        ];
  const times = [(u?.userUs ?? 0) / 1e6, (u?.systemUs ?? 0) / 1e6];
  return newStructSeqSteal(RusageType, [
    ...times.map((x) => newFloat(x)),
    ...counts.map((x: number) => newInt(x)),
  ]);
}

function readLimits(): string {
  const { fs } = host();
  const fd = fs.open('/proc/self/limits', 0, 0);
  try {
    const bytes = new Uint8Array(8192);
    return textOfBytes(bytes.subarray(0, fs.read(fd, bytes)));
  } finally {
    fs.close(fd);
  }
}

function limitNumber(o: PyObject): number {
  const n = int(o);
  if (n < 0 || n >= LIMITS.length) throw valueError('invalid resource specified');
  return n;
}

/** Limits of memory, which the account keeps to; [soft, hard] in bytes, Infinity for none. */
const MEMORY_LIMITS = new Map<number, [number, number]>([
  [2, [Infinity, Infinity]],
  [9, [Infinity, Infinity]],
]);
/** Limits of memory that the program has set. */
const changed: Set<number> = new Set();

function limitInt(v: number): Owned {
  return newInt(v === Infinity ? -1 : v);
}

function limitValues(n: number): Owned {
  if (changed.has(n)) return newTupleSteal(MEMORY_LIMITS.get(n)!.map(limitInt));
  let text: string;
  try {
    text = readLimits();
  } catch (e) {
    if (e instanceof HostError) throw errnoError(ERRNO.ENOSYS!);
    throw e;
  }
  const line = text.split('\n').find((l) => l.startsWith(LIMITS[n]!));
  if (line === undefined) throw errnoError(ERRNO.EINVAL!);
  const [soft, hard] = line.slice(26).trim().split(/\s+/);
  return newTupleSteal([soft, hard].map((v) => newInt(v === 'unlimited' ? -1 : BigInt(v!))));
}

function limitBytes(o: PyObject): number {
  const v = index(o);
  if (v >= 2n ** 63n || v < -(2n ** 63n))
    throw overflowError('Python int too large to convert to C long');
  // the C type is unsigned: -1 is RLIM_INFINITY
  return v === -1 ? Infinity : v < 0 ? 2 ** 64 + Number(v) : Number(v);
}

function readLimitPair(limits: PyObject): [number, number] {
  const items = sequenceToArray(limits);
  try {
    if (items.length !== 2) throw valueError('expected a tuple of 2 integers');
    return [limitBytes(items[0]!), limitBytes(items[1]!)];
  } finally {
    for (const item of items) decref(item);
  }
}

/** A host's limits cannot be changed; those of memory are the account's. */
function changeLimit(n: number, limits: PyObject): void {
  const [soft, hard] = readLimitPair(limits);
  if (soft > hard) throw valueError('current limit exceeds maximum limit');
  const old = MEMORY_LIMITS.get(n);
  if (old === undefined) throw errnoError(ERRNO.ENOSYS!);
  if (hard > old[1]) throw valueError('not allowed to raise maximum limit');
  MEMORY_LIMITS.set(n, [soft, hard]);
  changed.add(n);
  setMemoryLimit(Math.min(...[...MEMORY_LIMITS.values()].map((l) => l[0])));
}

function setrlimit(_m: PyObject, resource: PyObject, limits: PyObject): void {
  changeLimit(limitNumber(resource), limits);
}

function prlimit(_m: PyObject, pid: PyObject, resource: PyObject, limits?: PyObject): Owned {
  const p = int(pid);
  const n = limitNumber(resource);
  if (limits !== undefined && limits.type.name !== 'NoneType') {
    if (p !== 0 && p !== host().pid) throw errnoError(ERRNO.ESRCH!);
    const old = limitValues(n);
    changeLimit(n, limits);
    return old;
  }
  if (p !== 0 && p !== host().pid) throw errnoError(ERRNO.ESRCH!);
  return limitValues(n);
}

defineModule('resource', {
  doc: 'What the process uses and may use.',
  functions: {
    getrusage: method('($module, who, /)', getrusage),
    getrlimit: method('($module, resource, /)', (_m: PyObject, r: PyObject) =>
      limitValues(limitNumber(r)),
    ),
    prlimit: method('($module, pid, resource, limits=None, /)', prlimit),
    setrlimit: method('($module, resource, limits, /)', setrlimit),
    getpagesize: method('($module, /)', () => newInt(4096)),
  },
  types: { struct_rusage: RusageType, error: OSErrorType },
  constants: {
    RLIMIT_CPU: 0,
    RLIMIT_FSIZE: 1,
    RLIMIT_DATA: 2,
    RLIMIT_STACK: 3,
    RLIMIT_CORE: 4,
    RLIMIT_RSS: 5,
    RLIMIT_NPROC: 6,
    RLIMIT_NOFILE: 7,
    RLIMIT_OFILE: 7,
    RLIMIT_MEMLOCK: 8,
    RLIMIT_AS: 9,
    RLIMIT_SIGPENDING: 11,
    RLIMIT_MSGQUEUE: 12,
    RLIMIT_NICE: 13,
    RLIMIT_RTPRIO: 14,
    RLIMIT_RTTIME: 15,
    RLIM_INFINITY: -1,
    RUSAGE_SELF: 0,
    RUSAGE_CHILDREN: -1,
    RUSAGE_THREAD: 1,
  },
});
