/**
 * pprof's profile.proto: objects and bytes by allocation line, with Go's four value types, so that
 * `pprof -inuse_space` works. The caller compresses the bytes (pprof wants gzip).
 */

import {
  Function as Func,
  Label,
  Line,
  Location,
  Profile,
  Sample,
  StringTable,
  ValueType,
} from 'pprof-format';
import type { Snapshot } from '../snapshot.ts';
import { byTrace } from './by-trace.ts';

/** The encoded profile, not compressed. A snapshot knows live objects only: both pairs are equal. */
export function pprof(s: Snapshot): Uint8Array {
  const strings = new StringTable();
  const value = (type: string, unit: string): ValueType =>
    new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) });
  const functions: Func[] = [];
  const locations: Location[] = [];
  const known = new Map<number, number>();
  const location = (f: number): number => {
    const id = known.get(f) ?? 0;
    if (id !== 0) return id;
    const next = locations.length + 1;
    const name = strings.dedup(s.string(s.column('frfunc')[f]!) || '(not traced)');
    const filename = strings.dedup(s.string(s.column('frfile')[f]!));
    functions.push(new Func({ id: next, name, systemName: name, filename }));
    const line = new Line({ functionId: next, line: s.column('frline')[f]! });
    locations.push(new Location({ id: next, line: [line] }));
    known.set(f, next);
    return next;
  };
  const sample = byTrace(s).map((row) => {
    const frames = row.frames.length > 0 ? row.frames : [0];
    return new Sample({
      locationId: frames.map(location),
      value: [row.count, row.size, row.count, row.size],
      label: [new Label({ key: strings.dedup('bytes'), num: row.size / row.count })],
    });
  });
  const sampleType = [
    value('alloc_objects', 'count'),
    value('alloc_space', 'bytes'),
    value('inuse_objects', 'count'),
    value('inuse_space', 'bytes'),
  ];
  return new Profile({
    sampleType,
    sample,
    location: locations,
    function: functions,
    stringTable: strings,
    periodType: value('space', 'bytes'),
    period: 1,
    defaultSampleType: strings.dedup('inuse_space'),
  }).encode();
}
