/**
 * OSError and its subclasses. CPython: Objects/exceptions.c (OSError_*).
 *
 * `OSError(errno, …)` makes the subclass that errno stands for. Initialisation happens in
 * `__new__`, unless a subclass overrides `__init__` but not `__new__`: then in `__init__`, with
 * what that passes on.
 */
import { asIndexNumber, repr, str_ } from '../core/abstract.ts';
import { noKeywords } from '../core/args.ts';
import { attributeError } from '../core/errors.ts';
import { method } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { defineType, getset } from '../core/type-define.ts';
import {
  IntType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
} from '../core/type-object.ts';
import { TextBuilder } from '../text/text.ts';
import {
  allocExceptionSteal,
  baseExceptionStr,
  type ExceptionPayload,
  fieldMember,
  reduceTuple,
  setArgs,
  setFieldSteal,
} from './base-exception.ts';
import {
  BlockingIOErrorType,
  BrokenPipeErrorType,
  ChildProcessErrorType,
  ConnectionAbortedErrorType,
  ConnectionErrorType,
  ConnectionRefusedErrorType,
  ConnectionResetErrorType,
  FileExistsErrorType,
  FileNotFoundErrorType,
  InterruptedErrorType,
  IsADirectoryErrorType,
  NotADirectoryErrorType,
  OSErrorType,
  PermissionErrorType,
  ProcessLookupErrorType,
  TimeoutErrorType,
  ValueErrorType,
} from './exception-types.ts';
import { newInt } from './int.ts';
import { None_ } from './singletons.ts';
import { newStr, strValue } from './str.ts';
import { emptyTuple, newTuple } from './tuple.ts';

const ERRNO = 0;
const STRERROR = 1;
const FILENAME = 2;
const FILENAME2 = 3;

/** errno values of Linux to the subclass that stands for them. */
const BY_ERRNO: Record<number, TypeObject> = {
  11: BlockingIOErrorType, // EAGAIN, EWOULDBLOCK
  114: BlockingIOErrorType, // EALREADY
  115: BlockingIOErrorType, // EINPROGRESS
  32: BrokenPipeErrorType, // EPIPE
  108: BrokenPipeErrorType, // ESHUTDOWN
  10: ChildProcessErrorType, // ECHILD
  103: ConnectionAbortedErrorType, // ECONNABORTED
  111: ConnectionRefusedErrorType, // ECONNREFUSED
  104: ConnectionResetErrorType, // ECONNRESET
  17: FileExistsErrorType, // EEXIST
  2: FileNotFoundErrorType, // ENOENT
  21: IsADirectoryErrorType, // EISDIR
  20: NotADirectoryErrorType, // ENOTDIR
  4: InterruptedErrorType, // EINTR
  13: PermissionErrorType, // EACCES
  1: PermissionErrorType, // EPERM
  3: ProcessLookupErrorType, // ESRCH
  110: TimeoutErrorType, // ETIMEDOUT
};

function initialisedByInit(type: TypeObject): boolean {
  return type.tp_init !== osErrorInit && type.tp_new === osErrorNew;
}

function isNumber(o: PyObject): boolean {
  const t = o.type;
  return t.nb_index !== null || t.nb_int !== null || t.nb_float !== null;
}

/**
 * Fills the fields from positional arguments; 2 to 5 of them are errno, strerror, filename,
 * winerror, filename2.
 */
function fill(o: PyObject, args: PyObject[]): void {
  const n = args.length;
  let kept = n;
  const structured = n >= 2 && n <= 5;
  const filename = structured && n > 2 && args[2] !== None_ ? args[2]! : null;
  const filename2 = structured && n > 4 && args[4] !== None_ ? args[4]! : null;
  if (filename !== null) {
    if (o.type === BlockingIOErrorType && isNumber(filename)) {
      o.v.written = asIndexNumber(filename, ValueErrorType);
    } else {
      setFieldSteal(o, FILENAME, incref(filename));
      if (filename2 !== null) setFieldSteal(o, FILENAME2, incref(filename2));
      kept = 2;
    }
  }
  if (structured) {
    setFieldSteal(o, ERRNO, incref(args[0]!));
    setFieldSteal(o, STRERROR, incref(args[1]!));
  }
  setArgs(o, kept === n ? args : args.slice(0, kept), kept);
}

function osErrorNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  if (initialisedByInit(type)) return allocExceptionSteal(type, incref(emptyTuple));
  noKeywords(type.name, kw);
  let T = type;
  const n = args.length;
  if (T === OSErrorType && n >= 2 && n <= 5 && isInstanceOf(args[0]!, IntType)) {
    T = BY_ERRNO[Number(args[0]!.v)] ?? T;
  }
  const o = allocExceptionSteal(T, incref(emptyTuple));
  try {
    fill(o, args);
  } catch (e) {
    decref(o);
    throw e;
  }
  return o;
}

function osErrorInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  if (!initialisedByInit(o.type)) return;
  noKeywords(o.type.name, kw);
  fill(o, args);
}

function osErrorStr(o: PyObject): Owned {
  const [errno, strerror, filename, filename2] = (o.v as ExceptionPayload)
    .fields as (PyObject | null)[];
  if (filename === null && (errno === null || strerror === null)) return baseExceptionStr(o);
  const out = new TextBuilder();
  const put = (lead: string, value: PyObject, show: (o: PyObject) => Owned): void => {
    out.appendText(lead);
    const text = show(value);
    out.appendText(strValue(text));
    decref(text);
  };
  put('[Errno ', errno ?? None_, str_);
  put('] ', strerror ?? None_, str_);
  if (filename !== null) {
    put(': ', filename!, repr);
    if (filename2 !== null) put(' -> ', filename2!, repr);
  }
  return newStr(out.finish());
}

/** The arguments that make the object again: the file names are put back. */
function osErrorReduce(o: PyObject): Owned {
  const { args, fields } = o.v as ExceptionPayload;
  const filename = fields[FILENAME]!;
  const items: PyObject[] = args.v;
  let full: PyObject = incref(args);
  if (items.length === 2 && filename !== null) {
    decref(full);
    const filename2 = fields[FILENAME2]!;
    const [errno, strerror] = items as [PyObject, PyObject];
    full = newTuple(
      filename2 === null
        ? [errno, strerror, filename]
        : [errno, strerror, filename, None_, filename2],
    );
  }
  const dict = (o as PyGC).dict;
  try {
    return reduceTuple(o, full, dict === null ? null : incref(dict));
  } finally {
    decref(full);
  }
}

function setWritten(o: PyObject, value: PyObject | null): void {
  if (value !== null) {
    o.v.written = asIndexNumber(value, ValueErrorType);
    return;
  }
  if (o.v.written === -1) throw attributeError('characters_written');
  o.v.written = -1;
}

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC;

defineType(OSErrorType, {
  flags: FLAGS,
  base: OSErrorType.base,
  basicsize: 112,
  data: 4,
  tp_new: osErrorNew,
  tp_init: osErrorInit,
  tp_str: osErrorStr,
  methods: { __reduce__: method('($self, /)', osErrorReduce) },
  members: {
    errno: fieldMember(ERRNO, 'The number of the error.'),
    strerror: fieldMember(STRERROR, 'exception strerror'),
    filename: fieldMember(FILENAME, 'exception filename'),
    filename2: fieldMember(FILENAME2, 'The second file of the call.'),
  },
  getset: {
    characters_written: getset((o) => {
      if (o.v.written === -1) throw attributeError('characters_written');
      return newInt(o.v.written);
    }, setWritten),
  },
  doc: 'The operating system refused.',
});

const SUBCLASSES: [TypeObject, string][] = [
  [BlockingIOErrorType, 'The operation would have to wait.'],
  [ConnectionErrorType, 'Connection error.'],
  [ChildProcessErrorType, 'There is no such child process.'],
  [BrokenPipeErrorType, 'Broken pipe.'],
  [ConnectionAbortedErrorType, 'Connection aborted.'],
  [ConnectionRefusedErrorType, 'Connection refused.'],
  [ConnectionResetErrorType, 'Connection reset.'],
  [FileExistsErrorType, 'The name is taken.'],
  [FileNotFoundErrorType, 'Nothing has this name.'],
  [IsADirectoryErrorType, 'A folder where a file was needed.'],
  [NotADirectoryErrorType, 'A file where a folder was needed.'],
  [InterruptedErrorType, 'A signal cut the call short.'],
  [PermissionErrorType, 'The system does not allow it.'],
  [ProcessLookupErrorType, 'There is no such process.'],
  [TimeoutErrorType, 'Timeout expired.'],
];

for (const [type, doc] of SUBCLASSES) {
  defineType(type, {
    flags: FLAGS,
    base: type.base,
    basicsize: 112,
    data: 4,
    tp_init: osErrorInit,
    doc,
  });
}
