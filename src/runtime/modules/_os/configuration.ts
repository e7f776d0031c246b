/**
 * sysconf, pathconf and confstr. CPython: Modules/posixmodule.c with the tables of glibc on 64-bit Linux.
 *
 * A row is name:code:value; `?` stands for what the machine decides, `!` for what glibc refuses, -1 for no limit.
 */
import { index } from '../../core/abstract.ts';
import { method } from '../../core/args.ts';
import { overflowError, typeError, valueError } from '../../core/errors.ts';
import type { NativeDef } from '../../core/native-def.ts';
import { decref, type Owned, type PyObject } from '../../core/object.ts';
import { HostError, host, readFile } from '../../host.ts';
import { dictSet, newDict } from '../../objects/dict.ts';
import { isInt, newInt } from '../../objects/int.ts';
import { isStr, newStrJs, strJs } from '../../objects/str.ts';
import { fdStat } from './fd-table.ts';
import { osHost } from './host-os.ts';
import { ERRNO, errnoError, fromHost } from './os-error.ts';
import { pathArg } from './path-argument.ts';

const PAGE = 4096;
const UNLIMITED = -1;

const SYSCONF = `
  ARG_MAX:0:2097152 CHILD_MAX:1:? CLK_TCK:2:100 NGROUPS_MAX:3:65536 OPEN_MAX:4:? STREAM_MAX:5:16 TZNAME_MAX:6:-1
  JOB_CONTROL:7:1 SAVED_IDS:8:1 REALTIME_SIGNALS:9:200809 PRIORITY_SCHEDULING:10:200809 TIMERS:11:200809
  ASYNCHRONOUS_IO:12:200809 PRIORITIZED_IO:13:200809 SYNCHRONIZED_IO:14:200809 FSYNC:15:200809
  MAPPED_FILES:16:200809 MEMLOCK:17:200809 MEMLOCK_RANGE:18:200809 MEMORY_PROTECTION:19:200809
  MESSAGE_PASSING:20:200809 SEMAPHORES:21:200809 SHARED_MEMORY_OBJECTS:22:200809 AIO_LISTIO_MAX:23:-1 AIO_MAX:24:-1
  AIO_PRIO_DELTA_MAX:25:20 DELAYTIMER_MAX:26:2147483647 MQ_OPEN_MAX:27:-1 MQ_PRIO_MAX:28:32768 VERSION:29:200809
  PAGESIZE:30:4096 PAGE_SIZE:30:4096 RTSIG_MAX:31:32 SEM_NSEMS_MAX:32:-1 SEM_VALUE_MAX:33:2147483647
  SIGQUEUE_MAX:34:? TIMER_MAX:35:-1 BC_BASE_MAX:36:99 BC_DIM_MAX:37:2048 BC_SCALE_MAX:38:99 BC_STRING_MAX:39:1000
  COLL_WEIGHTS_MAX:40:255 EQUIV_CLASS_MAX:41:! EXPR_NEST_MAX:42:32 LINE_MAX:43:2048 RE_DUP_MAX:44:32767
  CHARCLASS_NAME_MAX:45:2048 2_VERSION:46:200809 2_C_BIND:47:200809 2_C_DEV:48:200809 2_FORT_DEV:49:-1
  2_FORT_RUN:50:-1 2_SW_DEV:51:200809 2_LOCALEDEF:52:200809 PII:53:-1 PII_XTI:54:-1 PII_SOCKET:55:-1
  PII_INTERNET:56:-1 PII_OSI:57:-1 POLL:58:-1 SELECT:59:-1 IOV_MAX:60:1024 UIO_MAXIOV:60:1024
  PII_INTERNET_STREAM:61:-1 PII_INTERNET_DGRAM:62:-1 PII_OSI_COTS:63:-1 PII_OSI_CLTS:64:-1 PII_OSI_M:65:-1
  T_IOV_MAX:66:-1 THREADS:67:200809 THREAD_SAFE_FUNCTIONS:68:200809 GETGR_R_SIZE_MAX:69:1024
  GETPW_R_SIZE_MAX:70:1024 LOGIN_NAME_MAX:71:256 TTY_NAME_MAX:72:32 THREAD_DESTRUCTOR_ITERATIONS:73:4
  THREAD_KEYS_MAX:74:1024 THREAD_STACK_MIN:75:16384 THREAD_THREADS_MAX:76:-1 THREAD_ATTR_STACKADDR:77:200809
  THREAD_ATTR_STACKSIZE:78:200809 THREAD_PRIORITY_SCHEDULING:79:200809 THREAD_PRIO_INHERIT:80:200809
  THREAD_PRIO_PROTECT:81:200809 THREAD_PROCESS_SHARED:82:200809 NPROCESSORS_CONF:83:? NPROCESSORS_ONLN:84:?
  PHYS_PAGES:85:? AVPHYS_PAGES:86:? ATEXIT_MAX:87:2147483647 PASS_MAX:88:8192 XOPEN_VERSION:89:700
  XOPEN_XCU_VERSION:90:4 XOPEN_UNIX:91:1 XOPEN_CRYPT:92:-1 XOPEN_ENH_I18N:93:1 XOPEN_SHM:94:1 2_CHAR_TERM:95:200809
  2_C_VERSION:96:200809 2_UPE:97:-1 XOPEN_XPG2:98:1 XOPEN_XPG3:99:1 XOPEN_XPG4:100:1 CHAR_BIT:101:8 CHAR_MAX:102:127
  CHAR_MIN:103:-128 INT_MAX:104:2147483647 INT_MIN:105:-2147483648 LONG_BIT:106:64 WORD_BIT:107:32 MB_LEN_MAX:108:16
  NZERO:109:20 SSIZE_MAX:110:32767 SCHAR_MAX:111:127 SCHAR_MIN:112:-128 SHRT_MAX:113:32767 SHRT_MIN:114:-32768
  UCHAR_MAX:115:255 UINT_MAX:116:4294967295 ULONG_MAX:117:-1 USHRT_MAX:118:65535 NL_ARGMAX:119:4096
  NL_LANGMAX:120:2048 NL_MSGMAX:121:2147483647 NL_NMAX:122:2147483647 NL_SETMAX:123:2147483647
  NL_TEXTMAX:124:2147483647 XBS5_ILP32_OFF32:125:-1 XBS5_ILP32_OFFBIG:126:-1 XBS5_LP64_OFF64:127:1
  XBS5_LPBIG_OFFBIG:128:-1 XOPEN_LEGACY:129:1 XOPEN_REALTIME:130:1 XOPEN_REALTIME_THREADS:131:1 MINSIGSTKSZ:249:?`;

const PATHCONF = `
  LINK_MAX:0:65000 MAX_CANON:1:255 MAX_INPUT:2:255 NAME_MAX:3:255 PATH_MAX:4:4096 PIPE_BUF:5:4096
  CHOWN_RESTRICTED:6:1 NO_TRUNC:7:1 VDISABLE:8:0 SYNC_IO:9:-1 ASYNC_IO:10:-1 PRIO_IO:11:-1 SOCK_MAXBUF:12:-1
  FILESIZEBITS:13:64 REC_INCR_XFER_SIZE:14:-1 REC_MAX_XFER_SIZE:15:-1 REC_MIN_XFER_SIZE:16:4096
  REC_XFER_ALIGN:17:4096 ALLOC_SIZE_MIN:18:4096 SYMLINK_MAX:19:-1`;

const CONFSTR = `
  PATH:0 GNU_LIBC_VERSION:2 GNU_LIBPTHREAD_VERSION:3 LFS_CFLAGS:1000 LFS_LDFLAGS:1001 LFS_LIBS:1002
  LFS_LINTFLAGS:1003 LFS64_CFLAGS:1004 LFS64_LDFLAGS:1005 LFS64_LIBS:1006 LFS64_LINTFLAGS:1007
  XBS5_ILP32_OFF32_CFLAGS:1100 XBS5_ILP32_OFF32_LDFLAGS:1101 XBS5_ILP32_OFF32_LIBS:1102
  XBS5_ILP32_OFF32_LINTFLAGS:1103 XBS5_ILP32_OFFBIG_CFLAGS:1104 XBS5_ILP32_OFFBIG_LDFLAGS:1105
  XBS5_ILP32_OFFBIG_LIBS:1106 XBS5_ILP32_OFFBIG_LINTFLAGS:1107 XBS5_LP64_OFF64_CFLAGS:1108
  XBS5_LP64_OFF64_LDFLAGS:1109 XBS5_LP64_OFF64_LIBS:1110 XBS5_LP64_OFF64_LINTFLAGS:1111
  XBS5_LPBIG_OFFBIG_CFLAGS:1112 XBS5_LPBIG_OFFBIG_LDFLAGS:1113 XBS5_LPBIG_OFFBIG_LIBS:1114
  XBS5_LPBIG_OFFBIG_LINTFLAGS:1115`;

type Table = Map<string, { code: number; value: string }>;

function table(prefix: string, rows: string): Table {
  const out: Table = new Map();
  for (const row of rows.trim().split(/\s+/)) {
    const [name, code, value] = row.split(':');
    out.set(prefix + name!, { code: Number(code), value: value ?? '' });
  }
  return out;
}

const SYSCONF_TABLE = table('SC_', SYSCONF);
const PATHCONF_TABLE = table('PC_', PATHCONF);
const CONFSTR_TABLE = table('CS_', CONFSTR);

/** Strings of glibc on 64-bit systems; all others are empty. */
const STRINGS: Record<string, string> = {
  CS_PATH: '/bin:/usr/bin',
  CS_LFS64_CFLAGS: '-D_LARGEFILE64_SOURCE',
  CS_LFS64_LINTFLAGS: '-D_LARGEFILE64_SOURCE',
  CS_XBS5_LP64_OFF64_CFLAGS: '-m64',
  CS_XBS5_LP64_OFF64_LDFLAGS: '-m64',
};

/** A small file of the system; '' when it is not there. */
function systemText(path: string): string {
  try {
    return String.fromCharCode(...readFile(path));
  } catch (e) {
    if (e instanceof HostError) return '';
    throw e;
  }
}

/** The soft limit of a resource, -1 for none. */
function limit(name: string): number {
  const line = new RegExp(`^${name} +(\\S+)`, 'm').exec(systemText('/proc/self/limits'));
  return line === null || line[1] === 'unlimited' ? UNLIMITED : Number(line[1]);
}

function memoryPages(name: string): number {
  const line = new RegExp(`^${name}: +(\\d+) kB`, 'm').exec(systemText('/proc/meminfo'));
  return line === null ? UNLIMITED : Math.floor((Number(line[1]) * 1024) / PAGE);
}

/** What the machine decides. */
const MACHINE: Record<string, () => number> = {
  SC_CHILD_MAX: () => limit('Max processes'),
  SC_OPEN_MAX: () => limit('Max open files'),
  SC_SIGQUEUE_MAX: () => limit('Max pending signals'),
  SC_NPROCESSORS_CONF: () => osHost().cpuCount?.() ?? 1,
  SC_NPROCESSORS_ONLN: () => osHost().cpuCount?.() ?? 1,
  SC_PHYS_PAGES: () => memoryPages('MemTotal'),
  SC_AVPHYS_PAGES: () => memoryPages('MemFree'),
  SC_MINSIGSTKSZ: () => 2048,
};

/** The entry of a name given as str or int; CPython refuses unknown names itself and leaves numbers to the system. */
function entry(o: PyObject, names: Table): [name: string, value: string] {
  if (isStr(o)) {
    const name = strJs(o);
    const found = names.get(name);
    if (found === undefined) throw valueError('unrecognized configuration name');
    return [name, found.value];
  }
  if (!isInt(o)) throw typeError('configuration names must be strings or integers');
  const code = index(o);
  if (code > 2147483647 || code < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  for (const [name, e] of names) if (e.code === Number(code)) return [name, e.value];
  throw errnoError(ERRNO.EINVAL!);
}

function sysconf(_m: PyObject, name: PyObject): Owned {
  const [text, value] = entry(name, SYSCONF_TABLE);
  if (value === '!') throw errnoError(ERRNO.EINVAL!);
  return newInt(value === '?' ? MACHINE[text]!() : Number(value));
}

function pathconf(_m: PyObject, path: PyObject, name: PyObject): Owned {
  const arg = pathArg(path, { fn: 'pathconf', fd: true });
  try {
    const [, value] = entry(name, PATHCONF_TABLE);
    if (arg.fd >= 0) fdStat(arg.fd);
    else host().fs.stat(arg.text);
    return newInt(Number(value));
  } catch (e) {
    throw fromHost(e, arg.object);
  } finally {
    arg.release();
  }
}

function confstr(_m: PyObject, name: PyObject): Owned {
  const [text] = entry(name, CONFSTR_TABLE);
  if (!text.startsWith('CS_GNU_')) return newStrJs(STRINGS[text] ?? '');
  const libc = osHost().libcVersion?.();
  if (libc === undefined) throw errnoError(ERRNO.EINVAL!);
  return newStrJs(`${text === 'CS_GNU_LIBC_VERSION' ? 'glibc' : 'NPTL'} ${libc}`);
}

function codes(names: Table): Owned {
  const dict = newDict();
  for (const [name, { code }] of names) {
    const k = newStrJs(name);
    const v = newInt(code);
    dictSet(dict, k, v);
    decref(k);
    decref(v);
  }
  return dict;
}

export const configurationFunctions: Record<string, NativeDef> = {
  sysconf: method('($module, name, /)', sysconf),
  pathconf: method('($module, /, path, name)', pathconf),
  fpathconf: method('($module, fd, name, /)', pathconf),
  confstr: method('($module, name, /)', confstr),
};

export const configurationNames: Record<string, () => Owned> = {
  sysconf_names: () => codes(SYSCONF_TABLE),
  pathconf_names: () => codes(PATHCONF_TABLE),
  confstr_names: () => codes(CONFSTR_TABLE),
};
