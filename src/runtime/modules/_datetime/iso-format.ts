/**
 * Reading ISO 8601 texts. CPython: parse_isoformat_date, parse_isoformat_time and their relatives in
 * Modules/_datetimemodule.c. Null stands for a text that is no such form; values are not checked for their range.
 */
import { civil, fromIsoCalendar } from './calendar.ts';

/** `count` digits at `at`, or -1. */
function digits(t: string, at: number, count: number): number {
  if (at + count > t.length) return -1;
  let n = 0;
  for (let i = at; i < at + count; i++) {
    const c = t.charCodeAt(i) - 48;
    if (c < 0 || c > 9) return -1;
    n = n * 10 + c;
  }
  return n;
}

const isDigit = (t: string, i: number): boolean => {
  const c = t.charCodeAt(i);
  return c >= 48 && c <= 57;
};

/** Place of the character between date and time. */
export function separatorPlace(t: string): number {
  const n = t.length;
  if (n === 7) return 7;
  if (t[4] === '-') {
    if (t[5] !== 'W') return 10;
    if (n > 8 && t[8] === '-') {
      if (n === 9) return -1;
      return n > 10 && isDigit(t, 10) ? 8 : 10;
    }
    return 8;
  }
  if (t[4] !== 'W') return 8;
  let i = 7;
  while (i < n && isDigit(t, i)) i++;
  if (i < 9) return i;
  return i % 2 === 0 ? 7 : 8;
}

/** [year, month, day] of a text of 7, 8 or 10 characters. */
export function parseDate(t: string): [number, number, number] | null {
  const year = digits(t, 0, 4);
  if (year < 0) return null;
  const dashes = t[4] === '-';
  let at = dashes ? 5 : 4;
  if (t[at] === 'W') return parseWeekDate(t, year, at + 1, dashes);
  const month = digits(t, at, 2);
  if (month < 0) return null;
  at += 2;
  if ((t[at] === '-') !== dashes) return null;
  if (dashes) at++;
  const day = digits(t, at, 2);
  if (day < 0 || at + 2 !== t.length) return null;
  return [year, month, day];
}

function parseWeekDate(
  t: string,
  year: number,
  from: number,
  dashes: boolean,
): [number, number, number] | null {
  let at = from;
  const week = digits(t, at, 2);
  if (week < 0) return null;
  at += 2;
  let day = 1;
  if (at < t.length) {
    if ((t[at] === '-') !== dashes) return null;
    if (dashes) at++;
    day = digits(t, at, 1);
    if (day < 0 || at + 1 !== t.length) return null;
  }
  if (fromIsoCalendar(year, week, day) !== null) return null;
  return [civil.year, civil.month, civil.day];
}

const CORRECTION = [0, 100000, 10000, 1000, 100, 10];

/** [hour, minute, second, microsecond] of HH[:MM[:SS[.f…]]], with or without colons. */
function parseClock(t: string): [number, number, number, number] | null {
  const out: [number, number, number, number] = [0, 0, 0, 0];
  let at = 0;
  let colons = false;
  for (let i = 0; i < 3; i++) {
    const v = digits(t, at, 2);
    if (v < 0) return null;
    out[i] = v;
    at += 2;
    if (i === 0) colons = t[at] === ':';
    if (at >= t.length) return out;
    const c = t[at]!;
    if (c === '.' || c === ',') {
      if (i < 2) return null;
      return parseFraction(t, at + 1, out);
    }
    if (i === 2) return null;
    if (colons) {
      if (c !== ':') return null;
      at++;
    }
  }
  return null;
}

function parseFraction(
  t: string,
  at: number,
  out: [number, number, number, number],
): [number, number, number, number] | null {
  const rest = t.length - at;
  if (rest === 0) return null;
  const count = Math.min(rest, 6);
  const v = digits(t, at, count);
  if (v < 0) return null;
  for (let i = at + count; i < t.length; i++) if (!isDigit(t, i)) return null;
  out[3] = count < 6 ? v * CORRECTION[count]! : v;
  return out;
}

export interface IsoTime {
  clock: [number, number, number, number];
  /** null without zone; [sign, hour, minute, second, microsecond]. */
  zone: [number, number, number, number, number] | null;
}

/** A time with an optional zone. */
export function parseTime(t: string): IsoTime | null {
  let at = 0;
  while (at < t.length && t[at] !== '+' && t[at] !== '-' && t[at] !== 'Z') at++;
  const clock = parseClock(t.slice(0, at));
  if (clock === null) return null;
  if (at === t.length) return { clock, zone: null };
  if (t[at] === 'Z') return at === t.length - 1 ? { clock, zone: [1, 0, 0, 0, 0] } : null;
  const zone = parseClock(t.slice(at + 1));
  if (zone === null) return null;
  return { clock, zone: [t[at] === '-' ? -1 : 1, ...zone] };
}
