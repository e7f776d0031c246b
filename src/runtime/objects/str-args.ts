/** Arguments that the methods of str, bytes and bytearray have in common. CPython: what Argument Clinic makes of them. */
import { index } from '../core/abstract.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { method, type NativeDef, prepare } from '../core/native-def.ts';
import type { PyObject } from '../core/object.ts';
import { NoneType } from '../core/type-object.ts';
import { isStr, strJs } from './str-object.ts';

/** Beyond any length. */
export const MAX_INDEX = Number.MAX_SAFE_INTEGER;

/** A bound of a range of a sequence: None and what was not given mean `fallback`. */
export function boundArg(o: PyObject | undefined, fallback: number): number {
  if (o === undefined || o.type === NoneType) return fallback;
  if (o.type.nb_index === null) {
    throw typeError('slice indices must be integers or None or have an __index__ method');
  }
  const v = index(o);
  if (typeof v === 'number') return v;
  return v < 0n ? -MAX_INDEX : MAX_INDEX;
}

/** A start as ADJUST_INDICES leaves it. */
export function adjustStart(start: number, length: number): number {
  if (start >= 0) return start;
  start += length;
  return start < 0 ? 0 : start;
}

/** An end as ADJUST_INDICES leaves it. */
export function adjustEnd(end: number, length: number): number {
  if (end > length) return length;
  if (end >= 0) return end;
  end += length;
  return end < 0 ? 0 : end;
}

/** A Py_ssize_t argument. */
export function ssizeArg(o: PyObject | undefined, fallback: number): number {
  if (o === undefined) return fallback;
  const v = index(o);
  if (typeof v === 'number') return v;
  if (v >= -(2n ** 63n) && v < 2n ** 63n) return Number(v);
  throw overflowError('Python int too large to convert to C ssize_t');
}

/** An `int` argument. */
export function intArg(o: PyObject | undefined, fallback: number): number {
  if (o === undefined) return fallback;
  const v = index(o);
  if (v >= -2147483648 && v <= 2147483647) return Number(v);
  throw overflowError('Python int too large to convert to C int');
}

/** The type of an argument as the messages of argument parsers name it. CPython: _PyArg_BadArgument. */
export function argumentType(o: PyObject): string {
  return o.type === NoneType ? 'None' : o.type.name;
}

/** A `const char *` argument that may be left out. */
export function nameArg(o: PyObject | undefined, what: string): string | undefined {
  if (o === undefined) return undefined;
  if (!isStr(o)) throw typeError(`${what} must be str, not ${argumentType(o)}`);
  const js = strJs(o);
  if (js.includes('\0')) throw valueError('embedded null character');
  return js;
}

/** A method whose `__text_signature__` cannot be parsed: it is bound by another text. */
export function methodShown(
  shown: string,
  sig: string,
  fn: (...args: any[]) => any,
  doc?: string,
): NativeDef {
  const def = prepare(method(sig, fn, doc));
  def.sig = shown;
  return def;
}

const RANGE = '[, start[, end]], /)';

/** A method of (`name`, start, end). */
export function rangeMethod(name: string, fn: (...args: any[]) => any): NativeDef {
  return methodShown(`($self, ${name}${RANGE}`, `($self, ${name}, start=None, end=None, /)`, fn);
}
