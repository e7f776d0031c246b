/**
 * tzinfo and timezone, and asking a zone about a moment. CPython: the tzinfo half of Modules/_datetimemodule.c.
 */
import { hash } from '../../core/abstract.ts';
import { bindArgs } from '../../core/args.ts';
import { getAttr, lookupAttr } from '../../core/attr.ts';
import { call0, callMethod1 } from '../../core/call.ts';
import { notImplementedError, reprJs, typeError, valueError } from '../../core/errors.ts';
import { freeObject } from '../../core/gc.ts';
import { method } from '../../core/native-def.ts';
import { account, decref, incref, type Owned, PyObject, xdecref } from '../../core/object.ts';
import { addAtoms, addRootFields } from '../../core/roots.ts';
import { defineType } from '../../core/type-define.ts';
import { type KwNames, TPFLAGS_BASETYPE, type TypeObject } from '../../core/type-object.ts';
import { newBool, newNone, newNotImplemented, None_ } from '../../objects/singletons.ts';
import { intern, isStr, newStrJs, strJs } from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import {
  addDelta,
  type DateTimeFields,
  type Delta,
  deltaMinus,
  isDateTime,
  isDelta,
  newDelta,
  sameDelta,
  TimezoneType,
  TzInfoType,
  Zone,
} from './types.ts';

const EQ = 2;
const NE = 3;
const s_utcoffset = intern('utcoffset');
const s_dst = intern('dst');
const s_tzname = intern('tzname');

/** Whether an offset lies within a day. */
function inDay(d: Delta): boolean {
  return !(d.days < -1 || d.days >= 1 || (d.days === -1 && d.seconds === 0 && d.us < 1));
}

/** What `tz.utcoffset(dt)` or `tz.dst(dt)` says: a timedelta or None. */
function ask(tz: PyObject | null, name: PyObject, dt: PyObject): Owned {
  if (tz === null || tz === None_) return newNone();
  const offset = callMethod1(tz, name, dt);
  if (offset === None_) return offset;
  if (!isDelta(offset)) {
    const kind = offset.type.name;
    decref(offset);
    throw typeError(`tzinfo.${strJs(name)}() must return None or timedelta, not '${kind}'`);
  }
  if (!inDay(offset.v)) {
    decref(offset);
    throw valueError(
      'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24).',
    );
  }
  return offset;
}

/** The offset of a time or datetime; `dt` is what its zone is asked about. */
export function utcoffsetOf(tz: PyObject | null, dt: PyObject): Owned {
  if (tz !== null && tz.type === TimezoneType) return incref((tz.v as Zone).offset);
  return ask(tz, s_utcoffset, dt);
}

export function dstOf(tz: PyObject | null, dt: PyObject): Owned {
  return ask(tz, s_dst, dt);
}

export function tznameOf(tz: PyObject | null, dt: PyObject): Owned {
  if (tz === null || tz === None_) return newNone();
  const name = callMethod1(tz, s_tzname, dt);
  if (name === None_ || isStr(name)) return name;
  const kind = name.type.name;
  decref(name);
  throw typeError(`tzinfo.tzname() must return None or a string, not '${kind}'`);
}

/** "+HH:MM[:SS[.ffffff]]" with a separator between the parts. */
export function offsetText(offset: PyObject, separator: string): string {
  const d: Delta = offset.v;
  let us = (d.days * 86400 + d.seconds) * 1000000 + d.us;
  const sign = us < 0 ? '-' : '+';
  us = Math.abs(us);
  const seconds = Math.floor(us / 1000000);
  const rest = us - seconds * 1000000;
  const two = (n: number): string => String(n).padStart(2, '0');
  let text = `${sign}${two(Math.floor(seconds / 3600))}${separator}${two(Math.floor(seconds / 60) % 60)}`;
  if (seconds % 60 !== 0 || rest !== 0) text += separator + two(seconds % 60);
  if (rest !== 0) text += `.${String(rest).padStart(6, '0')}`;
  return text;
}

// ---------------------------------------------------------------------------------------------
// tzinfo

function missing(name: string) {
  return method('($self, object, /)', () => {
    throw notImplementedError(`a tzinfo subclass must implement ${name}()`);
  });
}

function requireOwn(self: PyObject, dt: PyObject): void {
  if (!isDateTime(dt)) throw typeError('fromutc: argument must be a datetime');
  if ((dt.v as DateTimeFields).tz !== self) throw valueError('fromutc: dt.tzinfo is not self');
}

const isZero = (o: PyObject): boolean => {
  const d: Delta = o.v;
  return d.days === 0 && d.seconds === 0 && d.us === 0;
};

/** The general conversion from UTC: standard offset first, then the daylight saving of that moment. */
function fromutc(self: PyObject, dt: PyObject): Owned {
  requireOwn(self, dt);
  const offset = utcoffsetOf(self, dt);
  if (offset === None_) throw valueError('fromutc: non-None utcoffset() result required');
  let dst: Owned | null = null;
  let delta: Owned | null = null;
  let result: Owned | null = null;
  try {
    dst = dstOf(self, dt);
    if (dst === None_) throw valueError('fromutc: non-None dst() result required');
    delta = deltaMinus(offset, dst);
    result = addDelta(dt, delta, 1);
    const again = dstOf(self, result);
    try {
      if (again === None_) {
        throw valueError('fromutc: tz.dst() gave inconsistent results; cannot convert');
      }
      if (!isZero(again)) {
        const moved = addDelta(result, again, 1);
        decref(result);
        result = moved;
      }
    } finally {
      decref(again);
    }
    return incref(result);
  } finally {
    decref(offset);
    xdecref(dst);
    xdecref(delta);
    xdecref(result);
  }
}

const s_getinitargs = intern('__getinitargs__');
const s_getstate = intern('__getstate__');

function tzinfoReduce(self: PyObject): Owned {
  const getArgs = lookupAttr(self, s_getinitargs);
  let args: Owned;
  if (getArgs === null) args = newTupleSteal([]);
  else {
    try {
      args = call0(getArgs);
    } finally {
      decref(getArgs);
    }
  }
  const getState = getAttr(self, s_getstate);
  try {
    return newTupleSteal([incref(self.type.self as PyObject), args, call0(getState)]);
  } finally {
    decref(getState);
  }
}

defineType(TzInfoType, {
  flags: TPFLAGS_BASETYPE,
  basicsize: 16,
  tp_new: (type: TypeObject) => type.tp_alloc(type),
  tp_dealloc: (o: PyObject) => freeObject(o),
  methods: {
    tzname: Object.assign(missing('tzname'), { doc: 'Name of the zone at a moment.' }),
    utcoffset: Object.assign(missing('utcoffset'), {
      doc: 'Distance from UTC at a moment.',
    }),
    dst: Object.assign(missing('dst'), { doc: 'Daylight saving at a moment.' }),
    fromutc: method('($self, object, /)', fromutc, 'Local time of a moment in UTC.'),
    __reduce__: method('($self, /)', tzinfoReduce, '-> (cls, state)'),
  },
  doc: 'What time zones descend from.',
});

// ---------------------------------------------------------------------------------------------
// timezone

function bareTimezone(offset: PyObject, name: PyObject | null): Owned {
  const o = new PyObject(
    TimezoneType,
    new Zone(incref(offset), name === null ? null : incref(name)),
  );
  account(o, 32);
  return o as Owned;
}

const made: { utc: PyObject | null } = { utc: null };
addAtoms(TimezoneType, (o, visit) => {
  const z: Zone = o.v;
  visit(z.offset);
  if (z.name !== null) visit(z.name);
});
addRootFields(made);

/** timezone.utc, borrowed. */
export function utcBorrowed(): PyObject {
  if (made.utc === null) {
    const zero = newDelta(0, 0, 0);
    made.utc = bareTimezone(zero, null);
    decref(zero);
  }
  return made.utc;
}

/** timezone(offset[, name]). */
export function newTimezone(offset: PyObject, name: PyObject | null): Owned {
  if (name === null && isZero(offset)) return incref(utcBorrowed());
  if (!inDay(offset.v)) {
    throw valueError(
      'offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not ' +
        `${reprJs(offset)}.`,
    );
  }
  return bareTimezone(offset, name);
}

function timezoneNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [offset, name] = bindArgs('timezone', '(offset, name=None)', args, kw) as PyObject[];
  if (!isDelta(offset!)) {
    throw typeError(`timezone() argument 1 must be datetime.timedelta, not ${offset!.type.name}`);
  }
  if (name !== undefined && !isStr(name)) {
    throw typeError(`timezone() argument 2 must be str, not ${name.type.name}`);
  }
  return newTimezone(offset!, name ?? null);
}

function checkMoment(name: string, dt: PyObject): void {
  if (dt !== None_ && !isDateTime(dt)) {
    throw typeError(
      `${name}(dt) argument must be a datetime instance or None, not ${dt.type.name}`,
    );
  }
}

function timezoneStr(o: PyObject): Owned {
  const z: Zone = o.v;
  if (z.name !== null) return incref(z.name);
  if (o === made.utc || isZero(z.offset)) return newStrJs('UTC');
  return newStrJs(`UTC${offsetText(z.offset, ':')}`);
}

function timezoneRepr(o: PyObject): Owned {
  if (o === made.utc) return newStrJs('datetime.timezone.utc');
  const z: Zone = o.v;
  const name = z.name === null ? '' : `, ${reprJs(z.name)}`;
  return newStrJs(`${o.type.name}(${reprJs(z.offset)}${name})`);
}

/** A zone of so many minutes east. */
function minutesEast(minutes: number): Owned {
  const offset = newDelta(0, minutes * 60, 0);
  try {
    return newTimezone(offset, null);
  } finally {
    decref(offset);
  }
}

defineType(TimezoneType, {
  base: TzInfoType,
  basicsize: 32,
  tp_new: timezoneNew,
  tp_dealloc: (o: PyObject) => {
    const z: Zone = o.v;
    freeObject(o);
    decref(z.offset);
    xdecref(z.name);
  },
  tp_repr: timezoneRepr,
  tp_str: timezoneStr,
  tp_hash: (o: PyObject) => hash((o.v as Zone).offset),
  tp_richcompare: (a: PyObject, b: PyObject, op: number) => {
    if ((op !== EQ && op !== NE) || b.type !== TimezoneType) return newNotImplemented();
    return newBool(sameDelta((a.v as Zone).offset, (b.v as Zone).offset) === (op === EQ));
  },
  methods: {
    tzname: method(
      '($self, object, /)',
      (o: PyObject, dt: PyObject) => {
        checkMoment('tzname', dt);
        return timezoneStr(o);
      },
      'The name, or one made of the distance.',
    ),
    utcoffset: method(
      '($self, object, /)',
      (o: PyObject, dt: PyObject) => {
        checkMoment('utcoffset', dt);
        return incref((o.v as Zone).offset);
      },
      'The distance from UTC.',
    ),
    dst: method(
      '($self, object, /)',
      (_o: PyObject, dt: PyObject) => {
        checkMoment('dst', dt);
        return newNone();
      },
      'Return None.',
    ),
    fromutc: method(
      '($self, object, /)',
      (o: PyObject, dt: PyObject) => {
        requireOwn(o, dt);
        return addDelta(dt, (o.v as Zone).offset, 1);
      },
      'Local time of a moment in UTC.',
    ),
    __getinitargs__: method(
      '($self, /)',
      (o: PyObject) => {
        const z: Zone = o.v;
        const args: PyObject[] = [incref(z.offset)];
        if (z.name !== null) args.push(incref(z.name));
        return newTupleSteal(args);
      },
      'pickle support',
    ),
  },
  dict: {
    utc: () => incref(utcBorrowed()),
    min: () => minutesEast(-1439),
    max: () => minutesEast(1439),
  },
  doc: 'A zone with one distance from UTC.',
});
