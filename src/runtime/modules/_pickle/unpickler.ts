/** pickle.Unpickler: a pickle stream to objects. CPython: the unpickling half of Modules/_pickle.c. */
import { hashNotImplemented } from '../../core/slot-functions.ts';
import { objectNew } from '../../objects/object.ts';
import { asIndexNumber, getIter, isTrue, iterNext, setItem } from '../../core/abstract.ts';
import { bindArgs } from '../../core/args.ts';
import { getAttr, lookupAttr } from '../../core/attr.ts';
import { withBytes } from '../../core/buffer.ts';
import { call1, callMethod1, callMethod2, callObject } from '../../core/call.ts';
import {
  attributeError,
  eofError,
  matches,
  discard,
  overflowError,
  reprJs,
  typeError,
  valueError,
} from '../../core/errors.ts';
import { freeObject, gcTrack, gcUntrack } from '../../core/gc.ts';
import { method } from '../../core/native-def.ts';
import {
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../../core/object.ts';
import { isSubtype } from '../../core/subtype.ts';
import { getset, newStaticType } from '../../core/type-define.ts';
import {
  DictType,
  type KwNames,
  SetType,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  TypeType,
  type Visit,
} from '../../core/type-object.ts';
import { fromBytes } from '../../numbers/int-arith.ts';
import { newBytearray } from '../../objects/bytearray.ts';
import { emptyBytes, isBytes, newBytes } from '../../objects/bytes.ts';
import { decodeObject } from '../../objects/codec-registry.ts';
import { dictGetBorrowed, dictItemsArray, dictSet, isDict, newDict } from '../../objects/dict.ts';
import { floatFromText, newFloat } from '../../objects/float.ts';
import { intFromText, isInt, newInt } from '../../objects/int.ts';
import { isListExact, listAppend, newListSteal } from '../../objects/list.ts';
import { newMemoryview } from '../../objects/memoryview.ts';
import { newFrozensetSteal, newSet, setAdd } from '../../objects/set.ts';
import { newBool, newNone, None_ } from '../../objects/singletons.ts';
import {
  intern,
  internStr,
  isStr,
  isStrExact,
  newStr,
  newStrJs,
  strJs,
} from '../../objects/str.ts';
import { isTuple, newTuple, newTupleSteal } from '../../objects/tuple.ts';
import { textFromLatin1 } from '../../text/text.ts';
import { Decoded } from '../../text/codec.ts';
import { decodeRawUnicodeEscape, escapeDecode } from '../../text/escapes.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { dottedPath, followPath, importedModule, newProxy, ownHook } from './pickler.ts';
import {
  extensionCache,
  HIGHEST_PROTOCOL,
  importMapping,
  invertedRegistry,
  nameMapping,
  OP,
  UnpicklingError,
} from './support.ts';

const s_read = intern('read');
const s_readline = intern('readline');
const s_persistent_load = intern('persistent_load');
const s_find_class = intern('find_class');
const s_new = intern('__new__');
const s_setstate = intern('__setstate__');
const s_dict = intern('__dict__');
const s_extend = intern('extend');
const s_append = intern('append');
const s_add = intern('add');
const s_toreadonly = intern('toreadonly');
const s_getinitargs = intern('__getinitargs__');

const truncated = () => UnpicklingError.error('pickle data was truncated');

const MEMO_ROOM = 32;

export class Unpickler {
  /** `file.read` and `file.readline`, owned; null for loads(), and before __init__. */
  read: PyObject | null = null;
  readline: PyObject | null = null;
  ready = false;
  private data: Uint8Array = new Uint8Array(0);
  private at = 0;
  memo: (PyObject | null)[] = [];
  /** Entries of CPython's memo list, and of its stack of marks. */
  memoRoom = MEMO_ROOM;
  private marksRoom = 0;
  /** Bytes of the last line read, its end included; -1 before any. */
  private lineLength = -1;
  private stack: PyObject[] = [];
  private marks: number[] = [];
  /** Below this the stack belongs to what the newest mark stands on. */
  private fence = 0;
  proto = 0;
  fixImports = true;
  encoding = 'ASCII';
  errors = 'strict';
  /** Iterator of the out-of-band buffers, owned. */
  buffers: PyObject | null = null;
  persistentLoad: PyObject | null = null;
  /** The object of the running load, borrowed. */
  private self: PyObject | null = null;

  setInput(data: Uint8Array): void {
    this.data = data;
    this.at = 0;
  }

  setOptions(
    fix: PyObject | undefined,
    encoding?: PyObject,
    errors?: PyObject,
    buffers?: PyObject,
  ): void {
    this.fixImports = fix === undefined || isTrue(fix);
    if (encoding !== undefined) this.encoding = strArgument(encoding, 'encoding');
    if (errors !== undefined) this.errors = strArgument(errors, 'errors');
    const old = this.buffers;
    this.buffers = buffers === undefined || buffers === None_ ? null : getIter(buffers);
    xdecref(old);
  }

  // ---- input ----

  private take(n: number): Uint8Array {
    if (n <= this.data.length - this.at) {
      const from = this.at;
      this.at += n;
      return this.data.subarray(from, this.at);
    }
    if (this.read === null) throw truncated();
    // what is left of a frame does not count: a frame holds whole opcodes
    this.setInput(this.fromFile(n));
    if (this.data.length < n) throw truncated();
    this.at = n;
    return this.data.length === n ? this.data : this.data.subarray(0, n);
  }

  private fromFile(n: number): Uint8Array {
    const size = newInt(n);
    let r: Owned;
    try {
      r = call1(this.read!, size);
    } finally {
      decref(size);
    }
    return bytesOf(r, 'read()');
  }

  /** A line with its end. */
  private line(): Uint8Array {
    const line = this.wholeLine();
    this.lineLength = line.length;
    return line;
  }

  private wholeLine(): Uint8Array {
    const end = this.data.indexOf(10, this.at);
    if (end >= 0) {
      const from = this.at;
      this.at = end + 1;
      return this.data.subarray(from, this.at);
    }
    if (this.read === null) throw truncated();
    const b = bytesOf(callObject(this.readline!, []), 'readline()');
    if (b.length === 0 || b[b.length - 1] !== 10) throw truncated();
    this.setInput(new Uint8Array(0));
    return b;
  }

  private ascii(): string {
    const b = this.line();
    if (b.length < 2) throw truncated();
    return textFromLatin1(b, 0, b.length - 1);
  }

  private size(n: number): number {
    const b = this.take(n);
    let r = 0;
    for (let i = n - 1; i >= 0; i--) r = r * 256 + b[i]!;
    return r;
  }

  /** The counted data of an opcode; `what` names it in errors. */
  private counted(width: number, what: string): Uint8Array {
    const n = this.size(width);
    if (n > 2 ** 53) {
      throw overflowError(`${what} exceeds system's maximum size of ${2n ** 63n - 1n} bytes`);
    }
    return this.take(n);
  }

  // ---- stack ----

  private push(o: Owned): void {
    this.stack.push(o);
  }

  private underflow() {
    return UnpicklingError.error(
      this.marks.length > 0 ? 'unexpected MARK found' : 'unpickling stack underflow',
    );
  }

  private need(n: number): void {
    if (this.stack.length - n < this.fence) throw this.underflow();
  }

  private pop(): Owned {
    if (this.stack.length <= this.fence) throw this.underflow();
    return this.stack.pop() as Owned;
  }

  private top(): PyObject {
    this.need(1);
    return this.stack[this.stack.length - 1]!;
  }

  private marker(): number {
    if (this.marks.length === 0) throw UnpicklingError.error('could not find MARK');
    const at = this.marks.pop()!;
    this.fence = this.marks.length > 0 ? this.marks[this.marks.length - 1]! : 0;
    return at;
  }

  private popFrom(at: number): Owned[] {
    return this.stack.splice(at) as Owned[];
  }

  reset(): void {
    const old = this.stack;
    this.stack = [];
    this.marks = [];
    this.fence = 0;
    for (const o of old) decref(o);
  }

  clearMemo(): void {
    const old = this.memo;
    this.memo = [];
    for (const o of old) if (o !== null && o !== undefined) decref(o);
  }

  /** What `__sizeof__` counts beside the object itself. */
  get extraSize(): number {
    if (!this.ready) return 0;
    const texts = this.encoding.length + 1 + this.errors.length + 1;
    return 8 * (this.memoRoom + this.marksRoom) + this.lineLength + 1 + texts;
  }

  memoPut(i: number, o: PyObject): void {
    const old = this.memo[i];
    if (i >= this.memoRoom) this.memoRoom = i * 2;
    while (this.memo.length < i) this.memo.push(null);
    this.memo[i] = incref(o);
    if (old !== null && old !== undefined) decref(old);
  }

  private memoLoad(i: number): void {
    const o = this.memo[i];
    if (o === null || o === undefined) {
      throw UnpicklingError.error(`Memo value not found at index ${i}`);
    }
    this.push(incref(o) as Owned);
  }

  // ---- the loop ----

  load(self: PyObject | null): Owned {
    this.reset();
    this.proto = 0;
    this.self = self;
    for (;;) {
      let op: number;
      if (this.at < this.data.length) op = this.data[this.at++]!;
      else {
        try {
          op = this.take(1)[0]!;
        } catch (e) {
          if (!matches(e, UnpicklingError.borrowed.v)) throw e;
          discard(e);
          throw eofError('Ran out of input');
        }
      }
      if (op === OP.STOP) break;
      this.step(op);
    }
    return this.pop();
  }

  private step(op: number): void {
    switch (op) {
      case OP.NONE:
        return this.push(newNone());
      case OP.BININT:
        return this.push(newInt(this.size(4) | 0));
      case OP.BININT1:
        return this.push(newInt(this.size(1)));
      case OP.BININT2:
        return this.push(newInt(this.size(2)));
      case OP.INT:
        return this.loadInt();
      case OP.LONG:
        return this.loadLong();
      case OP.LONG1:
        return this.push(newInt(fromBytes(this.take(this.size(1)), true, true)));
      case OP.LONG4: {
        const n = this.size(4) | 0;
        if (n < 0) throw UnpicklingError.error('LONG pickle has negative byte count');
        return this.push(newInt(fromBytes(this.take(n), true, true)));
      }
      case OP.FLOAT:
        return this.loadFloat();
      case OP.BINFLOAT: {
        const b = this.take(8);
        return this.push(newFloat(new DataView(b.buffer, b.byteOffset, 8).getFloat64(0)));
      }
      case OP.SHORT_BINBYTES:
        return this.push(newBytes(this.counted(1, 'BINBYTES').slice()));
      case OP.BINBYTES:
        return this.push(newBytes(this.counted(4, 'BINBYTES').slice()));
      case OP.BINBYTES8:
        return this.push(newBytes(this.counted(8, 'BINBYTES').slice()));
      case OP.BYTEARRAY8:
        return this.push(newBytearray(this.counted(8, 'BYTEARRAY8').slice()));
      case OP.NEXT_BUFFER:
        return this.nextBuffer();
      case OP.READONLY_BUFFER:
        return this.readonlyBuffer();
      case OP.SHORT_BINSTRING:
        return this.pushOldString(this.counted(1, 'BINSTRING'));
      case OP.BINSTRING: {
        const n = this.size(4) | 0;
        if (n < 0) throw UnpicklingError.error('BINSTRING pickle has negative byte count');
        return this.pushOldString(this.take(n));
      }
      case OP.STRING:
        return this.loadString();
      case OP.UNICODE:
        return this.loadUnicode();
      case OP.SHORT_BINUNICODE:
        return this.pushUtf8(this.counted(1, 'BINUNICODE'));
      case OP.BINUNICODE:
        return this.pushUtf8(this.counted(4, 'BINUNICODE'));
      case OP.BINUNICODE8:
        return this.pushUtf8(this.counted(8, 'BINUNICODE'));
      case OP.EMPTY_TUPLE:
        return this.push(newTuple([]));
      case OP.TUPLE1:
      case OP.TUPLE2:
      case OP.TUPLE3: {
        const n = op - OP.TUPLE1 + 1;
        this.need(n);
        return this.push(newTupleSteal(this.popFrom(this.stack.length - n)));
      }
      case OP.TUPLE:
        return this.push(newTupleSteal(this.popFrom(this.marker())));
      case OP.EMPTY_LIST:
        return this.push(newListSteal([]));
      case OP.EMPTY_DICT:
        return this.push(newDict());
      case OP.EMPTY_SET:
        return this.push(newSet());
      case OP.LIST:
        return this.push(newListSteal(this.popFrom(this.marker())));
      case OP.DICT:
        return this.loadDict();
      case OP.FROZENSET:
        return this.push(newFrozensetSteal(this.popFrom(this.marker())));
      case OP.ADDITEMS:
        return this.addItems();
      case OP.APPEND:
        this.need(1);
        return this.append(this.stack.length - 1);
      case OP.APPENDS:
        return this.append(this.marker());
      case OP.SETITEM:
        this.need(2);
        return this.setItems(this.stack.length - 2);
      case OP.SETITEMS:
        return this.setItems(this.marker());
      case OP.OBJ:
        return this.loadObj();
      case OP.INST:
        return this.loadInst();
      case OP.NEWOBJ:
        return this.newObject(false);
      case OP.NEWOBJ_EX:
        return this.newObject(true);
      case OP.GLOBAL:
        return this.loadGlobal();
      case OP.STACK_GLOBAL:
        return this.stackGlobal();
      case OP.BUILD:
        return this.build();
      case OP.REDUCE:
        return this.reduce();
      case OP.DUP:
        return this.push(incref(this.top()) as Owned);
      case OP.POP:
        return this.popOne();
      case OP.POP_MARK:
        for (const o of this.popFrom(this.marker())) decref(o);
        return;
      case OP.MARK:
        if (this.marks.length >= this.marksRoom) this.marksRoom = this.marks.length * 2 + 20;
        this.marks.push(this.stack.length);
        this.fence = this.stack.length;
        return;
      case OP.GET: {
        const i = this.number();
        return this.memoLoad(i);
      }
      case OP.BINGET:
        return this.memoLoad(this.size(1));
      case OP.LONG_BINGET:
        return this.memoLoad(this.size(4));
      case OP.PUT: {
        const i = this.number();
        if (i < 0) throw valueError('negative PUT argument');
        return this.memoPut(i, this.top());
      }
      case OP.BINPUT:
        return this.memoPut(this.size(1), this.top());
      case OP.LONG_BINPUT:
        return this.memoPut(this.size(4), this.top());
      case OP.MEMOIZE: {
        let n = 0;
        for (const o of this.memo) if (o !== null && o !== undefined) n++;
        return this.memoPut(n, this.top());
      }
      case OP.PERSID:
      case OP.BINPERSID:
        return this.persistent(op === OP.BINPERSID);
      case OP.EXT1:
        return this.extension(1);
      case OP.EXT2:
        return this.extension(2);
      case OP.EXT4:
        return this.extension(4);
      case OP.PROTO: {
        const n = this.size(1);
        if (n > HIGHEST_PROTOCOL) throw valueError(`unsupported pickle protocol: ${n}`);
        this.proto = n;
        return;
      }
      case OP.FRAME:
        return this.frame();
      case OP.NEWTRUE:
        return this.push(newBool(true));
      case OP.NEWFALSE:
        return this.push(newBool(false));
    }
    const shown =
      op >= 0x20 && op <= 0x7e && op !== 39 && op !== 92
        ? String.fromCharCode(op)
        : `\\x${op.toString(16).padStart(2, '0')}`;
    throw UnpicklingError.error(`invalid load key, '${shown}'.`);
  }

  /** The frame is read at once; its opcodes follow from memory. */
  private frame(): void {
    const n = this.size(8);
    if (n > 2 ** 53)
      throw overflowError("FRAME length exceeds system's maximum of 9223372036854775807 bytes");
    this.take(n);
    this.at -= n;
  }

  private number(): number {
    const o = intFromText(this.ascii(), 10);
    try {
      return asIndexNumber(o, null);
    } finally {
      decref(o);
    }
  }

  // ---- atoms ----

  private loadInt(): void {
    const s = this.ascii();
    if (s === '01' || s === '00') return this.push(newBool(s === '01'));
    this.push(intFromText(s, 0));
  }

  private loadLong(): void {
    const s = this.ascii();
    this.push(intFromText(s.endsWith('L') ? s.slice(0, -1) : s, 0));
  }

  private loadFloat(): void {
    const s = this.ascii();
    this.push(newFloat(floatFromText(s)));
  }

  /** A str of Python 2. */
  private pushOldString(b: Uint8Array): void {
    const bytes = newBytes(b.slice());
    if (this.encoding === 'bytes') return this.push(bytes);
    try {
      this.push(decodeObject(bytes, this.encoding, this.errors));
    } finally {
      decref(bytes);
    }
  }

  private loadString(): void {
    const s = this.line();
    const end = s.length - 1;
    const quote = s[0]!;
    if (end < 2 || quote !== s[end - 1] || (quote !== 34 && quote !== 39)) {
      throw UnpicklingError.error('the STRING opcode argument must be quoted');
    }
    const r = escapeDecode(s.subarray(1, end - 1));
    if (typeof r === 'string') throw valueError(r);
    this.pushOldString(r.bytes);
  }

  private loadUnicode(): void {
    const b = this.line();
    if (b.length < 1) throw truncated();
    const raw = b.slice(0, b.length - 1);
    const d = decodeRawUnicodeEscape(raw);
    if (d instanceof Decoded) return this.push(newStr(d.text));
    const bytes = newBytes(raw);
    try {
      this.push(decodeObject(bytes, 'raw-unicode-escape', 'strict'));
    } finally {
      decref(bytes);
    }
  }

  private pushUtf8(b: Uint8Array): void {
    this.push(utf8(b));
  }

  private nextBuffer(): void {
    if (this.buffers === null) {
      throw UnpicklingError.error(
        'pickle stream refers to out-of-band data but no *buffers* argument was given',
      );
    }
    const b = iterNext(this.buffers);
    if (b === null) throw UnpicklingError.error('not enough out-of-band buffers');
    this.push(b);
  }

  private readonlyBuffer(): void {
    const buf = this.top();
    const view = newMemoryview(buf);
    try {
      if (view.v.readonly) return;
      const readonly = callObject(getAttrSteal(view, s_toreadonly), []);
      this.stack[this.stack.length - 1] = readonly;
      decref(buf);
    } finally {
      decref(view);
    }
  }

  // ---- containers ----

  private loadDict(): void {
    const at = this.marker();
    const items = this.popFrom(at);
    const d = newDict();
    try {
      if (items.length % 2 !== 0) throw UnpicklingError.error('odd number of items for DICT');
      for (let i = 0; i < items.length; i += 2) dictSet(d, items[i]!, items[i + 1]!);
    } catch (e) {
      decref(d);
      throw e;
    } finally {
      for (const x of items) decref(x);
    }
    this.push(d);
  }

  private addItems(): void {
    const at = this.marker();
    if (at <= this.fence) throw this.underflow();
    const items = this.popFrom(at);
    try {
      const set = this.stack[at - 1]!;
      if (set.type === SetType) {
        for (const x of items) setAdd(set, x);
        return;
      }
      const add = getAttr(set, s_add);
      try {
        for (const x of items) decref(call1(add, x));
      } finally {
        decref(add);
      }
    } finally {
      for (const x of items) decref(x);
    }
  }

  private append(at: number): void {
    if (at <= this.fence || at > this.stack.length) throw this.underflow();
    const items = this.popFrom(at);
    try {
      if (items.length === 0) return;
      const list = this.stack[at - 1]!;
      if (isListExact(list)) {
        for (const x of items) listAppend(list, x);
        return;
      }
      const extend = lookupAttr(list, s_extend);
      if (extend !== null) {
        const all = newListSteal(items.map((x) => incref(x)));
        try {
          decref(call1(extend, all));
        } finally {
          decref(all);
          decref(extend);
        }
        return;
      }
      const append = getAttr(list, s_append);
      try {
        for (const x of items) decref(call1(append, x));
      } finally {
        decref(append);
      }
    } finally {
      for (const x of items) decref(x);
    }
  }

  private setItems(at: number): void {
    if (at <= this.fence || at > this.stack.length) throw this.underflow();
    const items = this.popFrom(at);
    try {
      if (items.length % 2 !== 0) throw UnpicklingError.error('odd number of items for SETITEMS');
      const dict = this.stack[at - 1]!;
      const exact = dict.type === DictType;
      for (let i = 0; i < items.length; i += 2) {
        if (exact) dictSet(dict, items[i]!, items[i + 1]!);
        else setItem(dict, items[i]!, items[i + 1]!);
      }
    } finally {
      for (const x of items) decref(x);
    }
  }

  private popOne(): void {
    const n = this.stack.length;
    if (this.marks.length > 0 && this.marks[this.marks.length - 1] === n) {
      this.marker();
      return;
    }
    decref(this.pop());
  }

  // ---- objects ----

  private withMark(at: number, cls: PyObject): void {
    const args = this.popFrom(at);
    try {
      if (args.length === 0 && isSubtype(cls.type, TypeType)) {
        const initargs = lookupAttr(cls, s_getinitargs);
        if (initargs === null) return this.push(callMethod1(cls, s_new, cls));
        decref(initargs);
      }
      this.push(callObject(cls, args));
    } finally {
      for (const x of args) decref(x);
    }
  }

  private loadObj(): void {
    const at = this.marker();
    if (this.stack.length - at < 1) throw this.underflow();
    const cls = this.stack.splice(at, 1)[0]!;
    try {
      this.withMark(at, cls);
    } finally {
      decref(cls);
    }
  }

  private loadInst(): void {
    const at = this.marker();
    const module = asciiName(this.ascii());
    let cls: Owned;
    try {
      const name = asciiName(this.ascii());
      try {
        cls = this.findClass(module, name);
      } finally {
        decref(name);
      }
    } finally {
      decref(module);
    }
    try {
      this.withMark(at, cls);
    } finally {
      decref(cls);
    }
  }

  private newObject(keywords: boolean): void {
    const kwargs = keywords ? this.pop() : null;
    const owned: PyObject[] = kwargs === null ? [] : [kwargs];
    try {
      const args = this.pop();
      owned.push(args);
      const cls = this.pop();
      owned.push(cls);
      const op = keywords ? 'NEWOBJ_EX' : 'NEWOBJ';
      if (!isSubtype(cls.type, TypeType)) {
        throw UnpicklingError.error(`${op} class argument must be a type, not ${cls.type.name}`);
      }
      if ((cls.v as TypeObject).tp_new === null) {
        throw UnpicklingError.error(
          `${op} class argument '${(cls.v as TypeObject).name}' doesn't have __new__`,
        );
      }
      if (!isTuple(args)) {
        throw UnpicklingError.error(`${op} args argument must be a tuple, not ${args.type.name}`);
      }
      if (kwargs !== null && !isDict(kwargs)) {
        throw UnpicklingError.error(
          `${op} kwargs argument must be a dict, not ${kwargs.type.name}`,
        );
      }
      const values = [...(args.v as PyObject[])];
      const names: PyObject[] = [];
      if (kwargs !== null) {
        for (const pair of dictItemsArray(kwargs)) {
          names.push(pair.v[0]);
          values.push(pair.v[1]);
          decref(pair);
        }
      }
      const T = cls.v as TypeObject;
      this.push(T.tp_new!(T, values, names.length > 0 ? names : null));
    } finally {
      for (const o of owned) decref(o);
    }
  }

  private loadGlobal(): void {
    const module = utf8Line(this.line());
    let name: Owned | null = null;
    try {
      name = utf8Line(this.line());
      this.push(this.findClass(module, name));
    } finally {
      decref(module);
      xdecref(name);
    }
  }

  private stackGlobal(): void {
    const name = this.pop();
    let module: Owned | null = null;
    try {
      module = this.pop();
      if (!isStrExact(name) || !isStrExact(module)) {
        throw UnpicklingError.error('STACK_GLOBAL requires str');
      }
      this.push(this.findClass(module, name));
    } finally {
      decref(name);
      xdecref(module);
    }
  }

  private findClass(module: PyObject, name: PyObject): Owned {
    if (this.self === null || this.self.type === UnpicklerType) return this.findPlain(module, name);
    return callMethod2(this.self, s_find_class, module, name);
  }

  /** A global by its name, dotted from protocol 4 on; null when it is not there. */
  private attributeOf(module: PyObject, name: PyObject): Owned | null {
    if (this.proto < 4) return lookupAttr(module, name);
    const found = followPath(module, dottedPath(name, module));
    if (found === null) return null;
    decref(found.parent);
    return found.value;
  }

  /** Unpickler.find_class. */
  findPlain(moduleName: PyObject, globalName: PyObject): Owned {
    if (!isStr(globalName)) {
      throw typeError(`attribute name must be string, not '${globalName.type.name}'`);
    }
    let module = incref(moduleName);
    let name = incref(globalName);
    try {
      if (this.proto < 3 && this.fixImports) {
        const [m, n] = newNames(module, name);
        decref(module);
        decref(name);
        module = m;
        name = n;
      }
      const o = importedModule(module);
      try {
        const value = this.attributeOf(o, name);
        if (value === null)
          throw attributeError(`Can't get attribute ${reprJs(name)} on ${reprJs(o)}`);
        return value;
      } finally {
        decref(o);
      }
    } finally {
      decref(module);
      decref(name);
    }
  }

  private persistent(binary: boolean): void {
    const pid = binary ? this.pop() : persistentName(this.line());
    try {
      if (this.persistentLoad === null) {
        throw UnpicklingError.error(
          'A load persistent id instruction was encountered, but no persistent_load function was specified.',
        );
      }
      this.push(call1(this.persistentLoad, pid));
    } finally {
      decref(pid);
    }
  }

  private extension(width: number): void {
    const n = width === 4 ? this.size(4) | 0 : this.size(width);
    if (n <= 0) throw UnpicklingError.error('EXT specifies code <= 0');
    const code = newInt(n);
    try {
      const known = dictGetBorrowed(extensionCache.borrowed, code);
      if (known !== null) return this.push(incref(known) as Owned);
      const pair = dictGetBorrowed(invertedRegistry.borrowed, code);
      if (pair === null) throw valueError(`unregistered extension code ${n}`);
      if (!isTuple(pair) || pair.v.length !== 2 || !isStr(pair.v[0]) || !isStr(pair.v[1])) {
        throw valueError(`_inverted_registry[${n}] isn't a 2-tuple of strings`);
      }
      const o = this.findClass(pair.v[0], pair.v[1]);
      dictSet(extensionCache.borrowed, code, o);
      this.push(o);
    } finally {
      decref(code);
    }
  }

  private reduce(): void {
    const args = this.pop();
    let f: Owned | null = null;
    try {
      f = this.pop();
      if (!isTuple(args)) throw typeError('argument list must be a tuple');
      this.push(callObject(f, args.v));
    } finally {
      decref(args);
      xdecref(f);
    }
  }

  private build(): void {
    this.need(2);
    const state = this.pop();
    try {
      const inst = this.top();
      const setstate = lookupAttr(inst, s_setstate);
      if (setstate !== null) {
        try {
          decref(call1(setstate, state));
        } finally {
          decref(setstate);
        }
        return;
      }
      let dict: PyObject = state;
      let slots: PyObject | null = null;
      if (isTuple(state) && state.v.length === 2) {
        dict = state.v[0];
        slots = state.v[1];
      }
      if (dict !== None_) updateDict(inst, dict);
      if (slots !== null && slots !== None_) updateSlots(inst, slots);
    } finally {
      decref(state);
    }
  }

  traverse(visit: Visit): void {
    for (const x of [this.read, this.readline, this.buffers, this.persistentLoad]) {
      if (x !== null) visit(x);
    }
    for (const x of this.stack) visit(x);
    for (const x of this.memo) if (x !== null && x !== undefined) visit(x);
  }

  clear(): void {
    const { read, readline, buffers, persistentLoad } = this;
    this.read = this.readline = this.buffers = this.persistentLoad = null;
    for (const x of [read, readline, buffers, persistentLoad]) xdecref(x);
    this.reset();
    this.clearMemo();
  }
}

// ---------------------------------------------------------------------------------------------
// Parts

function strArgument(o: PyObject, name: string): string {
  if (!isStr(o)) throw typeError(`Unpickler() argument '${name}' must be str, not ${o.type.name}`);
  return strJs(o);
}

function getAttrSteal(o: PyObject, name: PyObject): PyObject {
  return getAttr(o, name);
}

function bytesOf(r: Owned, what: string): Uint8Array {
  try {
    if (!isBytes(r)) {
      throw typeError(`${what} returned non-bytes object (${r.type.name})`);
    }
    return r.v as Uint8Array;
  } finally {
    decref(r);
  }
}

function utf8(b: Uint8Array): Owned {
  const d = decodeUtf8(b, 'surrogatepass');
  if (d instanceof Decoded) return newStr(d.text);
  const bytes = newBytes(b.slice());
  try {
    return decodeObject(bytes, 'utf-8', 'surrogatepass');
  } finally {
    decref(bytes);
  }
}

function utf8Line(b: Uint8Array): Owned {
  if (b.length < 2) throw truncated();
  const bytes = newBytes(b.slice(0, b.length - 1));
  try {
    return decodeObject(bytes, 'utf-8', 'strict');
  } finally {
    decref(bytes);
  }
}

function asciiName(text: string): Owned {
  const bytes = newBytes(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  try {
    return decodeObject(bytes, 'ascii', 'strict');
  } finally {
    decref(bytes);
  }
}

function persistentName(b: Uint8Array): Owned {
  if (b.length < 1) throw truncated();
  for (const c of b) {
    if (c > 127) throw UnpicklingError.error('persistent IDs in protocol 0 must be ASCII strings');
  }
  return newStrJs(textFromLatin1(b, 0, b.length - 1));
}

/** Python 3's names of a global of Python 2. */
function newNames(module: PyObject, name: PyObject): [Owned, Owned] {
  const key = newTupleSteal([incref(module), incref(name)]);
  let pair: PyObject | null;
  try {
    pair = dictGetBorrowed(nameMapping.borrowed, key);
  } finally {
    decref(key);
  }
  if (pair !== null) return [incref(pair.v[0]), incref(pair.v[1])];
  const other = dictGetBorrowed(importMapping.borrowed, module);
  return [incref(other ?? module) as Owned, incref(name) as Owned];
}

function updateDict(inst: PyObject, state: PyObject): void {
  if (!isDict(state)) throw UnpicklingError.error('state is not a dictionary');
  const dict = getAttr(inst, s_dict);
  const pairs = dictItemsArray(state);
  try {
    for (const pair of pairs) {
      const key = isStrExact(pair.v[0]) ? internStr(pair.v[0]) : incref(pair.v[0] as PyObject);
      try {
        setItem(dict, key, pair.v[1]);
      } finally {
        decref(key);
      }
    }
  } finally {
    for (const p of pairs) decref(p);
    decref(dict);
  }
}

function updateSlots(inst: PyObject, state: PyObject): void {
  if (!isDict(state)) throw UnpicklingError.error('slot state is not a dictionary');
  const pairs = dictItemsArray(state);
  try {
    for (const pair of pairs) inst.type.tp_setattro(inst, pair.v[0], pair.v[1]);
  } finally {
    for (const p of pairs) decref(p);
  }
}

// ---------------------------------------------------------------------------------------------
// The type

function unpicklerNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = new Unpickler();
  gcTrack(o as PyObject as PyGC);
  return o;
}

function unpicklerInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  const [file, fix, encoding, errors, buffers] = bindArgs(
    'Unpickler',
    "(file, *, fix_imports=True, encoding='ASCII', errors='strict', buffers=())",
    args,
    kw,
  );
  const u: Unpickler = o.v;
  if (u.ready) u.clear();
  u.memoRoom = MEMO_ROOM;
  u.setInput(emptyBytes.v);
  const read = lookupAttr(file, s_read);
  const readline = lookupAttr(file, s_readline);
  if (read === null || readline === null) {
    xdecref(read);
    xdecref(readline);
    throw typeError("file must have 'read' and 'readline' attributes");
  }
  u.read = read;
  u.readline = readline;
  u.setOptions(fix, encoding, errors, buffers);
  u.ready = true;
}

const persistentLoadMethod = method('($self, pid, /)', () => {
  throw UnpicklingError.error(
    'A load persistent id instruction was encountered, but no persistent_load function was specified.',
  );
});

function load(o: PyObject): Owned {
  const u: Unpickler = o.v;
  if (!u.ready || u.read === null) {
    throw UnpicklingError.error(`Unpickler.__init__() was not called by ${o.type.name}.__init__()`);
  }
  const old = u.persistentLoad;
  u.persistentLoad = ownHook(o, s_persistent_load, persistentLoadMethod);
  try {
    return u.load(o);
  } finally {
    xdecref(u.persistentLoad);
    u.persistentLoad = old;
  }
}

function memoCopy(proxy: PyObject): Owned {
  const out = newDict();
  (proxy.v.v as Unpickler).memo.forEach((value, i) => {
    if (value === null) return;
    const key = newInt(i);
    dictSet(out, key, value);
    decref(key);
  });
  return out;
}

const UnpicklerMemoProxyType: TypeObject = newStaticType('_pickle.UnpicklerMemoProxy', {
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
      (o: PyObject) => (o.v.v as Unpickler).clearMemo(),
      'Empties the memo.',
    ),
    copy: method('($self, /)', memoCopy, 'The memo as a dict.'),
    __reduce__: method('($self, /)', (o: PyObject) =>
      newTupleSteal([incref(DictType.self as PyObject), newTupleSteal([memoCopy(o)])]),
    ),
  },
});

function setMemo(o: PyObject, value: PyObject | null): void {
  if (value === null) throw typeError('attribute deletion is not supported');
  const u: Unpickler = o.v;
  const fresh: [number, PyObject][] = [];
  if (value.type === UnpicklerMemoProxyType) {
    (value.v.v as Unpickler).memo.forEach((x, i) => {
      if (x !== null) fresh.push([i, x]);
    });
  } else if (isDict(value)) {
    const pairs = dictItemsArray(value);
    try {
      for (const pair of pairs) {
        const key = pair.v[0] as PyObject;
        if (!isInt(key)) throw typeError('memo key must be integers');
        const i = asIndexNumber(key, null);
        if (i < 0) throw valueError('memo key must be positive integers.');
        fresh.push([i, pair.v[1]]);
      }
    } finally {
      for (const pair of pairs) decref(pair);
    }
  } else {
    throw typeError(
      `'memo' attribute must be an UnpicklerMemoProxy object or dict, not ${value.type.name}`,
    );
  }
  for (const [, x] of fresh) incref(x);
  u.clearMemo();
  for (const [i, x] of fresh) {
    u.memoPut(i, x);
    decref(x);
  }
}

export const UnpicklerType: TypeObject = newStaticType('_pickle.Unpickler', {
  heap: 'immutable',
  flags: TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC,
  basicsize: 264,
  text_signature:
    "(file, *, fix_imports=True, encoding='ASCII', errors='strict',\n          buffers=())",
  tp_new: unpicklerNew,
  tp_init: unpicklerInit,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o as PyGC);
    (o.v as Unpickler).clear();
    freeObject(o);
  },
  tp_clear: (o: PyObject) => (o.v as Unpickler).clear(),
  tp_traverse: (o: PyObject, visit: Visit) => (o.v as Unpickler).traverse(visit),
  methods: {
    __sizeof__: method('($self, /)', (o: PyObject) =>
      newInt(o.type.basicsize + (o.v as Unpickler).extraSize),
    ),
    persistent_load: persistentLoadMethod,
    load: method('($self, /)', load, 'Reads an object.'),
    find_class: method(
      '($self, module_name, global_name, /)',
      (o: PyObject, m: PyObject, n: PyObject) => (o.v as Unpickler).findPlain(m, n),
    ),
  },
  getset: { memo: getset((o) => newProxy(UnpicklerMemoProxyType, o), setMemo) },
  doc: 'Reads pickles from a file.',
});

/** Unpickles from bytes. */
export function unpickleBytes(data: PyObject, set: (u: Unpickler) => void): Owned {
  const u = new Unpickler();
  try {
    set(u);
    return withBytes(data, (b) => {
      u.setInput(b);
      return u.load(null);
    });
  } finally {
    u.clear();
  }
}
