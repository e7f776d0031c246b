/** _stat: bits of st_mode. CPython: Modules/_stat.c. */
import { index } from '../core/abstract.ts';
import { method, type NativeDef } from '../core/args.ts';
import { overflowError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { newInt } from '../objects/int.ts';
import { newBool } from '../objects/singletons.ts';
import { newStrJs } from '../objects/str.ts';

const S_IFMT = 0o170000;

function mode(o: PyObject): number {
  const v = index(o);
  if (v < 0) throw overflowError("can't convert negative value to unsigned int");
  if (v > 4294967295) throw overflowError('mode out of range');
  return Number(v);
}

/** Whether a mode is of one kind of file; kinds that Linux lacks are never found. */
function kind(bits: number): NativeDef {
  return method('($self, object, /)', (_m: PyObject, o: PyObject) => {
    const m = mode(o);
    return newBool(bits !== 0 && (m & S_IFMT) === bits);
  });
}

const LETTERS: readonly (readonly [number, string])[] = [
  [0o120000, 'l'],
  [0o140000, 's'],
  [0o100000, '-'],
  [0o060000, 'b'],
  [0o040000, 'd'],
  [0o020000, 'c'],
  [0o010000, 'p'],
];

/** Three permission letters; `special` replaces the last one when its bit is set. */
function triple(bits: number, special: boolean, letter: string): string {
  const x = (bits & 1) !== 0;
  const last = special ? (x ? letter : letter.toUpperCase()) : x ? 'x' : '-';
  return ((bits & 4) !== 0 ? 'r' : '-') + ((bits & 2) !== 0 ? 'w' : '-') + last;
}

function filemode(_m: PyObject, o: PyObject): Owned {
  const m = mode(o);
  const letter = LETTERS.find(([bits]) => (m & S_IFMT) === bits)?.[1] ?? '?';
  return newStrJs(
    letter +
      triple((m >> 6) & 7, (m & 0o4000) !== 0, 's') +
      triple((m >> 3) & 7, (m & 0o2000) !== 0, 's') +
      triple(m & 7, (m & 0o1000) !== 0, 't'),
  );
}

defineModule('_stat', {
  doc: 'Bits of st_mode.',
  functions: {
    S_ISDIR: kind(0o040000),
    S_ISCHR: kind(0o020000),
    S_ISBLK: kind(0o060000),
    S_ISREG: kind(0o100000),
    S_ISFIFO: kind(0o010000),
    S_ISLNK: kind(0o120000),
    S_ISSOCK: kind(0o140000),
    S_ISDOOR: kind(0),
    S_ISPORT: kind(0),
    S_ISWHT: kind(0),
    S_IMODE: method('($self, object, /)', (_m: PyObject, o: PyObject) => newInt(mode(o) & 0o7777)),
    S_IFMT: method('($self, object, /)', (_m: PyObject, o: PyObject) => newInt(mode(o) & S_IFMT)),
    filemode: method('($self, object, /)', filemode),
  },
  constants: {
    SF_APPEND: 262144,
    SF_ARCHIVED: 65536,
    SF_DATALESS: 1073741824,
    SF_FIRMLINK: 8388608,
    SF_IMMUTABLE: 131072,
    SF_NOUNLINK: 1048576,
    SF_SETTABLE: 4294901760,
    SF_SNAPSHOT: 2097152,
    ST_ATIME: 7,
    ST_CTIME: 9,
    ST_DEV: 2,
    ST_GID: 5,
    ST_INO: 1,
    ST_MODE: 0,
    ST_MTIME: 8,
    ST_NLINK: 3,
    ST_SIZE: 6,
    ST_UID: 4,
    S_ENFMT: 1024,
    S_IEXEC: 64,
    S_IFBLK: 24576,
    S_IFCHR: 8192,
    S_IFDIR: 16384,
    S_IFDOOR: 0,
    S_IFIFO: 4096,
    S_IFLNK: 40960,
    S_IFPORT: 0,
    S_IFREG: 32768,
    S_IFSOCK: 49152,
    S_IFWHT: 0,
    S_IREAD: 256,
    S_IRGRP: 32,
    S_IROTH: 4,
    S_IRUSR: 256,
    S_IRWXG: 56,
    S_IRWXO: 7,
    S_IRWXU: 448,
    S_ISGID: 1024,
    S_ISUID: 2048,
    S_ISVTX: 512,
    S_IWGRP: 16,
    S_IWOTH: 2,
    S_IWRITE: 128,
    S_IWUSR: 128,
    S_IXGRP: 8,
    S_IXOTH: 1,
    S_IXUSR: 64,
    UF_APPEND: 4,
    UF_COMPRESSED: 32,
    UF_DATAVAULT: 128,
    UF_HIDDEN: 32768,
    UF_IMMUTABLE: 2,
    UF_NODUMP: 1,
    UF_NOUNLINK: 16,
    UF_OPAQUE: 8,
    UF_SETTABLE: 65535,
    UF_TRACKED: 64,
  },
});
