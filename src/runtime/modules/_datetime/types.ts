/**
 * The types of the datetime module and their payloads. CPython: Include/datetime.h.
 *
 * Payloads are immutable but for `fold` and `tz` of a datetime that is being made. Objects are never collected; a
 * datetime or time without zone has a smaller block.
 */
import { callObject } from '../../core/call.ts';
import { overflowError, typeError, valueError } from '../../core/errors.ts';
import { freeObject } from '../../core/gc.ts';
import { index } from '../../core/abstract.ts';
import { account, decref, incref, type Owned, PyObject } from '../../core/object.ts';
import { addAtoms } from '../../core/roots.ts';
import { isSubtype } from '../../core/subtype.ts';
import { TypeObject } from '../../core/type-object.ts';
import { newInt } from '../../objects/int.ts';
import { None_ } from '../../objects/singletons.ts';
import { civil, dateFault, fromOrdinal, MAXORDINAL, timeFault, toOrdinal } from './calendar.ts';

export const DateType: TypeObject = new TypeObject('datetime.date');
export const DateTimeType: TypeObject = new TypeObject('datetime.datetime');
export const TimeType: TypeObject = new TypeObject('datetime.time');
export const DeltaType: TypeObject = new TypeObject('datetime.timedelta');
export const TzInfoType: TypeObject = new TypeObject('datetime.tzinfo');
export const TimezoneType: TypeObject = new TypeObject('datetime.timezone');

export class Delta {
  days: number;
  seconds: number;
  us: number;
  constructor(days: number, seconds: number, us: number) {
    this.days = days;
    this.seconds = seconds;
    this.us = us;
  }
}

export class DateFields {
  year: number;
  month: number;
  day: number;
  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }
}

/** Fields of a time; those of a datetime have the date as well. */
export class TimeFields {
  hour: number;
  minute: number;
  second: number;
  us: number;
  /** Owned; null for None. */
  tz: PyObject | null;
  fold: number;
  constructor(
    hour: number,
    minute: number,
    second: number,
    us: number,
    tz: PyObject | null,
    fold: number,
  ) {
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.us = us;
    this.tz = tz;
    this.fold = fold;
  }
}

export class DateTimeFields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  us: number;
  tz: PyObject | null;
  fold: number;
  constructor(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    us: number,
    tz: PyObject | null,
    fold: number,
  ) {
    this.year = year;
    this.month = month;
    this.day = day;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.us = us;
    this.tz = tz;
    this.fold = fold;
  }
}

export class Zone {
  /** timedelta */
  offset: PyObject;
  /** str or null */
  name: PyObject | null;
  constructor(offset: PyObject, name: PyObject | null) {
    this.offset = offset;
    this.name = name;
  }
}

export const isDelta = (o: PyObject): boolean =>
  o.type === DeltaType || isSubtype(o.type, DeltaType);
export const isDate = (o: PyObject): boolean => isSubtype(o.type, DateType);
export const isDateTime = (o: PyObject): boolean =>
  o.type === DateTimeType || isSubtype(o.type, DateTimeType);
export const isTime = (o: PyObject): boolean => o.type === TimeType || isSubtype(o.type, TimeType);
export const isTzInfo = (o: PyObject): boolean => isSubtype(o.type, TzInfoType);

/** The zone of an argument: null for None. */
export function zoneArgument(o: PyObject | undefined): PyObject | null {
  if (o === undefined || o === None_) return null;
  if (!isTzInfo(o)) {
    throw typeError(
      `tzinfo argument must be None or of a tzinfo subclass, not type '${o.type.name}'`,
    );
  }
  return o;
}

/** An argument of C type int. */
export function cInt(o: PyObject): number {
  const n = index(o);
  if (typeof n === 'bigint') throw overflowError('Python int too large to convert to C long');
  if (n > 2147483647) throw overflowError('signed integer is greater than maximum');
  if (n < -2147483648) throw overflowError('signed integer is less than minimum');
  return n;
}

function bare(type: TypeObject, exact: TypeObject, size: number, payload: unknown): Owned {
  if (type === exact) {
    const o = new PyObject(type, payload);
    account(o, size);
    return o as Owned;
  }
  const o = type.tp_alloc(type);
  o.v = payload;
  return o;
}

// ---------------------------------------------------------------------------------------------
// timedelta

const MAX_DAYS = 999999999;

/** A timedelta of parts of any size. */
export function newDelta(
  days: number,
  seconds: number,
  us: number,
  type: TypeObject = DeltaType,
): Owned {
  if (us < 0 || us >= 1000000) {
    const carry = Math.floor(us / 1000000);
    us -= carry * 1000000;
    seconds += carry;
  }
  if (seconds < 0 || seconds >= 86400) {
    const carry = Math.floor(seconds / 86400);
    seconds -= carry * 86400;
    days += carry;
  }
  if (days < -MAX_DAYS || days > MAX_DAYS) {
    throw overflowError(`days=${days}; must have magnitude <= ${MAX_DAYS}`);
  }
  // Additions keep -0 out of the fields.
  return bare(type, DeltaType, 40, new Delta(days + 0, seconds + 0, us + 0));
}

export function sameDelta(a: PyObject, b: PyObject): boolean {
  const x: Delta = a.v;
  const y: Delta = b.v;
  return x.days === y.days && x.seconds === y.seconds && x.us === y.us;
}

/** a - b of two timedeltas. */
export function deltaMinus(a: PyObject, b: PyObject): Owned {
  const x: Delta = a.v;
  const y: Delta = b.v;
  return newDelta(x.days - y.days, x.seconds - y.seconds, x.us - y.us);
}

// ---------------------------------------------------------------------------------------------
// date

function checkDate(year: number, month: number, day: number): void {
  const fault = dateFault(year, month, day);
  if (fault !== null) throw valueError(fault);
}

function checkTime(h: number, m: number, s: number, us: number, fold: number): void {
  const fault = timeFault(h, m, s, us, fold);
  if (fault !== null) throw valueError(fault);
}

/** The bare date object of a type; the values are checked. */
export function newDate(
  year: number,
  month: number,
  day: number,
  type: TypeObject = DateType,
): Owned {
  checkDate(year, month, day);
  return bare(type, DateType, 32, new DateFields(year, month, day));
}

/** A date of a pickled state, whose fields nobody checks. */
export function newDateUnchecked(
  year: number,
  month: number,
  day: number,
  type: TypeObject,
): Owned {
  return bare(type, DateType, 32, new DateFields(year, month, day));
}

function callWithInts(type: TypeObject, values: number[], tz: PyObject | null): Owned {
  const args: PyObject[] = values.map((n) => newInt(n));
  if (values.length > 3) args.push(incref(tz ?? None_));
  try {
    return callObject(type.self, args);
  } finally {
    for (const o of args) decref(o);
  }
}

/** A date of a class: built-in ones are made directly, others by calling them. */
export function dateOf(type: TypeObject, year: number, month: number, day: number): Owned {
  if (type === DateType) return newDate(year, month, day);
  if (type === DateTimeType) return newDateTime(year, month, day, 0, 0, 0, 0, null, 0);
  return callWithInts(type, [year, month, day], null);
}

// ---------------------------------------------------------------------------------------------
// time and datetime

/** The zone is borrowed. */
export function newTime(
  h: number,
  m: number,
  s: number,
  us: number,
  tz: PyObject | null,
  fold: number,
  type: TypeObject = TimeType,
): Owned {
  checkTime(h, m, s, us, fold);
  if (tz !== null) incref(tz);
  return bare(type, TimeType, tz === null ? 32 : 40, new TimeFields(h, m, s, us, tz, fold));
}

/** A time of a class, as `dateOf`. */
export function timeOf(
  type: TypeObject,
  h: number,
  m: number,
  s: number,
  us: number,
  tz: PyObject | null,
  fold: number,
): Owned {
  if (type === TimeType) return newTime(h, m, s, us, tz, fold);
  const o = callWithInts(type, [h, m, s, us], tz);
  if (isTime(o)) o.v.fold = fold;
  return o;
}

export function newDateTime(
  year: number,
  month: number,
  day: number,
  h: number,
  m: number,
  s: number,
  us: number,
  tz: PyObject | null,
  fold: number,
  type: TypeObject = DateTimeType,
): Owned {
  checkDate(year, month, day);
  checkTime(h, m, s, us, fold);
  return newDateTimeUnchecked(year, month, day, h, m, s, us, tz, fold, type);
}

/** A datetime of a pickled state, whose fields nobody checks. */
export function newDateTimeUnchecked(
  year: number,
  month: number,
  day: number,
  h: number,
  m: number,
  s: number,
  us: number,
  tz: PyObject | null,
  fold: number,
  type: TypeObject,
): Owned {
  if (tz !== null) incref(tz);
  const payload = new DateTimeFields(year, month, day, h, m, s, us, tz, fold);
  return bare(type, DateTimeType, tz === null ? 40 : 48, payload);
}

/** A datetime of a class, as `dateOf`. */
export function dateTimeOf(
  type: TypeObject,
  year: number,
  month: number,
  day: number,
  h: number,
  m: number,
  s: number,
  us: number,
  tz: PyObject | null,
  fold: number,
): Owned {
  if (type === DateTimeType) return newDateTime(year, month, day, h, m, s, us, tz, fold);
  const o = callWithInts(type, [year, month, day, h, m, s, us], tz);
  if (isDateTime(o)) o.v.fold = fold;
  return o;
}

/** tp_dealloc of times and datetimes. */
export function zonedDealloc(o: PyObject): void {
  const tz: PyObject | null = o.v === null ? null : o.v.tz;
  let size = -1;
  if (o.type === DateTimeType) size = tz === null ? 40 : 48;
  else if (o.type === TimeType) size = tz === null ? 32 : 40;
  freeObject(o, size);
  if (tz !== null) decref(tz);
}

/** Zones are atomic for the collector. */
for (const type of [TimeType, DateTimeType]) {
  addAtoms(type, (o, visit) => {
    const tz: PyObject | null = o.v === null ? null : o.v.tz;
    if (tz !== null) visit(tz);
  });
}

/** The same moment of the wall clock in another zone (borrowed), without conversion. */
export function withZone(o: PyObject, tz: PyObject | null, fold: number): Owned {
  const f: DateTimeFields = o.v;
  return newDateTime(f.year, f.month, f.day, f.hour, f.minute, f.second, f.us, tz, fold);
}

/** datetime + sign * timedelta, of the datetime's class. */
export function addDelta(o: PyObject, delta: PyObject, sign: number): Owned {
  const f: DateTimeFields = o.v;
  const d: Delta = delta.v;
  let us = f.us + sign * d.us;
  let seconds = f.hour * 3600 + f.minute * 60 + f.second + sign * d.seconds;
  let carry = Math.floor(us / 1000000);
  us -= carry * 1000000;
  seconds += carry;
  carry = Math.floor(seconds / 86400);
  seconds -= carry * 86400;
  const ordinal = toOrdinal(f.year, f.month, f.day) + sign * d.days + carry;
  if (ordinal < 1 || ordinal > MAXORDINAL) throw overflowError('date value out of range');
  fromOrdinal(ordinal);
  const hour = Math.floor(seconds / 3600);
  const rest = seconds - hour * 3600;
  const minute = Math.floor(rest / 60);
  return dateTimeOf(
    o.type,
    civil.year,
    civil.month,
    civil.day,
    hour,
    minute,
    rest - minute * 60,
    us + 0,
    f.tz,
    0,
  );
}
