/**
 * datetime. CPython: the datetime_* functions of Modules/_datetimemodule.c.
 */
import { bindArgs } from '../../core/args.ts';
import { hash, isTrue } from '../../core/abstract.ts';
import { callMethod1, callObject } from '../../core/call.ts';
import { typeError, valueError, warnDeprecated } from '../../core/errors.ts';
import { importAttr } from '../../core/import-attr.ts';
import { classMethod, classMethodRaw, method, methodRaw } from '../../core/native-def.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from '../../core/object.ts';
import { defineType, getset } from '../../core/type-define.ts';
import { type KwNames, TPFLAGS_BASETYPE, type TypeObject } from '../../core/type-object.ts';
import { host } from '../../host.ts';
import { newBytes } from '../../objects/bytes-object.ts';
import { newFloat } from '../../objects/float.ts';
import { newInt } from '../../objects/int.ts';
import { newBool, newNotImplemented, None_ } from '../../objects/singletons.ts';
import { intern, isStr, newStr, newStrJs, strLength, strJs } from '../../objects/str.ts';
import { hashOfBytes } from '../../objects/str-object.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { textFromJs } from '../../text/text.ts';
import { parseArguments } from '../nameless-arguments.ts';
import { civil, toOrdinal } from './calendar.ts';
import { invalidIso, isoArgument, stateBytes } from './date.ts';
import { ordered } from './delta.ts';
import { parseDate, parseTime, separatorPlace } from './iso-format.ts';
import {
  clock,
  clockSeconds,
  foldOf,
  instantOf,
  localSeconds,
  localZone,
  readTimestamp,
  splitSeconds,
} from './local-time.ts';
import {
  callWithText,
  ctimeText,
  isoDate,
  isoTime,
  structTime,
  timespecOf,
  zoneText,
} from './text.ts';
import { isoZone, reprSeconds, reprTail, stateZone } from './time.ts';
import {
  addDelta,
  cInt,
  type DateFields,
  type DateTimeFields,
  dateTimeOf,
  DateTimeType,
  DateType,
  type Delta,
  deltaMinus,
  isDate,
  isDateTime,
  isDelta,
  isTime,
  newDate,
  newDateTime,
  newDateTimeUnchecked,
  newDelta,
  newTime,
  sameDelta,
  type TimeFields,
  withZone,
  zoneArgument,
  zonedDealloc,
} from './types.ts';
import { dstOf, tznameOf, utcBorrowed, utcoffsetOf } from './zone.ts';

const EQ = 2;
const NE = 3;
const s_isoformat = intern('isoformat');
const s_fromutc = intern('fromutc');
const NAMES = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'];

function saneMonth(b: Uint8Array): boolean {
  const m = b[2]! & 0x7f;
  return m >= 1 && m <= 12;
}

/** All but the zone are ints. */
function checkField(i: number, o: PyObject): void {
  if (i !== 7) cInt(o);
}

function dateTimeNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (kw === null && (args.length === 1 || args.length === 2)) {
    const b = stateBytes(args[0], 10, 'datetime', saneMonth);
    if (b !== null) {
      const us = b[7]! * 65536 + b[8]! * 256 + b[9]!;
      return newDateTimeUnchecked(
        b[0]! * 256 + b[1]!,
        b[2]! & 0x7f,
        b[3]!,
        b[4]!,
        b[5]!,
        b[6]!,
        us,
        stateZone(args[1]),
        b[2]! >> 7,
        type,
      );
    }
  }
  const a = parseArguments(NAMES, 3, args, kw, 8, checkField);
  const n = (i: number): number => (a[i] === undefined ? 0 : cInt(a[i]!));
  return newDateTime(n(0), n(1), n(2), n(3), n(4), n(5), n(6), zoneArgument(a[7]), n(8), type);
}

// ---------------------------------------------------------------------------------------------
// From clocks and texts

/** A datetime of a class at an instant: in UTC, or in local time with its fold. */
function atInstant(
  cls: PyObject,
  seconds: number,
  us: number,
  utc: boolean,
  tz: PyObject | null,
): Owned {
  splitSeconds(utc ? seconds : localSeconds(seconds));
  const fold = !utc && tz === null ? foldOf(seconds) : 0;
  return dateTimeOf(
    cls.v,
    civil.year,
    civil.month,
    civil.day,
    clock.hour,
    clock.minute,
    clock.second,
    us,
    tz,
    fold,
  );
}

/** With a zone: the instant in UTC, moved into the zone. */
function inZone(cls: PyObject, seconds: number, us: number, tz: PyObject | null): Owned {
  if (tz === null) return atInstant(cls, seconds, us, false, null);
  const utc = atInstant(cls, seconds, us, true, tz);
  try {
    return callMethod1(tz, s_fromutc, utc);
  } finally {
    decref(utc);
  }
}

function nowParts(): [number, number] {
  const us = host().timeNs() / 1000n;
  const n = Number(us);
  const seconds = Math.floor(n / 1000000);
  return [seconds, n - seconds * 1000000];
}

function now(cls: PyObject, tz?: PyObject): Owned {
  const zone = zoneArgument(tz);
  const [seconds, us] = nowParts();
  return inZone(cls, seconds, us, zone);
}

function utcnow(cls: PyObject): Owned {
  warnDeprecated(
    'datetime.datetime.utcnow() is deprecated and scheduled for removal in a future version. Use timezone-aware objects ' +
      'to represent datetimes in UTC: datetime.datetime.now(datetime.UTC).',
  );
  const [seconds, us] = nowParts();
  return atInstant(cls, seconds, us, true, null);
}

function fromtimestamp(cls: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [stamp, tz] = bindArgs('fromtimestamp', '(timestamp, tz=None)', args, kw) as PyObject[];
  const zone = zoneArgument(tz);
  const [seconds, us] = readTimestamp(stamp!, false);
  return inZone(cls, seconds, us, zone);
}

function utcfromtimestamp(cls: PyObject, args: PyObject[]): Owned {
  const [stamp] = bindArgs('utcfromtimestamp', '(timestamp, /)', args) as PyObject[];
  warnDeprecated(
    'datetime.datetime.utcfromtimestamp() is deprecated and scheduled for removal in a future version. Use timezone-aware ' +
      'objects to represent datetimes in UTC: datetime.datetime.fromtimestamp(timestamp, datetime.UTC).',
  );
  const [seconds, us] = readTimestamp(stamp!, false);
  return atInstant(cls, seconds, us, true, null);
}

function strptime(cls: PyObject, args: PyObject[]): Owned {
  const [text, format] = bindArgs('strptime', '(string, format, /)', args) as PyObject[];
  for (const [i, o] of [text!, format!].entries()) {
    if (!isStr(o)) throw typeError(`strptime() argument ${i + 1} must be str, not ${o.type.name}`);
  }
  const f = importAttr('_strptime', '_strptime_datetime');
  try {
    return callObject(f, [cls, text!, format!]);
  } finally {
    decref(f);
  }
}

function combine(cls: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [date, time, tz] = bindArgs('combine', '(date, time, tzinfo=None)', args, kw) as PyObject[];
  if (!isDate(date!))
    throw typeError(`combine() argument 1 must be datetime.date, not ${date!.type.name}`);
  if (!isTime(time!))
    throw typeError(`combine() argument 2 must be datetime.time, not ${time!.type.name}`);
  const d: DateFields = date!.v;
  const t: TimeFields = time!.v;
  const zone = tz === undefined ? t.tz : zoneArgument(tz);
  return dateTimeOf(cls.v, d.year, d.month, d.day, t.hour, t.minute, t.second, t.us, zone, t.fold);
}

function fromisoformat(cls: PyObject, o: PyObject): Owned {
  const t = isoArgument(o);
  if (t.length < 7) throw invalidIso(o);
  const place = separatorPlace(t);
  const ymd = place < 0 ? null : parseDate(t.slice(0, place));
  if (ymd === null) throw invalidIso(o);
  if (t.length === place) return dateTimeOf(cls.v, ymd[0], ymd[1], ymd[2], 0, 0, 0, 0, null, 0);
  // The separator is any one character, a surrogate pair included.
  const wide = t.codePointAt(place)! > 0xffff ? 2 : 1;
  const time = parseTime(t.slice(place + wide));
  if (time === null) throw invalidIso(o);
  const tz = isoZone(time);
  try {
    const [h, m, s, us] = time.clock;
    return dateTimeOf(cls.v, ymd[0], ymd[1], ymd[2], h, m, s, us, tz, 0);
  } finally {
    xdecref(tz);
  }
}

// ---------------------------------------------------------------------------------------------
// Arithmetic and comparison

const offsetOf = (o: PyObject): Owned => utcoffsetOf((o.v as DateTimeFields).tz, o);

function add(a: PyObject, b: PyObject): Owned {
  if (isDateTime(a)) return isDelta(b) ? addDelta(a, b, 1) : newNotImplemented();
  return isDelta(a) && isDateTime(b) ? addDelta(b, a, 1) : newNotImplemented();
}

/** a - b of two datetimes. */
function difference(a: PyObject, b: PyObject): Owned {
  const x: DateTimeFields = a.v;
  const y: DateTimeFields = b.v;
  let shift: Owned | null = null;
  if (x.tz !== y.tz) {
    const p = offsetOf(a);
    try {
      const q = offsetOf(b);
      try {
        if ((p === None_) !== (q === None_)) {
          throw typeError("can't subtract offset-naive and offset-aware datetimes");
        }
        if (p !== None_ && !sameDelta(p, q)) shift = deltaMinus(p, q);
      } finally {
        decref(q);
      }
    } finally {
      decref(p);
    }
  }
  const days = toOrdinal(x.year, x.month, x.day) - toOrdinal(y.year, y.month, y.day);
  const seconds = (x.hour - y.hour) * 3600 + (x.minute - y.minute) * 60 + (x.second - y.second);
  const r = newDelta(days, seconds, x.us - y.us);
  if (shift === null) return r;
  try {
    return deltaMinus(r, shift);
  } finally {
    decref(r);
    decref(shift);
  }
}

function subtract(a: PyObject, b: PyObject): Owned {
  if (!isDateTime(a)) return newNotImplemented();
  if (isDateTime(b)) return difference(a, b);
  return isDelta(b) ? addDelta(a, b, -1) : newNotImplemented();
}

function compareFields(a: DateTimeFields, b: DateTimeFields): number {
  return (
    a.year - b.year ||
    a.month - b.month ||
    a.day - b.day ||
    a.hour - b.hour ||
    a.minute - b.minute ||
    a.second - b.second ||
    a.us - b.us
  );
}

/** Whether the other reading of a repeated hour has another offset: then nothing in other zones equals it (PEP 495). */
function isAmbiguous(o: PyObject, offset: PyObject): boolean {
  const f: DateTimeFields = o.v;
  const twin = withZone(o, f.tz, 1 - f.fold);
  try {
    const other = offsetOf(twin);
    try {
      if (offset === other) return false;
      return offset === None_ || other === None_ || !sameDelta(offset, other);
    } finally {
      decref(other);
    }
  } finally {
    decref(twin);
  }
}

function compareAcross(a: PyObject, b: PyObject, p: PyObject, q: PyObject, op: number): Owned {
  let c: number;
  if (p === q || (p !== None_ && q !== None_ && sameDelta(p, q))) c = compareFields(a.v, b.v);
  else if (p !== None_ && q !== None_) {
    const gap = difference(a, b);
    const d: Delta = gap.v;
    c = d.days !== 0 ? d.days : d.seconds | d.us;
    decref(gap);
  } else if (op === EQ || op === NE) return newBool(op === NE);
  else throw typeError("can't compare offset-naive and offset-aware datetimes");
  if ((op === EQ || op === NE) && c === 0 && (isAmbiguous(a, p) || isAmbiguous(b, q))) c = 1;
  return ordered(c, op);
}

function compare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isDateTime(b)) return newNotImplemented();
  if ((a.v as DateTimeFields).tz === (b.v as DateTimeFields).tz)
    return ordered(compareFields(a.v, b.v), op);
  const p = offsetOf(a);
  try {
    const q = offsetOf(b);
    try {
      return compareAcross(a, b, p, q, op);
    } finally {
      decref(q);
    }
  } finally {
    decref(p);
  }
}

function stateOf(f: DateTimeFields, fold: number): Uint8Array {
  return Uint8Array.of(
    f.year >> 8,
    f.year & 255,
    f.month | (fold << 7),
    f.day,
    f.hour,
    f.minute,
    f.second,
    f.us >> 16,
    (f.us >> 8) & 255,
    f.us & 255,
  );
}

function dateTimeHash(o: PyObject): number {
  const f: DateTimeFields = o.v;
  const plain = f.fold === 0 ? incref(o) : withZone(o, f.tz, 0);
  const offset = offsetOf(plain);
  decref(plain);
  try {
    if (offset === None_) return hashOfBytes(stateOf(f, 0));
    const days = toOrdinal(f.year, f.month, f.day);
    const whole = newDelta(days, f.hour * 3600 + f.minute * 60 + f.second, f.us);
    const utc = deltaMinus(whole, offset);
    decref(whole);
    try {
      return hash(utc);
    } finally {
      decref(utc);
    }
  } finally {
    decref(offset);
  }
}

// ---------------------------------------------------------------------------------------------
// Conversion

function secondsOf(f: DateTimeFields): number {
  return clockSeconds(f.year, f.month, f.day, f.hour, f.minute, f.second);
}

function timestamp(o: PyObject): Owned {
  const f: DateTimeFields = o.v;
  if (f.tz === null) return newFloat(instantOf(secondsOf(f), f.fold) + f.us / 1e6);
  const epoch = newDateTime(1970, 1, 1, 0, 0, 0, 0, utcBorrowed(), 0);
  try {
    const gap = difference(o, epoch);
    const d: Delta = gap.v;
    const total = (d.days * 86400 + d.seconds) * 1000000 + d.us;
    decref(gap);
    return newFloat(total / 1e6);
  } finally {
    decref(epoch);
  }
}

/** The local zone at a naive datetime. */
function zoneOfNaive(f: DateTimeFields): Owned {
  const t = secondsOf(f);
  let instant = instantOf(t, f.fold);
  const other = instantOf(t, 1 - f.fold);
  // In a gap the one that is wrong by the fold counts.
  if (other !== instant && other > instant === (f.fold === 1)) instant = other;
  return localZone(instant);
}

function astimezone(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [given] = bindArgs('astimezone', '(tz=None)', args, kw);
  const target = zoneArgument(given);
  const f: DateTimeFields = o.v;
  let own: Owned = f.tz === null ? zoneOfNaive(f) : incref(f.tz);
  let result: Owned | null = null;
  try {
    if (own === target) return incref(o);
    let offset = utcoffsetOf(own, o);
    if (offset === None_) {
      decref(own);
      own = zoneOfNaive(f);
      offset = utcoffsetOf(own, o);
    }
    try {
      result = addDelta(o, offset, -1);
    } finally {
      decref(offset);
    }
    return convertFromUtc(result, target);
  } finally {
    decref(own);
    xdecref(result);
  }
}

/** A moment whose fields are UTC, in a zone (null: the local one). */
function convertFromUtc(moment: PyObject, target: PyObject | null): Owned {
  const f: DateTimeFields = moment.v;
  const zone = target === null ? localZone(secondsOf(f)) : incref(target);
  try {
    const utc = dateTimeOf(
      moment.type,
      f.year,
      f.month,
      f.day,
      f.hour,
      f.minute,
      f.second,
      f.us,
      zone,
      0,
    );
    try {
      return callMethod1(zone, s_fromutc, utc);
    } finally {
      decref(utc);
    }
  } finally {
    decref(zone);
  }
}

function timetuple(o: PyObject): Owned {
  const f: DateTimeFields = o.v;
  let dst = -1;
  if (f.tz !== null) {
    const d = dstOf(f.tz, o);
    if (d !== None_) dst = isTrue(d) ? 1 : 0;
    decref(d);
  }
  return structTime(f.year, f.month, f.day, f.hour, f.minute, f.second, dst);
}

function utctimetuple(o: PyObject): Owned {
  const offset = offsetOf(o);
  try {
    const utc = offset === None_ ? incref(o) : addDelta(o, offset, -1);
    const f: DateTimeFields = utc.v;
    try {
      return structTime(f.year, f.month, f.day, f.hour, f.minute, f.second, 0);
    } finally {
      decref(utc);
    }
  } finally {
    decref(offset);
  }
}

// ---------------------------------------------------------------------------------------------
// Text and pickling

function isoformat(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [sep, spec] = bindArgs('isoformat', "(sep='T', timespec='auto')", args, kw);
  let between = 'T';
  if (sep !== undefined) {
    if (!isStr(sep) || strLength(sep) !== 1) {
      throw typeError(
        `isoformat() argument 1 must be a unicode character, not ${(sep as PyObject).type.name}`,
      );
    }
    between = strJs(sep);
  }
  const f: DateTimeFields = o.v;
  const text =
    isoDate(f.year, f.month, f.day) +
    between +
    isoTime(f, timespecOf(spec)) +
    zoneText(f.tz, o, ':');
  return newStr(textFromJs(text));
}

const REPLACE_SIG =
  '($self, /, year=unchanged, month=unchanged, day=unchanged,\n        hour=unchanged, minute=unchanged, ' +
  'second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, fold=unchanged)';

const replaceMethod = methodRaw(
  (o: PyObject, args: PyObject[], kw: KwNames) => {
    const a = bindArgs('replace', REPLACE_SIG, args, kw) as (PyObject | undefined)[];
    const f: DateTimeFields = o.v;
    const at = (i: number, old: number): number => (a[i] === undefined ? old : cInt(a[i]!));
    const zone = a[7] === undefined ? f.tz : zoneArgument(a[7]);
    const fold = at(8, f.fold);
    if (fold !== 0 && fold !== 1) throw valueError('fold must be either 0 or 1');
    return dateTimeOf(
      o.type,
      at(0, f.year),
      at(1, f.month),
      at(2, f.day),
      at(3, f.hour),
      at(4, f.minute),
      at(5, f.second),
      at(6, f.us),
      zone,
      fold,
    );
  },
  { sig: REPLACE_SIG, doc: 'The same with other fields.' },
);

function reduce(o: PyObject, protocol: number): Owned {
  const f: DateTimeFields = o.v;
  const state: PyObject[] = [newBytes(stateOf(f, protocol > 3 ? f.fold : 0))];
  if (f.tz !== null) state.push(incref(f.tz));
  return newTupleSteal([incref(o.type.self as PyObject), newTupleSteal(state)]);
}

const field = (name: 'hour' | 'minute' | 'second' | 'us' | 'fold') =>
  getset((o) => newInt((o.v as DateTimeFields)[name]));

defineType(DateTimeType, {
  base: DateType,
  flags: TPFLAGS_BASETYPE,
  basicsize: 48,
  tp_new: dateTimeNew,
  tp_dealloc: zonedDealloc,
  tp_repr: (o: PyObject) => {
    const f: DateTimeFields = o.v;
    const head = `${f.year}, ${f.month}, ${f.day}, ${f.hour}, ${f.minute}`;
    return newStrJs(`${o.type.name}(${head}${reprSeconds(f)}${reprTail(f)})`);
  },
  tp_str: (o: PyObject) => callWithText(o, s_isoformat, [' ']),
  tp_hash: dateTimeHash,
  tp_richcompare: compare,
  nb_add: add,
  nb_subtract: subtract,
  methods: {
    now: classMethod('($type, /, tz=None)', now, 'This moment, local or in a zone.'),
    utcnow: classMethod('($type, /)', utcnow, 'This moment in UTC, naive.'),
    fromtimestamp: classMethodRaw(fromtimestamp, { doc: 'The moment of a POSIX timestamp.' }),
    utcfromtimestamp: classMethodRaw(utcfromtimestamp, {
      kw: false,
      doc: 'A naive moment in UTC, of a POSIX timestamp.',
    }),
    strptime: classMethodRaw(strptime, {
      kw: false,
      doc: 'Reads text by a format.',
    }),
    combine: classMethodRaw(combine, { doc: 'From a date and a time.' }),
    fromisoformat: classMethod('($type, object, /)', fromisoformat, 'From text in ISO 8601.'),
    date: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateTimeFields = o.v;
        return newDate(f.year, f.month, f.day);
      },
      'The date alone.',
    ),
    time: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateTimeFields = o.v;
        return newTime(f.hour, f.minute, f.second, f.us, null, f.fold);
      },
      'The time alone, without the zone.',
    ),
    timetz: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateTimeFields = o.v;
        return newTime(f.hour, f.minute, f.second, f.us, f.tz, f.fold);
      },
      'The time alone, with the zone.',
    ),
    ctime: method(
      '($self, /)',
      (o: PyObject) => {
        const f: DateTimeFields = o.v;
        return newStrJs(ctimeText(f.year, f.month, f.day, f.hour, f.minute, f.second));
      },
      "As C's ctime() writes it.",
    ),
    timetuple: method('($self, /)', timetuple, 'As a time.struct_time.'),
    timestamp: method('($self, /)', timestamp, 'As a POSIX timestamp.'),
    utctimetuple: method('($self, /)', utctimetuple, 'In UTC, as a time.struct_time.'),
    isoformat: methodRaw(isoformat, {
      doc: 'Text in ISO 8601.',
    }),
    utcoffset: method('($self, /)', offsetOf, 'Distance of the zone from UTC.'),
    tzname: method(
      '($self, /)',
      (o: PyObject) => tznameOf((o.v as DateTimeFields).tz, o),
      'What the zone calls itself.',
    ),
    dst: method(
      '($self, /)',
      (o: PyObject) => dstOf((o.v as DateTimeFields).tz, o),
      'What the zone says of daylight saving.',
    ),
    replace: replaceMethod,
    __replace__: methodRaw(replaceMethod.fn, {
      sig: '($self, /, **changes)',
      doc: 'The same as replace().',
    }),
    astimezone: methodRaw(astimezone, { doc: 'The same moment in another zone.' }),
    __reduce_ex__: methodRaw((o: PyObject, args: PyObject[]) => reduce(o, cInt(args[0]!)), {
      min: 1,
      max: 1,
      kw: false,
      doc: 'For pickle.',
    }),
    __reduce__: method('($self, /)', (o: PyObject) => reduce(o, 2), 'For pickle.'),
  },
  getset: {
    hour: field('hour'),
    minute: field('minute'),
    second: field('second'),
    microsecond: field('us'),
    tzinfo: getset((o) => incref((o.v as DateTimeFields).tz ?? None_)),
    fold: field('fold'),
  },
  dict: {
    min: () => newDateTime(1, 1, 1, 0, 0, 0, 0, null, 0),
    max: () => newDateTime(9999, 12, 31, 23, 59, 59, 999999, null, 0),
    resolution: () => newDelta(0, 0, 1),
  },
  doc: 'A moment: datetime(year, month, day, hour, minute, second, microsecond, tzinfo).',
});
