/** The string half of posixpath that CPython has in C. CPython: Python/fileutils.c, Modules/posixmodule.c. */
import type { Owned, PyObject } from '../../core/object.ts';
import { decref } from '../../core/object.ts';
import { isBytes, newBytes } from '../../objects/bytes-object.ts';
import { newStr, strValue } from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { pathLike } from './path-argument.ts';
import { bytesOfLatin1 } from '../../text/codec.ts';
import {
  type Text,
  textFromLatin1,
  textIndexOf,
  textJoin,
  textLength,
  textSlice,
  textSplit,
} from '../../text/text.ts';

/** A path as text (bytes as Latin-1), and how to give parts of it back. */
function withPath(path: PyObject, f: (text: Text, back: (t: Text) => Owned) => Owned): Owned {
  const p = pathLike(path);
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
    return newTupleSteal([
      back(''),
      back(textSlice(t, 0, root)),
      back(textSlice(t, root, textLength(t))),
    ]);
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
      if (part !== '..' || (root === 0 && (parts.length === 0 || parts[parts.length - 1] === '..')))
        parts.push(part);
      else if (parts.length > 0) parts.pop();
    }
    const rest = textJoin('/', parts);
    const whole = textJoin('', [textSlice(t, 0, root), rest]);
    return back(textLength(whole) === 0 ? '.' : whole);
  });
}
