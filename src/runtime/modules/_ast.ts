/**
 * _ast: the classes of syntax tree nodes, and trees as objects of them. CPython: Python/Python-ast.c.
 *
 * The classes are made from the table in _ast/schema.ts when they are first needed. `ast.AST` is native, all others are
 * heap types below it. Operators and expression contexts in trees made here are shared objects, one a class.
 */
import { contains, getItem, index, iterate, len, or_ } from '../core/abstract.ts';
import {
  getAttr,
  instanceDictBorrowed,
  lookupAttr,
  setAttr,
  setInstanceDict,
} from '../core/attr.ts';
import { callObject } from '../core/call.ts';
import {
  attributeError,
  overflowError,
  reprJs,
  runtimeError,
  typeError,
  valueError,
  warnDeprecated,
} from '../core/errors.ts';
import { freeObject, gcUntrack } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { method } from '../core/native-def.ts';
import { decref, incref, type Owned, type PyGC, type PyObject, xdecref } from '../core/object.ts';
import { addRoot } from '../core/roots.ts';
import { isInstanceOf } from '../core/subtype.ts';
import { getset, newStaticType } from '../core/type-define.ts';
import {
  BytesType,
  ComplexType,
  FloatType,
  FrozensetType,
  IntType,
  type KwNames,
  ListType,
  ObjectType,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TupleType,
  type TypeObject,
  TypeType,
  type Visit,
} from '../core/type-object.ts';
import { astHooks } from '../compiler/index.ts';
import { newBytes } from '../objects/bytes-object.ts';
import { newComplex } from '../objects/complex.ts';
import {
  dictContains,
  dictCopy,
  dictGetBorrowed,
  dictSetStr,
  isDict,
  newDict,
} from '../objects/dict.ts';
import { newFloat } from '../objects/float.ts';
import { GenericAliasType, genericAliasNew } from '../objects/genericalias.ts';
import { isInt, newInt } from '../objects/int.ts';
import { newList, newListSteal } from '../objects/list.ts';
import { newFrozensetSteal, newSetFrom, setDiscard, setItems } from '../objects/set.ts';
import {
  Ellipsis_,
  False_,
  newEllipsis,
  newNone,
  None_,
  newBool,
  True_,
} from '../objects/singletons.ts';
import { intern, internText, newStr, newStrJs, strJs, strValue } from '../objects/str.ts';
import { emptyTuple, newTupleSteal } from '../objects/tuple.ts';
import { isUnion } from '../objects/union.ts';
import type * as ast from '../parser/ast.ts';
import { type Text, textFromJs, textToJs } from '../text/text.ts';
import {
  type FieldSpec,
  type GroupSpec,
  type NodeSpec,
  POSITIONS,
  readSchema,
} from './_ast/schema.ts';
import { validate } from './_ast/validate.ts';

const s_fields = intern('_fields');
const s_attributes = intern('_attributes');
const s_field_types = intern('_field_types');
const positionNames = POSITIONS.map((name) => intern(name));

// ---------------------------------------------------------------------------------------------
// ast.AST

/** Sets the positional arguments as fields; what is set leaves `rest`. */
function setPositional(
  o: PyObject,
  fields: PyObject | null,
  args: PyObject[],
  n: number,
  rest: PyObject,
): void {
  for (let i = 0; i < n; i++) {
    const key = newInt(i);
    const name = getItem(fields!, key);
    decref(key);
    try {
      setAttr(o, name, args[i]!);
      setDiscard(rest, name);
    } finally {
      decref(name);
    }
  }
}

function setKeywords(
  o: PyObject,
  fields: PyObject | null,
  args: PyObject[],
  kw: PyObject[],
  from: number,
  rest: PyObject,
): void {
  for (let i = 0; i < kw.length; i++) {
    const name = kw[i]!;
    if (fields !== null && contains(fields, name)) {
      if (!setDiscard(rest, name)) {
        throw typeError(`${shortName(o.type)} got multiple values for argument '${strJs(name)}'`);
      }
    } else {
      const attributes = getAttr(o.type.self, s_attributes);
      const known = contains(attributes, name);
      decref(attributes);
      if (!known) {
        warnDeprecated(
          `${shortName(o.type)}.__init__ got an unexpected keyword argument '${strJs(name)}'. ` +
            'Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15.',
        );
      }
    }
    setAttr(o, name, args[from + i]!);
  }
}

/** Name of a type without its module. */
function shortName(T: TypeObject): string {
  return T.heap === null ? T.name.slice(T.name.lastIndexOf('.') + 1) : T.name;
}

/** Gives a field that no argument named its default, or warns that it has none. */
function setMissing(o: PyObject, name: PyObject, types: PyObject): void {
  const type = dictGetBorrowed(types, name);
  if (type === null) {
    warnDeprecated(
      `Field '${strJs(name)}' is missing from ${shortName(o.type)}._field_types. ` +
        'This will become an error in Python 3.15.',
    );
  } else if (isUnion(type)) {
    // The class has None for it.
  } else if (type.type === GenericAliasType) {
    const empty = newList();
    setAttr(o, name, empty);
    decref(empty);
  } else if (type === classes().groups.get('expr_context')) {
    setAttr(o, name, classes().singletons.get('Load')!);
  } else {
    warnDeprecated(
      `${shortName(o.type)}.__init__ missing 1 required positional argument: '${strJs(name)}'. ` +
        'This will become an error in Python 3.15.',
    );
  }
}

function astInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const cls = o.type.self as PyObject;
  const n = args.length - (kw === null ? 0 : kw.length);
  const fields = lookupAttr(cls, s_fields);
  let rest: Owned | null = null;
  try {
    const count = fields === null ? 0 : len(fields);
    rest = newSetFrom(fields ?? (emptyTuple as PyObject));
    if (count < n) {
      throw typeError(
        `${shortName(o.type)} constructor takes at most ${count} positional ` +
          `argument${count === 1 ? '' : 's'}`,
      );
    }
    setPositional(o, fields, args, n, rest);
    if (kw !== null) setKeywords(o, fields, args, kw, n, rest);
    const missing = setItems(rest);
    if (missing.length === 0) return;
    const types = lookupAttr(cls, s_field_types);
    if (types === null) return;
    try {
      if (isDict(types)) for (const name of missing) setMissing(o, name, types);
    } finally {
      decref(types);
    }
  } finally {
    xdecref(fields);
    xdecref(rest);
  }
}

/** (class, one None for each leading field that is set, attributes). */
function astReduce(o: PyObject): Owned {
  const dict = instanceDictBorrowed(o);
  const cls = o.type.self as PyObject;
  if (dict === null) return newTupleSteal([incref(cls), incref(emptyTuple as PyObject)]);
  const places: PyObject[] = [];
  const fields = lookupAttr(cls, s_fields);
  if (fields !== null) {
    let open = true;
    iterate(fields, (name) => {
      if (open && dictContains(dict, name)) places.push(newNone());
      else open = false;
    });
    decref(fields);
  }
  return newTupleSteal([incref(cls), newTupleSteal(places), dictCopy(dict)]);
}

export const ASTType: TypeObject = newStaticType('ast.AST', {
  heap: 'mutable',
  generic: 'get set',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_BASETYPE,
  basicsize: 24,
  hasDict: true,
  tp_new: (type: TypeObject) => type.tp_alloc(type),
  tp_init: astInit,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const dict = (o as PyGC).dict;
    if (dict !== null) visit(dict);
  },
  tp_clear: (o: PyObject) => {
    const dict = (o as PyGC).dict;
    (o as PyGC).dict = null;
    xdecref(dict);
  },
  methods: { __reduce__: method('($self, /)', astReduce) },
  getset: {
    __dict__: getset(
      (o) => {
        const dict = instanceDictBorrowed(o);
        if (dict === null) throw attributeError('This object has no __dict__', o);
        return incref(dict);
      },
      (o, value) => {
        if (value === null) throw typeError('cannot delete __dict__');
        if (!isDict(value)) {
          throw typeError(`__dict__ must be set to a dictionary, not a '${value.type.name}'`);
        }
        setInstanceDict(o, value);
      },
    ),
  },
  dict: {
    __module__: () => intern('ast'),
    _fields: () => incref(emptyTuple as PyObject),
    __match_args__: () => incref(emptyTuple as PyObject),
    _attributes: () => incref(emptyTuple as PyObject),
  },
});

// ---------------------------------------------------------------------------------------------
// The other classes

/** A constructor or product with its class. */
class NodeClass {
  spec: NodeSpec;
  group: GroupSpec;
  cls: PyObject;
  names: PyObject[];
  constructor(spec: NodeSpec, group: GroupSpec, cls: PyObject) {
    this.spec = spec;
    this.group = group;
    this.cls = cls;
    this.names = spec.fields.map((f) => intern(f.name));
  }
}

class Classes {
  specs: GroupSpec[] = readSchema();
  groupSpecs: Map<string, GroupSpec> = new Map();
  /** Classes of sums and products by name; immortal as the module is. */
  groups: Map<string, PyObject> = new Map();
  nodes: Map<string, NodeClass> = new Map();
  byType: Map<TypeObject, NodeClass> = new Map();
  /** Shared instances of operators and contexts. */
  singletons: Map<string, PyObject> = new Map();
  /** All classes in order of definition. */
  all: [string, PyObject][] = [];
}

const made: { classes: Classes | null } = { classes: null };
addRoot((visit) => {
  if (made.classes === null) return;
  for (const [, cls] of made.classes.all) visit(cls);
  for (const o of made.classes.singletons.values()) visit(o);
});

function classes(): Classes {
  if (made.classes === null) {
    const c = (made.classes = new Classes());
    makeClasses(c);
  }
  return made.classes;
}

function put(dict: PyObject, name: string, value: Owned): void {
  dictSetStr(dict, intern(name), value);
  decref(value);
}

function namesTuple(names: readonly string[]): Owned {
  return names.length === 0
    ? incref<PyObject>(emptyTuple)
    : newTupleSteal(names.map((n) => intern(n)));
}

function makeClass(name: string, base: PyObject, fields: string[], doc: string): PyObject {
  const dict = newDict();
  const tuple = namesTuple(fields);
  put(dict, '_fields', incref(tuple as PyObject));
  put(dict, '__match_args__', tuple);
  put(dict, '__module__', intern('ast'));
  put(dict, '__doc__', newStrJs(doc));
  const bases = newTupleSteal([incref(base)]);
  const title = intern(name);
  const cls = callObject(TypeType.self, [title, bases, dict]);
  decref(bases);
  decref(dict);
  decref(title);
  return cls;
}

/** `_attributes` of a group, and None for the ends that may be missing. */
function setAttributes(cls: PyObject, g: GroupSpec): void {
  const set = (name: string, value: Owned): void => {
    setAttr(cls, intern(name), value);
    decref(value);
  };
  set('_attributes', namesTuple(g.located === '' ? [] : POSITIONS));
  if (g.located === '@') {
    set('end_lineno', newNone());
    set('end_col_offset', newNone());
  }
}

function makeClasses(c: Classes): void {
  for (const g of c.specs) {
    c.groupSpecs.set(g.name, g);
    const own = g.product ? g.nodes[0]!.fields.map((f) => f.name) : [];
    const cls = makeClass(g.name, ASTType.self, own, g.doc);
    setAttributes(cls, g);
    c.groups.set(g.name, cls);
    c.all.push([g.name, cls]);
    for (const n of g.nodes) {
      const made = g.product
        ? cls
        : makeClass(
            n.name,
            cls,
            n.fields.map((f) => f.name),
            n.doc,
          );
      const node = new NodeClass(n, g, made);
      c.nodes.set(n.name, node);
      c.byType.set(made.v, node);
      if (!g.product) c.all.push([n.name, made]);
      for (const f of n.fields) if (f.many === '?') setAttr(made, intern(f.name), None_);
    }
    if (isEnumeration(g)) {
      for (const n of g.nodes) {
        const T: TypeObject = c.nodes.get(n.name)!.cls.v;
        c.singletons.set(n.name, T.tp_alloc(T));
      }
    }
  }
  for (const node of c.nodes.values()) setFieldTypes(c, node);
}

function isEnumeration(g: GroupSpec): boolean {
  return !g.product && g.located === '' && g.nodes.every((n) => n.fields.length === 0);
}

function fieldType(c: Classes, f: FieldSpec): Owned {
  const plain: Record<string, TypeObject> = {
    identifier: StrType,
    string: StrType,
    int: IntType,
    constant: ObjectType,
  };
  const type: PyObject = plain[f.kind]?.self ?? c.groups.get(f.kind)!;
  if (f.many === '*') return genericAliasNew(ListType.self, type);
  return f.many === '?' ? or_(type, None_) : incref(type);
}

function setFieldTypes(c: Classes, node: NodeClass): void {
  const types = newDict();
  for (const f of node.spec.fields) put(types, f.name, fieldType(c, f));
  setAttr(node.cls, s_field_types, types);
  setAttr(node.cls, intern('__annotations__'), types);
  decref(types);
}

// ---------------------------------------------------------------------------------------------
// Trees to objects

/** The object of a constant. */
function constantObject(v: ast.ConstValue): Owned {
  switch (v.t) {
    case 'int':
      return newInt(v.v);
    case 'float':
      return newFloat(v.v);
    case 'complex':
      return newComplex(v.re ?? 0, v.v);
    case 'str':
      return newStr(v.v);
    case 'bytes':
      return newBytes(v.v.slice());
    case 'None':
      return newNone();
    case 'True':
      return newBool(true);
    case 'False':
      return newBool(false);
    case 'Ellipsis':
      return newEllipsis();
    case 'tuple':
      return newTupleSteal(v.v.map(constantObject));
    default:
      return newFrozensetSteal(v.v.map(constantObject));
  }
}

function valueObject(c: Classes, kind: string, v: any): Owned {
  switch (kind) {
    case 'identifier':
      return internText(textFromJs(v));
    case 'string':
      return newStr(v as Text);
    case 'int':
      return newInt(v);
    case 'constant':
      return constantObject(v);
    default:
      return typeof v === 'string' ? incref(c.singletons.get(v)!) : nodeObject(c, v);
  }
}

function fieldObject(c: Classes, f: FieldSpec, v: any): Owned {
  if (f.many !== '*') return v === null || v === undefined ? newNone() : valueObject(c, f.kind, v);
  const items: any[] = v;
  return newListSteal(items.map((x) => (x === null ? newNone() : valueObject(c, f.kind, x))));
}

function nodeObject(c: Classes, node: any): Owned {
  const k = c.nodes.get(node.kind)!;
  const T: TypeObject = k.cls.v;
  const o = T.tp_alloc(T) as unknown as PyGC;
  const dict = newDict();
  o.dict = dict;
  const fields = k.spec.fields;
  for (let i = 0; i < fields.length; i++) {
    const f = fields[i]!;
    const value = fieldObject(c, f, node[f.property]);
    dictSetStr(dict, k.names[i]!, value);
    decref(value);
  }
  if (k.group.located !== '') {
    for (let i = 0; i < 4; i++) {
      const value = newInt(node[POSITIONS[i]!]);
      dictSetStr(dict, positionNames[i]!, value);
      decref(value);
    }
  }
  return o as unknown as Owned;
}

// ---------------------------------------------------------------------------------------------
// Objects to trees

const ATOMS: [TypeObject, (o: PyObject) => ast.ConstValue][] = [
  [IntType, (o) => ({ t: 'int', v: o.v })],
  [FloatType, (o) => ({ t: 'float', v: o.v })],
  [ComplexType, (o) => ({ t: 'complex', v: o.v.im, re: o.v.re })],
  [StrType, (o) => ({ t: 'str', v: o.v })],
  [BytesType, (o) => ({ t: 'bytes', v: o.v })],
];

/** A constant of a tree; only exact built-in types are constants. */
function constantValue(o: PyObject): ast.ConstValue {
  if (o === None_) return { t: 'None' };
  if (o === True_) return { t: 'True' };
  if (o === False_) return { t: 'False' };
  if (o === Ellipsis_) return { t: 'Ellipsis' };
  for (const [T, make] of ATOMS) if (o.type === T) return make(o);
  if (o.type === TupleType) return { t: 'tuple', v: (o.v as PyObject[]).map(constantValue) };
  if (o.type === FrozensetType) return { t: 'frozenset', v: setItems(o).map(constantValue) };
  throw typeError(`got an invalid type in Constant: ${o.type.name}`);
}

function intField(o: PyObject): number {
  if (!isInt(o)) throw valueError(`invalid integer value: ${reprJs(o)}`);
  const n = index(o);
  if (typeof n === 'bigint' || n > 2147483647 || n < -2147483648) {
    throw overflowError('Python int too large to convert to C int');
  }
  return n;
}

/** The value of one field or list item; null for None where a node or name is expected. */
function readValue(c: Classes, kind: string, o: PyObject): any {
  switch (kind) {
    case 'int':
      return intField(o);
    case 'constant':
      return constantValue(o);
    case 'identifier':
      if (o !== None_ && o.type !== StrType) throw typeError('AST identifier must be of type str');
      return o === None_ ? null : textToJs(strValue(o));
    case 'string':
      if (o !== None_ && o.type !== StrType && o.type !== BytesType) {
        throw typeError('AST string must be of type str');
      }
      return o === None_ ? null : o.v;
    default:
      return readGroup(c, c.groupSpecs.get(kind)!, o);
  }
}

function readList(c: Classes, f: FieldSpec, owner: string, list: PyObject): any[] {
  if (!isInstanceOf(list, ListType)) {
    throw typeError(`${owner} field "${f.name}" must be a list, not a ${list.type.name}`);
  }
  const items: PyObject[] = list.v;
  const n = items.length;
  const out: any[] = [];
  for (let i = 0; i < n; i++) {
    const item = incref(items[i]!);
    try {
      out.push(readValue(c, f.kind, item));
    } finally {
      decref(item);
    }
    if (items.length !== n) {
      throw runtimeError(`${owner} field "${f.name}" changed size during iteration`);
    }
  }
  return out;
}

function readField(c: Classes, f: FieldSpec, name: PyObject, owner: string, o: PyObject): any {
  const value = lookupAttr(o, name);
  if (value === null) {
    if (f.many === '*') return [];
    if (f.many === '?') return f.kind === 'int' ? 0 : null;
    throw typeError(`required field "${f.name}" missing from ${owner}`);
  }
  try {
    if (f.many === '*') return readList(c, f, owner, value);
    if (f.many === '?' && value === None_) return f.kind === 'int' ? 0 : null;
    const r = readValue(c, f.kind, value);
    if (r === null && f.many === '') throw valueError(`field '${f.name}' is required for ${owner}`);
    return r;
  } finally {
    decref(value);
  }
}

/** Positions of a located node; `owner` names the sum or product in messages. */
function readPositions(o: PyObject, owner: string, endsRequired: boolean, out: any): void {
  for (let i = 0; i < 4; i++) {
    const value = lookupAttr(o, positionNames[i]!);
    const optional = i >= 2 && !endsRequired;
    if (value === null || (optional && value === None_)) {
      xdecref(value);
      if (!optional) throw typeError(`required field "${POSITIONS[i]}" missing from ${owner}`);
      out[POSITIONS[i]!] = out[POSITIONS[i - 2]!];
      continue;
    }
    try {
      out[POSITIONS[i]!] = intField(value);
    } finally {
      decref(value);
    }
  }
}

function readFields(c: Classes, k: NodeClass, o: PyObject, out: any): void {
  const fields = k.spec.fields;
  for (let i = 0; i < fields.length; i++) {
    out[fields[i]!.property] = readField(c, fields[i]!, k.names[i]!, k.spec.name, o);
  }
}

/** The constructor of a sum whose class the object has. */
function constructorOf(c: Classes, g: GroupSpec, o: PyObject): NodeClass | null {
  for (const T of o.type.mro) {
    const k = c.byType.get(T);
    if (k !== undefined && k.group === g) return k;
  }
  return null;
}

function readGroup(c: Classes, g: GroupSpec, o: PyObject): any {
  if (g.product) {
    if (o === None_) return null;
    const k = c.nodes.get(g.name)!;
    const out: any = { kind: g.name };
    readFields(c, k, o, out);
    if (g.located !== '') readPositions(o, g.name, g.located === '!', out);
    return out;
  }
  const enumeration = isEnumeration(g);
  if (o === None_ && !enumeration) return null;
  const places: any = {};
  if (g.located !== '') readPositions(o, g.name, g.located === '!', places);
  const k = constructorOf(c, g, o);
  if (k === null) throw typeError(`expected some sort of ${g.name}, but got ${reprJs(o)}`);
  if (enumeration) return k.spec.name;
  const out: any = { kind: k.spec.name };
  readFields(c, k, o, out);
  return Object.assign(out, places);
}

const ROOTS: Record<string, string> = {
  exec: 'Module',
  eval: 'Expression',
  single: 'Interactive',
  func_type: 'FunctionType',
};

astHooks.fromTree = (tree) => nodeObject(classes(), tree);
astHooks.isNode = (o) => isInstanceOf(o, ASTType);
astHooks.toTree = (o, mode) => {
  const c = classes();
  const want = ROOTS[mode]!;
  if (!isInstanceOf(o, c.nodes.get(want)!.cls.v)) {
    throw typeError(`expected ${want} node, got ${shortName(o.type)}`);
  }
  const tree: ast.Mod = readGroup(c, c.groupSpecs.get('mod')!, o);
  validate(tree);
  return tree;
};

export const astModule = defineModule('_ast', {
  types: { AST: ASTType },
  constants: {
    PyCF_ALLOW_TOP_LEVEL_AWAIT: 0x2000,
    PyCF_ONLY_AST: 0x400,
    PyCF_TYPE_COMMENTS: 0x1000,
    PyCF_OPTIMIZED_AST: 0x8000 | 0x400,
  },
  init: (dict) => {
    for (const [name, cls] of classes().all) dictSetStr(dict, intern(name), cls);
  },
});
