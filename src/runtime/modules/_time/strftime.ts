/** strftime(3) of glibc in the C locale: directives, flags (_ - 0 + ^ #), widths, the modifiers E and O. */
import { daysFromCivil, isLeap, type Tm } from './calendar.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const dayName = (wday: number): string => DAYS[wday]!;
export const monthName = (month: number): string => MONTHS[month - 1]!;

/** What the formatter asks of the zone. */
export interface ZoneAnswers {
  /** %Z, %z as seconds east, %s. */
  name(t: Tm): string;
  offset(t: Tm): number;
  seconds(t: Tm): number;
}

/** ISO year and week. */
function isoWeek(t: Tm): [year: number, week: number] {
  // wday counts from Monday; yday from 1.
  let year = t.year;
  let week = Math.floor((t.yday - t.wday + 9) / 7);
  if (week < 1) {
    year--;
    week = weeksIn(year);
  } else if (week > weeksIn(year)) {
    week = 1;
    year++;
  }
  return [year, week];
}

function weeksIn(year: number): number {
  const jan1 = (((daysFromCivil(year, 1, 1) + 3) % 7) + 7) % 7;
  return jan1 === 3 || (jan1 === 2 && isLeap(year)) ? 53 : 52;
}

/** A directive's value: text, or a number with its default width and padding. */
type Part = string | [value: number, width: number, pad: string];

const mod = (a: number, b: number): number => ((a % b) + b) % b;

function part(c: string, t: Tm, zone: ZoneAnswers): Part | null {
  const hour12 = mod(t.hour - 1, 12) + 1;
  switch (c) {
    case 'a':
      return DAYS[t.wday]!.slice(0, 3);
    case 'A':
      return DAYS[t.wday]!;
    case 'b':
    case 'h':
      return MONTHS[t.month - 1]!.slice(0, 3);
    case 'B':
      return MONTHS[t.month - 1]!;
    case 'c':
      return strftime('%a %b %e %H:%M:%S %Y', t, zone);
    case 'C':
      return [Math.floor(t.year / 100), t.year < 0 ? 1 : 2, '0'];
    case 'd':
      return [t.day, 2, '0'];
    case 'D':
    case 'x':
      return strftime('%m/%d/%y', t, zone);
    case 'e':
      return [t.day, 2, ' '];
    case 'F':
      return strftime('%Y-%m-%d', t, zone);
    case 'g':
      return [mod(isoWeek(t)[0], 100), 2, '0'];
    case 'G':
      return [isoWeek(t)[0], 1, '0'];
    case 'H':
      return [t.hour, 2, '0'];
    case 'I':
      return [hour12, 2, '0'];
    case 'j':
      return [t.yday, 3, '0'];
    case 'k':
      return [t.hour, 2, ' '];
    case 'l':
      return [hour12, 2, ' '];
    case 'm':
      return [t.month, 2, '0'];
    case 'M':
      return [t.minute, 2, '0'];
    case 'n':
      return '\n';
    case 'p':
      return t.hour > 11 ? 'PM' : 'AM';
    case 'P':
      return t.hour > 11 ? 'pm' : 'am';
    case 'r':
      return strftime('%I:%M:%S %p', t, zone);
    case 'R':
      return strftime('%H:%M', t, zone);
    case 's':
      return [zone.seconds(t), 1, '0'];
    case 'S':
      return [t.second, 2, '0'];
    case 't':
      return '\t';
    case 'T':
    case 'X':
      return strftime('%H:%M:%S', t, zone);
    case 'u':
      return [t.wday + 1, 1, '0'];
    case 'U':
      return [Math.floor((t.yday - 1 - mod(t.wday + 1, 7) + 7) / 7), 2, '0'];
    case 'V':
      return [isoWeek(t)[1], 2, '0'];
    case 'w':
      return [mod(t.wday + 1, 7), 1, '0'];
    case 'W':
      return [Math.floor((t.yday - 1 - t.wday + 7) / 7), 2, '0'];
    case 'y':
      return [mod(t.year, 100), 2, '0'];
    case 'Y':
      return [t.year, 1, '0'];
    case 'z':
      return zoneOffset(zone.offset(t));
    case 'Z':
      return zone.name(t);
    case '%':
      return '%';
    default:
      return null;
  }
}

function zoneOffset(seconds: number): string {
  const m = Math.floor(Math.abs(seconds) / 60);
  const text = String(Math.floor(m / 60) * 100 + (m % 60)).padStart(4, '0');
  return (seconds < 0 ? '-' : '+') + text;
}

/** Applies flag and width to a number or text. */
function laidOut(p: Part, flag: string, width: number): string {
  if (typeof p === 'string') return p.padStart(width, flag === '0' ? '0' : ' ');
  const [value, least, pad] = p;
  const digits = String(Math.abs(value));
  const sign = value < 0 ? '-' : '';
  if (flag === '-') return sign + digits;
  const fill = flag === '_' ? ' ' : flag === '0' ? '0' : pad;
  const want = Math.max(width, least) - (fill === '0' ? sign.length : 0);
  if (fill === '0') return sign + digits.padStart(want, '0');
  return (sign + digits).padStart(Math.max(width, least), ' ');
}

const MODIFIED: Record<string, string> = { E: 'cCxXyY', O: 'bBdeHIkljmMpSuUVwWyhag' };

/** The formatted time; what is no directive stays as it is. */
export function strftime(format: string, t: Tm, zone: ZoneAnswers): string {
  let out = '';
  const n = format.length;
  for (let i = 0; i < n; i++) {
    if (format[i] !== '%') {
      out += format[i];
      continue;
    }
    const start = i++;
    let flag = '';
    let upper = false;
    let swap = false;
    for (; i < n && '_-0^#+'.includes(format[i]!); i++) {
      if (format[i] === '^') upper = true;
      else if (format[i] === '#') swap = true;
      else flag = format[i]!;
    }
    let width = 0;
    for (; i < n && format[i]! >= '0' && format[i]! <= '9'; i++)
      width = width * 10 + Number(format[i]);
    let modifier = '';
    if (i < n && (format[i] === 'E' || format[i] === 'O')) modifier = format[i++]!;
    const c = i < n ? format[i]! : '';
    const known = modifier === '' || MODIFIED[modifier]!.includes(c);
    const p = c !== '' && known ? part(c, t, zone) : null;
    if (p === null) {
      if (i >= n) i--;
      out += format.slice(start, i + 1);
      continue;
    }
    let text = laidOut(p, flag, width);
    if (upper) text = text.toUpperCase();
    else if (swap)
      text =
        c === 'p' || c === 'Z'
          ? text.toLowerCase()
          : 'aAbBh'.includes(c)
            ? text.toUpperCase()
            : text;
    out += text;
  }
  return out;
}
