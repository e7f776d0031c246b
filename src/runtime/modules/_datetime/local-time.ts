/**
 * Local time and POSIX timestamps. CPython: local(), utc_to_seconds, local_to_seconds of Modules/_datetimemodule.c and
 * Python/pytime.c.
 *
 * Seconds count from 1970; "local seconds" are those of the wall clock taken for UTC.
 */
import { index } from '../../core/abstract.ts';
import { overflowError, valueError } from '../../core/errors.ts';
import type { PyObject } from '../../core/object.ts';
import { isFloat } from '../../objects/float.ts';
import { newStrJs } from '../../objects/str.ts';
import { localZone as systemZone } from '../_time/zone.ts';
import { EPOCH_ORDINAL, fromOrdinal, MAXYEAR, MINYEAR, civil, toOrdinal } from './calendar.ts';
import { newDelta } from './types.ts';
import { newTimezone } from './zone.ts';
import { decref, type Owned } from '../../core/object.ts';

const DAY = 86400;
const MAX_FOLD = 24 * 3600;

/** Seconds of a wall clock reading. */
export function clockSeconds(
  y: number,
  mo: number,
  d: number,
  h: number,
  mi: number,
  s: number,
): number {
  return (toOrdinal(y, mo, d) - EPOCH_ORDINAL) * DAY + h * 3600 + mi * 60 + s;
}

/** Local seconds of an instant. */
export function localSeconds(epoch: number): number {
  return epoch + systemZone().at(epoch).gmtoff;
}

/** Fields of seconds: the date is left in `civil`, the rest here. */
export const clock = { hour: 0, minute: 0, second: 0 };

export function splitSeconds(seconds: number): void {
  const days = Math.floor(seconds / DAY);
  const rest = seconds - days * DAY;
  const year = 1970 + Math.floor(days / 365.2425);
  if (year < MINYEAR - 1 || year > MAXYEAR + 1) throw valueError(`year ${year} is out of range`);
  fromOrdinal(days + EPOCH_ORDINAL);
  if (civil.year < MINYEAR || civil.year > MAXYEAR)
    throw valueError(`year ${civil.year} is out of range`);
  clock.hour = Math.floor(rest / 3600);
  clock.minute = Math.floor(rest / 60) % 60;
  clock.second = rest % 60;
}

/** Whether an instant is the second of two with the same wall clock. */
export function foldOf(epoch: number): number {
  const result = localSeconds(epoch);
  const shift = result - localSeconds(epoch - MAX_FOLD) - MAX_FOLD;
  return shift < 0 && localSeconds(epoch + shift) === result ? 1 : 0;
}

/** The instant of a wall clock reading; `fold` chooses where there are two or none. */
export function instantOf(t: number, fold: number): number {
  const a = localSeconds(t) - t;
  const u1 = t - a;
  const t1 = localSeconds(u1);
  let b: number;
  if (t1 === t) {
    const u2 = u1 + (fold === 1 ? MAX_FOLD : -MAX_FOLD);
    b = localSeconds(u2) - u2;
    if (a === b) return u1;
  } else b = t1 - u1;
  const u2 = t - b;
  if (localSeconds(u2) === t) return u2;
  if (t1 === t) return u1;
  return fold === 1 ? Math.min(u1, u2) : Math.max(u1, u2);
}

/** The local zone at an instant, as a timezone. */
export function localZone(epoch: number): Owned {
  const { gmtoff, name } = systemZone().at(epoch);
  const delta = newDelta(0, gmtoff, 0);
  const text = newStrJs(name);
  try {
    return newTimezone(delta, text);
  } finally {
    decref(delta);
    decref(text);
  }
}

/** Half to even. */
function roundEven(x: number): number {
  const r = Math.round(x);
  return Math.abs(x - Math.trunc(x)) === 0.5 ? 2 * Math.round(x / 2) : r;
}

/** Seconds and microseconds of a timestamp argument; `date` cuts the fraction off downwards. */
export function readTimestamp(o: PyObject, date: boolean): [number, number] {
  const range = () => overflowError('timestamp out of range for platform time_t');
  if (isFloat(o)) {
    const x: number = o.v;
    if (Number.isNaN(x)) throw valueError('Invalid value NaN (not a number)');
    let whole = Math.floor(x);
    if (!(Math.abs(x) < 9223372036854775808)) throw range();
    if (date) return [whole, 0];
    const trunc = Math.trunc(x);
    let us = roundEven((x - trunc) * 1e6);
    whole = trunc;
    if (us >= 1000000) {
      us -= 1000000;
      whole++;
    } else if (us < 0) {
      us += 1000000;
      whole--;
    }
    return [whole, us + 0];
  }
  const n = index(o);
  if (typeof n === 'bigint' && (n > 9223372036854775807n || n < -9223372036854775808n))
    throw range();
  return [Number(n), 0];
}
