/**
 * time. CPython: the time_* functions of Modules/_datetimemodule.c.
 */
import { bindArgs } from '../../core/args.ts';
import { hash } from '../../core/abstract.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { classMethod, method, methodRaw } from '../../core/native-def.ts';
import { decref, incref, type Owned, type PyObject } from '../../core/object.ts';
import { defineType, getset } from '../../core/type-define.ts';
import { type KwNames, TPFLAGS_BASETYPE, type TypeObject } from '../../core/type-object.ts';
import { reprJs } from '../../core/errors.ts';
import { newBytes } from '../../objects/bytes-object.ts';
import { newInt } from '../../objects/int.ts';
import { newBool, newNotImplemented, None_ } from '../../objects/singletons.ts';
import { intern, newStrJs } from '../../objects/str.ts';
import { hashOfBytes } from '../../objects/str-object.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { parseArguments } from '../nameless-arguments.ts';
import { invalidIso, isoArgument, stateBytes } from './date.ts';
import { ordered } from './delta.ts';
import { type IsoTime, parseTime } from './iso-format.ts';
import {
  callWithText,
  formatArgument,
  formatMethod,
  isoTime,
  strftimeSteal,
  structTime,
  timespecOf,
  zoneText,
} from './text.ts';
import {
  cInt,
  type Delta,
  deltaMinus,
  isTime,
  isTzInfo,
  newDelta,
  newTime,
  sameDelta,
  type TimeFields,
  timeOf,
  TimeType,
  zoneArgument,
  zonedDealloc,
} from './types.ts';
import { dstOf, newTimezone, tznameOf, utcBorrowed, utcoffsetOf } from './zone.ts';

const EQ = 2;
const NE = 3;
const s_isoformat = intern('isoformat');
const NAMES = ['hour', 'minute', 'second', 'microsecond', 'tzinfo', 'fold'];

/** A zone in a pickled state. */
export function stateZone(o: PyObject | undefined): PyObject | null {
  if (o === undefined || o === None_) return null;
  if (!isTzInfo(o)) throw typeError('bad tzinfo state arg');
  return o;
}

function timeNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (kw === null && (args.length === 1 || args.length === 2)) {
    const b = stateBytes(args[0], 6, 'time', (x) => (x[0]! & 0x7f) < 24);
    if (b !== null) {
      const us = b[3]! * 65536 + b[4]! * 256 + b[5]!;
      return newTime(b[0]! & 0x7f, b[1]!, b[2]!, us, stateZone(args[1]), b[0]! >> 7, type);
    }
  }
  const [h, m, s, us, tz, fold] = parseArguments(NAMES, 0, args, kw, 5);
  const n = (o: PyObject | undefined): number => (o === undefined ? 0 : cInt(o));
  return newTime(n(h), n(m), n(s), n(us), zoneArgument(tz), n(fold), type);
}

/** The zone of a parsed text; null without. New reference. */
export function isoZone(t: IsoTime): Owned | null {
  const z = t.zone;
  if (z === null) return null;
  const [sign, h, m, s, us] = z;
  if (h === 0 && m === 0 && s === 0 && us === 0) return incref(utcBorrowed());
  const delta = newDelta(0, sign * (h * 3600 + m * 60 + s), sign * us);
  try {
    return newTimezone(delta, null);
  } finally {
    decref(delta);
  }
}

function fromisoformat(cls: PyObject, o: PyObject): Owned {
  const text = isoArgument(o);
  const t = parseTime(text[0] === 'T' ? text.slice(1) : text);
  if (t === null) throw invalidIso(o);
  const tz = isoZone(t);
  try {
    return timeOf(cls.v, t.clock[0], t.clock[1], t.clock[2], t.clock[3], tz, 0);
  } finally {
    if (tz !== null) decref(tz);
  }
}

// ---------------------------------------------------------------------------------------------

const offsetOf = (o: PyObject): Owned => utcoffsetOf((o.v as TimeFields).tz, None_);

function compareFields(a: TimeFields, b: TimeFields): number {
  return a.hour - b.hour || a.minute - b.minute || a.second - b.second || a.us - b.us;
}

/** Microseconds of the day in UTC. */
function utcMicros(f: TimeFields, offset: PyObject): number {
  const d: Delta = offset.v;
  const seconds = f.hour * 3600 + f.minute * 60 + f.second - d.days * 86400 - d.seconds;
  return seconds * 1000000 + f.us - d.us;
}

function compare(a: PyObject, b: PyObject, op: number): Owned {
  if (!isTime(b)) return newNotImplemented();
  const x: TimeFields = a.v;
  const y: TimeFields = b.v;
  if (x.tz === y.tz) return ordered(compareFields(x, y), op);
  const p = offsetOf(a);
  try {
    const q = offsetOf(b);
    try {
      if (p === q || (p !== None_ && q !== None_ && sameDelta(p, q)))
        return ordered(compareFields(x, y), op);
      if (p !== None_ && q !== None_) return ordered(utcMicros(x, p) - utcMicros(y, q), op);
      if (op === EQ || op === NE) return newBool(op === NE);
      throw typeError("can't compare offset-naive and offset-aware times");
    } finally {
      decref(q);
    }
  } finally {
    decref(p);
  }
}

function stateOf(f: TimeFields, fold: number): Uint8Array {
  return Uint8Array.of(
    f.hour | (fold << 7),
    f.minute,
    f.second,
    f.us >> 16,
    (f.us >> 8) & 255,
    f.us & 255,
  );
}

function timeHash(o: PyObject): number {
  const f: TimeFields = o.v;
  // Both readings of a repeated hour have the hash of the first.
  const plain = f.fold === 0 ? incref(o) : newTime(f.hour, f.minute, f.second, f.us, f.tz, 0);
  const offset = offsetOf(plain);
  decref(plain);
  try {
    if (offset === None_) return hashOfBytes(stateOf(f, 0));
    const whole = newDelta(0, f.hour * 3600 + f.minute * 60 + f.second, f.us);
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

/** ", fold=1" and ", tzinfo=…" of a repr. */
export function reprTail(f: { fold: number; tz: PyObject | null }): string {
  return (f.fold === 0 ? '' : ', fold=1') + (f.tz === null ? '' : `, tzinfo=${reprJs(f.tz)}`);
}

/** Seconds and microseconds of a repr, where they are not zero. */
export function reprSeconds(f: { second: number; us: number }): string {
  if (f.us !== 0) return `, ${f.second}, ${f.us}`;
  return f.second === 0 ? '' : `, ${f.second}`;
}

function strftime(o: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [format] = bindArgs('strftime', '(format)', args, kw) as PyObject[];
  formatArgument('strftime', format!);
  const f: TimeFields = o.v;
  const tuple = structTime(1900, 1, 1, f.hour, f.minute, f.second, -1);
  return strftimeSteal(format!, { us: f.us, tz: f.tz, about: None_ }, tuple);
}

const REPLACE_SIG =
  '($self, /, hour=unchanged, minute=unchanged, second=unchanged,\n        microsecond=unchanged, tzinfo=unchanged, *, ' +
  'fold=unchanged)';

const replaceMethod = methodRaw(
  (o: PyObject, args: PyObject[], kw: KwNames) => {
    const [h, m, s, us, tz, fold] = bindArgs('replace', REPLACE_SIG, args, kw);
    const f: TimeFields = o.v;
    const at = (x: PyObject | undefined, old: number): number => (x === undefined ? old : cInt(x));
    const zone = tz === undefined ? f.tz : zoneArgument(tz);
    const folded = at(fold, f.fold);
    if (folded !== 0 && folded !== 1) throw valueError('fold must be either 0 or 1');
    return timeOf(
      o.type,
      at(h, f.hour),
      at(m, f.minute),
      at(s, f.second),
      at(us, f.us),
      zone,
      folded,
    );
  },
  { sig: REPLACE_SIG, doc: 'The same with other fields.' },
);

function reduce(o: PyObject, protocol: number): Owned {
  const f: TimeFields = o.v;
  const state: PyObject[] = [newBytes(stateOf(f, protocol > 3 ? f.fold : 0))];
  if (f.tz !== null) state.push(incref(f.tz));
  return newTupleSteal([incref(o.type.self as PyObject), newTupleSteal(state)]);
}

const field = (name: 'hour' | 'minute' | 'second' | 'us' | 'fold') =>
  getset((o) => newInt((o.v as TimeFields)[name]));

defineType(TimeType, {
  flags: TPFLAGS_BASETYPE,
  basicsize: 40,
  tp_new: timeNew,
  tp_dealloc: zonedDealloc,
  tp_repr: (o: PyObject) => {
    const f: TimeFields = o.v;
    return newStrJs(`${o.type.name}(${f.hour}, ${f.minute}${reprSeconds(f)}${reprTail(f)})`);
  },
  tp_str: (o: PyObject) => callWithText(o, s_isoformat, []),
  tp_hash: timeHash,
  tp_richcompare: compare,
  methods: {
    isoformat: methodRaw(
      (o: PyObject, args: PyObject[], kw: KwNames) => {
        const [spec] = bindArgs('isoformat', "(timespec='auto')", args, kw);
        const f: TimeFields = o.v;
        return newStrJs(isoTime(f, timespecOf(spec)) + zoneText(f.tz, None_, ':'));
      },
      { doc: 'Text in ISO 8601.' },
    ),
    strftime: methodRaw(strftime, { doc: 'Text by a format.' }),
    __format__: methodRaw((o: PyObject, args: PyObject[]) => formatMethod(o, args[0]!), {
      min: 1,
      max: 1,
      kw: false,
      doc: 'Formats by strftime().',
    }),
    utcoffset: method('($self, /)', offsetOf, 'Distance of the zone from UTC.'),
    tzname: method(
      '($self, /)',
      (o: PyObject) => tznameOf((o.v as TimeFields).tz, None_),
      'What the zone calls itself.',
    ),
    dst: method(
      '($self, /)',
      (o: PyObject) => dstOf((o.v as TimeFields).tz, None_),
      'What the zone says of daylight saving.',
    ),
    replace: replaceMethod,
    __replace__: methodRaw(replaceMethod.fn, {
      sig: '($self, /, **changes)',
      doc: 'The same as replace().',
    }),
    fromisoformat: classMethod('($type, object, /)', fromisoformat, 'From text in ISO 8601.'),
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
    tzinfo: getset((o) => incref((o.v as TimeFields).tz ?? None_)),
    fold: field('fold'),
  },
  dict: {
    min: () => newTime(0, 0, 0, 0, null, 0),
    max: () => newTime(23, 59, 59, 999999, null, 0),
    resolution: () => newDelta(0, 0, 1),
  },
  doc: 'A time of day: time(hour, minute, second, microsecond, tzinfo).',
});
