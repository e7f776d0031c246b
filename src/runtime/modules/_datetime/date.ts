/**
 * date, and the tuple of an ISO calendar date. CPython: the date_* functions of Modules/_datetimemodule.c.
 */
import { bindArgs } from '../../core/args.ts';
import { call0, callMethod1 } from '../../core/call.ts';
import { discard, matches, overflowError, typeError, valueError } from '../../core/errors.ts';
import { freeObject } from '../../core/gc.ts';
import { classMethod, classMethodRaw, method, methodRaw } from '../../core/native-def.ts';
import { decref, incref, type Owned, type PyObject } from '../../core/object.ts';
import { defineType, getset, newStaticType } from '../../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TupleType,
  type TypeObject,
} from '../../core/type-object.ts';
import { importAttr } from '../../core/import-attr.ts';
import { isBytes, newBytes } from '../../objects/bytes-object.ts';
import { OverflowErrorType } from '../../objects/exceptions.ts';
import { newInt } from '../../objects/int.ts';
import { newNotImplemented } from '../../objects/singletons.ts';
import { intern, isStr, newStrJs, strJs, strLength } from '../../objects/str.ts';
import { newTuple, newTupleOfTypeSteal, newTupleSteal } from '../../objects/tuple.ts';
import { reprJs } from '../../core/errors.ts';
import { hashOfBytes } from '../../objects/str-object.ts';
import { parseArguments } from '../nameless-arguments.ts';
import {
  civil,
  fromIsoCalendar,
  fromOrdinal,
  isoCalendar,
  MAXORDINAL,
  toOrdinal,
  weekday,
} from './calendar.ts';
import { ordered } from './delta.ts';
import { parseDate } from './iso-format.ts';
import { localSeconds, readTimestamp, splitSeconds } from './local-time.ts';
import {
  callWithText,
  ctimeText,
  formatArgument,
  formatMethod,
  isoDate,
  strftimeSteal,
  structTime,
} from './text.ts';
import {
  cInt,
  type DateFields,
  type DateTimeFields,
  dateOf,
  DateType,
  type Delta,
  isDate,
  isDateTime,
  isDelta,
  newDate,
  newDateUnchecked,
  newDelta,
} from './types.ts';

const s_isoformat = intern('isoformat');
const s_fromtimestamp = intern('fromtimestamp');
const s_timetuple = intern('timetuple');

/** The bytes of a pickled state given to a constructor, or null when the argument is none. */
export function stateBytes(
  o: PyObject | undefined,
  length: number,
  kind: string,
  sane: (b: Uint8Array) => boolean,
): Uint8Array | null {
  if (o === undefined) return null;
  if (isBytes(o)) {
    const b: Uint8Array = o.v;
    return b.length === length && sane(b) ? b : null;
  }
  if (!isStr(o) || strLength(o) !== length) return null;
  const text = strJs(o);
  const b = Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff);
  if (!sane(b)) return null;
  if (/[^\x00-\xff]/.test(text)) {
    throw valueError(
      `Failed to encode latin1 string when unpickling a ${kind} object. ` +
        "pickle.load(data, encoding='latin1') is assumed.",
    );
  }
  return b;
}

const saneMonth = (b: Uint8Array): boolean => b[2]! >= 1 && b[2]! <= 12;

function dateNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (args.length === 1 && kw === null) {
    const b = stateBytes(args[0], 4, 'date', saneMonth);
    if (b !== null) return newDateUnchecked(b[0]! * 256 + b[1]!, b[2]!, b[3]!, type);
  }
  const [y, m, d] = parseArguments(['year', 'month', 'day'], 3, args, kw, 3, (_i, o) => cInt(o));
  return newDate(cInt(y!), cInt(m!), cInt(d!), type);
}

export function invalidIso(o: PyObject) {
  return valueError(`Invalid isoformat string: ${reprJs(o)}`);
}

export function isoArgument(o: PyObject): string {
  if (!isStr(o)) throw typeError('fromisoformat: argument must be str');
  return strJs(o);
}

function fromisoformat(cls: PyObject, o: PyObject): Owned {
  const t = isoArgument(o);
  const ymd = t.length === 7 || t.length === 8 || t.length === 10 ? parseDate(t) : null;
  if (ymd === null) throw invalidIso(o);
  return dateOf(cls.v, ymd[0], ymd[1], ymd[2]);
}

function fromordinal(cls: PyObject, args: PyObject[]): Owned {
  const [o] = bindArgs('fromordinal', '(ordinal, /)', args) as PyObject[];
  const n = cInt(o!);
  if (n < 1) throw valueError('ordinal must be >= 1');
  fromOrdinal(n);
  return dateOf(cls.v, civil.year, civil.month, civil.day);
}

function isoPart(o: PyObject): number {
  try {
    return cInt(o);
  } catch (e) {
    if (!matches(e, OverflowErrorType)) throw e;
    discard(e);
    throw valueError('ISO calendar component out of range');
  }
}

function fromisocalendar(cls: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [y, w, d] = bindArgs('fromisocalendar', '(year, week, day)', args, kw) as PyObject[];
  const fault = fromIsoCalendar(isoPart(y!), isoPart(w!), isoPart(d!));
  if (fault !== null) throw valueError(fault);
  return dateOf(cls.v, civil.year, civil.month, civil.day);
}

/** date.fromtimestamp of a type. */
function fromtimestamp(cls: PyObject, o: PyObject): Owned {
  const [seconds] = readTimestamp(o, true);
  splitSeconds(localSeconds(seconds));
  return dateOf(cls.v, civil.year, civil.month, civil.day);
}

function today(cls: PyObject): Owned {
  const time = importAttr('time', 'time');
  const now = call0(time);
  decref(time);
  try {
    return callMethod1(cls, s_fromtimestamp, now);
  } finally {
    decref(now);
  }
}

// ---------------------------------------------------------------------------------------------
// Arithmetic and comparison

function moved(o: PyObject, days: number): Owned {
  const f: DateFields = o.v;
  const n = toOrdinal(f.year, f.month, f.day) + days;
  if (n < 1 || n > MAXORDINAL) throw overflowError('date value out of range');
  fromOrdinal(n);
  return dateOf(o.type, civil.year, civil.month, civil.day);
}

function add(a: PyObject, b: PyObject): Owned {
  if (isDateTime(a) || isDateTime(b)) return newNotImplemented();
  if (isDate(a)) return isDelta(b) ? moved(a, (b.v as Delta).days) : newNotImplemented();
  return isDelta(a) ? moved(b, (a.v as Delta).days) : newNotImplemented();
}

function subtract(a: PyObject, b: PyObject): Owned {
  if (isDateTime(a) || isDateTime(b) || !isDate(a)) return newNotImplemented();
  if (isDate(b)) {
    const x: DateFields = a.v;
    const y: DateFields = b.v;
    return newDelta(toOrdinal(x.year, x.month, x.day) - toOrdinal(y.year, y.month, y.day), 0, 0);
  }
  return isDelta(b) ? moved(a, -(b.v as Delta).days) : newNotImplemented();
}

function compare(a: PyObject, b: PyObject, op: number): Owned {
  // A datetime is a date, but the two have no order among each other.
  if (!isDate(b) || isDateTime(b) || isDateTime(a)) return newNotImplemented();
  const x: DateFields = a.v;
  const y: DateFields = b.v;
  return ordered(x.year - y.year || x.month - y.month || x.day - y.day, op);
}

function stateOf(o: PyObject): Uint8Array {
  const f: DateFields = o.v;
  return Uint8Array.of(f.year >> 8, f.year & 255, f.month, f.day);
}

// ---------------------------------------------------------------------------------------------
// Methods

const replaceMethod = methodRaw(
  (o: PyObject, args: PyObject[], kw: KwNames) => {
    const [y, m, d] = bindArgs(
      'replace',
      '(year=unchanged, month=unchanged, day=unchanged)',
      args,
      kw,
    );
    const f: DateFields = o.v;
    const at = (x: PyObject | undefined, old: number): number => (x === undefined ? old : cInt(x));
    return dateOf(o.type, at(y, f.year), at(m, f.month), at(d, f.day));
  },
  {
    sig: '($self, /, year=unchanged, month=unchanged, day=unchanged)',
    doc: 'The same with other fields.',
  },
);

function strftime(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [format] = bindArgs('strftime', '(format)', args, kw) as PyObject[];
  formatArgument('strftime', format!);
  const tuple = callMethodTimetuple(o);
  // datetime inherits this method and has more to say
  const { us = 0, tz = null } = o.v as Partial<DateTimeFields>;
  return strftimeSteal(format!, { us, tz, about: o }, tuple);
}

/** `o.timetuple()`, which Python code may have replaced. */
export function callMethodTimetuple(o: PyObject): Owned {
  return callWithText(o, s_timetuple, []);
}

function isocalendar(o: PyObject): Owned {
  const f: DateFields = o.v;
  const parts = isoCalendar(f.year, f.month, f.day).map((n) => newInt(n));
  return newTupleOfTypeSteal(IsoCalendarDateType, parts);
}

defineType(DateType, {
  flags: TPFLAGS_BASETYPE,
  basicsize: 32,
  tp_new: dateNew,
  tp_dealloc: (o: PyObject) => freeObject(o),
  tp_repr: (o: PyObject) => {
    const f: DateFields = o.v;
    return newStrJs(`${o.type.name}(${f.year}, ${f.month}, ${f.day})`);
  },
  tp_str: (o: PyObject) => callWithText(o, s_isoformat, []),
  tp_hash: (o: PyObject) => hashOfBytes(stateOf(o)),
  tp_richcompare: compare,
  nb_add: add,
  nb_subtract: subtract,
  methods: {
    fromtimestamp: classMethod(
      '($type, timestamp, /)',
      fromtimestamp,
      'The local day of a POSIX timestamp.',
    ),
    fromordinal: classMethodRaw(fromordinal, {
      kw: false,
      doc: 'From the number of days since the year 1.',
    }),
    fromisoformat: classMethod('($type, object, /)', fromisoformat, 'From text in ISO 8601.'),
    fromisocalendar: classMethodRaw(fromisocalendar, {
      doc: 'From year, week and day of the week.',
    }),
    today: classMethod('($type, /)', today, 'This day.'),
    ctime: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateFields = o.v;
        return newStrJs(ctimeText(f.year, f.month, f.day, 0, 0, 0));
      },
      "As C's ctime() writes it.",
    ),
    strftime: methodRaw(strftime, { doc: 'Text by a format.' }),
    __format__: methodRaw((o: PyObject, args: PyObject[]) => formatMethod(o, args[0]!), {
      min: 1,
      max: 1,
      kw: false,
      doc: 'Formats by strftime().',
    }),
    timetuple: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateFields = o.v;
        return structTime(f.year, f.month, f.day, 0, 0, 0, -1);
      },
      'As a time.struct_time.',
    ),
    isocalendar: method('($self, /)', isocalendar, 'Year, week and day of the week by ISO 8601.'),
    isoformat: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateFields = o.v;
        return newStrJs(isoDate(f.year, f.month, f.day));
      },
      'Text in ISO 8601: YYYY-MM-DD.',
    ),
    isoweekday: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateFields = o.v;
        return newInt(weekday(f.year, f.month, f.day) + 1);
      },
      'Day of the week, Monday being 1.',
    ),
    toordinal: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateFields = o.v;
        return newInt(toOrdinal(f.year, f.month, f.day));
      },
      'Days since the year 1.',
    ),
    weekday: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateFields = o.v;
        return newInt(weekday(f.year, f.month, f.day));
      },
      'Day of the week, Monday being 0.',
    ),
    replace: replaceMethod,
    __replace__: methodRaw(replaceMethod.fn, {
      sig: '($self, /, **changes)',
      doc: 'The same as replace().',
    }),
    __reduce__: method(
      '($self, /)',
      (o: PyObject) =>
        newTupleSteal([incref(o.type.self as PyObject), newTupleSteal([newBytes(stateOf(o))])]),
      'For pickle.',
    ),
  },
  getset: {
    year: getset((o) => newInt((o.v as DateFields).year)),
    month: getset((o) => newInt((o.v as DateFields).month)),
    day: getset((o) => newInt((o.v as DateFields).day)),
  },
  dict: {
    min: () => newDate(1, 1, 1),
    max: () => newDate(9999, 12, 31),
    resolution: () => newDelta(1, 0, 0),
  },
  doc: 'A day: date(year, month, day).',
});

// ---------------------------------------------------------------------------------------------
// The tuple of isocalendar()

const itemOf = (i: number) => getset((o) => incref((o.v as PyObject[])[i]!));

export const IsoCalendarDateType: TypeObject = newStaticType('datetime.IsoCalendarDate', {
  basicsize: 32,
  heap: 'immutable',
  base: TupleType,
  flags: TPFLAGS_HAVE_GC,
  tp_new: (type: TypeObject, args: PyObject[], kw: KwNames) => {
    const items = bindArgs('IsoCalendarDate', '(year, week, weekday)', args, kw) as PyObject[];
    return newTupleOfTypeSteal(
      type,
      items.map((o) => incref(o)),
    );
  },
  tp_repr: (o: PyObject) => {
    const [y, w, d] = (o.v as PyObject[]).map((x) => reprJs(x));
    return newStrJs(`${o.type.name}(year=${y}, week=${w}, weekday=${d})`);
  },
  methods: {
    __reduce__: method('($self, /)', (o: PyObject) =>
      newTupleSteal([incref(TupleType.self as PyObject), newTupleSteal([newTuple(o.v)])]),
    ),
  },
  getset: { year: itemOf(0), week: itemOf(1), weekday: itemOf(2) },
  doc: 'Year, week and day of the week by ISO 8601.',
});
