/** What pickler and unpickler share: opcodes, exceptions, the state of other modules. CPython: Modules/_pickle.c. */
import { importAttr } from '../../core/import-attr.ts';
import type { Owned, PyObject } from '../../core/object.ts';
import { addRoot } from '../../core/roots.ts';
import { LazyException } from '../../objects/new-exception.ts';
import { ExceptionType } from '../../objects/exceptions.ts';

const code = (c: string): number => c.charCodeAt(0);

/** Opcodes by their names in pickletools. */
export const OP = {
  MARK: code('('),
  STOP: code('.'),
  POP: code('0'),
  POP_MARK: code('1'),
  DUP: code('2'),
  FLOAT: code('F'),
  INT: code('I'),
  BININT: code('J'),
  BININT1: code('K'),
  LONG: code('L'),
  BININT2: code('M'),
  NONE: code('N'),
  PERSID: code('P'),
  BINPERSID: code('Q'),
  REDUCE: code('R'),
  STRING: code('S'),
  BINSTRING: code('T'),
  SHORT_BINSTRING: code('U'),
  UNICODE: code('V'),
  BINUNICODE: code('X'),
  APPEND: code('a'),
  BUILD: code('b'),
  GLOBAL: code('c'),
  DICT: code('d'),
  EMPTY_DICT: code('}'),
  APPENDS: code('e'),
  GET: code('g'),
  BINGET: code('h'),
  INST: code('i'),
  LONG_BINGET: code('j'),
  LIST: code('l'),
  EMPTY_LIST: code(']'),
  OBJ: code('o'),
  PUT: code('p'),
  BINPUT: code('q'),
  LONG_BINPUT: code('r'),
  SETITEM: code('s'),
  TUPLE: code('t'),
  EMPTY_TUPLE: code(')'),
  SETITEMS: code('u'),
  BINFLOAT: code('G'),
  PROTO: 0x80,
  NEWOBJ: 0x81,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  LONG1: 0x8a,
  LONG4: 0x8b,
  BINBYTES: code('B'),
  SHORT_BINBYTES: code('C'),
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE8: 0x8d,
  BINBYTES8: 0x8e,
  EMPTY_SET: 0x8f,
  ADDITEMS: 0x90,
  FROZENSET: 0x91,
  NEWOBJ_EX: 0x92,
  STACK_GLOBAL: 0x93,
  MEMOIZE: 0x94,
  FRAME: 0x95,
  BYTEARRAY8: 0x96,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
} as const;

export const HIGHEST_PROTOCOL = 5;
export const DEFAULT_PROTOCOL = 4;

export const PickleError = new LazyException('_pickle.PickleError', () => ExceptionType);
export const PicklingError = new LazyException(
  '_pickle.PicklingError',
  () => PickleError.borrowed.v,
);
export const UnpicklingError = new LazyException(
  '_pickle.UnpicklingError',
  () => PickleError.borrowed.v,
);

/** An attribute of another module, fetched at first use and kept. */
export class Imported {
  private readonly module: string;
  private readonly name: string;
  private made: Owned | null = null;
  constructor(module: string, name: string) {
    this.module = module;
    this.name = name;
    addRoot((visit) => {
      if (this.made !== null) visit(this.made);
    });
  }
  get borrowed(): PyObject {
    if (this.made === null) this.made = importAttr(this.module, this.name);
    return this.made;
  }
}

export const dispatchTable = new Imported('copyreg', 'dispatch_table');
export const extensionRegistry = new Imported('copyreg', '_extension_registry');
export const invertedRegistry = new Imported('copyreg', '_inverted_registry');
export const extensionCache = new Imported('copyreg', '_extension_cache');
export const nameMapping = new Imported('_compat_pickle', 'NAME_MAPPING');
export const importMapping = new Imported('_compat_pickle', 'IMPORT_MAPPING');
export const reverseNameMapping = new Imported('_compat_pickle', 'REVERSE_NAME_MAPPING');
export const reverseImportMapping = new Imported('_compat_pickle', 'REVERSE_IMPORT_MAPPING');
export const codecsEncode = new Imported('codecs', 'encode');
export const partial = new Imported('functools', 'partial');
export const builtinGetattr = new Imported('builtins', 'getattr');
