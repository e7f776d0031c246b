/** os.stat_result, os.statvfs_result and how they are made. CPython: Modules/posixmodule.c (_pystat_fromstructstat). */
import type { Owned, PyObject } from '../../core/object.ts';
import type { HostStat } from '../../host.ts';
import { newFloat } from '../../objects/float.ts';
import { newInt } from '../../objects/int.ts';
import { defineStructSeq, newStructSeqSteal } from '../../objects/structseq.ts';
import type { HostStatvfs } from './host-os.ts';

export const StatResultType = defineStructSeq(
  'os.stat_result',
  [
    'st_mode',
    'st_ino',
    'st_dev',
    'st_nlink',
    'st_uid',
    'st_gid',
    'st_size',
    null,
    null,
    null,
    'st_atime',
    'st_mtime',
    'st_ctime',
    'st_atime_ns',
    'st_mtime_ns',
    'st_ctime_ns',
    'st_blksize',
    'st_blocks',
    'st_rdev',
  ],
  { shown: 10, doc: 'The result of stat, fstat and lstat.' },
);

const BILLION = 1_000_000_000n;

/** Whole seconds, rounded down. */
function whole(ns: bigint): bigint {
  return ns >= 0n ? ns / BILLION : -((-ns + BILLION - 1n) / BILLION);
}

/** Seconds as a float: whole seconds plus 1e-9 times the rest, as CPython computes it. */
function seconds(ns: bigint): Owned {
  const s = whole(ns);
  return newFloat(Number(s) + 1e-9 * Number(ns - s * BILLION));
}

export function newStatResult(s: HostStat): Owned {
  const values: PyObject[] = [
    newInt(s.mode),
    newInt(s.ino),
    newInt(s.dev),
    newInt(s.nlink),
    newInt(s.uid),
    newInt(s.gid),
    newInt(s.size),
    newInt(whole(s.atimeNs)),
    newInt(whole(s.mtimeNs)),
    newInt(whole(s.ctimeNs)),
    seconds(s.atimeNs),
    seconds(s.mtimeNs),
    seconds(s.ctimeNs),
    newInt(s.atimeNs),
    newInt(s.mtimeNs),
    newInt(s.ctimeNs),
    newInt(s.blksize),
    newInt(s.blocks),
    newInt(s.rdev),
  ];
  return newStructSeqSteal(StatResultType, values);
}

export const StatvfsResultType = defineStructSeq(
  'os.statvfs_result',
  [
    'f_bsize',
    'f_frsize',
    'f_blocks',
    'f_bfree',
    'f_bavail',
    'f_files',
    'f_ffree',
    'f_favail',
    'f_flag',
    'f_namemax',
    'f_fsid',
  ],
  { shown: 10 },
);

/** The host tells neither flags nor identity of a file system: these are 0; names may have 255 bytes. */
export function newStatvfsResult(s: HostStatvfs): Owned {
  const values = [
    s.bsize,
    s.bsize,
    s.blocks,
    s.bfree,
    s.bavail,
    s.files,
    s.ffree,
    s.ffree,
    0,
    255,
    0,
  ];
  return newStructSeqSteal(
    StatvfsResultType,
    values.map((v) => newInt(v)),
  );
}
