/**
 * _socket: socket pairs within this process, and the arithmetic of addresses. CPython: Modules/socketmodule.c.
 *
 * A host gives no network: making any other socket raises OSError(EAFNOSUPPORT), resolving a name that is not numeric or in
 * /etc/hosts raises gaierror (docs/differences/sockets.md).
 */
import { hostNameFunctions } from './_os/host-names.ts';
import { newCapsule } from '../objects/capsule.ts';
import { asIndexNumber, index, isTrue, sequenceToArray } from '../core/abstract.ts';
import { bindArgs, functionRaw, method, methodRaw, type NativeDef } from '../core/args.ts';
import {
  type BufferView,
  getBuffer,
  hasBuffer,
  PyBUF_WRITABLE,
  releaseBuffer,
  withBytes,
} from '../core/buffer.ts';
import { callObject } from '../core/call.ts';
import {
  discard,
  isPyErr,
  newException,
  overflowError,
  type PyErr,
  raiseObject,
  reprJs,
  typeError,
  valueError,
} from '../core/errors.ts';
import { freeObject, gcUntrack } from '../core/gc.ts';
import { finalizeFromDealloc } from '../core/instance.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { addRoot } from '../core/roots.ts';
import { getset, member, newStaticType } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  TypeType,
} from '../core/type-object.ts';
import { HostError } from '../host.ts';
import { newBytes } from '../objects/bytes-object.ts';
import { dictSet, newDict } from '../objects/dict.ts';
import { OSErrorType, OverflowErrorType, TimeoutErrorType } from '../objects/exceptions.ts';
import { isInt, newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { newBool, newNone, None_ } from '../objects/singletons.ts';
import { isStr, newStrJs, strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import {
  channelOf,
  fdClose,
  fdDup,
  fdPoll,
  fdRead,
  fdShutdown,
  fdSocketPair,
  fdStat,
  fdWrite,
} from './_os/fd-table.ts';
import { warnUnclosed } from './_io/iobase.ts';
import { readAccounts } from './_os/accounts.ts';
import { osHost } from './_os/host-os.ts';
import { formatIPv4, formatIPv6, parseIPv4, parseIPv6, parseLooseIPv4 } from './_os/inet.ts';
import { ERRNO, errnoError, fromHost } from './_os/os-error.ts';
import { SOCKET_CONSTANTS } from './_os/socket-constants.ts';
import { newSeconds, secondsToNs } from './_time/convert.ts';
import { waitNs } from './_signal.ts';

const AF_UNIX = 1;
export const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;
const SOCK_FLAGS = 0o2000000 | 0o4000;
const SOL_SOCKET = 1;
const MSG_PEEK = 2;
const MSG_DONTWAIT = 0x40;

class Socket {
  fd = -1;
  family = 0;
  type = 0;
  proto = 0;
  /** Nanoseconds; -1 waits for ever, 0 not at all. */
  timeout = -1n;
  options: Map<number, Uint8Array> = new Map();
}

const defaults = { timeout: -1n };

// ---------------------------------------------------------------------------------------------
// Errors and arguments

const classes: Map<string, PyObject> = new Map();
addRoot((visit) => {
  for (const o of classes.values()) visit(o);
});

/** An exception class of the socket module, made at first use. */
function errorClassBorrowed(name: 'gaierror' | 'herror'): PyObject {
  const known = classes.get(name);
  if (known !== undefined) return known;
  const text = newStrJs(name);
  const bases = newTupleSteal([incref<PyObject>(OSErrorType.self)]);
  const dict = newDict();
  const key = newStrJs('__module__');
  const module = newStrJs('socket');
  dictSet(dict, key, module);
  try {
    const cls = callObject(TypeType.self as PyObject, [text, bases, dict]);
    classes.set(name, cls);
    return cls;
  } finally {
    for (const o of [module, key, dict, bases, text]) decref(o);
  }
}

export function lookupFailure(name: 'gaierror' | 'herror', code: number, message: string): PyErr {
  const args: Owned[] = [newInt(code), newStrJs(message)];
  try {
    const exc = callObject(errorClassBorrowed(name), args);
    const err = raiseObject(exc);
    decref(exc);
    return err;
  } finally {
    for (const a of args) decref(a);
  }
}

function int(o: PyObject): number {
  const v = index(o);
  if (v > 2147483647 || v < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  return Number(v);
}

function timeoutNs(o: PyObject): bigint {
  if (o === None_) return -1n;
  const ns = secondsToNs(o, 'timeout', 'up');
  if (ns < 0n) throw valueError('Timeout value out of range');
  return ns;
}

/** The file behind an open socket. */
function openFd(o: PyObject): number {
  const s: Socket = o.v;
  if (s.fd < 0) throw errnoError(ERRNO.EBADF!);
  return s.fd;
}

/** Does `f` as soon as `events` come, as the timeout allows. */
function whenReady<T>(o: PyObject, events: number, flags: number, f: (fd: number) => T): T {
  const s: Socket = o.v;
  const fd = openFd(o);
  const ready = (): boolean => (fdPoll(fd) & (events | 0x38)) !== 0;
  if (s.timeout > 0n && (flags & MSG_DONTWAIT) === 0 && !ready() && !waitNs(s.timeout, ready)) {
    throw newException(TimeoutErrorType, 'timed out');
  }
  if (!ready() && (s.timeout === 0n || (flags & MSG_DONTWAIT) !== 0))
    throw errnoError(ERRNO.EAGAIN!);
  try {
    return f(fd);
  } catch (e) {
    throw fromHost(e);
  }
}

// ---------------------------------------------------------------------------------------------
// Life

function socketNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = new Socket();
  return o;
}

function socketInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [family, type, proto, fileno] = bindArgs(
    'socket',
    '(family=-1, type=-1, proto=-1, fileno=None)',
    args,
    kw,
  );
  const s: Socket = o.v;
  const given = (x: PyObject | undefined): number => (x === undefined ? -1 : int(x));
  let f = given(family);
  let t = given(type);
  let p = given(proto);
  if (fileno === undefined || fileno === None_) throw errnoError(ERRNO.EAFNOSUPPORT!);
  if (fileno.type.name === 'float') throw typeError('integer argument expected, got float');
  const fd = int(fileno);
  if (fd < 0) throw valueError('negative file descriptor');
  try {
    const file = channelOf(fd);
    if (file === null) fdStat(fd);
    if (file === null || !file.socket) throw new HostError(ERRNO.ENOTSOCK!);
  } catch (e) {
    throw fromHost(e);
  }
  if (f === -1) f = AF_UNIX;
  if (t === -1) t = SOCK_STREAM;
  if (p === -1) p = 0;
  s.fd = fd;
  s.family = f;
  s.type = t & ~SOCK_FLAGS;
  s.proto = p;
  s.timeout = defaults.timeout;
}

function socketFinalize(o: PyObject): void {
  const s: Socket = o.v;
  if (s.fd < 0) return;
  warnUnclosed(o, `unclosed ${reprJs(o)}`);
  const fd = s.fd;
  s.fd = -1;
  try {
    fdClose(fd);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
  }
}

function socketDealloc(o: PyObject): void {
  if (finalizeFromDealloc(o)) return;
  gcUntrack(o);
  freeObject(o);
}

function socketClose(o: PyObject): void {
  const s: Socket = o.v;
  const fd = s.fd;
  if (fd < 0) return;
  s.fd = -1;
  try {
    fdClose(fd);
  } catch (e) {
    throw fromHost(e);
  }
}

function socketDetach(o: PyObject): Owned {
  const s: Socket = o.v;
  const fd = s.fd;
  s.fd = -1;
  return newInt(fd);
}

// ---------------------------------------------------------------------------------------------
// Transfer

function receive(o: PyObject, into: Uint8Array, flags: number): number {
  return whenReady(o, 1, flags, (fd) => {
    const file = channelOf(fd);
    if ((flags & MSG_PEEK) !== 0 && file !== null && file.input !== null && file.input.size > 0)
      return file.input.peek(into);
    if (file !== null && file.input === null) return 0;
    return fdRead(fd, into);
  });
}

function receiveBytes(
  o: PyObject,
  size: PyObject,
  flags: PyObject | undefined,
  fn: string,
): Uint8Array {
  const n = asIndexNumber(size, OverflowErrorType);
  if (n < 0) throw valueError(`negative buffersize in ${fn}`);
  const into = new Uint8Array(Math.min(n, 1 << 26));
  return into.slice(0, receive(o, into, flags === undefined ? 0 : int(flags)));
}

function recv(o: PyObject, args: PyObject[]): Owned {
  return newBytes(receiveBytes(o, args[0]!, args[1], 'recv'));
}

function recvfrom(o: PyObject, args: PyObject[]): Owned {
  return newTupleSteal([newBytes(receiveBytes(o, args[0]!, args[1], 'recvfrom')), newNone()]);
}

function receiveInto(o: PyObject, args: PyObject[], kw: KwNames, fn: string): number {
  const [buffer, nbytes, flags] = bindArgs(fn, '(buffer, nbytes=0, flags=0)', args, kw);
  const view = getBuffer(buffer, PyBUF_WRITABLE);
  try {
    const n = nbytes === undefined ? 0 : asIndexNumber(nbytes, OverflowErrorType);
    if (n < 0) throw valueError(`negative buffersize in ${fn}`);
    if (n > view.len) throw valueError('buffer too small for requested bytes');
    const bytes = view.contiguous();
    return receive(o, n === 0 ? bytes : bytes.subarray(0, n), flags === undefined ? 0 : int(flags));
  } finally {
    releaseBuffer(view);
  }
}

function sendBytes(o: PyObject, bytes: Uint8Array, flags: number): number {
  return whenReady(o, 4, flags, (fd) => fdWrite(fd, bytes));
}

function send(o: PyObject, args: PyObject[]): Owned {
  const flags = args[1] === undefined ? 0 : int(args[1]);
  return newInt(withBytes(args[0]!, (bytes) => sendBytes(o, bytes, flags)));
}

function sendall(o: PyObject, args: PyObject[]): void {
  const flags = args[1] === undefined ? 0 : int(args[1]);
  withBytes(args[0]!, (bytes) => {
    for (let at = 0; at < bytes.length; ) at += sendBytes(o, bytes.subarray(at), flags);
  });
}

function sendmsg(o: PyObject, args: PyObject[]): Owned {
  const items = sequenceToArray(args[0]!, 'sendmsg(): argument 1 must be iterable');
  let total = 0;
  try {
    if (args[1] !== undefined && args[1] !== None_) {
      const extra = sequenceToArray(args[1]);
      for (const e of extra) decref(e);
      if (extra.length > 0) throw errnoError(ERRNO.EOPNOTSUPP!);
    }
    for (const item of items) total += withBytes(item, (bytes) => sendBytes(o, bytes, 0));
  } finally {
    for (const item of items) decref(item);
  }
  return newInt(total);
}

function recvmsg(o: PyObject, args: PyObject[]): Owned {
  const bytes = receiveBytes(o, args[0]!, args[2], 'recvmsg');
  return newTupleSteal([newBytes(bytes), newListSteal([]), newInt(0), newNone()]);
}

/** Fills one buffer after the other with what has come. */
function recvmsgInto(o: PyObject, args: PyObject[]): Owned {
  if (args.length < 1) throw typeError('recvmsg_into() takes at least 1 argument (0 given)');
  if (args.length > 3)
    throw typeError(`recvmsg_into() takes at most 3 arguments (${args.length} given)`);
  if (args[1] !== undefined && int(args[1]) < 0)
    throw valueError('invalid ancillary data buffer length');
  const items = sequenceToArray(args[0]!, 'recvmsg_into() argument 1 must be an iterable');
  const views: BufferView[] = [];
  try {
    for (const item of items) views.push(writableSegment(item));
    const room = views.reduce((sum, v) => sum + v.len, 0);
    const into = new Uint8Array(room);
    const n = room === 0 ? 0 : receive(o, into, args[2] === undefined ? 0 : int(args[2]));
    let at = 0;
    for (const v of views) {
      const part = into.subarray(at, Math.min(n, at + v.len));
      v.contiguous().set(part);
      at += v.len;
    }
    return newTupleSteal([newInt(n), newListSteal([]), newInt(0), newNone()]);
  } finally {
    for (const v of views) releaseBuffer(v);
    for (const item of items) decref(item);
  }
}

function writableSegment(item: PyObject): BufferView {
  try {
    return getBuffer(item, PyBUF_WRITABLE);
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
    throw typeError(
      'recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers',
    );
  }
}

// ---------------------------------------------------------------------------------------------
// Names and options

/** The ends of a pair have no names. */
function noName(o: PyObject): Owned {
  openFd(o);
  return newStrJs('');
}

/** A pair is connected and bound for good. */
function refuse(errno: number): (o: PyObject) => never {
  return (o) => {
    openFd(o);
    throw errnoError(errno);
  };
}

/** SO_TYPE, SO_DOMAIN, SO_PROTOCOL, SO_ERROR, SO_ACCEPTCONN and the buffers of a pair. */
function builtinOption(s: Socket, option: number): number | null {
  switch (option) {
    case 3:
      return s.type;
    case 39:
      return s.family;
    case 38:
      return s.proto;
    case 4:
    case 30:
      return 0;
    case 7:
    case 8:
      return 212992;
    default:
      return null;
  }
}

function getsockopt(o: PyObject, args: PyObject[]): Owned {
  const level = int(args[0]!);
  const option = int(args[1]!);
  const length = args[2] === undefined ? 0 : int(args[2]);
  openFd(o);
  const s: Socket = o.v;
  if (level !== SOL_SOCKET) throw errnoError(ERRNO.EOPNOTSUPP!);
  const stored = s.options.get(option);
  const value = new Uint8Array(4);
  new DataView(value.buffer).setInt32(0, builtinOption(s, option) ?? 0, true);
  const bytes = stored ?? value;
  if (length === 0) return newInt(new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, true));
  if (length < 0 || length > 1024)
    throw newException(OSErrorType, 'getsockopt buflen out of range');
  return newBytes(bytes.slice(0, length));
}

function setsockopt(o: PyObject, args: PyObject[]): void {
  const level = int(args[0]!);
  const option = int(args[1]!);
  openFd(o);
  if (level !== SOL_SOCKET) throw errnoError(ERRNO.EOPNOTSUPP!);
  let bytes: Uint8Array;
  if (isInt(args[2]!)) {
    bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, int(args[2]!), true);
  } else bytes = withBytes(args[2]!, (b) => b.slice());
  if (builtinOption(o.v, option) === null || option === 7 || option === 8)
    (o.v as Socket).options.set(option, bytes);
  else throw errnoError(ERRNO.ENOPROTOOPT!);
}

function shutdown(o: PyObject, how: PyObject): void {
  const n = int(how);
  const fd = openFd(o);
  if (n < 0 || n > 2) throw errnoError(ERRNO.EINVAL!);
  try {
    fdShutdown(fd, n);
  } catch (e) {
    throw fromHost(e);
  }
}

function getTimeout(o: PyObject): Owned {
  const s: Socket = o.v;
  return s.timeout < 0n ? newNone() : newSeconds(s.timeout);
}

function raw(
  f: (o: PyObject, args: PyObject[], kw: KwNames) => Owned | void,
  min: number,
  max: number,
): NativeDef {
  return methodRaw(f, { min, max, kw: false });
}

const SocketType: TypeObject = newStaticType('_socket.socket', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 56,
  doc: 'One end of a connection.',
  tp_new: socketNew,
  tp_init: socketInit,
  tp_finalize: socketFinalize,
  tp_dealloc: socketDealloc,
  tp_traverse: () => {},
  tp_repr: (o: PyObject) => {
    const s: Socket = o.v;
    return newStrJs(
      `<socket object, fd=${s.fd}, family=${s.family}, type=${s.type}, proto=${s.proto}>`,
    );
  },
  methods: {
    _accept: method('($self, /)', refuse(ERRNO.EINVAL!)),
    bind: method('($self, object, /)', refuse(ERRNO.EINVAL!)),
    connect: method('($self, object, /)', refuse(ERRNO.EISCONN!)),
    connect_ex: method('($self, object, /)', (o: PyObject) => {
      openFd(o);
      return newInt(ERRNO.EISCONN!);
    }),
    listen: raw(refuse(ERRNO.EINVAL!), 0, 1),
    close: method('($self, /)', socketClose),
    detach: method('($self, /)', socketDetach),
    fileno: method('($self, /)', (o: PyObject) => newInt((o.v as Socket).fd)),
    getpeername: method('($self, /)', noName),
    getsockname: method('($self, /)', noName),
    getsockopt: raw(getsockopt, 2, 3),
    setsockopt: raw(setsockopt, 3, 4),
    recv: raw(recv, 1, 2),
    recv_into: methodRaw((o: PyObject, args: PyObject[], kw: KwNames) =>
      newInt(receiveInto(o, args, kw, 'recv_into')),
    ),
    recvfrom: raw(recvfrom, 1, 2),
    recvfrom_into: methodRaw((o: PyObject, args: PyObject[], kw: KwNames) =>
      newTupleSteal([newInt(receiveInto(o, args, kw, 'recvfrom_into')), newNone()]),
    ),
    send: raw(send, 1, 2),
    sendall: raw(sendall, 1, 2),
    sendto: raw(refuse(ERRNO.EISCONN!), 2, 3),
    sendmsg: raw(sendmsg, 1, 4),
    recvmsg: raw(recvmsg, 1, 3),
    recvmsg_into: methodRaw(recvmsgInto, { name: 'recvmsg_into', kw: false }),
    setblocking: method('($self, object, /)', (o: PyObject, flag: PyObject) => {
      (o.v as Socket).timeout = isTrue(flag) ? -1n : 0n;
    }),
    getblocking: method('($self, /)', (o: PyObject) => newBool((o.v as Socket).timeout !== 0n)),
    settimeout: method('($self, object, /)', (o: PyObject, value: PyObject) => {
      (o.v as Socket).timeout = timeoutNs(value);
    }),
    gettimeout: method('($self, /)', getTimeout),
    shutdown: method('($self, object, /)', shutdown),
  },
  members: {
    family: member((o) => newInt(o.v.family)),
    type: member((o) => newInt(o.v.type)),
    proto: member((o) => newInt(o.v.proto)),
  },
  getset: { timeout: getset(getTimeout) },
});

// ---------------------------------------------------------------------------------------------
// Functions

function socketpair(_m: PyObject, args: PyObject[]): Owned {
  const family = args[0] === undefined ? AF_UNIX : int(args[0]);
  const type = args[1] === undefined ? SOCK_STREAM : int(args[1]);
  const proto = args[2] === undefined ? 0 : int(args[2]);
  if (family !== AF_UNIX)
    throw errnoError(
      family === AF_INET || family === AF_INET6 ? ERRNO.EOPNOTSUPP! : ERRNO.EAFNOSUPPORT!,
    );
  if ((type & ~SOCK_FLAGS) !== SOCK_STREAM) throw errnoError(ERRNO.ESOCKTNOSUPPORT!);
  const ends = fdSocketPair().map((fd) => {
    const o = socketNew(SocketType);
    const s: Socket = o.v;
    s.fd = fd;
    s.family = family;
    s.type = type & ~SOCK_FLAGS;
    s.proto = proto;
    s.timeout = (type & 0o4000) !== 0 ? 0n : defaults.timeout;
    return o;
  });
  return newTupleSteal(ends);
}

export function hostText(o: PyObject | undefined): string | null {
  if (o === undefined || o === None_) return null;
  if (isStr(o)) return strJs(o);
  return withBytes(o, (b) => String.fromCharCode(...b));
}

/** A str argument without null characters. */
function plainText(fname: string, o: PyObject): string {
  if (!isStr(o)) {
    throw typeError(`${fname}() argument must be str, not ${o === None_ ? 'None' : o.type.name}`);
  }
  const text = strJs(o);
  if (text.includes('\0')) throw valueError('embedded null character');
  return text;
}

/** The addresses of a host: numeric, or from /etc/hosts. */
export function resolve(name: string): [family: number, address: string][] {
  const numeric = (text: string): [number, string] | null => {
    if (parseIPv4(text) !== null) return [AF_INET, text];
    const six = parseIPv6(text);
    return six === null ? null : [AF_INET6, formatIPv6(six)];
  };
  const own = numeric(name);
  if (own !== null) return [own];
  const found: [number, string][] = [];
  for (const [line] of readAccounts('/etc/hosts', 1).map((f) => [f.join(':').split('#')[0]!])) {
    const [address, ...names] = line!.trim().split(/\s+/);
    const a = address === undefined || !names.includes(name) ? null : numeric(address);
    if (a !== null) found.push(a);
  }
  if (found.length === 0) throw lookupFailure('gaierror', -2, 'Name or service not known');
  return found;
}

/** A service as a port number. */
function portOf(o: PyObject | undefined): number {
  if (o === undefined || o === None_) return 0;
  if (isInt(o)) return Number(index(o));
  const text = hostText(o)!;
  if (/^\d+$/.test(text)) return Number(text);
  const found = services().find((s) => s.names.includes(text));
  if (found === undefined)
    throw lookupFailure('gaierror', -8, 'Servname not supported for ai_socktype');
  return found.port;
}

function getaddrinfo(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [host, port, familyGiven, typeGiven, protoGiven, flagsGiven] = bindArgs(
    'getaddrinfo',
    '(host, port, family=0, type=0, proto=0, flags=0)',
    args,
    kw,
  );
  const n = (x: PyObject | undefined): number => (x === undefined ? 0 : int(x));
  const family = n(familyGiven);
  const type = n(typeGiven);
  const proto = n(protoGiven);
  const flags = n(flagsGiven);
  const name = hostText(host);
  const number = portOf(port);
  const passive = (flags & 1) !== 0;
  const found: [number, string][] =
    name === null
      ? [
          [AF_INET6, passive ? '::' : '::1'],
          [AF_INET, passive ? '0.0.0.0' : '127.0.0.1'],
        ]
      : resolve(name);
  // A service by name exists for some protocols only.
  const service = port !== undefined && port !== None_ && !isInt(port) ? hostText(port)! : '';
  const named =
    service === '' || /^\d+$/.test(service)
      ? null
      : services().filter((s) => s.names.includes(service));
  const offered = (p: number): boolean =>
    named === null ||
    named.some((s) => (s.protocol === 'tcp' && p === 6) || (s.protocol === 'udp' && p === 17));
  const kinds = (
    [
      [SOCK_STREAM, 6],
      [SOCK_DGRAM, 17],
      [3, 0],
    ] as const
  ).filter(
    ([t, p]) => (type === 0 || type === t) && (proto === 0 || p === proto || p === 0) && offered(p),
  );
  const out: Owned[] = [];
  for (const [f, address] of found) {
    if (family !== 0 && f !== family) continue;
    for (const [t, p] of kinds) {
      const place: PyObject[] = [newStrJs(address), newInt(number)];
      if (f === AF_INET6) place.push(newInt(0), newInt(0));
      out.push(
        newTupleSteal([newInt(f), newInt(t), newInt(p), newStrJs(''), newTupleSteal(place)]),
      );
    }
  }
  if (out.length === 0)
    throw lookupFailure('gaierror', -9, 'Address family for hostname not supported');
  return newListSteal(out);
}

/** The name of a host, which must be there. */
function nameArgument(fname: string, o: PyObject): string {
  if (o === None_ || (!isStr(o) && !hasBuffer(o))) {
    const given = o === None_ ? 'None' : o.type.name;
    throw typeError(`${fname}() argument 1 must be str, bytes or bytearray, not ${given}`);
  }
  return hostText(o)!;
}

function gethostbyname(_m: PyObject, args: PyObject[]): Owned {
  const v4 = resolve(nameArgument('gethostbyname', args[0]!)).find(([f]) => f === AF_INET);
  if (v4 === undefined)
    throw lookupFailure('gaierror', -9, 'Address family for hostname not supported');
  return newStrJs(v4[1]);
}

function gethostname(): Owned {
  const ask = osHost().uname;
  return newStrJs(ask === undefined ? 'localhost' : ask().nodename);
}

interface Service {
  names: string[];
  port: number;
  protocol: string;
}

export function services(): Service[] {
  const out: Service[] = [];
  for (const fields of readAccounts('/etc/services', 1)) {
    const m = /^(\S+)\s+(\d+)\/(\w+)\s*(.*)$/.exec(fields.join(':').split('#')[0]!.trim());
    if (m !== null)
      out.push({ names: [m[1]!, ...m[4]!.split(/\s+/)], port: Number(m[2]), protocol: m[3]! });
  }
  return out;
}

function getservbyname(_m: PyObject, args: PyObject[]): Owned {
  const name = hostText(args[0])!;
  const protocol = hostText(args[1]);
  const found = services().find(
    (s) => s.names.includes(name) && (protocol === null || s.protocol === protocol),
  );
  if (found === undefined) throw newException(OSErrorType, 'service/proto not found');
  return newInt(found.port);
}

function getservbyport(_m: PyObject, args: PyObject[]): Owned {
  const port = int(args[0]!);
  if (port < 0 || port > 65535) throw overflowError('getservbyport: port must be 0-65535.');
  const protocol = hostText(args[1]);
  const found = services().find(
    (s) => s.port === port && (protocol === null || s.protocol === protocol),
  );
  if (found === undefined) throw newException(OSErrorType, 'port/proto not found');
  return newStrJs(found.names[0]!);
}

function getprotobyname(_m: PyObject, args: PyObject[]): Owned {
  const name = hostText(args[0])!;
  for (const fields of readAccounts('/etc/protocols', 1)) {
    const m = /^(\S+)\s+(\d+)\s*(.*)$/.exec(fields.join(':').split('#')[0]!.trim());
    if (m !== null && (m[1] === name || m[3]!.split(/\s+/).includes(name)))
      return newInt(Number(m[2]));
  }
  throw newException(OSErrorType, 'protocol not found');
}

function swap(bits: 16 | 32, fn: string): NativeDef {
  return method(`($self, ${bits === 16 ? 'x' : 'object'}, /)`, (_m: PyObject, x: PyObject) => {
    const v = index(x);
    if (v < 0)
      throw overflowError(
        bits === 16
          ? `${fn}: can't convert negative Python int to C 16-bit unsigned integer`
          : "can't convert negative value to unsigned int",
      );
    if (v >= 2 ** bits) {
      throw overflowError(
        bits === 16
          ? `${fn}: Python int too large to convert to C 16-bit unsigned integer`
          : 'int larger than 32 bits',
      );
    }
    const n = Number(v);
    if (bits === 16) return newInt(((n & 255) << 8) | (n >> 8));
    return newInt(
      (((n & 255) << 24) | ((n & 0xff00) << 8) | ((n >>> 8) & 0xff00) | (n >>> 24)) >>> 0,
    );
  });
}

function packed(bytes: Uint8Array | null, message: string): Owned {
  if (bytes === null) throw newException(OSErrorType, message);
  return newBytes(bytes);
}

function inetPton(_m: PyObject, args: PyObject[]): Owned {
  const family = int(args[0]!);
  const text = hostText(args[1])!;
  if (family === AF_INET)
    return packed(parseIPv4(text), 'illegal IP address string passed to inet_pton');
  if (family === AF_INET6)
    return packed(parseIPv6(text), 'illegal IP address string passed to inet_pton');
  throw errnoError(ERRNO.EAFNOSUPPORT!);
}

function inetNtop(_m: PyObject, args: PyObject[]): Owned {
  const family = int(args[0]!);
  if (family !== AF_INET && family !== AF_INET6)
    throw valueError(`unknown address family ${family}`);
  return withBytes(args[1]!, (b) => {
    if (b.length !== (family === AF_INET ? 4 : 16))
      throw valueError('invalid length of packed IP address string');
    return newStrJs(family === AF_INET ? formatIPv4(b) : formatIPv6(b));
  });
}

/** Ancillary data: a header of 16 bytes and data, padded to 8. */
const padded = (n: number): number => (n + 7) & ~7;

function cmsg(f: (n: number) => number, name: string): NativeDef {
  return functionRaw(
    name,
    (_m: PyObject, args: PyObject[]) => {
      const n = asIndexNumber(args[0]!, OverflowErrorType);
      if (n < 0 || n > 0x7fffffff - 16) throw overflowError(`${name}() argument out of range`);
      return newInt(f(n));
    },
    { min: 1, max: 1, kw: false },
  );
}

const fn = (
  name: string,
  f: (m: PyObject, args: PyObject[], kw: KwNames) => Owned,
  min: number,
  max: number,
): NativeDef => functionRaw(name, f, { min, max, kw: false });

defineModule('_socket', {
  doc: 'Sockets within one process.',
  functions: {
    socketpair: fn('socketpair', socketpair, 0, 3),
    close: method('($self, object, /)', (_m: PyObject, fd: PyObject) => {
      const n = int(fd);
      try {
        fdClose(n);
      } catch (e) {
        throw fromHost(e);
      }
    }),
    dup: method('($self, object, /)', (_m: PyObject, fd: PyObject) => {
      const n = int(fd);
      try {
        return newInt(fdDup(n));
      } catch (e) {
        throw fromHost(e);
      }
    }),
    getaddrinfo: functionRaw('getaddrinfo', getaddrinfo, {}),
    gethostbyname: fn('gethostbyname', gethostbyname, 1, 1),
    gethostname: method('($self, /)', gethostname),
    getservbyname: fn('getservbyname', getservbyname, 1, 2),
    getservbyport: fn('getservbyport', getservbyport, 1, 2),
    getprotobyname: fn('getprotobyname', getprotobyname, 1, 1),
    getdefaulttimeout: method('($self, /)', () =>
      defaults.timeout < 0n ? newNone() : newSeconds(defaults.timeout),
    ),
    setdefaulttimeout: method('($self, object, /)', (_m: PyObject, value: PyObject) => {
      defaults.timeout = timeoutNs(value);
    }),
    ...hostNameFunctions,
    ntohs: swap(16, 'ntohs'),
    htons: swap(16, 'htons'),
    ntohl: swap(32, 'ntohl'),
    htonl: swap(32, 'htonl'),
    inet_aton: method('($self, ip_addr, /)', (_m: PyObject, text: PyObject) =>
      packed(
        parseLooseIPv4(plainText('inet_aton', text)),
        'illegal IP address string passed to inet_aton',
      ),
    ),
    inet_ntoa: method('($self, packed_ip, /)', (_m: PyObject, data: PyObject) =>
      withBytes(data, (b) => {
        if (b.length !== 4) throw newException(OSErrorType, 'packed IP wrong length');
        return newStrJs(formatIPv4(b));
      }),
    ),
    inet_pton: fn('inet_pton', inetPton, 2, 2),
    inet_ntop: fn('inet_ntop', inetNtop, 2, 2),
    CMSG_LEN: cmsg((n) => 16 + n, 'CMSG_LEN'),
    CMSG_SPACE: cmsg((n) => 16 + padded(n), 'CMSG_SPACE'),
  },
  types: { SocketType, socket: SocketType, error: OSErrorType, timeout: TimeoutErrorType },
  constants: {
    CAPI: () => newCapsule('_socket.CAPI'),
    ...SOCKET_CONSTANTS,
    has_ipv6: false,
    gaierror: () => incref(errorClassBorrowed('gaierror')),
    herror: () => incref(errorClassBorrowed('herror')),
  },
});
