/** os.scandir, DirEntry and listdir. CPython: Modules/posixmodule.c (DirEntry, ScandirIterator). */
import { isTrue, repr } from '../../core/abstract.ts';
import { classMethod, method, methodRaw } from '../../core/args.ts';
import { runtimeError, warn } from '../../core/errors.ts';
import { finalizeFromDealloc } from '../../core/instance.ts';
import { freeObject, newGC } from '../../core/gc.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  PyGC,
  type PyObject,
  xdecref,
} from '../../core/object.ts';
import { reprEnter, reprLeave } from '../../core/repr-guard.ts';
import { addAtoms } from '../../core/roots.ts';
import { member, newStaticType } from '../../core/type-define.ts';
import { TPFLAGS_DISALLOW_INSTANTIATION } from '../../core/type-object.ts';
import { HostError, type HostDirEntry, type HostStat, host } from '../../host.ts';
import { ResourceWarningType } from '../../objects/exceptions.ts';
import { genericAliasNew } from '../../objects/genericalias.ts';
import { newInt } from '../../objects/int.ts';
import { newListSteal } from '../../objects/list.ts';
import { newBool, None_ } from '../../objects/singletons.ts';
import { newStr, strJs, strValue } from '../../objects/str.ts';
import { textConcat } from '../../text/text.ts';
import { fdStat, hostFd } from './fd-table.ts';
import { osHost } from './host-os.ts';
import { fromHost } from './os-error.ts';
import { nameFor, type PathArg, pathArg } from './path-argument.ts';
import { newStatResult } from './stat-result.ts';

const S_IFMT = 0o170000;
const S_IFDIR = 0o040000;
const S_IFREG = 0o100000;
const S_IFLNK = 0o120000;

/** The host path of a folder given by path or descriptor. */
export function folderPath(arg: PathArg): string {
  if (arg.fd < 0) return arg.text;
  const { fdPath } = osHost();
  if (fdPath === undefined) throw new HostError(38);
  const { mode } = fdStat(arg.fd);
  if ((mode & S_IFMT) !== S_IFDIR) throw new HostError(20);
  return fdPath(hostFd(arg.fd));
}

/** os.listdir. */
export function listdir(_m: PyObject, path?: PyObject): Owned {
  const arg = pathArg(path, { fn: 'listdir', fd: true, none: true });
  try {
    const names = host().fs.list(folderPath(arg));
    return newListSteal(names.map((e) => nameFor(arg, e.name)));
  } catch (e) {
    throw fromHost(e, arg.object === None_ ? null : arg.object);
  } finally {
    arg.release();
  }
}

// ---------------------------------------------------------------------------------------------
// DirEntry

class Entry {
  name: PyObject;
  path: PyObject;
  /** Where the host finds it. */
  where: string;
  /** S_IFMT part of the mode, 0 unknown. */
  type: number;
  stat: PyObject | null = null;
  lstat: PyObject | null = null;
  constructor(name: PyObject, path: PyObject, where: string, type: number) {
    this.name = name;
    this.path = path;
    this.where = where;
    this.type = type;
  }
}

function entryRepr(o: PyObject): Owned {
  if (!reprEnter(o)) throw runtimeError(`reentrant call inside ${o.type.name}.__repr__`);
  try {
    const shown = repr(o.v.name);
    const text = textConcat(textConcat('<DirEntry ', strValue(shown)), '>');
    decref(shown);
    return newStr(text);
  } finally {
    reprLeave(o);
  }
}

function hostStat(e: Entry, follow: boolean): HostStat {
  try {
    return follow ? host().fs.stat(e.where) : host().fs.lstat(e.where);
  } catch (err) {
    throw fromHost(err, e.path);
  }
}

function isLink(e: Entry): boolean {
  if (e.type !== 0) return e.type === S_IFLNK;
  return (hostStat(e, false).mode & S_IFMT) === S_IFLNK;
}

function entryStat(o: PyObject, followGiven?: PyObject): Owned {
  const e: Entry = o.v;
  const follow = followGiven === undefined || isTrue(followGiven);
  if (!follow || !isLink(e)) return incref((e.lstat ??= newStatResult(hostStat(e, false))));
  return incref((e.stat ??= newStatResult(hostStat(e, true))));
}

/** Whether the entry is of a kind; a broken link is of none. */
function test(kind: number) {
  return (o: PyObject, followGiven?: PyObject): Owned => {
    const e: Entry = o.v;
    const follow = followGiven === undefined || isTrue(followGiven);
    if (e.type !== 0 && !(follow && e.type === S_IFLNK)) return newBool(e.type === kind);
    try {
      const s = follow ? host().fs.stat(e.where) : host().fs.lstat(e.where);
      return newBool((s.mode & S_IFMT) === kind);
    } catch (err) {
      if (err instanceof HostError && err.errno === 2) return newBool(false);
      throw fromHost(err, e.path);
    }
  };
}

const FOLLOW = '($self, /, *, follow_symlinks=True)';

export const DirEntryType = newStaticType('posix.DirEntry', {
  heap: 'mutable',
  flags: TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 72,
  tp_repr: entryRepr,
  tp_dealloc: (o: PyObject) => {
    const e: Entry = o.v;
    xdecref(e.stat);
    xdecref(e.lstat);
    decref(e.path);
    decref(e.name);
    freeObject(o);
  },
  methods: {
    is_dir: method(FOLLOW, test(S_IFDIR)),
    is_file: method(FOLLOW, test(S_IFREG)),
    is_symlink: method('($self, /)', (o: PyObject) => newBool(isLink(o.v))),
    is_junction: method('($self, /)', () => newBool(false)),
    stat: method(FOLLOW, entryStat),
    inode: method('($self, /)', (o: PyObject) => newInt(hostStat(o.v, false).ino)),
    __fspath__: method('($self, /)', (o: PyObject) => incref(o.v.path)),
    __class_getitem__: classMethod('($type, object, /)', genericAliasNew),
  },
  members: {
    name: member((o) => incref(o.v.name)),
    path: member((o) => incref(o.v.path)),
  },
});

// ---------------------------------------------------------------------------------------------
// The iterator

/** Py_TPFLAGS_HAVE_FINALIZE: says nothing any more, but this type still shows it. */
const HAVE_FINALIZE = 1;

class Scan {
  arg: PathArg;
  folder: string;
  entries: HostDirEntry[] | null;
  at = 0;
  constructor(arg: PathArg, folder: string, entries: HostDirEntry[]) {
    this.arg = arg;
    this.folder = folder;
    this.entries = entries;
  }
}

function joined(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

function scanNext(o: PyObject): Owned | null {
  const s: Scan = o.v;
  const e = s.entries === null ? undefined : s.entries[s.at++];
  if (e === undefined) {
    s.entries = null;
    return null;
  }
  const plain = s.arg.fd >= 0;
  const shown = plain
    ? e.name
    : s.arg.object === None_
      ? joined('.', e.name)
      : joined(s.arg.text, e.name);
  const payload = new Entry(
    nameFor(s.arg, e.name),
    nameFor(s.arg, shown),
    joined(s.folder, e.name),
    e.type,
  );
  const entry = newGC(DirEntryType, payload);
  account(entry, 72);
  return entry;
}

/** What is left when an iterator ends before its time. */
function scanFinalize(o: PyObject): void {
  const s: Scan = o.v;
  if (s.entries === null) return;
  s.entries = null;
  const shown = repr(o);
  const text = strJs(shown);
  decref(shown);
  warn(ResourceWarningType, `unclosed scandir iterator ${text}`, 1);
}

function scanDealloc(o: PyObject): void {
  if (finalizeFromDealloc(o)) return;
  (o.v as Scan).arg.release();
  freeObject(o);
}

function scanClose(o: PyObject): void {
  (o.v as Scan).entries = null;
}

const ScandirIteratorType = newStaticType('posix.ScandirIterator', {
  heap: 'mutable',
  flags: TPFLAGS_DISALLOW_INSTANTIATION | HAVE_FINALIZE,
  basicsize: 120,
  tp_dealloc: scanDealloc,
  tp_finalize: scanFinalize,
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: scanNext,
  methods: {
    __enter__: method('($self, /)', (o: PyObject) => incref(o)),
    __exit__: methodRaw((o: PyObject) => scanClose(o)),
    close: method('($self, /)', (o: PyObject) => scanClose(o)),
  },
});

/** os.scandir. */
export function scandir(_m: PyObject, path?: PyObject): Owned {
  const arg = pathArg(path, { fn: 'scandir', fd: true, none: true });
  try {
    const folder = folderPath(arg);
    const o = new PyGC(ScandirIteratorType, new Scan(arg, folder, host().fs.list(folder)));
    account(o, 120);
    return o as PyObject as Owned;
  } catch (e) {
    const err = fromHost(e, arg.object === None_ ? null : arg.object);
    arg.release();
    throw err;
  }
}

addAtoms(DirEntryType, (o, visit) => {
  const e: Entry = o.v;
  for (const x of [e.stat, e.lstat, e.path, e.name]) if (x !== null) visit(x);
});
