/**
 * _testcapi: the C API of CPython's own tests, as far as it means something here. CPython: Modules/_testcapi/.
 *
 * What stands for memory that C code handles itself (allocators, buffers of NULL, threads, slots set after the fact) is absent, so
 * that tests which look for it skip or say what they miss.
 */
import { asIndexNumber, index, repr } from '../core/abstract.ts';
import { bindArgs, functionRaw, method, nativeFunction, staticMethod } from '../core/args.ts';
import { classMethod, classMethodRaw, methodRaw, staticMethodRaw } from '../core/args.ts';
import { call0, callMethod1, callObject } from '../core/call.ts';
import {
  bufferError,
  memoryError,
  raiseObject,
  runtimeError,
  systemError,
  typeError,
  writeUnraisable,
} from '../core/errors.ts';
import { trackBlock, untrackBlock } from '../core/foreign-traces.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { account, decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { addAtoms } from '../core/roots.ts';
import { displayException, formatPlainTraceback } from '../core/traceback-print.ts';
import { member, newStaticType } from '../core/type-define.ts';
import { ExceptionType } from '../objects/exceptions.ts';
import {
  BytearrayType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TracebackType,
  type TypeObject,
  TypeType,
  type Visit,
} from '../core/type-object.ts';
import { newBuiltin } from '../objects/builtin.ts';
import {
  dictCopy,
  dictKeysArray,
  dictSetStr,
  dictValuesArray,
  isDict,
  kwDict,
  newDict,
} from '../objects/dict.ts';
import { newInt } from '../objects/int.ts';
import { newFloat } from '../objects/float.ts';
import { None_, newNone } from '../objects/singletons.ts';
import { intern, newStrJs, strJs } from '../objects/str.ts';
import { isTuple, newTupleSteal } from '../objects/tuple.ts';

// ---------------------------------------------------------------------------------------------
// Exceptions

/** `legacy` asks for PyErr_Display in place of PyErr_DisplayException: they show the same. */
function exceptionPrint(_m: PyObject, exc: PyObject): Owned {
  displayException(exc);
  return newNone();
}

function tracebackPrint(_m: PyObject, tb: PyObject, file: PyObject): Owned {
  if (tb.type !== TracebackType) throw systemError('bad argument to internal function');
  const text = newStrJs(formatPlainTraceback(tb));
  const write = intern('write');
  try {
    return callMethod1(file, write, text);
  } finally {
    decref(write);
    decref(text);
  }
}

function raiseException(_m: PyObject, cls: PyObject, n: PyObject): Owned {
  const count = Number(n.v);
  const args: PyObject[] = [];
  for (let i = 0; i < count; i++) args.push(newInt(i));
  if (!(cls.type === TypeType || cls.v?.mro !== undefined)) {
    throw systemError(`_PyErr_SetObject: exception ${strOf(cls)} is not a BaseException subclass`);
  }
  try {
    const T = cls.v as TypeObject;
    if (!T.mro.some((t) => t.name === 'BaseException')) {
      throw systemError(
        `_PyErr_SetObject: exception ${strOf(cls)} is not a BaseException subclass`,
      );
    }
    const tuple = newTupleSteal(args.map((a) => incref(a)));
    let exc: Owned;
    try {
      exc = callObject(cls, args);
    } finally {
      decref(tuple);
    }
    const err = raiseObject(exc);
    decref(exc);
    throw err;
  } finally {
    for (const a of args) decref(a);
  }
}

function strOf(o: PyObject): string {
  const r = repr(o);
  try {
    return strJs(r);
  } finally {
    decref(r);
  }
}

function makeExceptionWithDoc(_m: PyObject, args: PyObject[], kw: KwNames): Owned {
  const [name, doc, base, dict] = bindArgs(
    'make_exception_with_doc',
    '(name, doc=None, base=None, dict=None)',
    args,
    kw,
  );
  const text = strJs(name);
  const dot = text.lastIndexOf('.');
  if (dot < 0) throw systemError('PyErr_NewException: name must be module.class');
  const ns = dict !== undefined && isDict(dict) ? dictCopy(dict) : newDict();
  put(ns, '__module__', newStrJs(text.slice(0, dot)));
  if (doc !== undefined && doc !== None_) put(ns, '__doc__', incref(doc as PyObject));
  const bases =
    base === undefined
      ? newTupleSteal([incref(ExceptionType.self as PyObject)])
      : isTuple(base)
        ? incref(base as PyObject)
        : newTupleSteal([incref(base as PyObject)]);
  const call = [newStrJs(text.slice(dot + 1)), bases, ns];
  try {
    return callObject(TypeType.self, call);
  } finally {
    for (const a of call) decref(a);
  }
}

function put(dict: PyObject, key: string, value: Owned): void {
  const k = intern(key);
  dictSetStr(dict, k, value);
  decref(k);
  decref(value);
}

function errWriteUnraisable(_m: PyObject, exc: PyObject, obj: PyObject): Owned {
  writeUnraisable(raiseObject(exc), obj === None_ ? null : obj);
  return newNone();
}

/** Formats `%R` only: the one conversion whose arguments are objects. */
function errFormatUnraisable(
  _m: PyObject,
  exc: PyObject,
  format: PyObject,
  rest: PyObject[],
): Owned {
  if (format === None_) {
    writeUnraisable(raiseObject(exc), null);
    return newNone();
  }
  let i = 0;
  const text = strJs(format).replace(/%R/g, () => strOf(rest[i++]!));
  writeUnraisable(raiseObject(exc), null, text);
  return newNone();
}

// ---------------------------------------------------------------------------------------------
// Calls: one function a calling convention

const shown = (o: PyObject | null): PyObject => incref(o ?? None_);
const tupleOf = (args: PyObject[]): Owned => newTupleSteal(args.map((a) => incref(a)));

function positional(self: PyObject | null, args: PyObject[]): Owned {
  return newTupleSteal([shown(self), tupleOf(args)]);
}

function withKeywords(self: PyObject | null, args: PyObject[], kw: KwNames): Owned {
  const n = kw === null ? args.length : args.length - kw.length;
  const keywords = kw === null ? newNone() : kwDict(kw, args, n);
  return newTupleSteal([shown(self), tupleOf(args.slice(0, n)), keywords]);
}

const single = (self: PyObject | null, o: PyObject): Owned =>
  newTupleSteal([shown(self), incref(o)]);
const nothing = (self: PyObject | null): Owned => shown(self) as Owned;

const conventions = {
  meth_varargs: methodRaw(positional, { kw: false }),
  meth_varargs_keywords: methodRaw(withKeywords),
  meth_o: method('($self, object, /)', single),
  meth_noargs: method('($self, /)', nothing),
  meth_fastcall: methodRaw(positional, { kw: false }),
  meth_fastcall_keywords: methodRaw(withKeywords),
};

const MethInstanceType = newStaticType('_testcapi.MethInstance', {
  basicsize: 16,
  tp_new: (type) => type.tp_alloc(type),
  tp_dealloc: freeObject,
  methods: conventions,
});

const MethClassType = newStaticType('_testcapi.MethClass', {
  basicsize: 16,
  tp_new: (type) => type.tp_alloc(type),
  tp_dealloc: freeObject,
  methods: {
    meth_varargs: classMethodRaw(positional, { kw: false }),
    meth_varargs_keywords: classMethodRaw(withKeywords),
    meth_o: classMethod('($type, object, /)', single),
    meth_noargs: classMethod('($type, /)', nothing),
    meth_fastcall: classMethodRaw(positional, { kw: false }),
    meth_fastcall_keywords: classMethodRaw(withKeywords),
  },
});

const MethStaticType = newStaticType('_testcapi.MethStatic', {
  basicsize: 16,
  tp_new: (type) => type.tp_alloc(type),
  tp_dealloc: freeObject,
  methods: {
    // a static method of C gets no self
    meth_varargs: staticMethodRaw((_, args) => positional(null, args), { kw: false }),
    meth_varargs_keywords: staticMethodRaw((_, args, kw) => withKeywords(null, args, kw)),
    meth_o: staticMethod('(object, /)', (_, o) => single(null, o)),
    meth_noargs: staticMethod('()', () => nothing(null)),
    meth_fastcall: staticMethodRaw((_, args) => positional(null, args), { kw: false }),
    meth_fastcall_keywords: staticMethodRaw((_, args, kw) => withKeywords(null, args, kw)),
  },
});

/** Arguments in a tuple or None. */
function argumentsOf(o: PyObject): PyObject[] {
  if (o === None_) return [];
  if (!isTuple(o)) throw typeError('args must be None or a tuple');
  return (o.v as PyObject[]).slice();
}

/** The values of keywords stand at the end of the arguments, their names in a tuple. */
function objectVectorcall(_m: PyObject, f: PyObject, args: PyObject, names: PyObject): Owned {
  if (names !== None_ && !isTuple(names)) throw typeError('kwnames must be None or a tuple');
  const kw = names === None_ ? [] : (names.v as PyObject[]);
  const values = argumentsOf(args);
  if (values.length < kw.length) throw typeError('kwnames longer than args');
  return callObject(f, values, kw.length === 0 ? null : kw);
}

function callWithDict(_m: PyObject, f: PyObject, args: PyObject, keywords?: PyObject): Owned {
  const values = argumentsOf(args);
  if (keywords === undefined || keywords === None_) return callObject(f, values);
  if (!isDict(keywords)) throw typeError('kwnames must be None or a dict');
  const names = dictKeysArray(keywords);
  const given = dictValuesArray(keywords);
  try {
    return callObject(f, [...values, ...given], names.length === 0 ? null : names);
  } finally {
    for (const o of names) decref(o);
    for (const o of given) decref(o);
  }
}

// ---------------------------------------------------------------------------------------------
// Docstrings

const NO_SIGNATURE = 'This docstring has no signature.';
const UNREPRESENTABLE = 'This docstring has a signature with unrepresentable default.';

const DocStringNoSignatureType = newStaticType('_testcapi.DocStringNoSignatureTest', {
  flags: TPFLAGS_BASETYPE,
  basicsize: 16,
  tp_new: (type) => type.tp_alloc(type),
  tp_dealloc: freeObject,
  methods: {
    meth_noargs: method('($self, /)', nothing, NO_SIGNATURE),
    meth_o: method('($self, object, /)', single, NO_SIGNATURE),
    meth_noargs_class: classMethod('($type, /)', nothing, NO_SIGNATURE),
    meth_o_class: classMethod('($type, object, /)', single, NO_SIGNATURE),
    meth_noargs_static: staticMethod('()', nothing, NO_SIGNATURE),
    meth_o_static: staticMethod('(object, /)', single, NO_SIGNATURE),
    meth_noargs_coexist: method('($self, /)', nothing, NO_SIGNATURE),
    meth_o_coexist: method('($self, object, /)', single, NO_SIGNATURE),
  },
});

const UNREPRESENTABLE_SIGNATURE = '(/, a, b=<x>)';
const DocStringUnrepresentableType = newStaticType(
  '_testcapi.DocStringUnrepresentableSignatureTest',
  {
    flags: TPFLAGS_BASETYPE,
    basicsize: 16,
    tp_new: (type) => type.tp_alloc(type),
    tp_dealloc: freeObject,
    methods: {
      meth: methodRaw(positional, {
        sig: UNREPRESENTABLE_SIGNATURE.replace('(', '($self, '),
        doc: UNREPRESENTABLE,
      }),
      classmeth: classMethodRaw(positional, {
        sig: UNREPRESENTABLE_SIGNATURE.replace('(', '($type, '),
        doc: UNREPRESENTABLE,
      }),
      staticmeth: staticMethodRaw(positional, { sig: '(a, b=<x>)', doc: UNREPRESENTABLE }),
      with_default: methodRaw(positional, {
        sig: '($self, /, x=ONE)',
        doc: 'This instance method has a default parameter value from the module scope.',
      }),
    },
  },
);

// ---------------------------------------------------------------------------------------------
// Small types

/** An object that the collector does not know, with one reference. */
const ContainerNoGCType = newStaticType('_testcapi.ContainerNoGC', {
  flags: TPFLAGS_BASETYPE,
  basicsize: 24,
  tp_new: (type, args, kw) => {
    const [value] = bindArgs('ContainerNoGC', '(value)', args, kw);
    const o = type.tp_alloc(type);
    o.v = incref(value as PyObject);
    return o;
  },
  tp_dealloc: (o: PyObject) => {
    decref(o.v);
    freeObject(o);
  },
  members: { value: member((o) => incref(o.v as PyObject) as Owned) },
});

/** An awaitable whose __await__ gives the object it was made with. */
const AwaitType = newStaticType('_testcapi.awaitType', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 24,
  tp_new: (_type, args, kw) => {
    const [value] = bindArgs('awaitType', '(value, /)', args, kw);
    const o = newGC(AwaitType, incref(value as PyObject));
    account(o, 40);
    gcTrack(o);
    return o;
  },
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o as PyGC);
    decref(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => visit(o.v),
  am_await: (o: PyObject) => incref(o.v as PyObject) as Owned,
});

const cfunction = nativeFunction('noargs', '($module, /)', nothing);

function badGet(_m: PyObject, self: PyObject, _obj: PyObject, cls: PyObject): Owned {
  const made = call0(cls);
  decref(made);
  return repr(self);
}

function getbufferNull(_m: PyObject, o: PyObject): Owned {
  if (o.type !== BytearrayType) throw typeError('a bytearray expected');
  throw bufferError('bytearray_getbuffer: view==NULL argument is obsolete');
}

const MAX32 = 2147483647;
const MAX64 = 9223372036854775807n;

defineModule('_testcapi', {
  constants: {
    CHAR_MAX: 127,
    CHAR_MIN: -128,
    UCHAR_MAX: 255,
    SHRT_MAX: 32767,
    SHRT_MIN: -32768,
    USHRT_MAX: 65535,
    INT_MAX: MAX32,
    INT_MIN: -MAX32 - 1,
    UINT_MAX: 4294967295,
    LONG_MAX: MAX64,
    LONG_MIN: -MAX64 - 1n,
    ULONG_MAX: MAX64 * 2n + 1n,
    LLONG_MAX: MAX64,
    LLONG_MIN: -MAX64 - 1n,
    ULLONG_MAX: MAX64 * 2n + 1n,
    PY_SSIZE_T_MAX: MAX64,
    PY_SSIZE_T_MIN: -MAX64 - 1n,
    SIZE_MAX: MAX64 * 2n + 1n,
    PyTime_MAX: MAX64,
    PyTime_MIN: -MAX64 - 1n,
    DBL_MAX: () => newFloat(Number.MAX_VALUE),
    DBL_MIN: () => newFloat(2.2250738585072014e-308),
    FLT_MAX: () => newFloat(3.4028234663852886e38),
    FLT_MIN: () => newFloat(1.1754943508222875e-38),
    SIZEOF_VOID_P: 8,
    SIZEOF_WCHAR_T: 4,
    SIZEOF_TIME_T: 8,
    SIZEOF_PID_T: 4,
    Py_C_RECURSION_LIMIT: 10000,
    Py_Version: 51183856,
    Py_single_input: 256,
    Py_file_input: 257,
    Py_eval_input: 258,
    the_number_three: 3,
    ONE: 1,
  },
  functions: {
    tracemalloc_track: nativeFunction(
      'tracemalloc_track',
      '($module, domain, ptr, size, release_gil=0, /)',
      (_m: PyObject, domain: PyObject, ptr: PyObject, size: PyObject) => {
        if (!trackBlock(asIndexNumber(domain, null), index(ptr), asIndexNumber(size, null)))
          throw runtimeError('_PyTraceMalloc_Track error');
      },
    ),
    tracemalloc_untrack: nativeFunction(
      'tracemalloc_untrack',
      '($module, domain, ptr, /)',
      (_m: PyObject, domain: PyObject, ptr: PyObject) => {
        if (!untrackBlock(asIndexNumber(domain, null), index(ptr)))
          throw runtimeError('PyTraceMalloc_Untrack error');
      },
    ),
    exception_print: nativeFunction(
      'exception_print',
      '($module, exception, legacy=0, /)',
      exceptionPrint,
    ),
    traceback_print: nativeFunction(
      'traceback_print',
      '($module, traceback, file, /)',
      tracebackPrint,
    ),
    raise_exception: nativeFunction(
      'raise_exception',
      '($module, exception, num_args, /)',
      raiseException,
    ),
    raise_memoryerror: nativeFunction('raise_memoryerror', '($module, /)', () => {
      throw memoryError();
    }),
    make_exception_with_doc: functionRaw('make_exception_with_doc', makeExceptionWithDoc),
    err_writeunraisable: nativeFunction(
      'err_writeunraisable',
      '($module, exc, obj, /)',
      errWriteUnraisable,
    ),
    err_formatunraisable: nativeFunction(
      'err_formatunraisable',
      '($module, exc, format, /, *args)',
      errFormatUnraisable,
    ),
    create_cfunction: nativeFunction('create_cfunction', '($module, /)', (m: PyObject) =>
      newBuiltin(cfunction, m),
    ),
    bad_get: nativeFunction('bad_get', '($module, self, obj, cls, /)', badGet),
    getbuffer_with_null_view: nativeFunction(
      'getbuffer_with_null_view',
      '($module, object, /)',
      getbufferNull,
    ),
    pyobject_vectorcall: nativeFunction(
      'pyobject_vectorcall',
      '($module, func, func_args, kwnames, /)',
      objectVectorcall,
    ),
    pyobject_fastcalldict: nativeFunction(
      'pyobject_fastcalldict',
      '($module, func, func_args, kwargs, /)',
      callWithDict,
    ),
    pyvectorcall_call: nativeFunction(
      'pyvectorcall_call',
      '($module, func, argstuple, kwargs=None, /)',
      callWithDict,
    ),
    pycfunction_call: nativeFunction(
      'pycfunction_call',
      '($module, func, argstuple, kwargs=None, /)',
      callWithDict,
    ),
    meth_varargs: functionRaw('meth_varargs', positional, { kw: false }),
    meth_varargs_keywords: functionRaw('meth_varargs_keywords', withKeywords),
    meth_o: nativeFunction('meth_o', '($module, object, /)', single),
    meth_noargs: nativeFunction('meth_noargs', '($module, /)', nothing),
    meth_fastcall: functionRaw('meth_fastcall', positional, { kw: false }),
    meth_fastcall_keywords: functionRaw('meth_fastcall_keywords', withKeywords),
    test_with_docstring: functionRaw('test_with_docstring', () => newNone(), {
      doc: 'This is a pretty normal docstring.',
    }),
    docstring_no_signature: functionRaw('docstring_no_signature', positional, {
      doc: NO_SIGNATURE,
    }),
    docstring_no_signature_noargs: nativeFunction(
      'docstring_no_signature_noargs',
      '($module, /)',
      nothing,
      NO_SIGNATURE,
    ),
    docstring_no_signature_o: nativeFunction(
      'docstring_no_signature_o',
      '($module, object, /)',
      single,
      NO_SIGNATURE,
    ),
    docstring_with_signature: functionRaw('docstring_with_signature', positional, {
      sig: '($module, /, sig)',
      doc: 'This docstring has a valid signature.',
    }),
    docstring_with_signature_but_no_doc: functionRaw(
      'docstring_with_signature_but_no_doc',
      positional,
      { sig: '($module, /, sig)' },
    ),
    docstring_with_signature_with_defaults: functionRaw(
      'docstring_with_signature_with_defaults',
      positional,
      {
        sig:
          "(module, s='avocado',\n        b=b'bytes', d=3.14, i=35, n=None, t=True, f=False,\n" +
          '        local=the_number_three, sys=sys.maxsize,\n        exp=sys.maxsize - 1)',
        doc:
          '\n\nThis docstring has a valid signature with parameters,\n' +
          'and the parameters take defaults of varying types.',
      },
    ),
  },
  types: {
    MethInstance: MethInstanceType,
    MethClass: MethClassType,
    MethStatic: MethStaticType,
    ContainerNoGC: ContainerNoGCType,
    awaitType: AwaitType,
    DocStringNoSignatureTest: DocStringNoSignatureType,
    DocStringUnrepresentableSignatureTest: DocStringUnrepresentableType,
  },
});

addAtoms(ContainerNoGCType, (o, visit) => visit(o.v as PyObject));
