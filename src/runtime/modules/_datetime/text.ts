/**
 * Texts of dates and times: isoformat, ctime, strftime. CPython: the formatting half of Modules/_datetimemodule.c.
 */
import { callMethod1, callObject, callMethod } from '../../core/call.ts';
import { typeError, valueError } from '../../core/errors.ts';
import { importAttr } from '../../core/import-attr.ts';
import { decref, type Owned, type PyObject } from '../../core/object.ts';
import { str_ } from '../../core/abstract.ts';
import { StrType } from '../../core/type-object.ts';
import { newInt } from '../../objects/int.ts';
import { None_ } from '../../objects/singletons.ts';
import { intern, isStr, newStr, newStrJs, strJs, strLength } from '../../objects/str.ts';
import { newTupleSteal } from '../../objects/tuple.ts';
import { textFromJs } from '../../text/text.ts';
import { daysBeforeMonth, weekday } from './calendar.ts';
import { offsetText, tznameOf, utcoffsetOf } from './zone.ts';

const s_strftime = intern('strftime');
const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MONTHS = [
  '',
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
];

export const two = (n: number): string => (n < 10 ? `0${n}` : String(n));
export const four = (n: number): string => String(n).padStart(4, '0');
const six = (n: number): string => String(n).padStart(6, '0');

export function isoDate(year: number, month: number, day: number): string {
  return `${four(year)}-${two(month)}-${two(day)}`;
}

interface Clock {
  hour: number;
  minute: number;
  second: number;
  us: number;
}

/** HH[:MM[:SS[.…]]] as `timespec` wants it. */
export function isoTime(f: Clock, timespec: string): string {
  switch (timespec) {
    case 'auto':
      return `${two(f.hour)}:${two(f.minute)}:${two(f.second)}${f.us === 0 ? '' : `.${six(f.us)}`}`;
    case 'hours':
      return two(f.hour);
    case 'minutes':
      return `${two(f.hour)}:${two(f.minute)}`;
    case 'seconds':
      return `${two(f.hour)}:${two(f.minute)}:${two(f.second)}`;
    case 'milliseconds':
      return `${two(f.hour)}:${two(f.minute)}:${two(f.second)}.${String(Math.floor(f.us / 1000)).padStart(3, '0')}`;
    case 'microseconds':
      return `${two(f.hour)}:${two(f.minute)}:${two(f.second)}.${six(f.us)}`;
    default:
      throw valueError('Unknown timespec value');
  }
}

/** The offset of a zone in print, '' without one. `dt` is what the zone is asked about. */
export function zoneText(tz: PyObject | null, dt: PyObject, separator: string): string {
  if (tz === null) return '';
  const offset = utcoffsetOf(tz, dt);
  try {
    return offset === None_ ? '' : offsetText(offset, separator);
  } finally {
    decref(offset);
  }
}

/** The timespec argument. */
export function timespecOf(o: PyObject | undefined): string {
  if (o === undefined) return 'auto';
  if (!isStr(o)) throw typeError(`isoformat() argument 2 must be str, not ${o.type.name}`);
  return strJs(o);
}

export function ctimeText(
  year: number,
  month: number,
  day: number,
  h: number,
  m: number,
  s: number,
): string {
  const name = DAYS[weekday(year, month, day)];
  return `${name} ${MONTHS[month]} ${String(day).padStart(2)} ${two(h)}:${two(m)}:${two(s)} ${four(year)}`;
}

/** time.struct_time of the fields. */
export function structTime(
  year: number,
  month: number,
  day: number,
  h: number,
  m: number,
  s: number,
  dst: number,
): Owned {
  const cls = importAttr('time', 'struct_time');
  const yday = daysBeforeMonth(year, month) + day;
  const values = [year, month, day, h, m, s, weekday(year, month, day), yday, dst];
  const items = newTupleSteal(values.map((n) => newInt(n)));
  try {
    return callObject(cls, [items]);
  } finally {
    decref(items);
    decref(cls);
  }
}

/** What strftime needs to know of an object. */
export interface Moment {
  us: number;
  tz: PyObject | null;
  /** What the zone is asked about. */
  about: PyObject;
}

/** The name of a subclass of str, by its own replace(). */
function foreignName(name: PyObject): string {
  const args = [newStrJs('%'), newStrJs('%%')];
  try {
    const r = callMethod(name, intern('replace'), args);
    try {
      if (!isStr(r)) throw typeError('tzname.replace() did not return a string');
      return strJs(r);
    } finally {
      decref(r);
    }
  } finally {
    for (const a of args) decref(a);
  }
}

function zoneName(m: Moment): string {
  const name = tznameOf(m.tz, m.about);
  try {
    if (name === None_) return '';
    if (name.type === StrType) return strJs(name).replaceAll('%', '%%');
    return foreignName(name);
  } finally {
    decref(name);
  }
}

/** Replaces what the C library does not know: zones and microseconds. */
function expandFormat(format: string, m: Moment): string {
  let out = '';
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%' || i + 1 >= format.length) {
      out += format[i];
      continue;
    }
    const c = format[++i]!;
    if (c === 'z') out += zoneText(m.tz, m.about, '');
    else if (c === ':' && format[i + 1] === 'z') {
      out += zoneText(m.tz, m.about, ':');
      i++;
    } else if (c === 'Z') out += zoneName(m);
    else if (c === 'f') out += six(m.us);
    else out += `%${c}`;
  }
  return out;
}

/** strftime by the time module; `tuple` is consumed. */
export function strftimeSteal(format: PyObject, m: Moment, tuple: Owned): Owned {
  const strftime = importAttr('time', 'strftime');
  let text: Owned | null = null;
  try {
    const js = expandFormat(strJs(format), m);
    text = typeof format.v === 'string' ? newStrJs(js) : newStr(textFromJs(js));
    return callObject(strftime, [text, tuple]);
  } finally {
    if (text !== null) decref(text);
    decref(tuple);
    decref(strftime);
  }
}

/** The format argument of strftime. */
export function formatArgument(name: string, o: PyObject): PyObject {
  if (!isStr(o)) throw typeError(`${name}() argument 1 must be str, not ${o.type.name}`);
  return o;
}

/** `__format__`: str() for an empty specification, else the object's strftime. */
export function formatMethod(o: PyObject, spec: PyObject): Owned {
  formatArgument('__format__', spec);
  return strLength(spec) === 0 ? str_(o) : callMethod1(o, s_strftime, spec);
}

/** Calls a method that Python code may have replaced, with texts as arguments. */
export function callWithText(o: PyObject, name: PyObject, args: string[]): Owned {
  const texts = args.map((a) => newStrJs(a));
  try {
    return callMethod(o, name, texts);
  } finally {
    for (const t of texts) decref(t);
  }
}
