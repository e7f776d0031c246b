/**
 * compile(), eval() and exec(). CPython: Python/bltinmodule.c; the work is the compiler's (compiler/index.ts).
 */
import { compileSource, evalCode } from '../compiler/index.ts';
import { asIndexNumber, fspath, isMapping, isTrue } from '../core/abstract.ts';
import { method, type NativeDef } from '../core/args.ts';
import { typeError, valueError } from '../core/errors.ts';
import { currentFrame, type Frame } from '../core/frame.ts';
import { frameGlobalsBorrowed, frameLocals } from '../core/frame-locals.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { isInstanceOf } from '../core/subtype.ts';
import {
  BytesType,
  CellType,
  CodeType,
  DictType,
  StrType,
  TupleType,
} from '../core/type-object.ts';
import { newBytes } from '../objects/bytes.ts';
import type { CodePayload } from '../objects/code.ts';
import { dictGetStrBorrowed, dictSetStr, newDict } from '../objects/dict.ts';
import { checkLocalsVisible, localsVisible } from '../objects/frame.ts';
import { None_ } from '../objects/singletons.ts';
import { intern, newStr, newStrJs, strJs, strValue } from '../objects/str.ts';
import { codePointAt, textLength, textSlice } from '../text/text.ts';

const s_builtins = intern('__builtins__');

const PyCF_ONLY_AST = 0x400;
/** Flags of `from __future__` that code objects carry. */
const PyCF_MASK =
  0x20000 | 0x40000 | 0x80000 | 0x100000 | 0x200000 | 0x400000 | 0x800000 | 0x1000000;
const PyCF_ALL = PyCF_MASK | 0x2000 | PyCF_ONLY_AST | 0x8000 | 0x200 | 0x1000 | 0x4000 | 0x800;

type Mode = 'exec' | 'eval' | 'single' | 'func_type';

/** The flags that code compiled by the running code inherits. */
function inheritedFlags(): number {
  const code = currentFrame().code;
  return code === null ? 0 : code.flags & PyCF_MASK;
}

function fileName(o: PyObject): Owned {
  const path = fspath(o);
  if (isInstanceOf(path, StrType)) return path;
  const text = newStrJs(String.fromCharCode(...(path.v as Uint8Array)));
  decref(path);
  return text;
}

function modeOf(o: PyObject, flags: number): Mode {
  if (!isInstanceOf(o, StrType)) {
    throw typeError(`compile() argument 'mode' must be str, not ${o.type.name}`);
  }
  const mode = strJs(o);
  if (mode === 'exec' || mode === 'eval' || mode === 'single') return mode;
  const onlyAst = (flags & PyCF_ONLY_AST) !== 0;
  if (mode !== 'func_type') {
    throw valueError(
      onlyAst
        ? "compile() mode must be 'exec', 'eval', 'single' or 'func_type'"
        : "compile() mode must be 'exec', 'eval' or 'single'",
    );
  }
  if (!onlyAst) throw valueError("compile() mode 'func_type' requires flag PyCF_ONLY_AST");
  return mode;
}

function intOption(o: PyObject | undefined, fallback: number): number {
  return o === undefined ? fallback : asIndexNumber(o, null);
}

function compile_(
  _m: PyObject,
  source: PyObject,
  filename: PyObject,
  mode: PyObject,
  flagsArg?: PyObject,
  dontInherit?: PyObject,
  optimizeArg?: PyObject,
): Owned {
  let flags = intOption(flagsArg, 0);
  const optimize = intOption(optimizeArg, -1);
  const name = fileName(filename);
  try {
    if ((flags & ~PyCF_ALL) !== 0) throw valueError('compile(): unrecognised flags');
    if (optimize < -1 || optimize > 2) throw valueError('compile(): invalid optimize value');
    if (dontInherit === undefined || !isTrue(dontInherit)) flags |= inheritedFlags();
    return compileSource(source, name, modeOf(mode, flags), flags, optimize, 'compile');
  } finally {
    decref(name);
  }
}

/** Globals and locals of an eval or exec, owned; `__builtins__` put in. */
class Namespaces {
  globals: Owned;
  locals: Owned;
  /** The calling frame when its locals cannot be shown; `locals` is an empty dict then. */
  hidden: Frame | null;
  constructor(globals: Owned, locals: Owned, hidden: Frame | null = null) {
    this.globals = globals;
    this.locals = locals;
    this.hidden = hidden;
  }

  /** Code that asks for variables of a frame which cannot show them is refused. */
  admit(code: CodePayload): void {
    if (this.hidden === null) return;
    const variables = new Set(this.hidden.code!.slots.map((slot) => slot.name));
    for (const name of this.hidden.code!.freevars) variables.add(strJs(name));
    for (const name of code.names) {
      const text = strJs(name);
      if (variables.has(text) || LOOKERS.has(text)) checkLocalsVisible(this.hidden);
    }
  }

  release(): void {
    decref(this.globals);
    decref(this.locals);
  }
}

/** Functions that look at the namespace they are called in. */
const LOOKERS = new Set(['locals', 'vars', 'dir', 'eval', 'exec']);

/** The namespaces of a call without any: those of the calling frame. */
function callerNamespaces(): Namespaces {
  const g = incref(frameGlobalsBorrowed());
  const f = currentFrame();
  if (localsVisible(f)) return new Namespaces(g, frameLocals(f));
  return new Namespaces(g, newDict(), f);
}

function resolve(globals: PyObject | null, locals: PyObject | null): Namespaces {
  let ns: Namespaces;
  if (globals === null) {
    ns =
      locals === null
        ? callerNamespaces()
        : new Namespaces(incref(frameGlobalsBorrowed()), incref(locals));
  } else ns = new Namespaces(incref(globals), incref(locals ?? globals));
  if (dictGetStrBorrowed(ns.globals, s_builtins) === null) {
    dictSetStr(ns.globals, s_builtins, S.builtins);
  }
  return ns;
}

const given = (o: PyObject | undefined): PyObject | null =>
  o === undefined || o === None_ ? null : o;

function runText(source: PyObject, ns: Namespaces, mode: Mode, who: string): Owned {
  const name = newStrJs('<string>');
  const arena: PyObject[] = [];
  let code: Owned;
  try {
    code = compileSource(source, name, mode, inheritedFlags(), -1, who, arena);
  } finally {
    decref(name);
  }
  try {
    ns.admit(code.v);
    return evalCode(code, ns.globals, ns.locals, null);
  } finally {
    decref(code);
    for (const o of arena) decref(o);
  }
}

/** The source of eval() without the blanks and tabs it may begin with. */
function withoutIndent(source: PyObject): Owned {
  if (isInstanceOf(source, StrType)) {
    const text = strValue(source);
    const n = textLength(text);
    let i = 0;
    while (i < n && (codePointAt(text, i) === 32 || codePointAt(text, i) === 9)) i++;
    if (i > 0) return newStr(textSlice(text, i, n));
  } else if (isInstanceOf(source, BytesType)) {
    const bytes: Uint8Array = source.v;
    let i = 0;
    while (bytes[i] === 32 || bytes[i] === 9) i++;
    if (i > 0) return newBytes(bytes.slice(i));
  }
  return incref(source);
}

function eval_(_m: PyObject, source: PyObject, globalsArg?: PyObject, localsArg?: PyObject): Owned {
  const globals = given(globalsArg);
  const locals = given(localsArg);
  if (locals !== null && !isMapping(locals)) throw typeError('locals must be a mapping');
  if (globals !== null && !isInstanceOf(globals, DictType)) {
    throw typeError(
      isMapping(globals)
        ? 'globals must be a real dict; try eval(code, {}, mapping)'
        : 'globals must be a dict',
    );
  }
  const ns = resolve(globals, locals);
  try {
    if (source.type === CodeType) {
      if ((source.v as CodePayload).freevars.length > 0) {
        throw typeError('code object passed to eval() may not contain free variables');
      }
      ns.admit(source.v);
      return evalCode(source, ns.globals, ns.locals, null);
    }
    const text = withoutIndent(source);
    try {
      return runText(text, ns, 'eval', 'eval');
    } finally {
      decref(text);
    }
  } finally {
    ns.release();
  }
}

function checkedClosure(code: PyObject<CodePayload>, closure: PyObject | null): PyObject[] | null {
  const n = code.v.freevars.length;
  if (n === 0) {
    if (closure !== null) throw typeError('cannot use a closure with this code object');
    return null;
  }
  const items: PyObject[] | null =
    closure !== null && closure.type === TupleType ? closure.v : null;
  if (items === null || items.length !== n || items.some((x) => x.type !== CellType)) {
    throw typeError(`code object requires a closure of exactly length ${n}`);
  }
  return items;
}

function exec_(
  _m: PyObject,
  source: PyObject,
  globalsArg?: PyObject,
  localsArg?: PyObject,
  closureArg?: PyObject,
): void {
  const globals = given(globalsArg);
  const locals = given(localsArg);
  const closure = given(closureArg);
  if (globals !== null && !isInstanceOf(globals, DictType)) {
    throw typeError(`exec() globals must be a dict, not ${globals.type.name}`);
  }
  if (locals !== null && !isMapping(locals)) {
    throw typeError(`locals must be a mapping or None, not ${locals.type.name}`);
  }
  const ns = resolve(globals, locals);
  try {
    if (source.type === CodeType) {
      const cells = checkedClosure(source, closure);
      ns.admit(source.v);
      decref(evalCode(source, ns.globals, ns.locals, cells));
      return;
    }
    if (closure !== null) throw typeError('closure can only be used when source is a code object');
    decref(runText(source, ns, 'exec', 'exec'));
  } finally {
    ns.release();
  }
}

/** The functions of this file, for the builtins module. */
export const codeFunctions: Record<string, NativeDef> = {
  compile: method(
    '($module, /, source, filename, mode, flags=0,\n' +
      '        dont_inherit=False, optimize=-1, *, _feature_version=-1)',
    compile_,
  ),
  eval: method('($module, source, /, globals=None, locals=None)', eval_),
  exec: method('($module, source, /, globals=None, locals=None, *, closure=None)', exec_),
};
