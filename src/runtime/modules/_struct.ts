/** _struct: the Struct type and the functions around it. CPython: Modules/_struct.c; the codes are in numbers/struct-pack.ts. */
import { asDouble, asIndexNumber, index, isTrue } from '../core/abstract.ts';
import { newUint8 } from '../core/array-pool.ts';
import { genericGetAttr, genericSetAttr } from '../core/attr.ts';
import { bindArgs, functionRaw, method, methodRaw, nativeFunction } from '../core/args.ts';
import {
  type BufferView,
  getBuffer,
  PyBUF_SIMPLE,
  PyBUF_WRITABLE,
  releaseBuffer,
} from '../core/buffer.ts';
import { BufferErrorType, ExceptionType, OverflowErrorType } from '../objects/exceptions.ts';
import {
  discard,
  matches,
  overflowError,
  PyErr,
  typeError,
  unicodeEncodeError,
} from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import {
  account,
  accountPart,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  unaccountPart,
} from '../core/object.ts';
import { getset, newStaticType } from '../core/type-define.ts';
import {
  BytesType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_DISALLOW_INSTANTIATION,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import {
  checkBuffer,
  packInto,
  parseStructFormat,
  type StructError,
  type StructFormat,
  type StructValue,
  unpackFrom,
} from '../numbers/struct-pack.ts';
import { bytearrayBytes, isBytearray } from '../objects/bytearray.ts';
import { isBytes, newBytes } from '../objects/bytes.ts';
import { newIntExact } from '../objects/int.ts';
import { newItems } from '../objects/item-array.ts';
import { structObject } from '../objects/memoryview.ts';
import { LazyException } from '../objects/new-exception.ts';
import { isStr, newStrJs, strIsAscii, strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { clearWeakrefs } from '../objects/weakref.ts';
import { textFromLatin1 } from '../text/text.ts';

const StructErrorClass = new LazyException('struct.error', () => ExceptionType);

function failure(e: StructError): PyErr {
  return e.error === 'OverflowError' ? overflowError(e.message) : StructErrorClass.error(e.message);
}

// ---------------------------------------------------------------------------------------------
// Formats

/** A parsed format with the code of each value. */
class Layout {
  readonly text: string;
  readonly format: StructFormat;
  readonly codes: string[] = [];
  /** Native formats let a float that is too large for 'f' become infinite. */
  readonly native: boolean;

  constructor(text: string, format: StructFormat) {
    this.text = text;
    this.format = format;
    this.native = text === '' || !'=<>!'.includes(text[0]!);
    for (const item of format.items) {
      for (let i = 0; i < item.repeat; i++) this.codes.push(item.code);
    }
  }

  /** Size of the table of codes. */
  get block(): number {
    return 32 * (this.format.items.length + 1);
  }
}

const layouts: Map<string, Layout> = new Map();
/** CPython's cache is cleared at this many entries. */
const MAX_CACHE = 100;

function formatText(o: PyObject): string {
  if (isStr(o)) {
    if (!strIsAscii(o)) {
      const text = strJs(o);
      const at = Array.from(text).findIndex((c) => c > '\x7f');
      throw unicodeEncodeError('ascii', o, at, at + 1, 'ordinal not in range(128)');
    }
    return strJs(o);
  }
  if (isBytes(o)) return textFromLatin1(o.v);
  throw typeError(`Struct() argument 1 must be a str or bytes object, not ${o.type.name}`);
}

function layoutOf(o: PyObject): Layout {
  const text = formatText(o);
  const known = layouts.get(text);
  if (known !== undefined) return known;
  if (text.includes('\0')) throw StructErrorClass.error('embedded null character');
  const format = parseStructFormat(text);
  if ('error' in format) throw failure(format);
  const layout = new Layout(text, format);
  if (layouts.size >= MAX_CACHE) layouts.clear();
  layouts.set(text, layout);
  return layout;
}

// ---------------------------------------------------------------------------------------------
// Values

function bytesValue(code: string, o: PyObject): Uint8Array {
  if (isBytes(o)) return o.v;
  if (isBytearray(o)) return bytearrayBytes(o);
  throw StructErrorClass.error(`argument for '${code}' must be a bytes object`);
}

function floatValue(o: PyObject): number {
  try {
    return asDouble(o);
  } catch (e) {
    if (!(e instanceof PyErr)) throw e;
    discard(e);
    throw StructErrorClass.error('required argument is not a float');
  }
}

function valueOf(layout: Layout, code: string, o: PyObject): StructValue {
  switch (code) {
    case '?':
      return isTrue(o);
    case 'c':
      if (!isBytes(o))
        throw StructErrorClass.error('char format requires a bytes object of length 1');
      return o.v;
    case 's':
    case 'p':
      return bytesValue(code, o);
    case 'd':
    case 'e':
      return floatValue(o);
    case 'f':
      return layout.native ? Math.fround(floatValue(o)) : floatValue(o);
    default:
      if (o.type.nb_index === null)
        throw StructErrorClass.error('required argument is not an integer');
      return index(o);
  }
}

/** Packs `args[from..]`, whose number has been checked, at `offset`. */
function packArgs(
  layout: Layout,
  args: PyObject[],
  from: number,
  out: Uint8Array,
  offset: number,
): void {
  const codes = layout.codes;
  const values: StructValue[] = new Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = valueOf(layout, codes[i]!, args[from + i]!);
  const e = packInto(layout.format, values, out, offset);
  if (e !== null) throw failure(e);
}

function checkCount(layout: Layout | null, name: string, got: number): void {
  const want = layout === null ? -1 : layout.codes.length;
  if (got !== want) {
    throw StructErrorClass.error(`${name} expected ${want} items for packing (got ${got})`);
  }
}

function packed(layout: Layout | null, args: PyObject[]): Owned {
  checkCount(layout, 'pack', args.length);
  const out = newUint8(layout!.format.size);
  packArgs(layout!, args, 0, out, 0);
  return newBytes(out);
}

function writable(o: PyObject): BufferView {
  const wrong = (): PyErr =>
    typeError(`argument must be read-write bytes-like object, not ${o.type.name}`);
  if (o.type.bf_getbuffer === null) throw wrong();
  try {
    return getBuffer(o, PyBUF_WRITABLE);
  } catch (e) {
    if (!matches(e, BufferErrorType)) throw e;
    discard(e);
    throw wrong();
  }
}

function packedInto(layout: Layout | null, args: PyObject[]): void {
  const want = layout === null ? -1 : layout.codes.length;
  if (args.length !== want + 2) {
    if (args.length === 0) throw StructErrorClass.error('pack_into expected buffer argument');
    if (args.length === 1) throw StructErrorClass.error('pack_into expected offset argument');
    checkCount(layout, 'pack_into', args.length - 2);
  }
  const view = writable(args[0]!);
  try {
    const offset = asIndexNumber(args[1]!, OverflowErrorType);
    const bytes = view.contiguous();
    const at = checkBuffer(layout!.format, bytes.length, offset, true);
    if (typeof at !== 'number') throw failure(at);
    packArgs(layout!, args, 2, bytes, at);
  } finally {
    releaseBuffer(view);
  }
}

function valuesAt(layout: Layout, bytes: Uint8Array, offset: number): Owned {
  const values = unpackFrom(layout.format, bytes, offset);
  const items = newItems(values.length);
  for (let i = 0; i < values.length; i++) items[i] = structObject(layout.codes[i]!, values[i]!);
  return newTupleSteal(items);
}

function unpacked(layout: Layout, buffer: PyObject): Owned {
  if (buffer.type === BytesType && buffer.v.length === layout.format.size) {
    return valuesAt(layout, buffer.v, 0);
  }
  const view = getBuffer(buffer, PyBUF_SIMPLE);
  try {
    const size = layout.format.size;
    if (view.len !== size)
      throw StructErrorClass.error(`unpack requires a buffer of ${size} bytes`);
    return valuesAt(layout, view.contiguous(), 0);
  } finally {
    releaseBuffer(view);
  }
}

function unpackedFrom(layout: Layout, buffer: PyObject, offset: PyObject | undefined): Owned {
  const view = getBuffer(buffer, PyBUF_SIMPLE);
  try {
    const from = offset === undefined ? 0 : ssize(offset);
    const bytes = view.contiguous();
    const at = checkBuffer(layout.format, bytes.length, from, false);
    if (typeof at !== 'number') throw failure(at);
    return valuesAt(layout, bytes, at);
  } finally {
    releaseBuffer(view);
  }
}

function ssize(o: PyObject): number {
  const v = index(o);
  if (v < -(2n ** 63n) || v >= 2n ** 63n)
    throw overflowError('Python int too large to convert to C ssize_t');
  return Number(v);
}

// ---------------------------------------------------------------------------------------------
// iter_unpack

class UnpackIter {
  layout: Layout;
  view: BufferView | null;
  at = 0;
  constructor(layout: Layout, view: BufferView) {
    this.layout = layout;
    this.view = view;
  }
}

function endIter(it: UnpackIter): void {
  const view = it.view;
  it.view = null;
  if (view !== null) releaseBuffer(view);
}

const UnpackIteratorType = newStaticType('_struct.unpack_iterator', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_HAVE_GC | TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 112,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    endIter(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    const view: BufferView | null = o.v.view;
    if (view !== null && view.obj !== null) visit(view.obj);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: (o: PyObject) => {
    const it: UnpackIter = o.v;
    if (it.view === null) return null;
    if (it.at >= it.view.len) {
      endIter(it);
      return null;
    }
    const r = valuesAt(it.layout, it.view.contiguous(), it.at);
    it.at += it.layout.format.size;
    return r;
  },
  methods: {
    __length_hint__: method('($self, /)', (o: PyObject) => {
      const it: UnpackIter = o.v;
      return newIntExact(it.view === null ? 0 : (it.view.len - it.at) / it.layout.format.size);
    }),
  },
});

function iterUnpack(layout: Layout, buffer: PyObject): Owned {
  const size = layout.format.size;
  if (size === 0)
    throw StructErrorClass.error('cannot iteratively unpack with a struct of length 0');
  const view = getBuffer(buffer, PyBUF_SIMPLE);
  if (view.len % size !== 0) {
    releaseBuffer(view);
    throw StructErrorClass.error(
      `iterative unpacking requires a buffer of a multiple of ${size} bytes`,
    );
  }
  const it = newGC(UnpackIteratorType, new UnpackIter(layout, view));
  account(it, 128);
  gcTrack(it);
  return it;
}

// ---------------------------------------------------------------------------------------------
// Struct

/** The layout of a Struct; null until `__init__` has run. */
function own(o: PyObject): Layout {
  const layout: Layout | null = o.v;
  if (layout === null) throw typeError('Struct object is not initialized');
  return layout;
}

function structNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = null;
  return o;
}

function structInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [format] = bindArgs('Struct', '(format)', args, kw);
  const layout = layoutOf(format);
  const old: Layout | null = o.v;
  o.v = layout;
  accountPart(o, layout.block);
  if (old !== null) unaccountPart(o, old.block);
}

const StructType = newStaticType('_struct.Struct', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 56,
  hasWeakrefs: true,
  doc: 'A compiled format.',
  dict: { __module__: () => newStrJs('_struct') },
  tp_getattro: genericGetAttr,
  tp_setattro: genericSetAttr,
  tp_new: structNew,
  tp_init: structInit,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    if ((o as PyGC).ext !== null) clearWeakrefs(o as PyGC);
    const layout: Layout | null = o.v;
    if (layout !== null) unaccountPart(o, layout.block);
    freeObject(o);
  },
  tp_traverse: () => {},
  tp_repr: (o: PyObject) => newStrJs(`${shortName(o.type)}('${own(o).text}')`),
  tp_sizeof: (o: PyObject) => o.type.basicsize + (o.v === null ? 0 : o.v.block),
  getset: {
    format: getset((o: PyObject) => newStrJs(own(o).text), null, 'The format as text.'),
    size: getset((o: PyObject) => newIntExact(own(o).format.size), null, 'Bytes of the format.'),
  },
  methods: {
    iter_unpack: method('($self, buffer, /)', (o: PyObject, buffer: PyObject) =>
      iterUnpack(own(o), buffer),
    ),
    pack: methodRaw((o: PyObject, args: PyObject[]) => packed(o.v, args), { kw: false }),
    pack_into: methodRaw((o: PyObject, args: PyObject[]) => packedInto(o.v, args), { kw: false }),
    unpack: method('($self, buffer, /)', (o: PyObject, buffer: PyObject) =>
      unpacked(own(o), buffer),
    ),
    unpack_from: method(
      '($self, /, buffer, offset=0)',
      (o: PyObject, buffer: PyObject, offset?: PyObject) => unpackedFrom(own(o), buffer, offset),
    ),
    __sizeof__: method('($self, /)', (o: PyObject) =>
      newIntExact(o.type.basicsize + (o.v === null ? 0 : o.v.block)),
    ),
  },
});

function shortName(type: TypeObject): string {
  return type.name.slice(type.name.lastIndexOf('.') + 1);
}

function withFormat(f: (layout: Layout, args: PyObject[]) => Owned | void) {
  return (_m: unknown, args: PyObject[]): Owned | void => {
    if (args.length === 0) throw typeError('missing format argument');
    return f(layoutOf(args[0]!), args.slice(1));
  };
}

defineModule('_struct', {
  functions: {
    _clearcache: nativeFunction('_clearcache', '($module, /)', () => layouts.clear()),
    calcsize: nativeFunction('calcsize', '($module, format, /)', (_m, format: PyObject) =>
      newIntExact(layoutOf(format).format.size),
    ),
    iter_unpack: nativeFunction(
      'iter_unpack',
      '($module, format, buffer, /)',
      (_m, f: PyObject, b: PyObject) => iterUnpack(layoutOf(f), b),
    ),
    pack: functionRaw('pack', withFormat(packed), { kw: false }),
    pack_into: functionRaw('pack_into', withFormat(packedInto), { kw: false }),
    unpack: nativeFunction(
      'unpack',
      '($module, format, buffer, /)',
      (_m, f: PyObject, b: PyObject) => unpacked(layoutOf(f), b),
    ),
    unpack_from: nativeFunction(
      'unpack_from',
      '($module, format, /, buffer, offset=0)',
      (_m, f: PyObject, b: PyObject, offset?: PyObject) => unpackedFrom(layoutOf(f), b, offset),
    ),
  },
  types: { Struct: StructType },
  constants: { error: () => StructErrorClass.owned() },
});
