/** Times given by Python code as nanoseconds, and back. CPython: Python/pytime.c. */
import { index } from '../../core/abstract.ts';
import { overflowError, typeError, valueError } from '../../core/errors.ts';
import type { Owned, PyObject } from '../../core/object.ts';
import { isFloat, newFloat } from '../../objects/float.ts';

const BILLION = 1_000_000_000n;
const MAX = 2n ** 63n - 1n;

export type Rounding = 'ceiling' | 'floor' | 'half-even' | 'up';

function rounded(x: number, how: Rounding): number {
  if (how === 'ceiling') return Math.ceil(x);
  if (how === 'floor') return Math.floor(x);
  if (how === 'up') return x < 0 ? Math.floor(x) : Math.ceil(x);
  const r = Math.round(x);
  return Math.abs(x - Math.trunc(x)) === 0.5 && r % 2 !== 0 ? r - 1 : r;
}

/** Nanoseconds of a number of seconds (int, index or float). CPython: _PyTime_FromSecondsObject. */
export function secondsToNs(o: PyObject, what = 'timestamp', how: Rounding = 'ceiling'): bigint {
  if (isFloat(o)) {
    const x: number = o.v;
    if (Number.isNaN(x)) throw valueError('Invalid value NaN (not a number)');
    if (Math.abs(x) >= 9223372036.854775807)
      throw overflowError('timestamp out of range for platform time_t');
    return BigInt(rounded(x * 1e9, how));
  }
  if (o.type.nb_index === null && o.type.nb_int === null) {
    throw typeError(`'${o.type.name}' object cannot be interpreted as an integer`);
  }
  void what;
  const ns = BigInt(index(o)) * BILLION;
  if (ns > MAX || ns < -MAX - 1n)
    throw overflowError('timestamp too large to convert to C PyTime_t');
  return ns;
}

/** Seconds as a float. CPython: PyTime_AsSecondsDouble. */
export function nsToSeconds(ns: bigint): number {
  return ns % BILLION === 0n ? Number(ns / BILLION) : Number(ns) / 1e9;
}

export function newSeconds(ns: bigint): Owned {
  return newFloat(nsToSeconds(ns));
}
