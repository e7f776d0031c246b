/** pickle.Pickler: objects to a pickle stream. CPython: the pickling half of Modules/_pickle.c. */
import { hashNotImplemented } from '../../core/slot-functions.ts';
import { objectNew } from '../../objects/object.ts';
import { asIndexNumber, getIter, index, isTrue, iterNext, str_ } from '../../core/abstract.ts';
import { bindArgs } from '../../core/args.ts';
import { isContiguous } from '../../core/buffer.ts';
import { getAttr, lookupAttr } from '../../core/attr.ts';
import { call1, callMethod0, callObject } from '../../core/call.ts';
import {
  attributeError,
  discard,
  enterNative,
  leaveNative,
  matches,
  overflowError,
  type PyErr,
  reprJs,
  runtimeError,
  setCauseSteal,
  typeError,
  valueError,
} from '../../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../../core/gc.ts';
import { importModuleLevel } from '../../core/import.ts';
import { method } from '../../core/native-def.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../../core/object.ts';
import { S } from '../../core/state.ts';
import { isSubtype } from '../../core/subtype.ts';
import { getset, member, newStaticType } from '../../core/type-define.ts';
import {
  BuiltinType,
  BytearrayType,
  BytesType,
  DictType,
  EllipsisType,
  FloatType,
  FrozensetType,
  FunctionType,
  IntType,
  type KwNames,
  ListType,
  NoneType,
  NotImplementedType,
  SetType,
  StrType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  TupleType,
  type TypeObject,
  TypeType,
  type Visit,
} from '../../core/type-object.ts';
import { bitLength, type PyInt, toBytes } from '../../numbers/int-arith.ts';
import { floatRepr } from '../../numbers/float-repr.ts';
import { bytearrayBytes } from '../../objects/bytearray.ts';
import { newBytes } from '../../objects/bytes.ts';
import {
  dictGetBorrowed,
  dictItemsArray,
  dictLen,
  dictNext,
  dictSet,
  dictKeyAt,
  dictValueAt,
  isDict,
  newDict,
} from '../../objects/dict.ts';
import { ImportErrorType, KeyErrorType, UnicodeEncodeErrorType } from '../../objects/exceptions.ts';
import { intToText, newInt } from '../../objects/int.ts';
import { addressOf } from '../../core/address.ts';
import { setItems, setLen } from '../../objects/set.ts';
import { Ellipsis_, False_, None_, NotImplemented_, True_ } from '../../objects/singletons.ts';
import { intern, isStr, newStr, newStrJs, strJs, strValue } from '../../objects/str.ts';
import { encodeStr } from '../../objects/codec-registry.ts';
import { isTuple, newTuple, newTupleSteal } from '../../objects/tuple.ts';
import { getItem } from '../../core/abstract.ts';
import { ByteSink } from '../../text/codec.ts';
import { codePointAt, textFromLatin1, textLength, type Text } from '../../text/text.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { PickleBufferType, pickleBufferView } from './buffer.ts';
import {
  builtinGetattr,
  codecsEncode,
  DEFAULT_PROTOCOL,
  dispatchTable,
  extensionRegistry,
  HIGHEST_PROTOCOL,
  OP,
  partial,
  PicklingError,
  reverseImportMapping,
  reverseNameMapping,
} from './support.ts';
import { isLarge, PickleWriter } from './writer.ts';

const BATCH = 1000;
const FAST_NESTING_LIMIT = 50;

const s_write = intern('write');
const s_persistent_id = intern('persistent_id');
const s_reducer_override = intern('reducer_override');
const s_dispatch_table = intern('dispatch_table');
const s_reduce_ex = intern('__reduce_ex__');
const s_reduce = intern('__reduce__');
const s_name = intern('__name__');
const s_qualname = intern('__qualname__');
const s_module = intern('__module__');
const s_new = intern('__new__');
const s_class = intern('__class__');
const s_items = intern('items');

/** The state of a Pickler. */
const MEMO_ROOM = 8;
/** sizeof(PyMemoTable) and of one of its entries. */
const MEMO_TABLE = 32;
const MEMO_ENTRY = 16;
/** sys.getsizeof() of the bytes object that waits for output: WRITE_BUF_SIZE with the head of bytes. */
const OUTPUT_BUFFER = 4096 + 33;

export class Pickler {
  readonly out = new PickleWriter();
  /** `file.write`, owned; null for dumps(), and before __init__. */
  write: PyObject | null = null;
  ready = false;
  memo: Map<PyObject, number> = new Map();
  /** Entries that CPython's memo table has room for; clearing keeps them. */
  memoRoom = MEMO_ROOM;
  proto = DEFAULT_PROTOCOL;
  bin = true;
  fast = 0;
  fixImports = false;
  bufferCallback: PyObject | null = null;
  /** A private dispatch table, owned. */
  table: PyObject | null = null;
  persistentId: PyObject | null = null;
  reducerOverride: PyObject | null = null;
  private fastNesting = 0;
  private fastMemo: Set<PyObject> | null = null;
  running = false;
  /** Whether a dump has given its output away since __init__. */
  dumped = false;

  // ---- output ----

  setProtocol(protocol: PyObject | undefined, fixImports: boolean): void {
    let proto = DEFAULT_PROTOCOL;
    if (protocol !== undefined && protocol !== None_) {
      proto = asIndexNumber(protocol, null);
      if (proto < 0) proto = HIGHEST_PROTOCOL;
      else if (proto > HIGHEST_PROTOCOL) {
        throw valueError(`pickle protocol must be <= ${HIGHEST_PROTOCOL}`);
      }
    }
    this.proto = proto;
    this.bin = proto > 0;
    this.fixImports = fixImports && proto < 3;
  }

  setBufferCallback(callback: PyObject | undefined): void {
    const old = this.bufferCallback;
    this.bufferCallback = null;
    xdecref(old);
    if (callback === undefined || callback === None_) return;
    if (this.proto < 5) throw valueError('buffer_callback needs protocol >= 5');
    this.bufferCallback = incref(callback);
  }

  private flush(): void {
    const data = newBytes(this.out.finish());
    this.out.clear();
    try {
      decref(call1(this.write!, data));
    } finally {
      decref(data);
    }
  }

  /** Pickles one object and, with a file, writes it out. */
  dump(obj: PyObject): void {
    this.out.clear();
    this.out.framing = false;
    if (this.proto >= 2) this.out.op(OP.PROTO, this.proto, 1);
    this.out.framing = this.proto >= 4;
    try {
      this.save(obj, false);
      this.out.byte(OP.STOP);
      this.out.closeFrame();
    } finally {
      this.out.framing = false;
    }
    if (this.write !== null) this.flush();
  }

  /** Header and data of something big: large data goes past the frame. */
  private counted(
    code: number,
    size: number,
    width: number,
    data: Uint8Array,
    payload: PyObject | null,
  ): void {
    if (!isLarge(data.length)) {
      this.out.op(code, size, width);
      this.out.raw(data);
      return;
    }
    const framing = this.out.framing;
    this.out.closeFrame();
    this.out.framing = false;
    this.out.op(code, size, width);
    if (this.write !== null) {
      this.flush();
      const bytes = payload !== null ? incref(payload) : newBytes(data.slice());
      try {
        decref(call1(this.write, bytes));
      } finally {
        decref(bytes);
      }
    } else this.out.raw(data);
    this.out.framing = framing;
  }

  // ---- memo ----

  clearMemo(): void {
    const old = this.memo;
    this.memo = new Map();
    for (const o of old.keys()) decref(o);
  }

  private memoGet(obj: PyObject): void {
    const i = this.memo.get(obj)!;
    if (!this.bin) this.out.ascii(`g${i}\n`);
    else if (i < 256) this.out.op(OP.BINGET, i, 1);
    else this.out.op(OP.LONG_BINGET, i, 4);
  }

  /** CPython: PyMemoTable_Set. Full at two thirds, then four times what is used. */
  growMemo(): void {
    const used = this.memo.size;
    if (used * 3 < this.memoRoom * 2) return;
    const wanted = (used > 50000 ? 2 : 4) * used;
    this.memoRoom = MEMO_ROOM;
    while (this.memoRoom < wanted) this.memoRoom *= 2;
  }

  /** What `__sizeof__` counts beside the object itself; the output is flushed at the end of a dump. */
  get extraSize(): number {
    const buffer = this.ready && (!this.dumped || this.running) ? OUTPUT_BUFFER : 0;
    return buffer + (this.ready ? MEMO_TABLE + MEMO_ENTRY * this.memoRoom : 0);
  }

  private memoPut(obj: PyObject): void {
    if (this.fast !== 0) return;
    const i = this.memo.size;
    if (!this.memo.has(obj)) {
      this.memo.set(incref(obj), i);
      this.growMemo();
    }
    if (this.proto >= 4) this.out.byte(OP.MEMOIZE);
    else if (!this.bin) this.out.ascii(`p${i}\n`);
    else if (i < 256) this.out.op(OP.BINPUT, i, 1);
    else this.out.op(OP.LONG_BINPUT, i, 4);
  }

  private enterFast(obj: PyObject): boolean {
    if (this.fast === 0) return false;
    if (++this.fastNesting < FAST_NESTING_LIMIT) return true;
    this.fastMemo ??= new Set();
    if (this.fastMemo.has(obj)) {
      this.fastNesting = 0;
      throw valueError(
        `fast mode: can't pickle cyclic objects including object type ${obj.type.name} at 0x${addressOf(obj).toString(16)}`,
      );
    }
    this.fastMemo.add(obj);
    return true;
  }

  private leaveFast(obj: PyObject): void {
    this.fastNesting--;
    this.fastMemo?.delete(obj);
  }

  // ---- dispatch ----

  save(obj: PyObject, persistent: boolean): void {
    if (this.out.boundary() && this.write !== null) this.flush();
    if (!persistent && this.persistentId !== null && this.savePersistent(obj)) return;
    const type = obj.type;
    if (obj === None_) return this.out.byte(OP.NONE);
    if (obj === True_ || obj === False_) return this.saveBool(obj === True_);
    if (type === IntType) return this.saveInt(obj);
    if (type === FloatType) {
      if (this.bin) this.out.float(OP.BINFLOAT, obj.v);
      else this.out.ascii(`F${floatRepr(obj.v)}\n`);
      return;
    }
    if (this.memo.has(obj)) return this.memoGet(obj);
    if (type === BytesType) return this.saveBytes(obj);
    if (type === StrType) return this.saveStr(obj);
    enterNative(' while pickling an object');
    try {
      this.saveCompound(obj, type);
    } finally {
      leaveNative();
    }
  }

  private saveCompound(obj: PyObject, type: TypeObject): void {
    switch (type) {
      case DictType:
        return this.saveDict(obj);
      case SetType:
        return this.saveSet(obj);
      case FrozensetType:
        return this.saveFrozenset(obj);
      case ListType:
        return this.saveList(obj);
      case TupleType:
        return this.saveTuple(obj);
      case BytearrayType:
        return this.saveBytearray(obj);
      case PickleBufferType:
        return this.savePickleBuffer(obj);
    }
    let reduced: Owned | null = null;
    if (this.reducerOverride !== null) {
      reduced = call1(this.reducerOverride, obj);
      if (reduced === NotImplemented_) {
        decref(reduced);
        reduced = null;
      }
    }
    if (reduced === null) {
      if (type === TypeType) return this.saveType(obj);
      if (type === FunctionType) return this.saveGlobal(obj, null);
      reduced = this.reduceValue(obj, type);
      if (reduced === null) return this.saveGlobal(obj, null);
    }
    try {
      if (isStr(reduced)) this.saveGlobal(obj, reduced);
      else if (isTuple(reduced)) this.saveReduce(reduced.v, obj);
      else throw PicklingError.error('__reduce__ must return a string or tuple');
    } finally {
      decref(reduced);
    }
  }

  /** What the reduction of obj gives; null for classes, which are saved as globals. */
  private reduceValue(obj: PyObject, type: TypeObject): Owned | null {
    const f = this.reducerOf(type);
    if (f !== null) {
      try {
        return call1(f, obj);
      } finally {
        decref(f);
      }
    }
    if (isSubtype(type, TypeType)) return null;
    const ex = lookupAttr(obj, s_reduce_ex);
    if (ex !== null) {
      const proto = newInt(this.proto);
      try {
        return call1(ex, proto);
      } finally {
        decref(proto);
        decref(ex);
      }
    }
    const plain = lookupAttr(obj, s_reduce);
    if (plain === null) {
      throw PicklingError.error(`can't pickle '${type.name}' object: ${reprJs(obj)}`);
    }
    try {
      return callObject(plain, []);
    } finally {
      decref(plain);
    }
  }

  private reducerOf(type: TypeObject): Owned | null {
    if (this.table === null || isDict(this.table)) {
      const found = dictGetBorrowed(this.table ?? dispatchTable.borrowed, type.self);
      if (this.table === null || this.table.type === DictType || found !== null) {
        return found === null ? null : incref(found);
      }
    }
    try {
      return getItem(this.table, type.self);
    } catch (e) {
      if (!matches(e, KeyErrorType)) throw e;
      discard(e);
      return null;
    }
  }

  // ---- atoms ----

  private savePersistent(obj: PyObject): boolean {
    const pid = call1(this.persistentId!, obj);
    try {
      if (pid === None_) return false;
      if (this.bin) {
        this.save(pid, true);
        this.out.byte(OP.BINPERSID);
        return true;
      }
      const text = str_(pid);
      try {
        const b = asciiOf(text);
        if (b === null)
          throw PicklingError.error('persistent IDs in protocol 0 must be ASCII strings');
        this.out.ascii(`P${b}\n`);
      } finally {
        decref(text);
      }
      return true;
    } finally {
      decref(pid);
    }
  }

  private saveBool(b: boolean): void {
    if (this.proto >= 2) this.out.byte(b ? OP.NEWTRUE : OP.NEWFALSE);
    else this.out.ascii(b ? 'I01\n' : 'I00\n');
  }

  private saveInt(obj: PyObject): void {
    const v = obj.v as PyInt;
    if (typeof v === 'number' && (v | 0) === v) {
      if (!this.bin) this.out.ascii(`I${v}\n`);
      else if (v >= 0 && v <= 0xff) this.out.op(OP.BININT1, v, 1);
      else if (v >= 0 && v <= 0xffff) this.out.op(OP.BININT2, v, 2);
      else this.out.op(OP.BININT, v < 0 ? v + 2 ** 32 : v, 4);
      return;
    }
    if (this.proto < 2) return this.out.ascii(`L${intToText(v)}L\n`);
    let n = (bitLength(v) >> 3) + 1;
    let b = toBytes(v, n, true, true) as Uint8Array;
    if (v < 0 && n > 1 && b[n - 1] === 0xff && (b[n - 2]! & 0x80) !== 0) b = b.subarray(0, --n);
    if (n < 256) this.out.op(OP.LONG1, n, 1);
    else if (n <= 0x7fffffff) this.out.op(OP.LONG4, n, 4);
    else throw overflowError('int too large to pickle');
    this.out.raw(b);
  }

  private bytesData(obj: PyObject, data: Uint8Array, payload: PyObject | null): void {
    const n = data.length;
    if (n <= 0xff) this.counted(OP.SHORT_BINBYTES, n, 1, data, payload);
    else if (n <= 0xffffffff) this.counted(OP.BINBYTES, n, 4, data, payload);
    else if (this.proto >= 4) this.counted(OP.BINBYTES8, n, 8, data, payload);
    else
      throw overflowError(
        'serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher',
      );
    this.memoPut(obj);
  }

  private saveBytes(obj: PyObject): void {
    const data = obj.v as Uint8Array;
    if (this.proto >= 3) return this.bytesData(obj, data, obj);
    if (data.length === 0)
      return this.reduceTo([incref(BytesType.self as PyObject), newTuple([])], obj);
    // Python 2 has no such type: the bytes travel as a str of the same code points.
    const args = newTupleSteal([newStr(textFromLatin1(data)), newStrJs('latin1')]);
    this.reduceTo([incref(codecsEncode.borrowed), args], obj);
  }

  private bytearrayData(obj: PyObject, data: Uint8Array): void {
    this.counted(OP.BYTEARRAY8, data.length, 8, data, null);
    this.memoPut(obj);
  }

  private saveBytearray(obj: PyObject): void {
    const data = bytearrayBytes(obj);
    if (this.proto >= 5) return this.bytearrayData(obj, data);
    const args = data.length === 0 ? [] : [newBytes(data.slice())];
    this.reduceTo([incref(BytearrayType.self as PyObject), newTupleSteal(args)], obj);
  }

  private savePickleBuffer(obj: PyObject): void {
    if (this.proto < 5) {
      throw PicklingError.error('PickleBuffer can only be pickled with protocol >= 5');
    }
    const view = pickleBufferView(obj);
    if (view.suboffsets !== null || !isContiguous(view, 'A')) {
      throw PicklingError.error(
        'PickleBuffer can not be pickled when pointing to a non-contiguous buffer',
      );
    }
    let inBand = true;
    if (this.bufferCallback !== null) {
      const r = call1(this.bufferCallback, obj);
      try {
        inBand = isTrue(r);
      } finally {
        decref(r);
      }
    }
    if (!inBand) {
      this.out.byte(OP.NEXT_BUFFER);
      if (view.readonly) this.out.byte(OP.READONLY_BUFFER);
      return;
    }
    const data = view.bytes.subarray(view.offset, view.offset + view.len);
    if (view.readonly) this.bytesData(obj, data, null);
    else this.bytearrayData(obj, data);
  }

  private saveStr(obj: PyObject): void {
    const text = obj.v as Text;
    if (this.bin) {
      const data = encodeUtf8(text, 'surrogatepass') as Uint8Array;
      const n = data.length;
      if (n <= 0xff && this.proto >= 4) this.counted(OP.SHORT_BINUNICODE, n, 1, data, null);
      else if (n <= 0xffffffff) this.counted(OP.BINUNICODE, n, 4, data, null);
      else if (this.proto >= 4) this.counted(OP.BINUNICODE8, n, 8, data, null);
      else
        throw overflowError(
          'serializing a string larger than 4 GiB requires pickle protocol 4 or higher',
        );
    } else {
      this.out.byte(OP.UNICODE);
      this.out.raw(rawEscaped(text));
      this.out.byte(10);
    }
    this.memoPut(obj);
  }

  // ---- containers ----

  private saveTuple(obj: PyObject): void {
    const items = obj.v as PyObject[];
    const n = items.length;
    if (n === 0) {
      if (this.proto > 0) this.out.byte(OP.EMPTY_TUPLE);
      else this.out.ascii('(t');
      return;
    }
    const short = n <= 3 && this.proto >= 2;
    if (!short) this.out.byte(OP.MARK);
    for (const x of items) this.save(x, false);
    if (this.memo.has(obj)) {
      // the tuple contains itself and has been saved on the way: what stands on the stack goes
      if (!short && this.bin) this.out.byte(OP.POP_MARK);
      else for (let i = short ? 0 : -1; i < n; i++) this.out.byte(OP.POP);
      return this.memoGet(obj);
    }
    this.out.byte(short ? [0, OP.TUPLE1, OP.TUPLE2, OP.TUPLE3][n]! : OP.TUPLE);
    this.memoPut(obj);
  }

  private saveList(obj: PyObject): void {
    const fast = this.enterFast(obj);
    if (this.bin) this.out.byte(OP.EMPTY_LIST);
    else this.out.ascii('(l');
    this.memoPut(obj);
    if ((obj.v as PyObject[]).length > 0) {
      if (this.bin) this.appendsExact(obj);
      else this.fromIterator(obj, (it) => this.appends(it));
    }
    if (fast) this.leaveFast(obj);
  }

  private fromIterator(o: PyObject, f: (it: PyObject) => void): void {
    const it = getIter(o);
    try {
      f(it);
    } finally {
      decref(it);
    }
  }

  private saveOwned(x: PyObject): void {
    try {
      this.save(x, false);
    } finally {
      decref(x);
    }
  }

  private appendsExact(list: PyObject): void {
    // hooks may change the list meanwhile: its items are looked at anew each time
    const items = (): PyObject[] => list.v;
    if (items().length === 1) {
      this.saveOwned(incref(items()[0]!));
      return this.out.byte(OP.APPEND);
    }
    for (let i = 0; i < items().length; ) {
      this.out.byte(OP.MARK);
      for (let n = 0; n < BATCH && i < items().length; n++, i++) {
        this.saveOwned(incref(items()[i]!));
      }
      this.out.byte(OP.APPENDS);
    }
  }

  private appends(it: PyObject): void {
    if (this.proto === 0) {
      for (let x = iterNext(it); x !== null; x = iterNext(it)) {
        this.saveOwned(x);
        this.out.byte(OP.APPEND);
      }
      return;
    }
    this.batches(it, OP.APPEND, OP.APPENDS, (x) => this.saveOwned(x));
  }

  /** Runs of up to 1000 items; a single one goes without a mark. */
  private batches(it: PyObject, one: number, many: number, save: (x: Owned) => void): void {
    for (;;) {
      const first = iterNext(it);
      if (first === null) return;
      let next: Owned | null;
      try {
        next = iterNext(it);
      } catch (e) {
        decref(first);
        throw e;
      }
      if (next === null) {
        save(first);
        return this.out.byte(one);
      }
      this.out.byte(OP.MARK);
      save(first);
      let n = 1;
      while (next !== null) {
        save(next);
        if (++n === BATCH) break;
        next = iterNext(it);
      }
      this.out.byte(many);
      if (n < BATCH) return;
    }
  }

  private saveDict(obj: PyObject): void {
    const fast = this.enterFast(obj);
    if (this.bin) this.out.byte(OP.EMPTY_DICT);
    else this.out.ascii('(d');
    this.memoPut(obj);
    if (dictLen(obj) > 0) {
      if (this.bin) this.setItemsExact(obj);
      else {
        const items = callMethod0(obj, s_items);
        try {
          this.fromIterator(items, (it) => this.setItems(it));
        } finally {
          decref(items);
        }
      }
    }
    if (fast) this.leaveFast(obj);
  }

  private setItemsExact(d: PyObject): void {
    const size = dictLen(d);
    const single = size === 1;
    let j = dictNext(d, 0);
    while (j >= 0) {
      if (!single) this.out.byte(OP.MARK);
      for (let n = 0; n < BATCH && j >= 0; n++) {
        const key = incref(dictKeyAt(d, j));
        const value = incref(dictValueAt(d, j));
        try {
          this.save(key, false);
          this.save(value, false);
        } finally {
          decref(key);
          decref(value);
        }
        if (dictLen(d) !== size) throw runtimeError('dictionary changed size during iteration');
        j = dictNext(d, j + 1);
      }
      this.out.byte(single ? OP.SETITEM : OP.SETITEMS);
    }
  }

  private savePair(pair: Owned): void {
    try {
      if (!isTuple(pair) || pair.v.length !== 2) {
        throw typeError('dict items iterator must return 2-tuples');
      }
      this.save(pair.v[0], false);
      this.save(pair.v[1], false);
    } finally {
      decref(pair);
    }
  }

  private setItems(it: PyObject): void {
    if (this.proto === 0) {
      for (let x = iterNext(it); x !== null; x = iterNext(it)) {
        this.savePair(x);
        this.out.byte(OP.SETITEM);
      }
      return;
    }
    this.batches(it, OP.SETITEM, OP.SETITEMS, (x) => this.savePair(x));
  }

  private saveSet(obj: PyObject): void {
    if (this.proto < 4) return this.reduceToList(SetType, obj);
    this.out.byte(OP.EMPTY_SET);
    this.memoPut(obj);
    const size = setLen(obj);
    const items = setItems(obj).map((x) => incref(x));
    try {
      for (let i = 0; i < items.length; ) {
        this.out.byte(OP.MARK);
        for (let n = 0; n < BATCH && i < items.length; n++, i++) {
          this.save(items[i]!, false);
          if (setLen(obj) !== size) throw runtimeError('set changed size during iteration');
        }
        this.out.byte(OP.ADDITEMS);
      }
    } finally {
      for (const x of items) decref(x);
    }
  }

  private saveFrozenset(obj: PyObject): void {
    if (this.proto < 4) return this.reduceToList(FrozensetType, obj);
    const fast = this.enterFast(obj);
    this.out.byte(OP.MARK);
    for (const x of setItems(obj)) this.save(x, false);
    if (fast) this.leaveFast(obj);
    if (this.memo.has(obj)) {
      this.out.byte(OP.POP_MARK);
      return this.memoGet(obj);
    }
    this.out.byte(OP.FROZENSET);
    this.memoPut(obj);
  }

  /** `type([...])`, for protocols without an opcode of sets. */
  private reduceToList(type: TypeObject, obj: PyObject): void {
    const list = callObject(ListType.self, [obj]);
    this.reduceTo([incref(type.self as PyObject), newTupleSteal([list])], obj);
  }

  // ---- globals ----

  private saveType(obj: PyObject): void {
    let single: PyObject | null = null;
    if (obj === NoneType.self) single = None_;
    else if (obj === EllipsisType.self) single = Ellipsis_;
    else if (obj === NotImplementedType.self) single = NotImplemented_;
    if (single === null) return this.saveGlobal(obj, null);
    this.reduceTo([incref(TypeType.self as PyObject), newTupleSteal([incref(single)])], obj);
  }

  saveGlobal(obj: PyObject, name: PyObject | null): void {
    let globalName: Owned | null = name !== null ? incref(name) : lookupAttr(obj, s_qualname);
    globalName ??= getAttr(obj, s_name);
    const owned: PyObject[] = [globalName];
    try {
      const path = dottedPath(globalName, null);
      const moduleName = whichModule(obj, path);
      owned.push(moduleName);
      const found = this.checkedLookup(obj, globalName, moduleName, path);
      owned.push(found.parent);
      const last = path[path.length - 1]!;
      const direct = found.parent === found.module;
      owned.push(found.module);
      if (this.proto >= 2 && this.extension(obj, moduleName, globalName)) return;
      this.globalReference(obj, moduleName, globalName, direct, last);
    } finally {
      for (const o of owned) decref(o);
    }
  }

  private checkedLookup(obj: PyObject, name: PyObject, moduleName: PyObject, path: string[]) {
    let module: Owned;
    try {
      module = importedModule(moduleName);
    } catch (e) {
      throw chained(
        e,
        `Can't pickle ${reprJs(obj)}: import of module ${reprJs(moduleName)} failed`,
      );
    }
    const parent = followPath(module, path);
    if (parent === null) {
      decref(module);
      throw PicklingError.error(
        `Can't pickle ${reprJs(obj)}: attribute lookup ${textOf(name)} on ${textOf(moduleName)} failed`,
      );
    }
    const same = parent.value === obj;
    decref(parent.value);
    if (!same) {
      decref(module);
      decref(parent.parent);
      throw PicklingError.error(
        `Can't pickle ${reprJs(obj)}: it's not the same object as ${textOf(moduleName)}.${textOf(name)}`,
      );
    }
    return { module, parent: parent.parent };
  }

  private extension(obj: PyObject, moduleName: PyObject, name: PyObject): boolean {
    const key = newTupleSteal([incref(moduleName), incref(name)]);
    let code: PyObject | null;
    try {
      code = dictGetBorrowed(extensionRegistry.borrowed, key);
    } finally {
      decref(key);
    }
    if (code === null) return false;
    const exact = index(code);
    if (typeof exact === 'bigint' && BigInt.asIntN(64, exact) !== exact) {
      throw overflowError('Python int too large to convert to C long');
    }
    const n = Number(exact);
    if (n <= 0 || n > 0x7fffffff) throw runtimeError(`extension code ${n} is out of range`);
    if (n <= 0xff) this.out.op(OP.EXT1, n, 1);
    else if (n <= 0xffff) this.out.op(OP.EXT2, n, 2);
    else this.out.op(OP.EXT4, n, 4);
    return true;
  }

  private globalReference(
    obj: PyObject,
    moduleName: PyObject,
    globalName: PyObject,
    direct: boolean,
    last: string,
  ): void {
    const name = direct ? newStrJs(last) : (incref(globalName) as Owned);
    try {
      if (this.proto >= 4) {
        this.save(moduleName, false);
        this.save(name, false);
        this.out.byte(OP.STACK_GLOBAL);
      } else this.nestedReference(moduleName, strJs(name).split('.'));
    } finally {
      decref(name);
    }
    this.memoPut(obj);
  }

  /** Before protocol 4 a dotted name is getattr(getattr(first, second), third). */
  private nestedReference(moduleName: PyObject, path: string[]): void {
    for (let i = 1; i < path.length; i++) {
      this.save(builtinGetattr.borrowed, false);
      if (this.proto < 2) this.out.byte(OP.MARK);
    }
    const first = newStrJs(path[0]!);
    try {
      let [m, n] = [strValue(moduleName), strValue(first)];
      if (this.fixImports) [m, n] = oldNames(moduleName, first);
      this.out.byte(OP.GLOBAL);
      this.identifier(m, 'module');
      this.identifier(n, 'global');
    } finally {
      decref(first);
    }
    for (const attribute of path.slice(1)) {
      this.saveOwned(newStrJs(attribute));
      this.out.byte(this.proto < 2 ? OP.TUPLE : OP.TUPLE2);
      this.out.byte(OP.REDUCE);
    }
  }

  private identifier(text: Text, what: string): void {
    const data = encodeUtf8(text);
    const plain = data instanceof Uint8Array && (this.proto >= 3 || data.every((b) => b < 128));
    if (!plain) {
      const o = newStr(text);
      const shown = strJs(o);
      decref(o);
      throw PicklingError.error(
        `can't pickle ${what} identifier '${shown}' using pickle protocol ${this.proto}`,
      );
    }
    this.out.raw(data);
    this.out.byte(10);
  }

  // ---- reduce ----

  /** Saves a reduction made here; the items are consumed. */
  private reduceTo(items: PyObject[], obj: PyObject | null): void {
    try {
      this.saveReduce(items, obj);
    } finally {
      for (const x of items) decref(x);
    }
  }

  private saveReduce(items: PyObject[], obj: PyObject | null): void {
    const [callable, args, state, listItems, dictItems, setter] = checkReduction(items);
    const name = this.proto >= 2 ? lookupAttr(callable!, s_name) : null;
    const text = name !== null && isStr(name) ? strJs(name) : '';
    xdecref(name);
    if (text === '__newobj_ex__') this.newObjectEx(args!.v);
    else if (text === '__newobj__') this.newObject(args!.v, obj);
    else {
      this.save(callable!, false);
      this.save(args!, false);
      this.out.byte(OP.REDUCE);
    }
    if (obj !== null) {
      if (this.memo.has(obj)) {
        this.out.byte(OP.POP);
        this.memoGet(obj);
      } else this.memoPut(obj);
    }
    if (listItems !== null) this.appends(listItems);
    if (dictItems !== null) this.setItems(dictItems);
    if (state === null) return;
    if (setter === null) {
      this.save(state, false);
      return this.out.byte(OP.BUILD);
    }
    this.save(setter, false);
    this.save(obj!, false);
    this.save(state, false);
    this.out.byte(OP.TUPLE2);
    this.out.byte(OP.REDUCE);
    this.out.byte(OP.POP);
  }

  private newObjectEx(args: PyObject[]): void {
    if (args.length !== 3) {
      throw PicklingError.error(
        `length of the NEWOBJ_EX argument tuple must be exactly 3, not ${args.length}`,
      );
    }
    const [cls, positional, keywords] = args as [PyObject, PyObject, PyObject];
    const wrong = (which: string, what: string, o: PyObject): PyErr =>
      PicklingError.error(
        `${which} item from NEWOBJ_EX argument tuple must be a ${what}, not ${o.type.name}`,
      );
    if (!isSubtype(cls.type, TypeType)) throw wrong('first', 'class', cls);
    if (!isTuple(positional)) throw wrong('second', 'tuple', positional);
    if (!isDict(keywords)) throw wrong('third', 'dict', keywords);
    if (this.proto >= 4) {
      this.save(cls, false);
      this.save(positional, false);
      this.save(keywords, false);
      return this.out.byte(OP.NEWOBJ_EX);
    }
    const make = getAttr(cls, s_new);
    const values = [make, cls, ...(positional.v as PyObject[])];
    const names: PyObject[] = [];
    for (const pair of dictItemsArray(keywords)) {
      names.push(pair.v[0]);
      values.push(pair.v[1]);
      decref(pair);
    }
    let call: Owned;
    try {
      call = callObject(partial.borrowed, values, names);
    } finally {
      decref(make);
    }
    try {
      this.save(call, false);
      this.out.byte(OP.EMPTY_TUPLE);
      this.out.byte(OP.REDUCE);
    } finally {
      decref(call);
    }
  }

  private newObject(args: PyObject[], obj: PyObject | null): void {
    if (args.length === 0) throw PicklingError.error('__newobj__ arglist is empty');
    const cls = args[0]!;
    const make = lookupAttr(cls, s_new);
    if (make === null) throw PicklingError.error('args[0] from __newobj__ args has no __new__');
    decref(make);
    if (obj !== null) {
      const own = getAttr(obj, s_class);
      const same = own === cls;
      decref(own);
      if (!same) throw PicklingError.error('args[0] from __newobj__ args has the wrong class');
    }
    this.save(cls, false);
    this.saveOwned(newTupleSteal(args.slice(1).map((x) => incref(x))));
    this.out.byte(OP.NEWOBJ);
  }
}

type Reduction = [
  PyObject,
  PyObject,
  PyObject | null,
  PyObject | null,
  PyObject | null,
  PyObject | null,
];

function checkReduction(items: PyObject[]): Reduction {
  if (items.length < 2 || items.length > 6) {
    throw PicklingError.error('tuple returned by __reduce__ must contain 2 through 6 elements');
  }
  const given = (i: number): PyObject | null =>
    items[i] === undefined || items[i] === None_ ? null : items[i]!;
  if (items[0]!.type.tp_call === null) {
    throw PicklingError.error('first item of the tuple returned by __reduce__ must be callable');
  }
  if (!isTuple(items[1]!)) {
    throw PicklingError.error('second item of the tuple returned by __reduce__ must be a tuple');
  }
  for (const [i, which] of [
    [3, 'fourth'],
    [4, 'fifth'],
  ] as const) {
    const it = given(i);
    if (it !== null && it.type.tp_iternext === null) {
      throw PicklingError.error(
        `${which} element of the tuple returned by __reduce__ must be an iterator, not ${it.type.name}`,
      );
    }
  }
  const setter = given(5);
  if (setter !== null && setter.type.tp_call === null) {
    throw PicklingError.error(
      `sixth element of the tuple returned by __reduce__ must be a function, not ${setter.type.name}`,
    );
  }
  return [items[0]!, items[1]!, given(2), given(3), given(4), setter];
}

// ---------------------------------------------------------------------------------------------
// Names

function textOf(o: PyObject): string {
  const s = str_(o);
  const out = strJs(s);
  decref(s);
  return out;
}

function asciiOf(o: PyObject): string | null {
  try {
    const b = encodeStr(o, 'ascii');
    const text = textFromLatin1(b.v);
    decref(b);
    return text;
  } catch (e) {
    if (!matches(e, UnicodeEncodeErrorType)) throw e;
    discard(e);
    return null;
  }
}

/** raw_unicode_escape, with the characters a line cannot hold escaped as well. */
function rawEscaped(t: Text): Uint8Array {
  const n = textLength(t);
  const sink = new ByteSink(n);
  for (let i = 0; i < n; i++) {
    const c = codePointAt(t, i);
    if (c >= 0x10000) sink.pushLatin1(`\\U${c.toString(16).padStart(8, '0')}`);
    else if (c >= 256 || c === 92 || c === 0 || c === 10 || c === 13 || c === 26) {
      sink.pushLatin1(`\\u${c.toString(16).padStart(4, '0')}`);
    } else sink.push(c);
  }
  return sink.finish();
}

/** The parts of a dotted name; AttributeError for what is local to a function. */
export function dottedPath(name: PyObject, obj: PyObject | null): string[] {
  const path = strJs(name).split('.');
  if (path.includes('<locals>')) {
    throw attributeError(
      obj === null
        ? `Can't get local object ${reprJs(name)}`
        : `Can't get local attribute ${reprJs(name)} on ${reprJs(obj)}`,
    );
  }
  return path;
}

interface Found {
  value: Owned;
  parent: Owned;
}

/** The attribute at the end of the path and what has it; null if a part is missing. */
export function followPath(o: PyObject, path: string[]): Found | null {
  let value = incref(o) as Owned;
  let parent = incref(o) as Owned;
  for (const part of path) {
    const name = newStrJs(part);
    let next: Owned | null;
    try {
      next = lookupAttr(value, name);
    } catch (e) {
      decref(value);
      decref(parent);
      throw e;
    } finally {
      decref(name);
    }
    decref(parent);
    parent = value;
    if (next === null) {
      decref(parent);
      return null;
    }
    value = next;
  }
  return { value, parent };
}

/** The module to import an object from: its `__module__`, or the first that has it under the name. */
function whichModule(obj: PyObject, path: string[]): Owned {
  const own = lookupAttr(obj, s_module);
  if (own !== null && own !== None_) return own;
  xdecref(own);
  if (!isDict(S.modules)) throw runtimeError('unable to get sys.modules');
  const pairs = dictItemsArray(S.modules);
  try {
    for (const pair of pairs) {
      const [name, module] = pair.v as [PyObject, PyObject];
      if (module === None_ || !isStr(name)) continue;
      const text = strJs(name);
      if (text === '__main__' || text === '__mp_main__') continue;
      const found = followPath(module, path);
      if (found === null) continue;
      const same = found.value === obj;
      decref(found.value);
      decref(found.parent);
      if (same) return incref(name) as Owned;
    }
  } finally {
    for (const p of pairs) decref(p);
  }
  return newStrJs('__main__');
}

/** The module of that name, imported if need be. */
export function importedModule(name: PyObject): Owned {
  const known = isDict(S.modules) ? dictGetBorrowed(S.modules, name) : null;
  if (known !== null && known !== None_) return incref(known) as Owned;
  decref(importModuleLevel(name, null, null, 0));
  return getItem(S.modules, name);
}

function chained(e: unknown, message: string): unknown {
  if (!matches(e, ImportErrorType)) return e;
  const err = PicklingError.error(message);
  setCauseSteal(err.exc, incref(e.exc) as Owned);
  discard(e);
  return err;
}

/** Python 2's names of a global. */
function oldNames(moduleName: PyObject, name: PyObject): [Text, Text] {
  const key = newTupleSteal([incref(moduleName), incref(name)]);
  let pair: PyObject | null;
  try {
    pair = dictGetBorrowed(reverseNameMapping.borrowed, key);
  } finally {
    decref(key);
  }
  if (pair !== null) return [strValue(pair.v[0]), strValue(pair.v[1])];
  const module = dictGetBorrowed(reverseImportMapping.borrowed, moduleName);
  return [strValue(module ?? moduleName), strValue(name)];
}

// ---------------------------------------------------------------------------------------------
// The type

function picklerNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = new Pickler();
  gcTrack(o as PyObject as PyGC);
  return o;
}

function picklerInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [file, protocol, fixImports, callback] = bindArgs(
    'Pickler',
    '(file, protocol=None, fix_imports=True, buffer_callback=None)',
    args,
    kw,
  );
  const p: Pickler = o.v;
  p.setProtocol(protocol, fixImports === undefined || isTrue(fixImports));
  const write = lookupAttr(file, s_write);
  if (write === null) throw typeError("file must have a 'write' attribute");
  xdecref(p.write);
  p.write = write;
  p.setBufferCallback(callback);
  p.ready = true;
  p.dumped = false;
  p.clearMemo();
  p.fast = 0;
  if (p.table === null) p.table = lookupAttr(o, s_dispatch_table);
}

const persistentIdMethod = method('($self, obj, /)', () => undefined);

/** The method `name` of a pickler where a subclass or the instance has its own. */
export function ownHook(o: PyObject, name: PyObject, native: unknown): Owned | null {
  const f = lookupAttr(o, name);
  if (f === null || f.type !== BuiltinType || f.v.def !== native) return f;
  decref(f);
  return null;
}

function dump(o: PyObject, obj: PyObject): void {
  const p: Pickler = o.v;
  if (!p.ready) {
    throw PicklingError.error(`Pickler.__init__() was not called by ${o.type.name}.__init__()`);
  }
  const old = p.persistentId;
  const oldOverride = p.reducerOverride;
  p.persistentId = ownHook(o, s_persistent_id, persistentIdMethod);
  p.reducerOverride = lookupAttr(o, s_reducer_override);
  try {
    p.dump(obj);
  } finally {
    xdecref(p.persistentId);
    xdecref(p.reducerOverride);
    p.dumped = true;
    p.persistentId = old;
    p.reducerOverride = oldOverride;
  }
}

function picklerClear(o: PyObject): void {
  const p: Pickler = o.v;
  const { write, bufferCallback, table, persistentId, reducerOverride } = p;
  p.write = p.bufferCallback = p.table = p.persistentId = p.reducerOverride = null;
  for (const x of [write, bufferCallback, table, persistentId, reducerOverride]) xdecref(x);
  p.clearMemo();
}

/** {id: (index, object)}: what the memo looks like from Python. */
function memoCopy(proxy: PyObject): Owned {
  const out = newDict();
  for (const [obj, i] of (proxy.v.v as Pickler).memo) {
    const key = newInt(addressOf(obj));
    const value = newTupleSteal([newInt(i), incref(obj)]);
    dictSet(out, key, value);
    decref(key);
    decref(value);
  }
  return out;
}

export const PicklerMemoProxyType: TypeObject = newStaticType('_pickle.PicklerMemoProxy', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 24,
  tp_new: objectNew,
  tp_hash: hashNotImplemented,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o as PyGC);
    xdecref(o.v);
    freeObject(o);
  },
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v !== null) visit(o.v);
  },
  methods: {
    clear: method(
      '($self, /)',
      (o: PyObject) => (o.v.v as Pickler).clearMemo(),
      'Empties the memo.',
    ),
    copy: method('($self, /)', memoCopy, 'The memo as a dict.'),
    __reduce__: method('($self, /)', (o: PyObject) =>
      newTupleSteal([incref(DictType.self as PyObject), newTupleSteal([memoCopy(o)])]),
    ),
  },
});

export function newProxy(type: TypeObject, o: PyObject): Owned {
  const proxy = newGC(type, incref(o));
  account(proxy, 40);
  gcTrack(proxy);
  return proxy;
}

/** Reads a memo from a dict of (number, object) pairs; `fresh` gets references of its own. */
function memoFromDict(value: PyObject, fresh: Map<PyObject, number>): void {
  const pairs = dictItemsArray(value);
  try {
    for (const pair of pairs) {
      const entry = pair.v[1] as PyObject;
      if (!isTuple(entry) || entry.v.length !== 2) {
        throw typeError("'memo' values must be 2-item tuples");
      }
      const [number, object] = entry.v as [PyObject, PyObject];
      const i = asIndexNumber(number, null);
      if (!fresh.has(object)) incref(object);
      fresh.set(object, i);
    }
  } catch (e) {
    for (const k of fresh.keys()) decref(k);
    throw e;
  } finally {
    for (const pair of pairs) decref(pair);
  }
}

function setMemo(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError('attribute deletion is not supported');
  const p: Pickler = o.v;
  const fresh: Map<PyObject, number> = new Map();
  let room = MEMO_ROOM;
  if (value.type === PicklerMemoProxyType) {
    const other: Pickler = value.v.v;
    room = other.memoRoom;
    for (const [k, i] of other.memo) fresh.set(incref(k), i);
  } else if (isDict(value)) {
    memoFromDict(value, fresh);
  } else {
    throw typeError(
      `'memo' attribute must be a PicklerMemoProxy object or dict, not ${value.type.name}`,
    );
  }
  p.clearMemo();
  p.memo = fresh;
  p.memoRoom = room;
  p.growMemo();
}

function setTable(o: PyObject, value: PyObject | null): void {
  const p: Pickler = o.v;
  const old = p.table;
  if (value === null && old === null) throw attributeError('dispatch_table');
  p.table = value === null ? null : incref(value);
  xdecref(old);
}

export const PicklerType: TypeObject = newStaticType('_pickle.Pickler', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 144,
  text_signature: '(file, protocol=None, fix_imports=True, buffer_callback=None)',
  tp_new: picklerNew,
  tp_init: picklerInit,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o as PyGC);
    picklerClear(o);
    freeObject(o);
  },
  tp_clear: picklerClear,
  tp_traverse: (o: PyObject, visit: Visit) => {
    const p: Pickler = o.v;
    for (const x of [p.write, p.bufferCallback, p.table, p.persistentId, p.reducerOverride]) {
      if (x !== null) visit(x);
    }
    for (const x of p.memo.keys()) visit(x);
  },
  methods: {
    __sizeof__: method('($self, /)', (o: PyObject) =>
      newInt(o.type.basicsize + (o.v as Pickler).extraSize),
    ),
    persistent_id: persistentIdMethod,
    dump: method('($self, obj, /)', dump, 'Writes an object.'),
    clear_memo: method(
      '($self, /)',
      (o: PyObject) => (o.v as Pickler).clearMemo(),
      'Forgets what was already written.',
    ),
  },
  members: {
    bin: member(
      (o) => newInt((o.v as Pickler).bin ? 1 : 0),
      (o, v) => {
        (o.v as Pickler).bin = v !== null && asIndexNumber(v, null) !== 0;
      },
    ),
    fast: member(
      (o) => newInt((o.v as Pickler).fast),
      (o, v) => {
        (o.v as Pickler).fast = v === null ? 0 : asIndexNumber(v, null);
      },
    ),
    dispatch_table: member((o) => {
      const table = (o.v as Pickler).table;
      if (table === null)
        throw attributeError(`'${o.type.name}' object has no attribute 'dispatch_table'`);
      return incref(table) as Owned;
    }, setTable),
  },
  getset: { memo: getset((o) => newProxy(PicklerMemoProxyType, o), setMemo) },
  doc: 'Writes pickles to a file.',
});
