/** The string half of posixpath that CPython has in C. CPython: Python/fileutils.c, Modules/posixmodule.c. */
import type { Owned, PyObject } from '../../core/object.ts';
import { decref } from '../../core/object.ts';
import { fspath } from '../../core/abstract.ts';
import { isBytes, newBytes } from '../../objects/bytes-object.ts';
import { newBool } from '../../objects/singletons.ts';
import { newStr, strValue } from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { bytesOfLatin1 } from '../../text/codec.ts';
import { type Text, textFromLatin1, textIndexOf, textJoin, textLength, textSlice, textSplit } from '../../text/text.ts';
import { HostError, type HostStat, host } from '../../host.ts';
import { fdStat } from './fd-table.ts';
import { type PathArg, pathArg } from './path-argument.ts';
import { discard, isPyErr, matches } from '../../core/errors.ts';
import { OverflowErrorType, UnicodeErrorType, ValueErrorType } from '../../objects/exceptions.ts';

/** A path as text (bytes as Latin-1), and how to give parts of it back. */
function withPath(path: PyObject, f: (text: Text, back: (t: Text) => Owned) => Owned): Owned {
  const p = fspath(path);
  try {
    if (isBytes(p)) return f(textFromLatin1(p.v), (t) => newBytes(bytesOfLatin1(t as string)));
    return f(strValue(p), newStr);
  } finally {
    decref(p);
  }
}

/** Length of the root: two slashes exactly count as two. */
function rootLength(t: Text): number {
  const slash = (i: number): boolean => textIndexOf(t, '/', i, i + 1) === i;
  if (!slash(0)) return 0;
  return slash(1) && !slash(2) ? 2 : 1;
}

/** posix._path_splitroot_ex: (drive, root, tail). */
export function splitrootEx(_m: PyObject, path: PyObject): Owned {
  return withPath(path, (t, back) => {
    const root = rootLength(t);
    return newTupleSteal([back(''), back(textSlice(t, 0, root)), back(textSlice(t, root, textLength(t)))]);
  });
}

/** posix._path_normpath. */
export function normpath(_m: PyObject, path: PyObject): Owned {
  return withPath(path, (t, back) => {
    if (textLength(t) === 0) return back('.');
    const root = rootLength(t);
    const parts: Text[] = [];
    for (const part of textSplit(textSlice(t, root, textLength(t)), '/', -1)) {
      if (part === '' || part === '.') continue;
      if (part !== '..' || (root === 0 && (parts.length === 0 || parts[parts.length - 1] === '..'))) parts.push(part);
      else if (parts.length > 0) parts.pop();
    }
    const rest = textJoin('/', parts);
    const whole = textJoin('', [textSlice(t, 0, root), rest]);
    return back(textLength(whole) === 0 ? '.' : whole);
  });
}

/** A question about a path; whatever cannot be asked is answered with no. */
export function pathTest(name: string, ask: (s: HostStat) => boolean, follow = true) {
  return (_m: PyObject, path: PyObject): Owned => {
    let arg: PathArg;
    try {
      arg = pathArg(path, { fn: name, fd: follow });
    } catch (e) {
      if (!isPyErr(e) || !(matches(e, ValueErrorType) || matches(e, UnicodeErrorType) || matches(e, OverflowErrorType))) throw e;
      discard(e);
      return newBool(false);
    }
    try {
      const fs = host().fs;
      return newBool(ask(arg.fd >= 0 ? fdStat(arg.fd) : follow ? fs.stat(arg.text) : fs.lstat(arg.text)));
    } catch (e) {
      if (e instanceof HostError) return newBool(false);
      throw e;
    } finally {
      arg.release();
    }
  };
}
