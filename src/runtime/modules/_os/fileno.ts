/** Descriptors of file objects: an int, or what `fileno()` says. CPython: PyObject_AsFileDescriptor. */
import { index } from '../../core/abstract.ts';
import { lookupAttr } from '../../core/attr.ts';
import { call0 } from '../../core/call.ts';
import { overflowError, typeError, valueError, warnRuntime } from '../../core/errors.ts';
import { decref, type PyObject } from '../../core/object.ts';
import { isInt } from '../../objects/int.ts';
import { intern } from '../../objects/str.ts';

const s_fileno = intern('fileno');

function checked(o: PyObject): number {
  if (o.type.name === 'bool') warnRuntime('bool is used as a file descriptor');
  const v = index(o);
  if (v > 2147483647 || v < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  const fd = Number(v);
  if (fd < 0) throw valueError(`file descriptor cannot be a negative integer (${fd})`);
  return fd;
}

export function fileDescriptor(o: PyObject): number {
  if (isInt(o)) return checked(o);
  const method = lookupAttr(o, s_fileno);
  if (method === null) throw typeError('argument must be an int, or have a fileno() method.');
  let r: PyObject;
  try {
    r = call0(method);
  } finally {
    decref(method);
  }
  try {
    if (!isInt(r)) throw typeError('fileno() returned a non-integer');
    return checked(r);
  } finally {
    decref(r);
  }
}
