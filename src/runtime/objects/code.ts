/**
 * Code objects. CPython: Objects/codeobject.c. There is no bytecode: `js` is the generated JavaScript function.
 *
 * A code payload is made by the compiler (compiler/unit.ts) and never changes but for `js`, which starts as a stub that
 * instantiates the generated function (with its inline caches) at the first call.
 */
import type { PyObject } from '../core/object.ts';

export const CO_OPTIMIZED = 0x1;
export const CO_NEWLOCALS = 0x2;
export const CO_VARARGS = 0x4;
export const CO_VARKEYWORDS = 0x8;
export const CO_NESTED = 0x10;
export const CO_GENERATOR = 0x20;
export const CO_COROUTINE = 0x80;
export const CO_ITERABLE_COROUTINE = 0x100;
export const CO_ASYNC_GENERATOR = 0x200;
export const CO_HAS_DOCSTRING = 0x4000000;

export interface SlotInfo {
  name: string;
  cell: boolean;
  hidden: boolean;
}

export class CodePayload {
  name: string;
  qualname: string;
  /** str object of the file name, shared by all code of one unit. */
  filename: PyObject;
  firstlineno: number;
  /** Positional parameters, positional-only ones included. */
  argcount: number;
  posonlyargcount: number;
  kwonlyargcount: number;
  flags: number;
  /** Parameters first: positional, keyword-only, *args, **kwargs; then the other locals (interned str objects). */
  varnames: PyObject[];
  cellvars: PyObject[];
  freevars: PyObject[];
  /** co_names: the global, attribute and import names in order of first use. */
  names: PyObject[];
  /** co_consts: owned constant objects (code objects of inner functions included). */
  consts: PyObject[];
  stacksize: number;
  /** Quadruples lineno, end_lineno, col, end_col (UTF-8 columns); index F.i * 4. */
  positions: Int32Array;
  /**
   * The generated function: js(fn, ...parameters), consuming all of them. Parameters in varnames order.
   * For module, class and exec code: js(fn, ns) with ns the namespace, borrowed.
   */
  js: (...args: any[]) => any;
  /** Locals live in the frame, not in JavaScript variables. */
  resident: boolean;
  /** True when js may be called with exactly `argcount` positional arguments: no *args, **kwargs, keyword-only. */
  simple: boolean;
  /** Number of JavaScript parameters after fn. */
  nparams: number;
  /** Index into the cell array for parameters that are cells etc. is the generated function's own business. */
  doc: PyObject | null;
  /** Frame slots in order of the locals array: name, holds a cell, belongs to an inlined comprehension. */
  slots: SlotInfo[];
  /** The code object of this payload (borrowed). */
  self: PyObject<CodePayload> | null;

  constructor(init: Omit<CodePayload, 'self'>) {
    this.name = init.name;
    this.qualname = init.qualname;
    this.filename = init.filename;
    this.firstlineno = init.firstlineno;
    this.argcount = init.argcount;
    this.posonlyargcount = init.posonlyargcount;
    this.kwonlyargcount = init.kwonlyargcount;
    this.flags = init.flags;
    this.varnames = init.varnames;
    this.cellvars = init.cellvars;
    this.freevars = init.freevars;
    this.names = init.names;
    this.consts = init.consts;
    this.stacksize = init.stacksize;
    this.positions = init.positions;
    this.js = init.js;
    this.resident = init.resident;
    this.simple = init.simple;
    this.nparams = init.nparams;
    this.doc = init.doc;
    this.slots = init.slots;
    this.self = null;
  }
}
