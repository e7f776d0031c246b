/** Broken-down times and the proleptic Gregorian calendar: C's struct tm without any zone. */

/** struct tm with CPython's numbering: month 1..12, Monday 0, day of the year from 1, the full year. */
export class Tm {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  wday: number;
  yday: number;
  isdst: number;
  zone: string | null;
  gmtoff: number | null;
  constructor(
    year: number,
    month: number,
    day: number,
    hour: number,
    minute: number,
    second: number,
    wday: number,
    yday: number,
    isdst: number,
    zone: string | null,
    gmtoff: number | null,
  ) {
    this.year = year;
    this.month = month;
    this.day = day;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.wday = wday;
    this.yday = yday;
    this.isdst = isdst;
    this.zone = zone;
    this.gmtoff = gmtoff;
  }
}

/** Days from 1970-01-01 to a date; month and day may be out of range. */
export function daysFromCivil(yearGiven: number, monthGiven: number, day: number): number {
  const months = yearGiven * 12 + (monthGiven - 1);
  const y0 = Math.floor(months / 12);
  const month = months - y0 * 12 + 1;
  const y = month <= 2 ? y0 - 1 : y0;
  const era = Math.floor(y / 400);
  const yoe = y - era * 400;
  const doy = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yoe * 365 + Math.floor(yoe / 4) - Math.floor(yoe / 100) + doy - 719468;
}

export function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** The broken-down form of seconds since the epoch, shifted by `gmtoff`. */
export function breakDown(seconds: number, gmtoff: number, isdst: number, zone: string): Tm {
  const t = seconds + gmtoff;
  const days = Math.floor(t / 86400);
  const rest = t - days * 86400;
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const day = doy - Math.floor((153 * mp + 2) / 5) + 1;
  const month = mp < 10 ? mp + 3 : mp - 9;
  const year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  const wday = (((days + 3) % 7) + 7) % 7;
  const yday = days - daysFromCivil(year, 1, 1) + 1;
  return new Tm(
    year,
    month,
    day,
    Math.floor(rest / 3600),
    Math.floor(rest / 60) % 60,
    rest % 60,
    wday,
    yday,
    isdst,
    zone,
    gmtoff,
  );
}

/** Seconds since the epoch of a broken-down time taken as UTC; fields may be out of range. */
export function utcSeconds(t: Tm): number {
  return daysFromCivil(t.year, t.month, t.day) * 86400 + t.hour * 3600 + t.minute * 60 + t.second;
}
