/**
 * TypeObject: CPython's PyTypeObject struct with its method suites flattened (slot names verbatim), and the interned
 * identities of the built-in types. Imports nothing that runs, so that every file may use the identities at load time;
 * the file of each type fills its TypeObject with `defineType` (type-define.ts) and `readyTypes` makes them usable.
 *
 * Slot conventions: parameters borrowed, results new references, failure throws PyErr. An absent slot is null.
 * Expected absence is a value: `tp_iternext` returns null at the end; binary slots and tp_richcompare return NotImplemented.
 * Calls pass `args` (positional values, then keyword values) and `kw` (names of the trailing keyword values, or null).
 */
import type { Owned, PyGC, PyObject } from './object.ts';

/** Names of keyword arguments (str objects, borrowed); their values are the last `kw.length` of args. */
export type KwNames = PyObject[] | null;
export type Visit = (o: PyObject) => void;
export type UnarySlot = (a: PyObject) => Owned;
export type BinarySlot = (a: PyObject, b: PyObject) => Owned;

export const TPFLAGS_HEAPTYPE = 1 << 9;
export const TPFLAGS_BASETYPE = 1 << 10;
export const TPFLAGS_HAVE_GC = 1 << 14;
export const TPFLAGS_IMMUTABLETYPE = 1 << 8;
export const TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7;
export const TPFLAGS_MAPPING = 1 << 6;
export const TPFLAGS_SEQUENCE = 1 << 5;
export const TPFLAGS_MANAGED_DICT = 1 << 4;
export const TPFLAGS_MANAGED_WEAKREF = 1 << 3;
export const TPFLAGS_INLINE_VALUES = 1 << 2;
export const TPFLAGS_IS_ABSTRACT = 1 << 20;
export const TPFLAGS_ITEMS_AT_END = 1 << 23;
export const TPFLAGS_METHOD_DESCRIPTOR = 1 << 17;
export const TPFLAGS_LONG_SUBCLASS = 1 << 24;
export const TPFLAGS_LIST_SUBCLASS = 1 << 25;
export const TPFLAGS_TUPLE_SUBCLASS = 1 << 26;
export const TPFLAGS_BYTES_SUBCLASS = 1 << 27;
export const TPFLAGS_UNICODE_SUBCLASS = 1 << 28;
export const TPFLAGS_DICT_SUBCLASS = 1 << 29;
export const TPFLAGS_BASE_EXC_SUBCLASS = 1 << 30;
export const TPFLAGS_TYPE_SUBCLASS = 1 << 31;

export class TypeObject {
  /** tp_name: 'list', or 'collections.OrderedDict' for static types outside builtins. */
  name: string;
  flags = 0;
  /** Flags that only `__flags__` shows: HEAPTYPE of native types that are heap types in CPython and seen to be. */
  shownFlags = 0;
  /** Cache tag; 0 while unassigned. Any change to the type or a base sets it to 0 (CPython: tp_version_tag). */
  version = 0;
  /** The Python object of this type (its `type` is the metatype). */
  self!: PyGC<TypeObject>;
  base: TypeObject | null = null;
  /** tuple object */
  bases: PyObject | null = null;
  mro: TypeObject[] = [];
  /** tuple object */
  mroTuple: PyObject | null = null;
  /** tp_dict: a dict object */
  dict!: PyObject;
  /** Weakly held direct subclasses, in order of creation. */
  subclasses: TypeObject[] | null = null;
  doc: string | null = null;
  basicsize = 16;
  itemsize = 0;
  /** Whether instances can have a `__dict__` / be weakly referenced at all. */
  hasDict = false;
  hasWeakrefs = false;
  /** Names of the member slots of heap types, in order; index = position in the slots array. */
  slotNames: string[] | null = null;
  /** Total number of slot values of an instance, those of bases included. */
  slotCount = 0;
  /** Shared keys of INLINE_VALUES types: see attr.ts. */
  sharedKeys: any = null;
  /** Heap type record: __name__, __qualname__ objects, module etc. (objects/type.ts). */
  heap: any = null;
  /** Free for the file of the type (struct sequence fields, member tables, ...). */
  data: any = null;

  tp_dealloc: (o: PyObject) => void = null!;
  tp_repr: UnarySlot = null!;
  tp_str: UnarySlot = null!;
  /** Low 32 bits (int32); the high half is left in S.hashHi. */
  tp_hash: ((o: PyObject) => number) | null = null;
  tp_call: ((o: PyObject, args: PyObject[], kw: KwNames) => Owned) | null = null;
  tp_getattro: (o: PyObject, name: PyObject) => Owned = null!;
  /** value null deletes */
  tp_setattro: (o: PyObject, name: PyObject, value: PyObject | null) => void = null!;
  tp_richcompare: ((a: PyObject, b: PyObject, op: number) => Owned) | null = null;
  tp_iter: UnarySlot | null = null;
  tp_iternext: ((o: PyObject) => Owned | null) | null = null;
  tp_descr_get: ((d: PyObject, obj: PyObject | null, type: PyObject | null) => Owned) | null = null;
  tp_descr_set: ((d: PyObject, obj: PyObject, value: PyObject | null) => void) | null = null;
  tp_init: ((o: PyObject, args: PyObject[], kw: KwNames) => void) | null = null;
  tp_new: ((type: TypeObject, args: PyObject[], kw: KwNames) => Owned) | null = null;
  /** Makes the bare object of this type or a subclass of it (payload set by tp_new). */
  tp_alloc: (type: TypeObject) => Owned = null!;
  tp_traverse: ((o: PyObject, visit: Visit) => void) | null = null;
  tp_clear: ((o: PyObject) => void) | null = null;
  tp_finalize: ((o: PyObject) => void) | null = null;
  /** Bytes beyond the header as `__sizeof__` reports them; null: basicsize + itemsize * ob_size. */
  tp_sizeof: ((o: PyObject) => number) | null = null;
  /** `__format__` of the exact types most often formatted; not inherited. */
  exactFormat: ((o: PyObject, spec: PyObject) => Owned) | null = null;
  am_await: UnarySlot | null = null;
  am_aiter: UnarySlot | null = null;
  am_anext: UnarySlot | null = null;

  nb_add: BinarySlot | null = null;
  nb_subtract: BinarySlot | null = null;
  nb_multiply: BinarySlot | null = null;
  nb_remainder: BinarySlot | null = null;
  nb_divmod: BinarySlot | null = null;
  nb_power: ((a: PyObject, b: PyObject, c: PyObject) => Owned) | null = null;
  nb_negative: UnarySlot | null = null;
  nb_positive: UnarySlot | null = null;
  nb_absolute: UnarySlot | null = null;
  nb_bool: ((a: PyObject) => boolean) | null = null;
  nb_invert: UnarySlot | null = null;
  nb_lshift: BinarySlot | null = null;
  nb_rshift: BinarySlot | null = null;
  nb_and: BinarySlot | null = null;
  nb_xor: BinarySlot | null = null;
  nb_or: BinarySlot | null = null;
  nb_int: UnarySlot | null = null;
  nb_float: UnarySlot | null = null;
  nb_index: UnarySlot | null = null;
  nb_floor_divide: BinarySlot | null = null;
  nb_true_divide: BinarySlot | null = null;
  nb_matrix_multiply: BinarySlot | null = null;
  nb_inplace_add: BinarySlot | null = null;
  nb_inplace_subtract: BinarySlot | null = null;
  nb_inplace_multiply: BinarySlot | null = null;
  nb_inplace_remainder: BinarySlot | null = null;
  nb_inplace_power: ((a: PyObject, b: PyObject, c: PyObject) => Owned) | null = null;
  nb_inplace_lshift: BinarySlot | null = null;
  nb_inplace_rshift: BinarySlot | null = null;
  nb_inplace_and: BinarySlot | null = null;
  nb_inplace_xor: BinarySlot | null = null;
  nb_inplace_or: BinarySlot | null = null;
  nb_inplace_floor_divide: BinarySlot | null = null;
  nb_inplace_true_divide: BinarySlot | null = null;
  nb_inplace_matrix_multiply: BinarySlot | null = null;

  sq_length: ((o: PyObject) => number) | null = null;
  sq_concat: BinarySlot | null = null;
  sq_repeat: ((o: PyObject, n: number) => Owned) | null = null;
  sq_item: ((o: PyObject, i: number) => Owned) | null = null;
  sq_ass_item: ((o: PyObject, i: number, value: PyObject | null) => void) | null = null;
  sq_contains: ((o: PyObject, x: PyObject) => boolean) | null = null;
  sq_inplace_concat: BinarySlot | null = null;
  sq_inplace_repeat: ((o: PyObject, n: number) => Owned) | null = null;

  mp_length: ((o: PyObject) => number) | null = null;
  mp_subscript: BinarySlot | null = null;
  mp_ass_subscript: ((o: PyObject, key: PyObject, value: PyObject | null) => void) | null = null;

  /** Buffer protocol: see core/buffer.ts. */
  bf_getbuffer: ((o: PyObject, flags: number) => any) | null = null;
  bf_releasebuffer: ((o: PyObject, view: any) => void) | null = null;

  constructor(name: string) {
    this.name = name;
  }
}

function identity(name: string): TypeObject {
  return new TypeObject(name);
}

export const TypeType = identity('type');
export const ObjectType = identity('object');
export const NoneType = identity('NoneType');
export const NotImplementedType = identity('NotImplementedType');
export const EllipsisType = identity('ellipsis');
export const IntType = identity('int');
export const BoolType = identity('bool');
export const FloatType = identity('float');
export const ComplexType = identity('complex');
export const StrType = identity('str');
export const BytesType = identity('bytes');
export const BytearrayType = identity('bytearray');
export const MemoryviewType = identity('memoryview');
export const TupleType = identity('tuple');
export const ListType = identity('list');
export const DictType = identity('dict');
export const SetType = identity('set');
export const FrozensetType = identity('frozenset');
export const RangeType = identity('range');
export const SliceType = identity('slice');
export const FunctionType = identity('function');
export const MethodType = identity('method');
/** builtin_function_or_method */
export const BuiltinType = identity('builtin_function_or_method');
export const MethodDescriptorType = identity('method_descriptor');
export const ClassMethodDescriptorType = identity('classmethod_descriptor');
export const WrapperDescriptorType = identity('wrapper_descriptor');
export const MethodWrapperType = identity('method-wrapper');
export const GetsetDescriptorType = identity('getset_descriptor');
export const MemberDescriptorType = identity('member_descriptor');
export const PropertyType = identity('property');
export const StaticmethodType = identity('staticmethod');
export const ClassmethodType = identity('classmethod');
export const SuperType = identity('super');
export const CellType = identity('cell');
export const CodeType = identity('code');
export const FrameType = identity('frame');
export const TracebackType = identity('traceback');
export const ModuleType = identity('module');
export const GeneratorType = identity('generator');
export const CoroutineType = identity('coroutine');
export const AsyncGeneratorType = identity('async_generator');
export const MappingproxyType = identity('mappingproxy');
export const BaseExceptionType = identity('BaseException');
