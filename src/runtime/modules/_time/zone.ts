/**
 * The local time zone as tzset(3) finds it: the TZ variable (a zone file's name or a POSIX rule), else /etc/localtime, else what
 * the host says. Formats: RFC 8536 (TZif), POSIX.1 TZ.
 */
import { HostError, host } from '../../host.ts';
import { daysFromCivil, isLeap } from './calendar.ts';

/** What holds at one moment: seconds east of UTC, daylight saving time, the name. */
export class ZoneInfo {
  readonly gmtoff: number;
  readonly isdst: boolean;
  readonly name: string;
  constructor(gmtoff: number, isdst: boolean, name: string) {
    this.gmtoff = gmtoff;
    this.isdst = isdst;
    this.name = name;
  }
}

export interface Zone {
  at(seconds: number): ZoneInfo;
}

const UTC = new ZoneInfo(0, false, 'UTC');

// ---------------------------------------------------------------------------------------------
// POSIX rules

/** When a year's change happens. */
class ChangeRule {
  kind: 'M' | 'J' | 'D';
  a: number;
  b: number;
  c: number;
  time: number;
  constructor(kind: 'M' | 'J' | 'D', a: number, b: number, c: number, time: number) {
    this.kind = kind;
    this.a = a;
    this.b = b;
    this.c = c;
    this.time = time;
  }

  /** Local seconds since the epoch of the change in `year`. */
  inYear(year: number): number {
    let day: number;
    if (this.kind === 'J') {
      day = daysFromCivil(year, 1, 1) + this.a - 1 + (isLeap(year) && this.a >= 60 ? 1 : 0);
    } else if (this.kind === 'D') day = daysFromCivil(year, 1, 1) + this.a;
    else {
      const first = daysFromCivil(year, this.a, 1);
      const weekday = (((first + 4) % 7) + 7) % 7;
      day = first + ((this.c - weekday + 7) % 7) + (this.b - 1) * 7;
      if (day >= daysFromCivil(year, this.a + 1, 1)) day -= 7;
    }
    return day * 86400 + this.time;
  }
}

class PosixZone implements Zone {
  private standard: ZoneInfo;
  private summer: ZoneInfo | null;
  private start: ChangeRule | null;
  private end: ChangeRule | null;
  constructor(
    standard: ZoneInfo,
    summer: ZoneInfo | null,
    start: ChangeRule | null,
    end: ChangeRule | null,
  ) {
    this.standard = standard;
    this.summer = summer;
    this.start = start;
    this.end = end;
  }

  at(seconds: number): ZoneInfo {
    if (this.summer === null || this.start === null || this.end === null) return this.standard;
    const year = new Date((seconds + this.standard.gmtoff) * 1000).getUTCFullYear();
    const from = this.start.inYear(year) - this.standard.gmtoff;
    const to = this.end.inYear(year) - this.summer.gmtoff;
    const inside = from < to ? seconds >= from && seconds < to : seconds >= from || seconds < to;
    return inside ? this.summer : this.standard;
  }
}

const NAME = '(?:<([A-Za-z0-9+-]+)>|([A-Za-z]{3,}))';
const OFFSET = '([+-]?\\d{1,3}(?::\\d{1,2}(?::\\d{1,2})?)?)';
const RULE = new RegExp(`^${NAME}${OFFSET}(?:${NAME}${OFFSET}?(?:,([^,]+),([^,]+))?)?$`);

function clock(text: string): number {
  const sign = text.startsWith('-') ? -1 : 1;
  const [h, m, s] = text.replace(/^[+-]/, '').split(':').map(Number);
  return sign * (h! * 3600 + (m ?? 0) * 60 + (s ?? 0));
}

function changeRule(text: string): ChangeRule | null {
  const [date, at] = text.split('/') as [string, string | undefined];
  const time = at === undefined ? 7200 : clock(at);
  const m = /^M(\d+)\.(\d+)\.(\d+)$/.exec(date);
  if (m !== null) return new ChangeRule('M', Number(m[1]), Number(m[2]), Number(m[3]), time);
  const j = /^(J?)(\d+)$/.exec(date);
  return j === null ? null : new ChangeRule(j[1] === 'J' ? 'J' : 'D', Number(j[2]), 0, 0, time);
}

/** The zone of a POSIX rule such as 'EST+05EDT,M3.2.0,M11.1.0'; null when it is none. */
export function posixZone(text: string): Zone | null {
  const m = RULE.exec(text);
  if (m === null) return null;
  const standard = new ZoneInfo(-clock(m[3]!), false, m[1] ?? m[2]!);
  const summerName = m[4] ?? m[5];
  if (summerName === undefined) return new PosixZone(standard, null, null, null);
  const summerOffset = m[6] === undefined ? standard.gmtoff + 3600 : -clock(m[6]);
  const summer = new ZoneInfo(summerOffset, true, summerName);
  return new PosixZone(
    standard,
    summer,
    changeRule(m[7] ?? 'M3.2.0'),
    changeRule(m[8] ?? 'M11.1.0'),
  );
}

// ---------------------------------------------------------------------------------------------
// Zone files

class FileZone implements Zone {
  private times: number[];
  private infos: ZoneInfo[];
  private first: ZoneInfo;
  private tail: Zone | null;
  constructor(times: number[], infos: ZoneInfo[], first: ZoneInfo, tail: Zone | null) {
    this.times = times;
    this.infos = infos;
    this.first = first;
    this.tail = tail;
  }

  at(seconds: number): ZoneInfo {
    const { times } = this;
    const n = times.length;
    if (n === 0 || seconds < times[0]!)
      return n === 0 && this.tail !== null ? this.tail.at(seconds) : this.first;
    if (seconds >= times[n - 1]!)
      return this.tail === null ? this.infos[n - 1]! : this.tail.at(seconds);
    let low = 0;
    let high = n - 1;
    while (high - low > 1) {
      const mid = (low + high) >> 1;
      if (seconds >= times[mid]!) low = mid;
      else high = mid;
    }
    return this.infos[low]!;
  }
}

/** Parses a TZif file; null when it is none. */
export function parseZoneFile(bytes: Uint8Array): Zone | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 44 || view.getUint32(0) !== 0x545a6966) return null;
  const counts = (at: number): number[] =>
    [20, 24, 28, 32, 36, 40].map((i) => view.getUint32(at + i));
  let at = 0;
  let wide = 4;
  let [isut, isstd, leaps, timecnt, typecnt, charcnt] = counts(0) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (bytes[4]! >= 0x32) {
    at = 44 + timecnt * 5 + typecnt * 6 + charcnt + leaps * 8 + isstd + isut;
    wide = 8;
    [isut, isstd, leaps, timecnt, typecnt, charcnt] = counts(at) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
  }
  at += 44;
  const times: number[] = [];
  for (let i = 0; i < timecnt; i++) {
    times.push(wide === 8 ? Number(view.getBigInt64(at + i * 8)) : view.getInt32(at + i * 4));
  }
  at += timecnt * wide;
  const indexes = bytes.subarray(at, at + timecnt);
  at += timecnt;
  const names = bytes.subarray(at + typecnt * 6, at + typecnt * 6 + charcnt);
  const types: ZoneInfo[] = [];
  for (let i = 0; i < typecnt; i++) {
    const p = at + i * 6;
    types.push(new ZoneInfo(view.getInt32(p), bytes[p + 4] !== 0, nameAt(names, bytes[p + 5]!)));
  }
  at += typecnt * 6 + charcnt + leaps * (wide + 4) + isstd + isut;
  let rule = '';
  if (wide === 8)
    for (let i = at + 1; i < bytes.length && bytes[i] !== 10; i++)
      rule += String.fromCharCode(bytes[i]!);
  const infos = [...indexes].map((i) => types[i]!);
  const first = types.find((t) => !t.isdst) ?? types[0] ?? UTC;
  return new FileZone(times, infos, first, rule === '' ? null : posixZone(rule));
}

function nameAt(names: Uint8Array, at: number): string {
  let s = '';
  for (let i = at; i < names.length && names[i] !== 0; i++) s += String.fromCharCode(names[i]!);
  return s;
}

function readZone(path: string): Zone | null {
  const { fs } = host();
  let fd: number;
  try {
    fd = fs.open(path, 0, 0);
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  }
  try {
    const bytes = new Uint8Array(1 << 18);
    let n = 0;
    for (;;) {
      const got = fs.read(fd, bytes.subarray(n));
      if (got === 0) break;
      n += got;
    }
    return parseZoneFile(bytes.subarray(0, n));
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  } finally {
    fs.close(fd);
  }
}

// ---------------------------------------------------------------------------------------------
// The local zone

class HostZone implements Zone {
  at(seconds: number): ZoneInfo {
    const z = host().localTimezone(seconds);
    return new ZoneInfo(-z.offset, z.dst, z.name);
  }
}

class FixedZone implements Zone {
  private info: ZoneInfo;
  constructor(info: ZoneInfo) {
    this.info = info;
  }

  at(): ZoneInfo {
    return this.info;
  }
}

function findZone(tz: string | undefined): Zone {
  if (tz === undefined) return readZone('/etc/localtime') ?? new HostZone();
  const name = tz.startsWith(':') ? tz.slice(1) : tz;
  if (name === '') return new FixedZone(UTC);
  const path = name.startsWith('/') ? name : `/usr/share/zoneinfo/${name}`;
  return (
    readZone(path) ??
    posixZone(name) ??
    new FixedZone(new ZoneInfo(0, false, /^[A-Za-z]{3,}/.exec(name)?.[0] ?? ''))
  );
}

const current: { zone: Zone | null; tz: string | undefined } = { zone: null, tz: undefined };

/** The zone in force; TZ is looked at again at each call, as localtime(3) does. */
export function localZone(): Zone {
  const tz = host().env.TZ;
  if (current.zone === null || current.tz !== tz) {
    current.zone = findZone(tz);
    current.tz = tz;
  }
  return current.zone;
}
