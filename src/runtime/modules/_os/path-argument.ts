/**
 * Path arguments: str, bytes, os.PathLike or, where allowed, an open descriptor, as the host wants them.
 * CPython: path_converter of Modules/posixmodule.c, PyUnicode_FSConverter of Objects/unicodeobject.c.
 */
import { fspath, index } from '../../core/abstract.ts';
import { callSpecial0, lookupSpecialBorrowed } from '../../core/call.ts';
import {
  overflowError,
  type PyErr,
  typeError,
  valueError,
  warnRuntime,
} from '../../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../../core/object.ts';
import { bytesValue, isBytes } from '../../objects/bytes-object.ts';
import { encodeStr, runDecoder } from '../../objects/codec-registry.ts';
import { None_ } from '../../objects/singletons.ts';
import { intern, isStr, newStr, newStrJs, strJs } from '../../objects/str.ts';
import { textToJs } from '../../text/text.ts';
import { decodeUtf8 } from '../../text/utf8.ts';

const s_fspath = intern('__fspath__');
const SURROGATE = /[\ud800-\udfff]/;

/** A converted path argument. `object` (owned) is what error messages name. */
export class PathArg {
  /** UTF-16 with escaped bytes; '' when `fd` is given. */
  text: string;
  /** -1: a path. */
  fd: number;
  object: PyObject;
  /** The caller gave bytes and wants bytes back. */
  isBytes: boolean;
  constructor(text: string, fd: number, object: Owned, wantsBytes: boolean) {
    this.text = text;
    this.fd = fd;
    this.object = object;
    this.isBytes = wantsBytes;
  }

  release(): void {
    decref(this.object);
  }
}

export interface PathOptions {
  /** Function and argument names for messages. */
  fn: string;
  arg?: string;
  fd?: boolean;
  none?: boolean;
}

/** Host text of file system bytes. */
export function textOfBytes(bytes: Uint8Array): string {
  return textToJs(runDecoder(None_, bytes, 'surrogateescape', decodeUtf8).text);
}

/** Host text of a str; UnicodeEncodeError where it cannot be a file name. */
export function textOfStr(o: PyObject): string {
  const text = strJs(o);
  if (SURROGATE.test(text)) decref(encodeStr(o, 'utf-8', 'surrogateescape'));
  return text;
}

/** str of a name that the host gave. */
export function newName(name: string): Owned {
  return newStrJs(name);
}

/** bytes of a name that the host gave. */
export function nameAsBytes(name: string): Owned {
  const s = newStrJs(name);
  try {
    return encodeStr(s, 'utf-8', 'surrogateescape');
  } finally {
    decref(s);
  }
}

/** os.fspath; `__fspath__ = None` says that there is none. */
export function pathLike(o: PyObject): Owned {
  if (lookupSpecialBorrowed(o, s_fspath) === None_) {
    throw typeError(`expected str, bytes or os.PathLike object, not ${o.type.name}`);
  }
  return fspath(o);
}

/** PyUnicode_FSDecoder: a str of a path-like object. */
export function fsDecode(o: PyObject): Owned {
  const p = pathLike(o);
  if (isStr(p)) return p;
  const text = runDecoder(p, bytesValue(p), 'surrogateescape', decodeUtf8).text;
  decref(p);
  return newStr(text);
}

/** PyUnicode_FSConverter: the host text of a path-like object. */
export function fsText(o: PyObject): string {
  const p = pathLike(o);
  try {
    const text = isBytes(p) ? textOfBytes(bytesValue(p)) : textOfStr(p);
    if (text.includes('\0')) throw valueError('embedded null byte');
    return text;
  } finally {
    decref(p);
  }
}

/** os.fsencode of a path-like object: bytes. */
export function fsEncode(o: PyObject): Owned {
  const p = pathLike(o);
  if (isBytes(p)) return p;
  try {
    return encodeStr(p, 'utf-8', 'surrogateescape');
  } finally {
    decref(p);
  }
}

function wanted(options: PathOptions): string {
  if (options.fd && options.none) return 'string, bytes, os.PathLike, integer or None';
  if (options.fd) return 'string, bytes, os.PathLike or integer';
  return options.none ? 'string, bytes, os.PathLike or None' : 'string, bytes or os.PathLike';
}

function wrongType(o: PyObject, options: PathOptions): PyErr {
  return typeError(
    `${options.fn}: ${options.arg ?? 'path'} should be ${wanted(options)}, not ${o.type.name}`,
  );
}

/** A descriptor number of an int object. CPython: _fd_converter. */
export function fdValue(o: PyObject): number {
  if (o.type.name === 'bool') warnRuntime('bool is used as a file descriptor');
  const v = index(o);
  if (v > 2147483647) throw overflowError('fd is greater than maximum');
  if (v < -2147483648) throw overflowError('fd is less than minimum');
  return Number(v);
}

/** Converts a path argument (undefined stands for None). Release it afterwards. */
export function pathArg(given: PyObject | undefined, options: PathOptions): PathArg {
  const o = given ?? None_;
  if (o === None_ && options.none) return new PathArg('.', -1, incref(None_), false);
  if (isStr(o)) return ofStr(o, incref(o), options);
  if (isBytes(o)) return ofBytes(o, incref(o), options);
  if (options.fd && o.type.nb_index !== null) {
    return new PathArg('', fdValue(o), incref(o), false);
  }
  const p = lookupSpecialBorrowed(o, s_fspath) === None_ ? null : callSpecial0(o, s_fspath);
  if (p === null) throw wrongType(o, options);
  try {
    if (isStr(p)) return ofStr(p, incref(p), options);
    if (isBytes(p)) return ofBytes(p, incref(p), options);
    throw typeError(
      `expected ${o.type.name}.__fspath__() to return str or bytes, not ${p.type.name}`,
    );
  } finally {
    decref(p);
  }
}

function ofStr(s: PyObject, object: Owned, options: PathOptions): PathArg {
  try {
    return new PathArg(checkNull(textOfStr(s), options), -1, object, false);
  } catch (e) {
    decref(object);
    throw e;
  }
}

function ofBytes(b: PyObject, object: Owned, options: PathOptions): PathArg {
  try {
    return new PathArg(checkNull(textOfBytes(bytesValue(b)), options), -1, object, true);
  } catch (e) {
    decref(object);
    throw e;
  }
}

function checkNull(text: string, options: PathOptions): string {
  if (text.includes('\0')) {
    throw valueError(`${options.fn}: embedded null character in ${options.arg ?? 'path'}`);
  }
  return text;
}

/** A name for the caller: bytes if he gave bytes. */
export function nameFor(arg: PathArg, name: string): Owned {
  return arg.isBytes ? nameAsBytes(name) : newName(name);
}
