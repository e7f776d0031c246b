/**
 * select: waiting for descriptors. CPython: Modules/selectmodule.c.
 *
 * Pipes and socket pairs of this process are really waited for; the host's own descriptors always count as ready, since a host
 * cannot tell (docs/differences/sockets.md).
 */
import { asIndexNumber, index, sequenceToArray } from '../core/abstract.ts';
import { bindArgs, classMethod, method } from '../core/args.ts';
import {
  discard,
  keyError,
  matches,
  newException,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { account, decref, incref, type Owned, PyObject } from '../core/object.ts';
import { getset, newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_DISALLOW_INSTANTIATION,
  type TypeObject,
} from '../core/type-object.ts';
import { HostError } from '../host.ts';
import { OSErrorType, OverflowErrorType, TypeErrorType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { isList, newListSteal } from '../objects/list.ts';
import { newBool, None_ } from '../objects/singletons.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { channelOf, fdClose, fdOpen, fdPoll, fdStat } from './_os/fd-table.ts';
import { fileDescriptor } from './_os/fileno.ts';
import { ERRNO, errnoError, fromHost } from './_os/os-error.ts';
import { secondsToNs } from './_time/convert.ts';
import { waitNs } from './_signal.ts';

const POLLIN = 1;
const POLLPRI = 2;
const POLLOUT = 4;
const POLLERR = 8;
const POLLHUP = 16;
const POLLNVAL = 32;
/** Conditions that are reported whether asked for or not. */
const ALWAYS = POLLERR | POLLHUP | POLLNVAL;
const FD_SETSIZE = 1024;
const SECOND = 1_000_000_000n;

/** Waits until `ready` finds something: -1 for ever, 0 not at all. */
function waitFor(ns: bigint, ready: () => boolean): void {
  if (ready() || ns === 0n) return;
  if (ns > 0n) waitNs(ns, ready);
  else while (!waitNs(SECOND, ready));
}

/** A timeout in seconds; None waits for ever. */
function timeoutArg(o: PyObject | undefined, message: string): bigint {
  if (o === undefined || o === None_) return -1n;
  let ns: bigint;
  try {
    ns = secondsToNs(o, 'timeout', 'up');
  } catch (e) {
    if (!matches(e, TypeErrorType)) throw e;
    discard(e);
    throw typeError(message);
  }
  return ns;
}

// ---------------------------------------------------------------------------------------------
// select

class Watched {
  object: PyObject;
  fd: number;
  constructor(object: PyObject, fd: number) {
    this.object = object;
    this.fd = fd;
  }
}

/** The descriptors of a sequence; the objects are held. */
function watched(list: PyObject): Watched[] {
  const live = isList(list);
  const items: PyObject[] = live ? [] : sequenceToArray(list, 'arguments 1-3 must be sequences');
  const out: Watched[] = [];
  try {
    // A fileno() method may change a list meanwhile.
    for (let i = 0; i < (live ? list.v : items).length; i++) {
      const item: PyObject = (live ? list.v : items)[i];
      out.push(new Watched(incref(item), -1));
      const fd = fileDescriptor(item);
      if (fd >= FD_SETSIZE) throw valueError('filedescriptor out of range in select()');
      out[i]!.fd = fd;
    }
  } catch (e) {
    for (const w of out) decref(w.object);
    throw e;
  } finally {
    for (const item of items) decref(item);
  }
  return out;
}

function selected(items: Watched[], mask: number): Owned {
  return newListSteal(
    items.filter((w) => (fdPoll(w.fd) & mask) !== 0).map((w) => incref(w.object)),
  );
}

function select(_m: PyObject, r: PyObject, w: PyObject, x: PyObject, timeout?: PyObject): Owned {
  const ns = timeoutArg(timeout, 'timeout must be a float or None');
  if (timeout !== undefined && timeout !== None_ && ns < 0n)
    throw valueError('timeout must be non-negative');
  const lists: Watched[][] = [];
  try {
    for (const list of [r, w, x]) lists.push(watched(list));
    const [readers, writers, others] = lists as [Watched[], Watched[], Watched[]];
    for (const item of lists.flat())
      if ((fdPoll(item.fd) & POLLNVAL) !== 0) throw errnoError(ERRNO.EBADF!);
    const any = (items: Watched[], mask: number): boolean =>
      items.some((i) => (fdPoll(i.fd) & mask) !== 0);
    const reading = POLLIN | POLLHUP | POLLERR;
    waitFor(
      ns,
      () => any(readers, reading) || any(writers, POLLOUT | POLLERR) || any(others, POLLPRI),
    );
    return newTupleSteal([
      selected(readers, reading),
      selected(writers, POLLOUT | POLLERR),
      selected(others, POLLPRI),
    ]);
  } finally {
    for (const item of lists.flat()) decref(item.object);
  }
}

// ---------------------------------------------------------------------------------------------
// poll

class Poll {
  events: Map<number, number> = new Map();
  running = false;
}

function eventMask(o: PyObject | undefined, fallback: number): number {
  if (o === undefined) return fallback;
  const v = index(o);
  if (v < 0) throw valueError('value must be positive');
  if (v > 65535) throw overflowError('Python int too large for C unsigned short');
  return Number(v);
}

/** (fd, events) pairs of what is ready. */
function readyPairs(events: Map<number, number>, most: number): Owned {
  const pairs: Owned[] = [];
  for (const [fd, mask] of events) {
    const got = fdPoll(fd) & (mask | ALWAYS);
    if (got !== 0 && pairs.length < most) pairs.push(newTupleSteal([newInt(fd), newInt(got)]));
  }
  return newListSteal(pairs);
}

function anyReady(events: Map<number, number>): boolean {
  for (const [fd, mask] of events) if ((fdPoll(fd) & (mask | ALWAYS)) !== 0) return true;
  return false;
}

function pollPoll(o: PyObject, timeout?: PyObject): Owned {
  const p: Poll = o.v;
  let ns = -1n;
  if (timeout !== undefined && timeout !== None_) {
    if (timeout.type.nb_index === null && timeout.type.name !== 'float') {
      throw typeError('timeout must be an integer or None');
    }
    const ms =
      timeout.type.name === 'float'
        ? Math.ceil(timeout.v)
        : asIndexNumber(timeout, OverflowErrorType);
    if (ms >= 0) ns = BigInt(ms) * 1_000_000n;
  }
  if (p.running) throw runtimeError('concurrent poll() invocation');
  p.running = true;
  try {
    waitFor(ns, () => anyReady(p.events));
  } finally {
    p.running = false;
  }
  return readyPairs(p.events, Infinity);
}

const PollType = newStaticType('select.poll', {
  heap: 'mutable',
  flags: TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 48,
  tp_dealloc: (o: PyObject) => freeObject(o),
  methods: {
    register: method(
      '($self, fd,\n         eventmask=select.POLLIN | select.POLLPRI | select.POLLOUT, /)',
      (o: PyObject, fd: PyObject, mask?: PyObject) => {
        const n = fileDescriptor(fd);
        (o.v as Poll).events.set(n, eventMask(mask, POLLIN | POLLPRI | POLLOUT));
      },
    ),
    modify: method('($self, fd, eventmask, /)', (o: PyObject, fd: PyObject, mask: PyObject) => {
      const n = fileDescriptor(fd);
      const bits = eventMask(mask, 0);
      if (!(o.v as Poll).events.has(n)) throw errnoError(ERRNO.ENOENT!);
      (o.v as Poll).events.set(n, bits);
    }),
    unregister: method('($self, fd, /)', (o: PyObject, fd: PyObject) => {
      const n = fileDescriptor(fd);
      if ((o.v as Poll).events.delete(n)) return;
      const key = newInt(n);
      const err = keyError(key);
      decref(key);
      throw err;
    }),
    poll: method('($self, timeout=None, /)', pollPoll),
  },
});

function newPoll(): Owned {
  const o = new PyObject(PollType, new Poll());
  account(o, 48);
  return o as Owned;
}

// ---------------------------------------------------------------------------------------------
// epoll

class Epoll {
  fd: number;
  events: Map<number, number> = new Map();
  constructor(fd: number) {
    this.fd = fd;
  }
}

function openEpoll(o: PyObject): Epoll {
  const e: Epoll = o.v;
  if (e.fd < 0) throw valueError('I/O operation on closed epoll object');
  return e;
}

function epollNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [hint, flags] = bindArgs('epoll', '(sizehint=-1, flags=0)', args, kw);
  const size = hint === undefined ? -1 : Number(index(hint));
  if (size !== -1 && size <= 0) throw valueError('negative sizehint');
  const bits = flags === undefined ? 0 : Number(index(flags));
  if (bits !== 0 && bits !== 0o2000000) throw newException(OSErrorType, 'invalid flags');
  const o = type.tp_alloc(type);
  try {
    o.v = new Epoll(fdOpen('/dev/null', 0, 0));
  } catch (e) {
    o.v = new Epoll(-1);
    decref(o);
    throw fromHost(e);
  }
  return o;
}

function epollClose(o: PyObject): void {
  const e: Epoll = o.v;
  const fd = e.fd;
  if (fd < 0) return;
  e.fd = -1;
  try {
    fdClose(fd);
  } catch (err) {
    throw fromHost(err);
  }
}

function epollDealloc(o: PyObject): void {
  try {
    const e: Epoll = o.v;
    if (e.fd >= 0) fdClose(e.fd);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
  }
  freeObject(o);
}

/** Plain files cannot be waited for: EPERM. */
function checkPollable(fd: number): void {
  try {
    const kind = fdStat(fd).mode & 0o170000;
    if (channelOf(fd) === null && (kind === 0o100000 || kind === 0o040000))
      throw new HostError(ERRNO.EPERM!);
  } catch (e) {
    throw fromHost(e);
  }
}

function unsigned(o: PyObject): number {
  return Number(BigInt.asUintN(32, BigInt(index(o))));
}

function epollRegister(o: PyObject, fd: PyObject, mask?: PyObject): void {
  const e = openEpoll(o);
  const n = fileDescriptor(fd);
  checkPollable(n);
  if (e.events.has(n)) throw errnoError(ERRNO.EEXIST!);
  e.events.set(n, mask === undefined ? POLLIN | POLLPRI | POLLOUT : unsigned(mask));
}

function epollModify(o: PyObject, fd: PyObject, mask: PyObject): void {
  const e = openEpoll(o);
  const n = fileDescriptor(fd);
  const bits = unsigned(mask);
  checkPollable(n);
  if (!e.events.has(n)) throw errnoError(ERRNO.ENOENT!);
  e.events.set(n, bits);
}

function epollUnregister(o: PyObject, fd: PyObject): void {
  const e = openEpoll(o);
  const n = fileDescriptor(fd);
  const known = e.events.delete(n);
  checkPollable(n);
  if (!known) throw errnoError(ERRNO.ENOENT!);
}

/** Closed descriptors leave an epoll set by themselves. */
function dropClosed(e: Epoll): void {
  for (const fd of e.events.keys()) if ((fdPoll(fd) & POLLNVAL) !== 0) e.events.delete(fd);
}

const EPOLLONESHOT = 1 << 30;

function epollPoll(o: PyObject, timeout?: PyObject, maxevents?: PyObject): Owned {
  const e = openEpoll(o);
  const ns = timeoutArg(timeout, 'timeout must be an integer or None');
  const most = maxevents === undefined ? -1 : Number(index(maxevents));
  if (most !== -1 && most <= 0) throw valueError(`maxevents must be greater than 0, got ${most}`);
  dropClosed(e);
  waitFor(ns < 0n ? -1n : ns, () => anyReady(e.events));
  const r = readyPairs(e.events, most === -1 ? FD_SETSIZE - 1 : most);
  for (const pair of r.v as PyObject[]) {
    const fd = Number((pair.v as PyObject[])[0]!.v);
    if (((e.events.get(fd) ?? 0) & EPOLLONESHOT) !== 0) e.events.set(fd, 0);
  }
  return r;
}

const EpollType: TypeObject = newStaticType('select.epoll', {
  heap: 'mutable',
  generic: 'get',
  flags: 0,
  basicsize: 24,
  doc: 'A set of descriptors to wait for.',
  tp_new: epollNew,
  tp_dealloc: epollDealloc,
  methods: {
    fromfd: classMethod('($type, fd, /)', (cls: PyObject, fd: PyObject) => {
      const type: TypeObject = cls.v;
      const o = type.tp_alloc(type);
      o.v = new Epoll(Number(index(fd)));
      return o;
    }),
    close: method('($self, /)', epollClose),
    fileno: method('($self, /)', (o: PyObject) => newInt(openEpoll(o).fd)),
    modify: method('($self, /, fd, eventmask)', epollModify),
    register: method(
      '($self, /, fd,\n         eventmask=select.EPOLLIN | select.EPOLLPRI | select.EPOLLOUT)',
      epollRegister,
    ),
    unregister: method('($self, /, fd)', epollUnregister),
    poll: method('($self, /, timeout=None, maxevents=-1)', epollPoll),
    __enter__: method('($self, /)', (o: PyObject) => {
      openEpoll(o);
      return incref(o);
    }),
    __exit__: method('($self, exc_type=None, exc_value=None, exc_tb=None, /)', (o: PyObject) =>
      epollClose(o),
    ),
  },
  getset: { closed: getset((o) => newBool((o.v as Epoll).fd < 0)) },
});

defineModule('select', {
  doc: 'Waiting for descriptors.',
  functions: {
    select: method('($module, rlist, wlist, xlist, timeout=None, /)', select),
    poll: method('($module, /)', newPoll),
  },
  types: { epoll: EpollType, error: OSErrorType },
  constants: {
    POLLIN,
    POLLPRI,
    POLLOUT,
    POLLERR,
    POLLHUP,
    POLLNVAL,
    POLLRDNORM: 64,
    POLLRDBAND: 128,
    POLLWRNORM: 256,
    POLLWRBAND: 512,
    POLLMSG: 1024,
    POLLRDHUP: 8192,
    EPOLLIN: 1,
    EPOLLPRI: 2,
    EPOLLOUT: 4,
    EPOLLERR: 8,
    EPOLLHUP: 16,
    EPOLLRDHUP: 8192,
    EPOLLET: 2147483648,
    EPOLLONESHOT,
    EPOLLEXCLUSIVE: 268435456,
    EPOLLRDNORM: 64,
    EPOLLRDBAND: 128,
    EPOLLWRNORM: 256,
    EPOLLWRBAND: 512,
    EPOLLMSG: 1024,
    EPOLL_CLOEXEC: 524288,
    PIPE_BUF: 4096,
  },
});
