/**
 * NativeDef: one function written in TypeScript, as method tables and modules declare it, with its signature.
 * CPython: PyMethodDef (Include/methodobject.h) and the parsers that Argument Clinic writes.
 *
 * Declared while files load, so this file imports nothing that runs. The signature text is parsed at first use
 * (`prepare`); until then `min` and `max` are -2.
 */

export type NativeKind = 'method' | 'class' | 'static' | 'function';

export const POSITIONAL_ONLY = 0;
export const POSITIONAL_OR_KEYWORD = 1;
export const VAR_POSITIONAL = 2;
export const KEYWORD_ONLY = 3;
export const VAR_KEYWORD = 4;

/** One parameter of a signature text. */
export interface Param {
  readonly name: string;
  readonly kind: number;
  readonly required: boolean;
}

/** A parsed signature. `npos` counts positional parameters, the positional-only ones first. */
export class Signature {
  readonly params: Param[];
  readonly posonly: number;
  readonly npos: number;
  /** Required positional parameters. */
  readonly minpos: number;
  /** Required keyword-only parameters. */
  readonly minkw: number;
  /** Index of `*args` / `**kwargs` in params, -1 without. */
  readonly varargs: number;
  readonly varkw: number;

  constructor(params: Param[]) {
    let posonly = 0;
    let npos = 0;
    let minpos = 0;
    let minkw = 0;
    this.params = params;
    this.varargs = params.findIndex((p) => p.kind === VAR_POSITIONAL);
    this.varkw = params.findIndex((p) => p.kind === VAR_KEYWORD);
    for (const p of params) {
      if (p.kind === POSITIONAL_ONLY) posonly++;
      if (p.kind <= POSITIONAL_OR_KEYWORD) {
        npos++;
        if (p.required) minpos++;
      }
      if (p.kind === KEYWORD_ONLY && p.required) minkw++;
    }
    this.posonly = posonly;
    this.npos = npos;
    this.minpos = minpos;
    this.minkw = minkw;
  }

  /** All parameters are positional-only: the parser family without keywords. */
  get positionalOnly(): boolean {
    const n = this.params.length;
    return this.varkw < 0 && n === this.posonly + (this.varargs >= 0 ? 1 : 0);
  }

  /** Whether the function may be called with positional arguments just as they are. */
  get direct(): boolean {
    return this.varargs < 0 && this.varkw < 0 && this.minkw === 0;
  }
}

/** Splits at top-level commas, minding quotes and brackets. */
function splitParams(text: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let quote = '';
  let part = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (quote !== '') {
      if (c === '\\') part += text[i++]!;
      else if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth--;
    else if (c === ',' && depth === 0) {
      out.push(part.trim());
      part = '';
      continue;
    }
    part += text[i]!;
  }
  if (part.trim() !== '') out.push(part.trim());
  return out;
}

/** Parses a `__text_signature__`; a leading `$self` is not a parameter. */
export function parseSignature(sig: string): Signature {
  const open = sig.indexOf('(');
  const parts = splitParams(sig.slice(open + 1, sig.lastIndexOf(')')));
  if (parts.length > 0 && parts[0]!.startsWith('$')) {
    parts.shift();
    // "($self, /, x)": the slash belongs to $self.
    if (parts[0] === '/') parts.shift();
  }
  let params: Param[] = [];
  let kwonly = false;
  for (const part of parts) {
    if (part === '/') {
      params = params.map((p) => ({ name: p.name, kind: POSITIONAL_ONLY, required: p.required }));
    } else if (part === '*') kwonly = true;
    else if (part.startsWith('**')) {
      params.push({ name: part.slice(2), kind: VAR_KEYWORD, required: false });
    } else if (part.startsWith('*')) {
      params.push({ name: part.slice(1), kind: VAR_POSITIONAL, required: false });
      kwonly = true;
    } else {
      const eq = part.indexOf('=');
      const name = eq < 0 ? part : part.slice(0, eq);
      const kind = kwonly ? KEYWORD_ONLY : POSITIONAL_OR_KEYWORD;
      params.push({ name: name.trim(), kind, required: eq < 0 });
    }
  }
  return new Signature(params);
}

/** Arity and naming of a function that parses its arguments itself. */
export interface RawOptions {
  name?: string;
  /** Bounds of the positional arguments ("expected at least …" beyond them). */
  min?: number;
  max?: number;
  /** false: "takes no keyword arguments". */
  kw?: boolean;
  /** `__text_signature__`, where CPython has one. */
  sig?: string;
  doc?: string;
}

export class NativeDef {
  /** Filled from the key of the method table when the declaration names none. */
  name: string;
  /** `__text_signature__`; null where CPython has none. */
  sig: string | null;
  fn: (...args: any[]) => any;
  kind: NativeKind;
  /** fn takes (self, args, kw) and parses itself. */
  raw: boolean;
  /**
   * Positional arguments for which `fn(self, ...args)` may be called as it is. -2: not prepared yet; max -1: the
   * binder is always needed.
   */
  min: number;
  max: number;
  params: Signature | null;
  options: RawOptions | null;
  /** Whether CPython passes a tuple of the arguments (core/args.ts); 0 while nobody asked. */
  tupled: number;
  doc: string | null;

  constructor(
    name: string,
    sig: string | null,
    fn: (...args: any[]) => any,
    kind: NativeKind,
    options: RawOptions | null,
  ) {
    this.name = name;
    this.sig = sig;
    this.fn = fn;
    this.kind = kind;
    this.raw = options !== null;
    this.tupled = 0;
    this.min = options !== null ? -1 : -2;
    this.max = options !== null ? -1 : -2;
    this.params = null;
    this.options = options;
    this.doc = options?.doc ?? null;
  }
}

/** Parses the signature and fixes `min` and `max`. */
export function prepare(def: NativeDef): NativeDef {
  if (def.min !== -2) return def;
  const s = parseSignature(def.sig ?? '()');
  def.params = s;
  def.min = s.direct ? s.minpos : -1;
  def.max = s.direct ? s.npos : -1;
  return def;
}

type NativeFn = (...args: any[]) => any;

function make(kind: NativeKind, name: string, sig: string, fn: NativeFn, doc?: string): NativeDef {
  const def = new NativeDef(name, sig, fn, kind, null);
  if (doc !== undefined) def.doc = doc;
  return def;
}

/** A method: fn(self, ...parameters). */
export function method(sig: string, fn: NativeFn, doc?: string): NativeDef {
  return make('method', '', sig, fn, doc);
}

/** A class method: fn(typeObject, ...parameters), with the Python object of the type first. */
export function classMethod(sig: string, fn: NativeFn, doc?: string): NativeDef {
  return make('class', '', sig, fn, doc);
}

/** A static method: fn(null, ...parameters). */
export function staticMethod(sig: string, fn: NativeFn, doc?: string): NativeDef {
  return make('static', '', sig, fn, doc);
}

/** A module function: fn(module, ...parameters). */
export function nativeFunction(name: string, sig: string, fn: NativeFn, doc?: string): NativeDef {
  return make('function', name, sig, fn, doc);
}

/** A method that parses its arguments itself: fn(self, args, kw). */
export function methodRaw(fn: NativeFn, options: RawOptions = {}): NativeDef {
  return new NativeDef(options.name ?? '', options.sig ?? null, fn, 'method', options);
}

export function classMethodRaw(fn: NativeFn, options: RawOptions = {}): NativeDef {
  return new NativeDef(options.name ?? '', options.sig ?? null, fn, 'class', options);
}

export function staticMethodRaw(fn: NativeFn, options: RawOptions = {}): NativeDef {
  return new NativeDef(options.name ?? '', options.sig ?? null, fn, 'static', options);
}

/** A module function that parses its arguments itself: fn(module, args, kw). */
export function functionRaw(name: string, fn: NativeFn, options: RawOptions = {}): NativeDef {
  return new NativeDef(name, options.sig ?? null, fn, 'function', options);
}
