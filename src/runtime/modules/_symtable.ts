/**
 * _symtable: the compiler's symbol tables. CPython: Modules/symtablemodule.c, PySTEntry_Type of Python/symtable.c.
 */
import { addressOf } from '../core/address.ts';
import { fspath } from '../core/abstract.ts';
import { bytesCopy, hasBuffer } from '../core/buffer.ts';
import { typeError, valueError, warnSyntax } from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { nativeFunction } from '../core/native-def.ts';
import { account, decref, incref, type Owned, PyObject } from '../core/object.ts';
import { addAtoms } from '../core/roots.ts';
import { member, newStaticType } from '../core/type-define.ts';
import {
  TPFLAGS_DISALLOW_INSTANTIATION,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { ParseError, sourceText, SyntaxFailure, syntaxErrorOf } from '../compiler/index.ts';
import { type BlockType, buildSymbolTable, type Scope, type Sym } from '../compiler/symtable.ts';
import { bytesValue, isBytes } from '../objects/bytes-object.ts';
import { dictContains, dictSetStr, newDict } from '../objects/dict.ts';
import { newInt, newIntExact } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { isStr, newStrJs, strJs } from '../objects/str.ts';
import { parse } from '../parser/index.ts';

const SCOPE_OFFSET = 12;
const DEF_PARAM = 4;

/** Numbers of the kinds of blocks. */
const TYPES: Record<BlockType, number> = {
  function: 0,
  class: 1,
  module: 2,
  annotation: 3,
  typealias: 4,
  typeparams: 5,
  typevarbound: 6,
};

class Entry {
  name: PyObject;
  /** dict: name -> flags and scope */
  symbols: PyObject;
  varnames: PyObject;
  children: PyObject;
  scope: Scope;
  constructor(
    name: PyObject,
    symbols: PyObject,
    varnames: PyObject,
    children: PyObject,
    scope: Scope,
  ) {
    this.name = name;
    this.symbols = symbols;
    this.varnames = varnames;
    this.children = children;
    this.scope = scope;
  }
}

function addSymbol(dict: PyObject, sym: Sym): void {
  const name = newStrJs(sym.name);
  const flags = newInt(sym.flags | (sym.scope << SCOPE_OFFSET));
  if (!dictContains(dict, name)) dictSetStr(dict, name, flags);
  decref(name);
  decref(flags);
}

/** The blocks inside one; those of inlined comprehensions stand in their place, their names join the block's. */
function addChildren(scope: Scope, symbols: PyObject, out: PyObject[]): void {
  for (const child of scope.children) {
    if (!child.inlined) {
      out.push(newEntry(child));
      continue;
    }
    for (const sym of child.symbols.values())
      if ((sym.flags & DEF_PARAM) === 0) addSymbol(symbols, sym);
    addChildren(child, symbols, out);
  }
}

function newEntry(scope: Scope): Owned {
  const symbols = newDict();
  for (const sym of scope.symbols.values()) addSymbol(symbols, sym);
  const children: PyObject[] = [];
  addChildren(scope, symbols, children);
  const o = new PyObject(
    EntryType,
    new Entry(
      newStrJs(scope.name.replace(/^<(.*)>$/, '$1')),
      symbols,
      newListSteal(scope.params.map((n) => newStrJs(n))),
      newListSteal(children),
      scope,
    ),
  );
  account(o, 144);
  return o as Owned;
}

function visitEntry(o: PyObject, visit: Visit): void {
  const e: Entry = o.v;
  for (const x of [e.name, e.symbols, e.varnames, e.children]) visit(x);
}

const EntryType: TypeObject = newStaticType('symtable entry', {
  flags: TPFLAGS_DISALLOW_INSTANTIATION,
  basicsize: 144,
  tp_dealloc: (o: PyObject) => {
    const e: Entry = o.v;
    freeObject(o);
    for (const x of [e.name, e.symbols, e.varnames, e.children]) decref(x);
  },
  tp_repr: (o: PyObject) => {
    const e: Entry = o.v;
    return newStrJs(`<symtable entry ${strJs(e.name)}(${addressOf(o)}), line ${e.scope.lineno}>`);
  },
  members: {
    id: member((o) => newIntExact(addressOf(o))),
    name: member((o) => incref((o.v as Entry).name)),
    symbols: member((o) => incref((o.v as Entry).symbols)),
    varnames: member((o) => incref((o.v as Entry).varnames)),
    children: member((o) => incref((o.v as Entry).children)),
    nested: member((o) => newInt((o.v as Entry).scope.nested ? 1 : 0)),
    type: member((o) => newInt(TYPES[(o.v as Entry).scope.type])),
    lineno: member((o) => newInt((o.v as Entry).scope.lineno)),
  },
});

function textOf(source: PyObject, filename: PyObject): string {
  if (isStr(source)) return strJs(source);
  if (hasBuffer(source)) return sourceText(bytesCopy(source), filename);
  throw typeError('symtable() arg 1 must be a string or bytes object');
}

function filenameOf(o: PyObject): Owned {
  const path = fspath(o);
  if (!isBytes(path)) return path;
  const text = newStrJs(String.fromCharCode(...bytesValue(path)));
  decref(path);
  return text;
}

function symtable(_m: PyObject, source: PyObject, file: PyObject, start: PyObject): Owned {
  const filename = filenameOf(file);
  try {
    const text = textOf(source, filename);
    const mode = isStr(start) ? strJs(start) : '';
    if (mode !== 'exec' && mode !== 'eval' && mode !== 'single') {
      throw valueError("symtable() arg 3 must be 'exec' or 'eval' or 'single'");
    }
    try {
      const name = strJs(filename);
      const tree = parse(text, {
        mode,
        filename: name,
        warn: (kind, message, line) => warnSyntax(kind, message, filename, line),
      });
      return newEntry(buildSymbolTable(tree, name, false).top);
    } catch (e) {
      if (e instanceof ParseError || e instanceof SyntaxFailure)
        throw syntaxErrorOf(e, filename, text);
      throw e;
    }
  } finally {
    decref(filename);
  }
}

addAtoms(EntryType, visitEntry);

export const symtableModule = defineModule('_symtable', {
  functions: {
    symtable: nativeFunction(
      'symtable',
      '($module, source, filename, startstr, /)',
      symtable,
      'The symbol tables of source text.',
    ),
  },
  constants: {
    USE: 16,
    DEF_GLOBAL: 1,
    DEF_NONLOCAL: 8,
    DEF_LOCAL: 2,
    DEF_PARAM,
    DEF_FREE: 32,
    DEF_FREE_CLASS: 64,
    DEF_IMPORT: 128,
    DEF_BOUND: 134,
    DEF_ANNOT: 256,
    TYPE_FUNCTION: 0,
    TYPE_CLASS: 1,
    TYPE_MODULE: 2,
    TYPE_ANNOTATION: 3,
    TYPE_TYPE_ALIAS: 4,
    TYPE_TYPE_PARAMETERS: 5,
    TYPE_TYPE_VARIABLE: 6,
    LOCAL: 1,
    GLOBAL_EXPLICIT: 2,
    GLOBAL_IMPLICIT: 3,
    FREE: 4,
    CELL: 5,
    SCOPE_OFF: SCOPE_OFFSET,
    SCOPE_MASK: 15,
  },
});
