/**
 * The built-in exceptions. CPython: Objects/exceptions.c.
 *
 * Here are the types that add little to BaseException; the larger families have files of their own,
 * all of which are re-exported: whoever needs anything about exceptions imports this file.
 */
import { repr } from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { method, type NativeDef } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyGC, type PyObject } from '../core/object.ts';
import { defineType, type MemberDef } from '../core/type-define.ts';
import {
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
} from '../core/type-object.ts';
import {
  baseExceptionInit,
  baseExceptionNew,
  baseExceptionStr,
  type ExceptionPayload,
  fieldBorrowed,
  fieldMember,
  reduceTuple,
  setArgs,
  setFieldSteal,
} from './base-exception.ts';
import { dictCopy, dictSetStr, newDict } from './dict.ts';
import {
  ArithmeticErrorType,
  AssertionErrorType,
  AttributeErrorType,
  BufferErrorType,
  BytesWarningType,
  DeprecationWarningType,
  EncodingWarningType,
  EOFErrorType,
  ExceptionType,
  FloatingPointErrorType,
  FutureWarningType,
  GeneratorExitType,
  ImportErrorType,
  ImportWarningType,
  IndexErrorType,
  KeyboardInterruptType,
  KeyErrorType,
  LookupErrorType,
  MemoryErrorType,
  ModuleNotFoundErrorType,
  NameErrorType,
  NotImplementedErrorType,
  OverflowErrorType,
  PendingDeprecationWarningType,
  PythonFinalizationErrorType,
  RecursionErrorType,
  ReferenceErrorType,
  ResourceWarningType,
  RuntimeErrorType,
  RuntimeWarningType,
  StopAsyncIterationType,
  StopIterationType,
  SyntaxWarningType,
  SystemErrorType,
  SystemExitType,
  TypeErrorType,
  UnboundLocalErrorType,
  UnicodeErrorType,
  UnicodeWarningType,
  UserWarningType,
  ValueErrorType,
  WarningType,
  ZeroDivisionErrorType,
} from './exception-types.ts';
import { None_ } from './singletons.ts';
import { intern, isStrExact } from './str.ts';

export * from './base-exception.ts';
export * from './exception-groups.ts';
export * from './exception-types.ts';
export * from './oserror.ts';
export * from './syntaxerror.ts';
export * from './unicode-errors.ts';

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC;

/** A type that adds nothing to its base (CPython: SimpleExtendsException). */
function simple(type: TypeObject, doc: string): void {
  defineType(type, {
    flags: FLAGS,
    base: type.base,
    tp_new: baseExceptionNew,
    tp_init: baseExceptionInit,
    doc,
  });
}

interface Parts {
  fields: number;
  basicsize: number;
  tp_init: (o: PyObject, args: PyObject[], kw: KwNames) => void;
  tp_str?: (o: PyObject) => Owned;
  members?: Record<string, MemberDef>;
  methods?: Record<string, NativeDef>;
}

function complex(type: TypeObject, doc: string, parts: Parts): void {
  const { fields, ...rest } = parts;
  defineType(type, { flags: FLAGS, base: type.base, data: fields, doc, ...rest });
}

simple(ExceptionType, 'What programs raise and catch descends from this.');
simple(TypeErrorType, 'An object of the wrong type.');
simple(StopAsyncIterationType, 'An asynchronous iterator has ended.');
simple(GeneratorExitType, 'Tells a generator to finish.');
simple(KeyboardInterruptType, 'The user asked to stop.');
simple(EOFErrorType, 'The input ended where more was needed.');
simple(RuntimeErrorType, 'An error of no other kind.');
simple(RecursionErrorType, 'Calls are nested too deeply.');
simple(PythonFinalizationErrorType, 'Too late: the interpreter is ending.');
simple(NotImplementedErrorType, 'To be written by a subclass.');
simple(AssertionErrorType, 'Assertion failed.');
simple(ArithmeticErrorType, 'A calculation cannot be done.');
simple(FloatingPointErrorType, 'A floating-point operation went wrong.');
simple(OverflowErrorType, 'The result does not fit.');
simple(ZeroDivisionErrorType, 'Division by zero.');
simple(LookupErrorType, 'A key or an index leads nowhere.');
simple(IndexErrorType, 'There is no item of this number.');
simple(ValueErrorType, 'The right type, but an impossible value.');
simple(UnicodeErrorType, 'Text and bytes do not match.');
simple(SystemErrorType, 'A defect of the interpreter itself.');
simple(ReferenceErrorType, 'The object behind a weak proxy is gone.');
simple(MemoryErrorType, 'There is not enough memory.');
simple(BufferErrorType, 'Buffer error.');
simple(WarningType, 'What all warnings descend from.');
simple(UserWarningType, 'A warning of a program.');
simple(DeprecationWarningType, 'Something programmers should stop using.');
simple(PendingDeprecationWarningType, 'Something that will be deprecated.');
simple(SyntaxWarningType, 'Source text that is probably wrong.');
simple(RuntimeWarningType, 'Behaviour that is probably not wanted.');
simple(FutureWarningType, 'Something whose meaning will change.');
simple(ImportWarningType, 'An import that is probably wrong.');
simple(UnicodeWarningType, 'Text handled in a doubtful way.');
simple(BytesWarningType, 'Bytes used where text is likely meant.');
simple(ResourceWarningType, 'Something was left open.');
simple(EncodingWarningType, 'An encoding was left to the platform.');

/** Binds the keyword arguments of a constructor whose positional ones are all `args`. */
function bindFields(
  o: PyObject,
  name: string,
  sig: string,
  args: PyObject[],
  kw: KwNames,
  first: number,
): void {
  const n = args.length - (kw === null ? 0 : kw.length);
  setArgs(o, args, n);
  const bound = kw === null ? [] : bindArgs(name, sig, args.slice(n), kw);
  const count = (o.v as ExceptionPayload).fields.length;
  for (let i = first; i < count; i++) {
    const value: PyObject | undefined = bound[i - first];
    setFieldSteal(o, i, value === undefined ? null : incref(value));
  }
}

// ---------------------------------------------------------------------------------------------
// StopIteration, SystemExit, KeyError

const VALUE = 0;

function stopIterationInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  baseExceptionInit(o, args, kw);
  setFieldSteal(o, VALUE, incref(args.length > 0 ? args[0]! : None_));
}

/** The `value` of a StopIteration. */
export function stopIterationValueBorrowed(o: PyObject): PyObject {
  return fieldBorrowed(o, VALUE) ?? None_;
}

complex(StopIterationType, 'An iterator has ended.', {
  fields: 1,
  basicsize: 80,
  tp_init: stopIterationInit,
  members: { value: fieldMember(VALUE, 'What the generator returned.') },
});

function systemExitInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  baseExceptionInit(o, args, kw);
  if (args.length === 0) return;
  setFieldSteal(o, VALUE, incref(args.length === 1 ? args[0]! : (o.v as ExceptionPayload).args));
}

complex(SystemExitType, 'Ends the program.', {
  fields: 1,
  basicsize: 80,
  tp_init: systemExitInit,
  members: { code: fieldMember(VALUE, 'exception code') },
});

function keyErrorStr(o: PyObject): Owned {
  const items: PyObject[] = (o.v as ExceptionPayload).args.v;
  return items.length === 1 ? repr(items[0]!) : baseExceptionStr(o);
}

complex(KeyErrorType, 'There is no such key.', {
  fields: 0,
  basicsize: 72,
  tp_init: baseExceptionInit,
  tp_str: keyErrorStr,
});

// ---------------------------------------------------------------------------------------------
// ImportError

const MSG = 0;
const NAME = 1;
const PATH = 2;
const NAME_FROM = 3;

function importErrorInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  bindFields(o, 'ImportError', '(*, name=None, path=None, name_from=None)', args, kw, NAME);
  const items: PyObject[] = (o.v as ExceptionPayload).args.v;
  setFieldSteal(o, MSG, items.length === 1 ? incref(items[0]!) : null);
}

function importErrorStr(o: PyObject): Owned {
  const msg = fieldBorrowed(o, MSG);
  return msg !== null && isStrExact(msg) ? (incref(msg) as Owned) : baseExceptionStr(o);
}

function copyOfDict(o: PyObject): Owned {
  const dict = (o as PyGC).dict;
  return dict === null ? newDict() : dictCopy(dict);
}

function keep(dict: PyObject, name: string, value: PyObject | null): void {
  if (value === null) return;
  const key = intern(name);
  dictSetStr(dict, key, value);
  decref(key);
}

function importErrorReduce(o: PyObject): Owned {
  const { args, fields } = o.v as ExceptionPayload;
  const dict = (o as PyGC).dict;
  if (fields[NAME] === null && fields[PATH] === null && fields[NAME_FROM] === null) {
    return reduceTuple(o, args, dict === null ? null : incref(dict));
  }
  const state = copyOfDict(o);
  keep(state, 'name', fields[NAME]!);
  keep(state, 'path', fields[PATH]!);
  keep(state, 'name_from', fields[NAME_FROM]!);
  return reduceTuple(o, args, state);
}

complex(ImportErrorType, 'A module, or a name of one, cannot be had.', {
  fields: 4,
  basicsize: 104,
  tp_init: importErrorInit,
  tp_str: importErrorStr,
  methods: { __reduce__: method('($self, /)', importErrorReduce) },
  members: {
    msg: fieldMember(MSG, 'exception message'),
    name: fieldMember(NAME, 'module name'),
    path: fieldMember(PATH, 'module path'),
    name_from: fieldMember(NAME_FROM, 'The name that was to be imported from the module.'),
  },
});

complex(ModuleNotFoundErrorType, 'There is no such module.', {
  fields: 4,
  basicsize: 104,
  tp_init: importErrorInit,
});

// ---------------------------------------------------------------------------------------------
// NameError, AttributeError

const WHICH = 0;
const OBJ = 1;

function nameErrorInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  bindFields(o, 'NameError', '(*, name=None)', args, kw, WHICH);
}

complex(NameErrorType, 'No variable has this name.', {
  fields: 1,
  basicsize: 80,
  tp_init: nameErrorInit,
  tp_str: baseExceptionStr,
  members: { name: fieldMember(WHICH, 'name') },
});
complex(UnboundLocalErrorType, 'The local variable has no value yet.', {
  fields: 1,
  basicsize: 80,
  tp_init: nameErrorInit,
});

function attributeErrorInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  bindFields(o, 'AttributeError', '(*, name=None, obj=None)', args, kw, WHICH);
}

/** `obj` is left out: it is often not picklable and of no use elsewhere. */
function attributeErrorState(o: PyObject): Owned {
  const p: ExceptionPayload = o.v;
  const state = copyOfDict(o);
  keep(state, 'name', p.fields[WHICH]!);
  keep(state, 'args', p.args);
  return state;
}

complex(AttributeErrorType, 'The object has no such attribute.', {
  fields: 2,
  basicsize: 88,
  tp_init: attributeErrorInit,
  tp_str: baseExceptionStr,
  methods: {
    __getstate__: method('($self, /)', attributeErrorState),
    __reduce__: method('($self, /)', (o: PyObject) =>
      reduceTuple(o, o.v.args, attributeErrorState(o)),
    ),
  },
  members: { name: fieldMember(WHICH, 'attribute name'), obj: fieldMember(OBJ, 'object') },
});
