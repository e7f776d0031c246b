/**
 * _typing: type variables, type aliases and Generic. CPython: Objects/typevarobject.c, Modules/_typingmodule.c.
 *
 * Bounds, constraints, defaults and alias values of the type parameter syntax are functions that are called when the
 * attribute is first read; what they give is kept. Substitution, unions and subscription are Python code of `typing`,
 * which is imported when first needed.
 *
 * Invariants: a payload owns every object it names; `null` stands for CPython's NULL.
 */
import {
  compareTruth,
  EQ,
  getItem,
  getIter,
  indexOf,
  isTrue,
  len,
  NE,
  sequenceToArray,
  strOfJs,
} from '../core/abstract.ts';
import { bindArgs } from '../core/args.ts';
import { getAttr, setAttr } from '../core/attr.ts';
import { call0, callObject } from '../core/call.ts';
import { reprJs, systemError, typeError, valueError } from '../core/errors.ts';
import { currentFrame } from '../core/frame.ts';
import { freeObject, gcTrack, gcUntrack, newGC, preheaderSize } from '../core/gc.ts';
import { importAttr } from '../core/import-attr.ts';
import { defineModule } from '../core/module-define.ts';
import { classMethodRaw, method, nativeFunction } from '../core/native-def.ts';
import {
  account,
  decref,
  IMMORTAL,
  incref,
  type Owned,
  type PyGC,
  PyObject,
  xdecref,
} from '../core/object.ts';
import { addAtoms } from '../core/roots.ts';
import {
  newStaticType,
  getset,
  member,
  type MemberDef,
  type TypeSpec,
} from '../core/type-define.ts';
import {
  type KwNames,
  NoneType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TPFLAGS_MANAGED_DICT,
  TPFLAGS_MANAGED_WEAKREF,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { clearWeakrefs } from '../core/weakref.ts';
import type { FunctionPayload } from '../objects/function.ts';
import { genericAliasNew } from '../objects/genericalias.ts';
import { objectNew } from '../objects/object.ts';
import { newBool, newNone, newNotImplemented, None_ } from '../objects/singletons.ts';
import { intern, isStr, newStrJs, strJs } from '../objects/str.ts';
import { emptyTuple, isTuple, newTuple, newTupleSteal } from '../objects/tuple.ts';
import { unionOr } from '../objects/union.ts';

const s_module = intern('__module__');
const s_parameters = intern('__parameters__');

// ---------------------------------------------------------------------------------------------
// typing's own functions

/** Calls a function of the typing module. */
function callTyping(name: string, args: PyObject[], kw: KwNames = null): Owned {
  const f = importAttr('typing', name);
  try {
    return callObject(f, args, kw);
  } finally {
    decref(f);
  }
}

/** A type argument as typing accepts it; None stands for its type. */
function typeCheck(arg: PyObject, message: string): Owned {
  if (arg === None_) return incref(NoneType.self as PyObject);
  const text = newStrJs(message);
  try {
    return callTyping('_type_check', [arg, text]);
  } finally {
    decref(text);
  }
}

/** `self | other`, also the mirrored case. */
function makeUnion(a: PyObject, b: PyObject): Owned {
  return callTyping('_make_union', [a, b]);
}

/** `typing.Unpack[o]`. */
function unpack(o: PyObject): Owned {
  const f = importAttr('typing', 'Unpack');
  try {
    return getItem(f, o);
  } finally {
    decref(f);
  }
}

/** A tuple of type parameters with the TypeVarTuples unpacked. */
function unpackTypeVarTuples(params: PyObject): Owned {
  const items: PyObject[] = params.v;
  if (!items.some((p) => p.type === TypeVarTupleType)) return incref(params);
  const out: PyObject[] = [];
  try {
    for (const p of items) out.push(p.type === TypeVarTupleType ? unpack(p) : incref(p));
  } catch (e) {
    for (const o of out) decref(o);
    throw e;
  }
  return newTupleSteal(out);
}

/** `__module__` of the running Python function, borrowed. */
function callerModuleBorrowed(): PyObject {
  const fn: PyObject<FunctionPayload> | null = currentFrame().fn;
  return fn === null ? None_ : fn.v.module;
}

// ---------------------------------------------------------------------------------------------
// NoDefault

export const NoDefaultType = newStaticType('NoDefaultType', {
  basicsize: 16,
  tp_new: (_type: TypeObject, args: PyObject[]) => {
    if (args.length > 0) throw typeError('NoDefaultType takes no arguments');
    return incref(NoDefault_);
  },
  tp_dealloc: (o: PyObject) => {
    o.rc = IMMORTAL;
  },
  text_signature: '()',
  tp_repr: () => newStrJs('typing.NoDefault'),
  methods: { __reduce__: method('($self, /)', () => newStrJs('NoDefault')) },
  doc: 'The class of typing.NoDefault.',
});

/** typing.NoDefault. */
export const NoDefault_: PyObject = new PyObject(NoDefaultType, null);
NoDefault_.rc = IMMORTAL;

// ---------------------------------------------------------------------------------------------
// Type parameters

/** TypeVar, ParamSpec and TypeVarTuple. */
class TypeParam {
  name: PyObject;
  bound: PyObject | null = null;
  evaluateBound: PyObject | null = null;
  constraints: PyObject | null = null;
  evaluateConstraints: PyObject | null = null;
  default: PyObject | null = null;
  evaluateDefault: PyObject | null = null;
  covariant = false;
  contravariant = false;
  inferVariance = false;
  constructor(name: PyObject) {
    this.name = name;
  }
}

type Param = PyGC<TypeParam>;

/** P.args and P.kwargs. */
const PART_FLAGS = TPFLAGS_HAVE_GC | TPFLAGS_MANAGED_WEAKREF;
const PARAM_FLAGS = TPFLAGS_HAVE_GC | TPFLAGS_MANAGED_DICT | TPFLAGS_MANAGED_WEAKREF;

/** A tracked type parameter; the name is borrowed. */
function newParam(type: TypeObject, name: PyObject): Owned<Param> {
  const o = newGC(type, new TypeParam(incref(name)));
  account(o, type.basicsize + preheaderSize(PARAM_FLAGS));
  gcTrack(o);
  return o as Owned<Param>;
}

function paramDealloc(object: PyObject): void {
  const o = object as Param;
  gcUntrack(o);
  if (o.ext !== null) clearWeakrefs(o);
  const p = o.v;
  freeObject(o);
  decref(p.name);
  clearParam(p);
}

function clearParam(p: TypeParam): void {
  const old = [
    p.bound,
    p.evaluateBound,
    p.constraints,
    p.evaluateConstraints,
    p.default,
    p.evaluateDefault,
  ];
  p.bound = p.evaluateBound = p.constraints = p.evaluateConstraints = null;
  p.default = p.evaluateDefault = null;
  for (const x of old) xdecref(x);
}

function paramClear(object: PyObject): void {
  const o = object as Param;
  clearParam(o.v);
  const dict = o.dict;
  o.dict = null;
  xdecref(dict);
}

function paramTraverse(object: PyObject, visit: Visit): void {
  const o = object as Param;
  const p = o.v;
  if (p.bound !== null) visit(p.bound);
  if (p.evaluateBound !== null) visit(p.evaluateBound);
  if (p.constraints !== null) visit(p.constraints);
  if (p.evaluateConstraints !== null) visit(p.evaluateConstraints);
  if (p.default !== null) visit(p.default);
  if (p.evaluateDefault !== null) visit(p.evaluateDefault);
  if (o.dict !== null) visit(o.dict);
}

function boundOf(o: PyObject): Owned {
  const p: TypeParam = o.v;
  if (p.bound === null) {
    if (p.evaluateBound === null) return newNone();
    const value = call0(p.evaluateBound);
    xdecref(p.bound);
    p.bound = value;
  }
  return incref(p.bound!);
}

function constraintsOf(o: PyObject): Owned {
  const p: TypeParam = o.v;
  if (p.constraints === null) {
    if (p.evaluateConstraints === null) return incref(emptyTuple as PyObject);
    const value = call0(p.evaluateConstraints);
    xdecref(p.constraints);
    p.constraints = value;
  }
  return incref(p.constraints!);
}

function defaultOf(o: PyObject): Owned {
  const p: TypeParam = o.v;
  if (p.default === null) {
    if (p.evaluateDefault === null) return incref(NoDefault_);
    const value = call0(p.evaluateDefault);
    xdecref(p.default);
    p.default = value;
  }
  return incref(p.default!);
}

function hasDefault(o: PyObject): Owned {
  const p: TypeParam = o.v;
  return newBool(p.evaluateDefault !== null || (p.default !== null && p.default !== NoDefault_));
}

function paramRepr(o: PyObject): Owned {
  const p: TypeParam = o.v;
  const name = strJs(p.name);
  if (p.inferVariance) return newStrJs(name);
  return newStrJs((p.covariant ? '+' : p.contravariant ? '-' : '~') + name);
}

/** Refuses a type parameter as a base class. */
function noSubclass(name: string) {
  return method('($self, object, /)', () => {
    throw typeError(`Cannot subclass an instance of ${name}`);
  });
}

const reduceToName = method('($self, /)', (o: PyObject) => incref((o.v as TypeParam).name));
const nameMember = (): MemberDef => member((o) => incref((o.v as TypeParam).name));
const flagMember = (field: 'covariant' | 'contravariant' | 'inferVariance'): MemberDef =>
  member((o) => newBool((o.v as TypeParam)[field]));

/** Heap types of CPython: they have their module in their dict, where instances find it. */
const inTyping = { __module__: (): Owned => intern('typing') };

/** What the three kinds of parameters have in common. */
function paramSpec(basicsize: number): TypeSpec {
  return {
    flags: PARAM_FLAGS,
    basicsize,
    hasDict: true,
    hasWeakrefs: true,
    tp_dealloc: paramDealloc,
    tp_traverse: paramTraverse,
    tp_clear: paramClear,
    dict: inTyping,
  };
}

function nameArgument(fname: string, o: PyObject): void {
  if (!isStr(o)) throw typeError(`${fname}() argument 'name' must be str, not ${o.type.name}`);
}

/** Sets the variance flags from constructor arguments, each undefined when not given. */
function readVariance(co?: PyObject, contra?: PyObject, infer?: PyObject): boolean[] {
  return [co, contra, infer].map((x) => x !== undefined && isTrue(x));
}

function checkVariance(co: boolean, contra: boolean, infer: boolean): void {
  if (co && contra) throw valueError('Bivariant types are not supported.');
  if (infer && (co || contra))
    throw valueError('Variance cannot be specified with infer_variance.');
}

function setVariance(p: TypeParam, flags: boolean[]): void {
  p.covariant = flags[0]!;
  p.contravariant = flags[1]!;
  p.inferVariance = flags[2]!;
}

/** Gives a parameter made by a call the module of its caller. */
function setModule(o: PyObject): void {
  setAttr(o, s_module, callerModuleBorrowed());
}

const TYPEVAR_SIG =
  '(name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, ' +
  'infer_variance=False)';

function typeVarNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [name, constraints, boundArg, dflt, ...variance] = bindArgs(
    'typevar',
    TYPEVAR_SIG,
    args,
    kw,
  );
  nameArgument('typevar', name);
  const flags = readVariance(variance[0], variance[1], variance[2]);
  checkVariance(flags[0]!, flags[1]!, flags[2]!);
  const given = boundArg !== undefined && boundArg !== None_;
  const bound = given ? typeCheck(boundArg, 'Bound must be a type.') : null;
  try {
    const n = (constraints as PyObject[]).length;
    if (n === 1) throw typeError('A single constraint is not allowed');
    if (n > 0 && bound !== null) throw typeError('Constraints cannot be combined with bound=...');
  } catch (e) {
    xdecref(bound);
    throw e;
  }
  const o = newParam(TypeVarType, name);
  o.v.bound = bound;
  if (constraints.length > 0) o.v.constraints = newTuple(constraints);
  if (dflt !== undefined) o.v.default = incref(dflt as PyObject);
  setVariance(o.v, flags);
  setModule(o);
  return o;
}

/** Adds the default for the argument that is missing. CPython: typevar_typing_prepare_subst. */
function typeVarPrepare(self: PyObject, alias: PyObject, args: PyObject): Owned {
  const params = getAttr(alias, s_parameters);
  try {
    const n = len(args);
    const i = indexOf(params, self);
    if (i < n) return incref(args);
    if (i === n) {
      const dflt = defaultOf(self);
      if (dflt !== NoDefault_) return newTupleSteal([...sequenceToArray(args), dflt]);
      decref(dflt);
    }
    throw typeError(
      `Too few arguments for ${strOfJs(alias)}; actual ${n}, expected at least ${i + 1}`,
    );
  } finally {
    decref(params);
  }
}

export const TypeVarType: TypeObject = newStaticType('typing.TypeVar', {
  heap: 'immutable',
  ...paramSpec(80),
  tp_new: typeVarNew,
  tp_repr: paramRepr,
  nb_or: makeUnion,
  methods: {
    __typing_subst__: method('($self, arg, /)', (o: PyObject, arg: PyObject) =>
      callTyping('_typevar_subst', [o, arg]),
    ),
    __typing_prepare_subst__: method('($self, alias, args, /)', typeVarPrepare),
    __reduce__: reduceToName,
    has_default: method('($self, /)', hasDefault),
    __mro_entries__: noSubclass('TypeVar'),
  },
  members: {
    __name__: nameMember(),
    __covariant__: flagMember('covariant'),
    __contravariant__: flagMember('contravariant'),
    __infer_variance__: flagMember('inferVariance'),
  },
  getset: {
    __bound__: getset(boundOf),
    __constraints__: getset(constraintsOf),
    __default__: getset(defaultOf),
  },
  doc: 'Type variable: stands for one type.',
});

const PARAMSPEC_SIG =
  '(name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)';

function paramSpecNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [name, boundArg, dflt, ...variance] = bindArgs('paramspec', PARAMSPEC_SIG, args, kw);
  nameArgument('paramspec', name);
  const flags = readVariance(variance[0], variance[1], variance[2]);
  checkVariance(flags[0]!, flags[1]!, flags[2]!);
  const bound = typeCheck(boundArg ?? None_, 'Bound must be a type.');
  const o = newParam(ParamSpecType, name);
  o.v.bound = bound;
  o.v.default = incref((dflt ?? NoDefault_) as PyObject);
  setVariance(o.v, flags);
  setModule(o);
  return o;
}

export const ParamSpecType: TypeObject = newStaticType('typing.ParamSpec', {
  heap: 'immutable',
  ...paramSpec(56),
  tp_new: paramSpecNew,
  tp_repr: paramRepr,
  nb_or: makeUnion,
  methods: {
    __typing_subst__: method('($self, arg, /)', (o: PyObject, arg: PyObject) =>
      callTyping('_paramspec_subst', [o, arg]),
    ),
    __typing_prepare_subst__: method(
      '($self, alias, args, /)',
      (o: PyObject, alias: PyObject, args: PyObject) =>
        callTyping('_paramspec_prepare_subst', [o, alias, args]),
    ),
    has_default: method('($self, /)', hasDefault),
    __reduce__: reduceToName,
    __mro_entries__: noSubclass('ParamSpec'),
  },
  members: {
    __name__: nameMember(),
    __bound__: member((o) => {
      const bound = (o.v as TypeParam).bound;
      return bound === null ? newNone() : incref(bound);
    }),
    __covariant__: flagMember('covariant'),
    __contravariant__: flagMember('contravariant'),
    __infer_variance__: flagMember('inferVariance'),
  },
  getset: {
    args: getset((o) => newPart(ParamSpecArgsType, o), null, 'The positional parameters.'),
    kwargs: getset((o) => newPart(ParamSpecKwargsType, o), null, 'The keyword parameters.'),
    __default__: getset(defaultOf, null, 'What stands where nothing is given.'),
  },
  doc: 'Parameter specification variable: stands for the parameters of a callable.',
});

function typeVarTupleNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [name, dflt] = bindArgs('typevartuple', '(name, *, default=typing.NoDefault)', args, kw);
  nameArgument('typevartuple', name);
  const o = newParam(TypeVarTupleType, name);
  o.v.default = incref((dflt ?? NoDefault_) as PyObject);
  setModule(o);
  return o;
}

export const TypeVarTupleType: TypeObject = newStaticType('typing.TypeVarTuple', {
  heap: 'immutable',
  ...paramSpec(40),
  tp_new: typeVarTupleNew,
  tp_repr: (o: PyObject) => incref((o.v as TypeParam).name),
  tp_iter: (o: PyObject) => {
    const items = newTupleSteal([unpack(o)]);
    try {
      return getIter(items);
    } finally {
      decref(items);
    }
  },
  methods: {
    __typing_subst__: method('($self, arg, /)', () => {
      throw typeError('Substitution of bare TypeVarTuple is not supported');
    }),
    __typing_prepare_subst__: method(
      '($self, alias, args, /)',
      (o: PyObject, alias: PyObject, args: PyObject) =>
        callTyping('_typevartuple_prepare_subst', [o, alias, args]),
    ),
    __reduce__: reduceToName,
    has_default: method('($self, /)', hasDefault),
    __mro_entries__: noSubclass('TypeVarTuple'),
  },
  members: { __name__: nameMember() },
  getset: { __default__: getset(defaultOf, null, 'What stands where nothing is given.') },
  doc: 'Type variable tuple: stands for any number of types.',
});

// ---------------------------------------------------------------------------------------------
// P.args and P.kwargs

/** The payload is the origin. */
function newPart(type: TypeObject, origin: PyObject): Owned {
  const o = newGC<PyObject>(type, incref(origin));
  account(o, type.basicsize + preheaderSize(PART_FLAGS));
  gcTrack(o);
  return o;
}

function partType(name: string, suffix: string): TypeObject {
  const T: TypeObject = newStaticType(`typing.${name}`, {
    heap: 'immutable',
    flags: PART_FLAGS,
    basicsize: 24,
    hasWeakrefs: true,
    tp_new: (_type: TypeObject, args: PyObject[], kw: KwNames) => {
      const [origin] = bindArgs(name.toLowerCase(), '(origin)', args, kw);
      return newPart(T, origin);
    },
    tp_dealloc: (object: PyObject) => {
      const o = object as PyGC<PyObject>;
      gcUntrack(o);
      if (o.ext !== null) clearWeakrefs(o);
      const origin = o.v;
      freeObject(o);
      decref(origin);
    },
    tp_traverse: (o: PyObject, visit: Visit) => visit(o.v),
    tp_repr: (o: PyObject) => {
      const origin: PyObject = o.v;
      const isParam = origin.type === ParamSpecType;
      return newStrJs(`${isParam ? strJs(origin.v.name) : reprJs(origin)}.${suffix}`);
    },
    tp_richcompare: (a: PyObject, b: PyObject, op: number) => {
      if (a.type !== T || b.type !== T || (op !== EQ && op !== NE)) return newNotImplemented();
      return newBool(compareTruth(a.v, b.v, op));
    },
    methods: { __mro_entries__: noSubclass(name) },
    members: { __origin__: member((o) => incref(o.v as PyObject)) },
    dict: inTyping,
  });
  return T;
}

export const ParamSpecArgsType: TypeObject = partType('ParamSpecArgs', 'args');
export const ParamSpecKwargsType: TypeObject = partType('ParamSpecKwargs', 'kwargs');

// ---------------------------------------------------------------------------------------------
// Type aliases

class TypeAlias {
  name: PyObject;
  /** Tuple object, null without parameters. */
  params: PyObject | null;
  /** Function that gives the value, null when the value was given. */
  evaluate: PyObject | null;
  value: PyObject | null;
  module: PyObject | null;
  constructor(
    name: PyObject,
    params: PyObject | null,
    evaluate: PyObject | null,
    value: PyObject | null,
    module: PyObject | null,
  ) {
    this.name = name;
    this.params = params;
    this.evaluate = evaluate;
    this.value = value;
    this.module = module;
  }
}

function newAliasSteal(payload: TypeAlias): Owned {
  const { params } = payload;
  if (params !== null && (params === None_ || params.v.length === 0)) {
    payload.params = null;
    decref(params);
  }
  const o = newGC(TypeAliasTypeType, payload);
  account(o, 72);
  gcTrack(o);
  return o;
}

function aliasNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [name, value, params] = bindArgs('typealias', '(name, value, *, type_params=())', args, kw);
  nameArgument('typealias', name);
  if (params !== undefined && !isTuple(params)) throw typeError('type_params must be a tuple');
  return newAliasSteal(
    new TypeAlias(
      incref(name as PyObject),
      params === undefined ? null : incref(params as PyObject),
      null,
      incref(value as PyObject),
      incref(callerModuleBorrowed()),
    ),
  );
}

function aliasValue(o: PyObject): Owned {
  const a: TypeAlias = o.v;
  if (a.value === null) {
    const value = call0(a.evaluate!);
    xdecref(a.value);
    a.value = value;
  }
  return incref(a.value!);
}

function aliasModule(o: PyObject): Owned {
  const a: TypeAlias = o.v;
  if (a.module !== null) return incref(a.module);
  if (a.evaluate !== null) return incref((a.evaluate.v as FunctionPayload).module);
  return newNone();
}

function aliasParameters(o: PyObject): Owned {
  const a: TypeAlias = o.v;
  return a.params === null ? incref(emptyTuple as PyObject) : unpackTypeVarTuples(a.params);
}

function clearAlias(a: TypeAlias): void {
  const old = [a.params, a.evaluate, a.value, a.module];
  a.params = a.evaluate = a.value = a.module = null;
  for (const x of old) xdecref(x);
}

export const TypeAliasTypeType: TypeObject = newStaticType('typing.TypeAliasType', {
  flags: TPFLAGS_HAVE_GC,
  basicsize: 56,
  tp_new: aliasNew,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    const a: TypeAlias = o.v;
    freeObject(o);
    decref(a.name);
    clearAlias(a);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const a: TypeAlias = o.v;
    if (a.params !== null) visit(a.params);
    if (a.evaluate !== null) visit(a.evaluate);
    if (a.value !== null) visit(a.value);
    if (a.module !== null) visit(a.module);
  },
  tp_clear: (o: PyObject) => clearAlias(o.v),
  tp_repr: (o: PyObject) => incref((o.v as TypeAlias).name),
  nb_or: unionOr,
  mp_subscript: (o: PyObject, args: PyObject) => {
    if ((o.v as TypeAlias).params === null) {
      throw typeError('Only generic type aliases are subscriptable');
    }
    return genericAliasNew(o, args);
  },
  methods: { __reduce__: method('($self, /)', (o: PyObject) => incref((o.v as TypeAlias).name)) },
  members: { __name__: member((o) => incref((o.v as TypeAlias).name)) },
  getset: {
    __parameters__: getset(aliasParameters),
    __type_params__: getset((o) => incref((o.v as TypeAlias).params ?? (emptyTuple as PyObject))),
    __value__: getset(aliasValue),
    __module__: getset(aliasModule),
  },
  doc: 'Type alias, as the type statement makes it.',
});

// ---------------------------------------------------------------------------------------------
// Generic

/** Calls a function of typing with the class before the arguments. */
function genericCall(name: string) {
  return (cls: PyObject, args: PyObject[], kw: KwNames): Owned =>
    callTyping(name, [cls, ...args], kw);
}

for (const T of [TypeVarType, ParamSpecType, TypeVarTupleType, TypeAliasTypeType]) {
  addAtoms(T, (o, visit) => visit((o.v as TypeParam | TypeAlias).name));
}

export const GenericType: TypeObject = newStaticType('typing.Generic', {
  // typing sets attributes of it; copyreg looks for the first class of an order that is none
  heap: 'mutable',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 16,
  tp_new: objectNew,
  methods: {
    __class_getitem__: classMethodRaw(genericCall('_generic_class_getitem'), {
      doc: 'The class for given types.',
    }),
    __init_subclass__: classMethodRaw(genericCall('_generic_init_subclass'), {
      doc: 'Finds the type parameters of a new class.',
    }),
  },
  dict: inTyping,
  doc: 'What generic classes descend from.',
});

// ---------------------------------------------------------------------------------------------
// What compiled code calls

/** A TypeVar of the type parameter syntax. `evaluate` (consumed) gives the bound, or the constraints. */
export function newTypeVar(name: PyObject, evaluate: PyObject | null, constraints: boolean): Owned {
  const o = newParam(TypeVarType, name);
  o.v.inferVariance = true;
  if (constraints) o.v.evaluateConstraints = evaluate;
  else o.v.evaluateBound = evaluate;
  return o;
}

export function newParamSpec(name: PyObject): Owned {
  const o = newParam(ParamSpecType, name);
  o.v.inferVariance = true;
  return o;
}

export function newTypeVarTuple(name: PyObject): Owned {
  return newParam(TypeVarTupleType, name);
}

/** Gives a type parameter its lazily evaluated default; `evaluate` is consumed. */
export function setTypeParamDefault(param: PyObject, evaluate: PyObject): void {
  const p: TypeParam = param.v;
  const old = p.evaluateDefault;
  p.evaluateDefault = evaluate;
  xdecref(old);
}

/** The alias of a type statement; `params` and `evaluate` are consumed. */
export function newTypeAlias(name: PyObject, params: PyObject | null, evaluate: PyObject): Owned {
  return newAliasSteal(new TypeAlias(incref(name), params, evaluate, null, null));
}

/** `Generic[params]` of a generic class; `params` is a tuple, borrowed. */
export function subscriptGeneric(params: PyObject): Owned {
  if (!isTuple(params)) throw systemError('type parameters must be a tuple');
  const unpacked = unpackTypeVarTuples(params);
  try {
    return callTyping('_GenericAlias', [GenericType.self, unpacked]);
  } finally {
    decref(unpacked);
  }
}

export const typingModule = defineModule('_typing', {
  functions: {
    _idfunc: nativeFunction('_idfunc', '($module, x, /)', (_m, x: PyObject) => incref(x)),
  },
  types: {
    TypeVar: TypeVarType,
    TypeVarTuple: TypeVarTupleType,
    ParamSpec: ParamSpecType,
    ParamSpecArgs: ParamSpecArgsType,
    ParamSpecKwargs: ParamSpecKwargsType,
    Generic: GenericType,
    TypeAliasType: TypeAliasTypeType,
  },
  constants: { NoDefault: () => incref(NoDefault_) },
});
