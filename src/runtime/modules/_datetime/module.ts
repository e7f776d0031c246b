/**
 * _datetime: dates, times and zones. CPython: Modules/_datetimemodule.c. The C interface (datetime_CAPI) is absent.
 */
import { newCapsule } from '../../objects/capsule.ts';
import { defineModule } from '../../core/module-define.ts';
import { incref } from '../../core/object.ts';
import { MAXYEAR, MINYEAR } from './calendar.ts';
import './date.ts';
import './datetime.ts';
import './delta.ts';
import './time.ts';
import { DateTimeType, DateType, DeltaType, TimeType, TimezoneType, TzInfoType } from './types.ts';
import { utcBorrowed } from './zone.ts';

export const datetimeModule = defineModule('_datetime', {
  types: [DateType, DateTimeType, TimeType, DeltaType, TzInfoType, TimezoneType],
  constants: {
    MINYEAR,
    MAXYEAR,
    UTC: () => incref(utcBorrowed()),
    datetime_CAPI: () => newCapsule('datetime.datetime_CAPI'),
  },
});
