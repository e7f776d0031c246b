/**
 * The proleptic Gregorian calendar and ISO weeks. CPython: the first part of Modules/_datetimemodule.c.
 *
 * Ordinal 1 is the first of January of year 1; weekday 0 is Monday.
 */

export const MINYEAR = 1;
export const MAXYEAR = 9999;
/** 9999-12-31 */
export const MAXORDINAL = 3652059;
/** 1970-01-01 */
export const EPOCH_ORDINAL = 719163;

const DAYS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : DAYS[month]!;
}

export function daysBeforeMonth(year: number, month: number): number {
  return BEFORE[month]! + (month > 2 && isLeap(year) ? 1 : 0);
}

/** Days in all years before `year`. */
export function daysBeforeYear(year: number): number {
  const y = year - 1;
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
}

export function toOrdinal(year: number, month: number, day: number): number {
  return daysBeforeYear(year) + daysBeforeMonth(year, month) + day;
}

/** Where `fromOrdinal` leaves its answer. */
export const civil = { year: 1, month: 1, day: 1 };

/** The date of an ordinal, left in `civil`. */
export function fromOrdinal(ordinal: number): void {
  let n = ordinal - 1;
  const n400 = Math.floor(n / 146097);
  let year = n400 * 400 + 1;
  n -= n400 * 146097;
  const n100 = Math.floor(n / 36524);
  n -= n100 * 36524;
  const n4 = Math.floor(n / 1461);
  n -= n4 * 1461;
  const n1 = Math.floor(n / 365);
  n -= n1 * 365;
  year += n100 * 100 + n4 * 4 + n1;
  if (n1 === 4 || n100 === 4) {
    civil.year = year - 1;
    civil.month = 12;
    civil.day = 31;
    return;
  }
  let month = (n + 50) >> 5;
  let before = daysBeforeMonth(year, month);
  if (before > n) {
    month--;
    before -= daysInMonth(year, month);
  }
  civil.year = year;
  civil.month = month;
  civil.day = n - before + 1;
}

export function weekday(year: number, month: number, day: number): number {
  return (toOrdinal(year, month, day) + 6) % 7;
}

/** The ordinal of the Monday that begins ISO week 1. */
export function isoWeek1Monday(year: number): number {
  const first = toOrdinal(year, 1, 1);
  const day = (first + 6) % 7;
  return first - day + (day > 3 ? 7 : 0);
}

/** [ISO year, week, weekday from 1]. */
export function isoCalendar(year: number, month: number, day: number): [number, number, number] {
  const today = toOrdinal(year, month, day);
  let isoYear = year;
  let monday = isoWeek1Monday(year);
  let week = Math.floor((today - monday) / 7);
  if (week < 0) {
    isoYear--;
    monday = isoWeek1Monday(isoYear);
    week = Math.floor((today - monday) / 7);
  } else if (week >= 52 && today >= isoWeek1Monday(year + 1)) {
    isoYear++;
    monday = isoWeek1Monday(isoYear);
    week = 0;
  }
  return [isoYear, week + 1, ((today - monday) % 7) + 1];
}

/** Why an ISO week date is none: the message of the ValueError; null leaves the date in `civil`. */
export function fromIsoCalendar(year: number, week: number, day: number): string | null {
  if (year < MINYEAR || year > MAXYEAR) return `Year is out of range: ${year}`;
  if (week <= 0 || week >= 53) {
    const first = weekday(year, 1, 1);
    const long = week === 53 && (first === 3 || (first === 2 && isLeap(year)));
    if (!long) return `Invalid week: ${week}`;
  }
  if (day <= 0 || day >= 8) return `Invalid day: ${day} (range is [1, 7])`;
  fromOrdinal(isoWeek1Monday(year) + (week - 1) * 7 + day - 1);
  return null;
}

/** Why a date is none, null when it is one. */
export function dateFault(year: number, month: number, day: number): string | null {
  if (year < MINYEAR || year > MAXYEAR) return `year ${year} is out of range`;
  if (month < 1 || month > 12) return 'month must be in 1..12';
  if (day < 1 || day > daysInMonth(year, month)) return 'day is out of range for month';
  return null;
}

/** Why a time is none. */
export function timeFault(
  h: number,
  m: number,
  s: number,
  us: number,
  fold: number,
): string | null {
  if (h < 0 || h > 23) return 'hour must be in 0..23';
  if (m < 0 || m > 59) return 'minute must be in 0..59';
  if (s < 0 || s > 59) return 'second must be in 0..59';
  if (us < 0 || us > 999999) return 'microsecond must be in 0..999999';
  if (fold !== 0 && fold !== 1) return 'fold must be either 0 or 1';
  return null;
}
