/** time: clocks, broken-down times and their text. CPython: Modules/timemodule.c. */
import { index } from '../core/abstract.ts';
import { functionRaw, method, type NativeDef } from '../core/args.ts';
import { getAttr } from '../core/attr.ts';
import { callObject } from '../core/call.ts';
import { osClocks } from './_time/clocks.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { importModuleLevel } from '../core/import.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import type { KwNames } from '../core/type-object.ts';
import { host } from '../host.ts';
import { dictSetStr, newDict } from '../objects/dict.ts';
import { isFloat, newFloat } from '../objects/float.ts';
import { newInt } from '../objects/int.ts';
import { newNamespaceSteal } from '../objects/namespace.ts';
import { newBool, newNone, None_ } from '../objects/singletons.ts';
import { intern, isStr, newStr, newStrJs, strJs, strValue } from '../objects/str.ts';
import { defineStructSeq, newStructSeqSteal } from '../objects/structseq.ts';
import { isTuple, newTupleSteal } from '../objects/tuple.ts';
import { type Text, textJoin } from '../text/text.ts';
import { errnoError } from './_os/os-error.ts';
import { breakDown, Tm, utcSeconds } from './_time/calendar.ts';
import { newSeconds, secondsToNs } from './_time/convert.ts';
import { sleepNs } from './_time/sleep.ts';
import { dayName, monthName, strftime, type ZoneAnswers } from './_time/strftime.ts';
import { localZone, type Zone, type ZoneInfo } from './_time/zone.ts';

const BILLION = 1_000_000_000n;
const EINVAL = 22;
/** The clock id of the one thread, as Linux makes them: ~tid << 3 | 6. */
const THREAD_CLOCK = -10;
/** What _thread.get_ident() says. */
const IDENT = 1;
const EOVERFLOW = 75;

const StructTimeType = defineStructSeq(
  'time.struct_time',
  [
    'tm_year',
    'tm_mon',
    'tm_mday',
    'tm_hour',
    'tm_min',
    'tm_sec',
    'tm_wday',
    'tm_yday',
    'tm_isdst',
    'tm_zone',
    'tm_gmtoff',
  ],
  { shown: 9, doc: 'A broken-down time.' },
);

function newStructTime(t: Tm): Owned {
  const numbers = [t.year, t.month, t.day, t.hour, t.minute, t.second, t.wday, t.yday, t.isdst];
  const values: PyObject[] = numbers.map((n) => newInt(n));
  values.push(
    t.zone === null ? newNone() : newStrJs(t.zone),
    t.gmtoff === null ? newNone() : newInt(t.gmtoff),
  );
  return newStructSeqSteal(StructTimeType, values);
}

// ---------------------------------------------------------------------------------------------
// Arguments

/** Seconds since the epoch, rounded down; None or absent is now. */
function epochArg(o: PyObject | undefined): number {
  if (o === undefined || o === None_) return Number(host().timeNs() / BILLION);
  const limit = 9223372036854775808;
  if (isFloat(o)) {
    const x: number = o.v;
    if (Number.isNaN(x)) throw valueError('Invalid value NaN (not a number)');
    if (!(x >= -limit && x < limit))
      throw overflowError('timestamp out of range for platform time_t');
    return Math.floor(x);
  }
  const v = index(o);
  if (v >= 2n ** 63n || v < -(2n ** 63n))
    throw overflowError('timestamp out of range for platform time_t');
  return Number(v);
}

/** The year must fit struct tm. */
function checkedYear(t: Tm): Tm {
  if (Math.abs(t.year - 1900) > 2147483647) throw errnoError(EOVERFLOW);
  return t;
}

function localTm(seconds: number): Tm {
  if (Math.abs(seconds) > 1e16 * 6.8) throw errnoError(EOVERFLOW);
  const z = localZone().at(seconds);
  return checkedYear(breakDown(seconds, z.gmtoff, z.isdst ? 1 : 0, z.name));
}

function utcTm(seconds: number): Tm {
  return checkedYear(breakDown(seconds, 0, 0, 'GMT'));
}

function cInt(o: PyObject): number {
  const v = index(o);
  if (v > 2147483647) throw overflowError('signed integer is greater than maximum');
  if (v < -2147483648) throw overflowError('signed integer is less than minimum');
  return Number(v);
}

/** The nine numbers of a time tuple. CPython: gettmarg. */
function tmArg(args: PyObject, fn: string): Tm {
  if (!isTuple(args)) throw typeError('Tuple or struct_time argument required');
  const items = args.v as PyObject[];
  if (items.length !== 9) throw typeError(`${fn}(): illegal time tuple argument`);
  const [year, mon, day, hour, min, sec, wday, yday, dst] = items.map(cInt) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (year < -2147483648 + 1900) throw overflowError('year out of range');
  const t = new Tm(year, mon, day, hour, min, sec, wday, yday, dst, null, null);
  if (args.type === StructTimeType) {
    const [zone, gmtoff] = (args as any).ext.slots as [PyObject, PyObject];
    if (zone !== null && isStr(zone)) t.zone = strJs(zone);
    if (gmtoff !== null && gmtoff !== None_) t.gmtoff = Number(index(gmtoff));
  }
  return t;
}

/** Brings the fields into range or refuses them. CPython: checktm. */
function checked(t: Tm): Tm {
  if (t.month === 0) t.month = 1;
  else if (t.month < 0 || t.month > 12) throw valueError('month out of range');
  if (t.day === 0) t.day = 1;
  else if (t.day < 0 || t.day > 31) throw valueError('day of month out of range');
  if (t.hour < 0 || t.hour > 23) throw valueError('hour out of range');
  if (t.minute < 0 || t.minute > 59) throw valueError('minute out of range');
  if (t.second < 0 || t.second > 61) throw valueError('seconds out of range');
  // C counts from Sunday; -1 stands for Sunday, too.
  if (t.wday < -1) throw valueError('day of week out of range');
  t.wday = ((t.wday % 7) + 7) % 7;
  if (t.yday === 0) t.yday = 1;
  else if (t.yday < 0 || t.yday > 366) throw valueError('day of year out of range');
  return t;
}

// ---------------------------------------------------------------------------------------------
// Local time to seconds

/** mktime(3): the moment at which local clocks show `t`. */
function localSeconds(t: Tm, zone: Zone): number {
  const wanted = utcSeconds(t);
  const solutions: [number, ZoneInfo][] = [];
  for (const probe of [-86400, 0, 86400]) {
    const { gmtoff } = zone.at(wanted + probe);
    const at = wanted - gmtoff;
    const z = zone.at(at);
    if (z.gmtoff === gmtoff && !solutions.some(([s]) => s === at)) solutions.push([at, z]);
  }
  if (t.isdst >= 0) {
    const same = solutions.find(([, z]) => z.isdst === t.isdst > 0);
    if (same !== undefined) return same[0];
    // No such moment: the offset that other times of the year with this kind of time have.
    const step = 601200;
    for (let d = step; d < 536454000; d += step) {
      for (const at of [wanted - d, wanted + d]) {
        const z = zone.at(at);
        if (z.isdst === t.isdst > 0 && z.gmtoff !== zone.at(wanted).gmtoff)
          return wanted - z.gmtoff;
      }
    }
  }
  if (solutions.length > 0) {
    const first = Math.min(...solutions.map(([at]) => at));
    if (t.isdst < 0) return first;
    // The zone knows no such time at all: an hour is what daylight saving time is taken for.
    return t.isdst > 0 ? first - 3600 : first + 3600;
  }
  // Skipped by a change: clocks that were not yet set.
  return wanted - zone.at(wanted - 86400).gmtoff;
}

function mktime(_m: PyObject, tuple: PyObject): Owned {
  const t = tmArg(tuple, 'mktime');
  return newFloat(localSeconds(t, localZone()));
}

const zoneAnswers: ZoneAnswers = {
  name(t) {
    if (t.zone !== null) return t.zone;
    return t.isdst > 0 ? zoneNames().names[1]! : zoneNames().names[0]!;
  },
  offset: (t) => t.gmtoff ?? 0,
  seconds: (t) => localSeconds(t, localZone()),
};

// ---------------------------------------------------------------------------------------------
// Text

function formatTime(format: PyObject, t: Tm): Owned {
  const text = strValue(format);
  if (typeof text === 'string') {
    if (text.includes('\0')) throw valueError('embedded null character');
    return newStr(strftime(text, t, zoneAnswers));
  }
  // Directives are ASCII: what lies between characters beyond the basic plane is formatted piece by piece.
  const parts: Text[] = [];
  let run = '';
  for (const ch of strJs(format)) {
    if (ch.length === 1) {
      run += ch;
      continue;
    }
    parts.push(strftime(run, t, zoneAnswers));
    run = '';
    const wide = newStrJs(ch);
    parts.push(strValue(wide));
    decref(wide);
  }
  parts.push(strftime(run, t, zoneAnswers));
  return newStr(textJoin('', parts));
}

function strftimeFunction(_m: PyObject, args: PyObject[]): Owned {
  const [format, tuple] = args as [PyObject, PyObject | undefined];
  if (!isStr(format)) throw typeError(`strftime() argument 1 must be str, not ${format.type.name}`);
  if (tuple === undefined) return formatTime(format, localTm(epochArg(undefined)));
  return formatTime(format, checked(tmArg(tuple, 'strftime')));
}

function ctimeText(t: Tm): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = String(t.day).padStart(3, ' ');
  const clock = `${two(t.hour)}:${two(t.minute)}:${two(t.second)}`;
  return `${dayName(t.wday).slice(0, 3)} ${monthName(t.month).slice(0, 3)}${day} ${clock} ${t.year}`;
}

function asctime(_m: PyObject, args: PyObject[]): Owned {
  const t =
    args[0] === undefined ? localTm(epochArg(undefined)) : checked(tmArg(args[0], 'asctime'));
  return newStrJs(ctimeText(t));
}

function strptime(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const name = intern('_strptime');
  const f = intern('_strptime_time');
  const from = newTupleSteal([incref<PyObject>(f)]);
  try {
    const module = importModuleLevel(name, null, from, 0);
    const parse = getAttr(module, f);
    decref(module);
    try {
      return callObject(parse, args, kw);
    } finally {
      decref(parse);
    }
  } finally {
    decref(from);
    decref(f);
    decref(name);
  }
}

// ---------------------------------------------------------------------------------------------
// Clocks

function clockNs(id: PyObject): bigint {
  if (id.type.nb_index === null) throw typeError(`clk_id should be integer, not ${id.type.name}`);
  const read = osClocks(cInt(id));
  if (read === null) throw errnoError(EINVAL);
  return read();
}

function clockInfo(_m: PyObject, args: PyObject[]): Owned {
  const name = args[0]!;
  if (!isStr(name))
    throw typeError(`get_clock_info() argument 1 must be str, not ${name.type.name}`);
  const known: Record<string, [string, boolean, boolean]> = {
    time: ['CLOCK_REALTIME', false, true],
    monotonic: ['CLOCK_MONOTONIC', true, false],
    perf_counter: ['CLOCK_MONOTONIC', true, false],
    process_time: ['CLOCK_PROCESS_CPUTIME_ID', true, false],
    thread_time: ['CLOCK_THREAD_CPUTIME_ID', true, false],
  };
  const info = known[strJs(name)];
  if (info === undefined) throw valueError('unknown clock');
  const dict = newDict();
  const put = (key: string, value: Owned): void => {
    const k = intern(key);
    dictSetStr(dict, k, value);
    decref(k);
    decref(value);
  };
  put('implementation', newStrJs(`clock_gettime(${info[0]})`));
  put('monotonic', newBool(info[1]));
  put('adjustable', newBool(info[2]));
  put('resolution', newFloat(1e-9));
  return newNamespaceSteal(dict);
}

function setClock(_m: PyObject, args: PyObject[]): never {
  clockNs(args[0]!);
  // Setting the system's clocks is nothing a host allows.
  throw errnoError(1);
}

function sleep(_m: PyObject, seconds: PyObject): void {
  const ns = secondsToNs(seconds, 'sleep', 'up');
  if (ns < 0n) throw valueError('sleep length must be non-negative');
  sleepNs(ns);
}

function cpuClockId(_m: PyObject, args: PyObject[]): Owned {
  if (BigInt(index(args[0]!)) !== BigInt(IDENT)) throw errnoError(3);
  return newInt(THREAD_CLOCK);
}

const seconds = (read: () => bigint) => method('($self, /)', () => newSeconds(read()));
const nanoseconds = (read: () => bigint) => method('($self, /)', () => newInt(read()));
const wall = (): bigint => host().timeNs();
const monotonic = (): bigint => host().monotonicNs();
const processTime = (): bigint => host().processTimeNs();

// ---------------------------------------------------------------------------------------------
// The zone's constants

interface ZoneNames {
  names: [string, string];
  timezone: number;
  altzone: number;
  daylight: number;
}

/** Names and offsets of standard and daylight saving time, found in winter and summer of this year. CPython: init_timezone. */
function zoneNames(): ZoneNames {
  const year = (365 * 24 + 6) * 3600;
  const now = Number(host().timeNs() / BILLION);
  const start = Math.floor(now / year) * year;
  const zone = localZone();
  const winter = zone.at(start);
  const summer = zone.at(start + year / 2);
  const daylight = winter.gmtoff !== summer.gmtoff ? 1 : 0;
  const [std, dst] = -winter.gmtoff < -summer.gmtoff ? [summer, winter] : [winter, summer];
  return { names: [std.name, dst.name], timezone: -std.gmtoff, altzone: -dst.gmtoff, daylight };
}

function putZone(dict: PyObject): void {
  const z = zoneNames();
  const put = (key: string, value: Owned): void => {
    const k = intern(key);
    dictSetStr(dict, k, value);
    decref(k);
    decref(value);
  };
  put('timezone', newInt(z.timezone));
  put('altzone', newInt(z.altzone));
  put('daylight', newInt(z.daylight));
  put('tzname', newTupleSteal([newStrJs(z.names[0]), newStrJs(z.names[1])]));
}

function tzset(module: PyObject): void {
  putZone(module.v.dict);
}

/** A function whose argument count is checked as PyArg_ParseTuple does. */
function counted(
  name: string,
  min: number,
  max: number,
  f: (m: PyObject, args: PyObject[]) => Owned,
): NativeDef {
  return functionRaw(
    name,
    (m: PyObject, args: PyObject[]) => {
      const n = args.length;
      if (n >= min && n <= max) return f(m, args);
      const bound = min === max ? 'exactly' : n < min ? 'at least' : 'at most';
      const want = n < min ? min : max;
      throw typeError(
        `${name}() takes ${bound} ${want} argument${want === 1 ? '' : 's'} (${n} given)`,
      );
    },
    { kw: false },
  );
}

defineModule('time', {
  doc: 'Clocks and broken-down times.',
  functions: {
    time: seconds(wall),
    time_ns: nanoseconds(wall),
    clock_gettime: method('($module, clk_id, /)', (_m: PyObject, id: PyObject) =>
      newSeconds(clockNs(id)),
    ),
    clock_gettime_ns: method('($module, clk_id, /)', (_m: PyObject, id: PyObject) =>
      newInt(clockNs(id)),
    ),
    clock_settime: counted('clock_settime', 2, 2, setClock),
    clock_settime_ns: counted('clock_settime_ns', 2, 2, setClock),
    clock_getres: counted('clock_getres', 1, 1, (_m: PyObject, args: PyObject[]) => {
      clockNs(args[0]!);
      return newFloat(1e-9);
    }),
    pthread_getcpuclockid: counted('pthread_getcpuclockid', 1, 1, cpuClockId),
    sleep: method('($self, object, /)', sleep),
    gmtime: counted('gmtime', 0, 1, (_m: PyObject, args: PyObject[]) =>
      newStructTime(utcTm(epochArg(args[0]))),
    ),
    localtime: counted('localtime', 0, 1, (_m: PyObject, args: PyObject[]) =>
      newStructTime(localTm(epochArg(args[0]))),
    ),
    asctime: functionRaw('asctime', asctime, { min: 0, max: 1, kw: false }),
    ctime: counted('ctime', 0, 1, (_m: PyObject, args: PyObject[]) =>
      newStrJs(ctimeText(localTm(epochArg(args[0])))),
    ),
    mktime: method('($self, object, /)', mktime),
    strftime: counted('strftime', 1, 2, strftimeFunction),
    strptime: functionRaw('strptime', strptime, {}),
    tzset: method('($self, /)', tzset),
    monotonic: seconds(monotonic),
    monotonic_ns: nanoseconds(monotonic),
    process_time: seconds(processTime),
    process_time_ns: nanoseconds(processTime),
    thread_time: seconds(processTime),
    thread_time_ns: nanoseconds(processTime),
    perf_counter: seconds(monotonic),
    perf_counter_ns: nanoseconds(monotonic),
    get_clock_info: counted('get_clock_info', 1, 1, clockInfo),
  },
  types: { struct_time: StructTimeType },
  constants: {
    CLOCK_REALTIME: 0,
    CLOCK_MONOTONIC: 1,
    CLOCK_PROCESS_CPUTIME_ID: 2,
    CLOCK_THREAD_CPUTIME_ID: 3,
    CLOCK_MONOTONIC_RAW: 4,
    CLOCK_BOOTTIME: 7,
    CLOCK_TAI: 11,
    _STRUCT_TM_ITEMS: 11,
  },
  init: (dict) => putZone(dict),
});
