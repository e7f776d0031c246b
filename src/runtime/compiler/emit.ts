/**
 * FunctionEmitter: writes the JavaScript of one Python code object and keeps account of who owns what in it.
 *
 * A `Val` says how a Python value is at hand:
 * - BORROWED: `js` is a pure expression (constant, local variable); nobody owes a release.
 * - TEMP: `js` names a temporary `tN` that owns the value. Temporaries are visible to the end of the function, which
 *   releases them when anything raises; they are set to null as soon as the value is consumed.
 * - FRESH: `js` yields a new reference exactly once, and must be the very next thing emitted: pinned into a temporary,
 *   stolen, or released, before anything else that may throw.
 *
 * Lines are statements; nothing of the source text (names, strings) ever gets into the JavaScript: names and constants
 * are referred to by index.
 */
import type { Attribute, Located } from '../parser/ast.ts';
import type { Scope } from './symtable.ts';
import type { UnitBuilder } from './unit.ts';

export const BORROWED = 0;
export const TEMP = 1;
export const FRESH = 2;

export interface Val {
  js: string;
  own: 0 | 1 | 2;
}

/** Where an attribute counts as accessed: at its name when that stands in another line than `at` starts in. */
export function attributePlace(at: Located, a: Attribute): Located {
  if (at.lineno === a.end_lineno) return at;
  const known = a.attr.length <= a.end_col_offset;
  return {
    lineno: a.end_lineno,
    col_offset: known ? a.end_col_offset - a.attr.length : -1,
    end_lineno: at.end_lineno,
    end_col_offset: known ? a.end_col_offset : -1,
  };
}

/**
 * What stands between a statement and the end of the function: what break, continue and return must do on the way.
 * `result` is the temporary for the value of a return that waits for a finally part.
 */
export type Context =
  | { kind: 'loop'; label: string; iter: Val | null; elseLabel: string | null }
  | { kind: 'handler'; star: boolean; exit: () => void }
  | { kind: 'finally'; label: string; code: string; used: Set<number>; result: Val };

export const EXIT_RETURN = 1;
export const EXIT_BREAK = 2;
export const EXIT_CONTINUE = 3;

export class FunctionEmitter {
  readonly unit: UnitBuilder;
  readonly scope: Scope;
  /** The scope names are resolved in: `scope`, or an inlined comprehension inside it. */
  inner: Scope;
  lines: string[] = [];
  /** JavaScript variables of Python locals and cells, in frame order for resident code. */
  readonly vars = new Map<string, string>();
  readonly varList: { js: string; name: string; cell: boolean; hidden: boolean }[] = [];
  readonly bound = new Set<string>();
  /** Names that a `del` somewhere may unbind: never definitely bound. */
  readonly unstable = new Set<string>();
  contexts: Context[] = [];
  readonly generator: boolean;
  readonly resident: boolean;
  /** Temporaries that hold a value across a yield: they live in the frame. */
  readonly residentTemps = new Set<number>();
  maxTemp = 0;
  private deadMarks: { temps: Set<number>; hidden: Set<string> }[] = [];
  /** Variables of the inlined comprehensions being emitted; outside of them they are unbound. */
  readonly activeHidden = new Set<string>();
  private freeTemps: number[] = [];
  private liveTemps = new Set<number>();
  private counter = 0;
  private position = -1;
  /** Inline cache declarations and constants used, for the factory's head. */
  readonly caches: string[] = [];
  readonly used = new Set<string>();
  hasHandlers = false;
  /** Labels that an exception breaks to, innermost last: see `escape`. */
  readonly escapes: string[] = [];
  qualname: string;
  futureAnnotations: boolean;

  constructor(
    unit: UnitBuilder,
    scope: Scope,
    qualname: string,
    generator: boolean,
    resident: boolean,
  ) {
    this.unit = unit;
    this.scope = scope;
    this.inner = scope;
    this.qualname = qualname;
    this.generator = generator;
    this.resident = resident;
    this.futureAnnotations = unit.futureAnnotations;
  }

  line(s: string): void {
    this.lines.push(s);
  }

  fresh(prefix: string): string {
    return prefix + this.counter++;
  }

  /** Opens a JavaScript block; positions set before a branch are not known after it. */
  open(head: string): void {
    this.lines.push(head);
    this.position = -1;
  }

  close(tail = '}'): void {
    this.lines.push(tail);
    this.position = -1;
  }

  /** Records that the following operation belongs to `node` (for tracebacks and allocation lines). */
  at(node: Located): void {
    const p = this.unit.position(node);
    if (p === this.position) return;
    this.position = p;
    this.lines.push(`F.i=${p};`);
  }

  forgetPosition(): void {
    this.position = -1;
  }

  setBound(names: Set<string>): void {
    this.bound.clear();
    for (const n of names) this.bound.add(n);
  }

  // ---- constants, names, caches ----

  /** The JavaScript identifier of constant number i. */
  constant(i: number): string {
    const id = `k${i}`;
    this.used.add(id);
    return id;
  }

  name(n: string): string {
    const id = `n${this.unit.nameIndex(n)}`;
    this.used.add(id);
    return id;
  }

  /** An inline cache; `position` is where a failed lookup is reported, when that is not the operation's place. */
  cache(position = -1): string {
    const id = `i${this.caches.length}`;
    this.caches.push(`${id}=new IC(${position < 0 ? '' : position})`);
    return id;
  }

  // ---- exceptions ----

  /**
   * Where code goes with an exception in S.err: behind the innermost try, or behind the body of the function. JavaScript
   * exceptions of natives end there, too, by a catch clause; but what generated code raises or calls throws nothing.
   */
  escape(): string {
    return `break ${this.escapes.length > 0 ? this.escapes[this.escapes.length - 1] : 'E'};`;
  }

  /** Raises: `js` is the carrier. */
  raise(js: string): void {
    this.line(`S.err=${js};${this.escape()}`);
  }

  /** The value of a call of generated code, which is null when it raised. */
  called(js: string): Val {
    const x = this.fresh('x');
    this.line(`const ${x}=${js};if(${x}===null)${this.escape()}`);
    return { js: x, own: FRESH };
  }

  /** Runs `emit` as the body of a JavaScript try; whatever it raises ends up behind it, in S.err. */
  guarded(emit: () => void): void {
    const label = this.fresh('H');
    const e = this.fresh('e');
    this.escapes.push(label);
    this.open(`${label}:{try{`);
    emit();
    this.escapes.pop();
    this.close(`}catch(${e}){S.err=${e};}}`);
  }

  // ---- values ----

  newTemp(): Val {
    const n = this.freeTemps.length > 0 ? this.takeLowest() : this.maxTemp++;
    this.liveTemps.add(n);
    return { js: `t${n}`, own: TEMP };
  }

  private takeLowest(): number {
    let best = 0;
    for (let i = 1; i < this.freeTemps.length; i++)
      if (this.freeTemps[i]! < this.freeTemps[best]!) best = i;
    return this.freeTemps.splice(best, 1)[0]!;
  }

  freeTemp(v: Val): void {
    const n = Number(v.js.slice(1));
    if (this.liveTemps.delete(n)) this.freeTemps.push(n);
  }

  /** Temporaries that hold something now; a yield marks them resident. */
  markYield(): void {
    for (const n of this.liveTemps) this.residentTemps.add(n);
  }

  live(): Set<number> {
    return new Set(this.liveTemps);
  }

  restoreLive(s: Set<number>): void {
    for (const n of this.liveTemps) if (!s.has(n)) this.freeTemps.push(n);
    this.liveTemps = new Set(s);
    this.freeTemps = this.freeTemps.filter((n) => !s.has(n));
  }

  /**
   * Where an exception is caught: releases every temporary and comprehension variable that is not alive at this point of
   * the code. They are all
   * declared by the end of the function, so a mark stands for the list until then.
   */
  releaseDead(): void {
    this.deadMarks.push({ temps: new Set(this.liveTemps), hidden: new Set(this.activeHidden) });
    this.line(`/*dead${this.deadMarks.length - 1}*/`);
  }

  /** Writes out the marks of releaseDead. */
  resolveDeadMarks(text: string): string {
    return text.replace(/\/\*dead(\d+)\*\//g, (_, n) => {
      const { temps, hidden } = this.deadMarks[Number(n)]!;
      let out = '';
      for (let i = this.maxTemp - 1; i >= 0; i--) {
        if (!temps.has(i)) out += `if(t${i}!==null){const o=t${i};t${i}=null;dec(o);}`;
      }
      for (const v of this.varList) {
        if (v.hidden && !hidden.has(v.js))
          out += `if(${v.js}!==null){const o=${v.js};${v.js}=null;dec(o);}`;
      }
      return out;
    });
  }

  /** Makes a value safe to keep while other code runs: a fresh one moves into a temporary. */
  pin(v: Val): Val {
    if (v.own !== FRESH) return v;
    const t = this.newTemp();
    this.line(`${t.js}=${v.js};`);
    return t;
  }

  /** Like pin, and a borrowed value becomes owned as well: for when later code could change the variable. */
  own(v: Val): Val {
    if (v.own === TEMP) return v;
    const t = this.newTemp();
    this.line(v.own === FRESH ? `${t.js}=${v.js};` : `${t.js}=inc(${v.js});`);
    return t;
  }

  /** A pure expression of the value for immediate use; a fresh value is evaluated here into a constant. */
  evaluated(v: Val): Val {
    if (v.own !== FRESH || /^x\d+$/.test(v.js)) return v;
    const x = this.fresh('x');
    this.line(`const ${x}=${v.js};`);
    return { js: x, own: FRESH };
  }

  /** Before several values are stolen: evaluates the last one if it is fresh, for it may throw while others are held. */
  settle(vals: Val[]): Val[] {
    const last = vals.length - 1;
    if (last >= 0 && vals[last]!.own === FRESH) vals[last] = this.evaluated(vals[last]!);
    return vals;
  }

  /** An expression that hands over an owned reference; pure, evaluate at once. */
  steal(v: Val): string {
    if (v.own === BORROWED) return `inc(${v.js})`;
    if (v.own === FRESH) return this.evaluated(v).js;
    const x = this.fresh('x');
    this.line(`const ${x}=${v.js};${v.js}=null;`);
    this.freeTemp(v);
    return x;
  }

  /** Ends the use of a value whose operation only borrowed it. */
  release(v: Val): void {
    if (v.own === TEMP) {
      this.line(`dec(${v.js});${v.js}=null;`);
      this.freeTemp(v);
    } else if (v.own === FRESH) {
      this.line(`dec(${v.js});`);
    }
  }

  /** Evaluates an operation that borrows `operands`, releases them, and gives the fresh result. */
  operate(js: string, operands: Val[]): Val {
    if (operands.every((v) => v.own === BORROWED)) return { js, own: FRESH };
    const x = this.fresh('x');
    this.line(`const ${x}=${js};`);
    for (const v of operands) this.release(v);
    return { js: x, own: FRESH };
  }

  /** The same for a result that is not a Python object. */
  operatePlain(js: string, operands: Val[]): string {
    const x = this.fresh('x');
    this.line(`const ${x}=${js};`);
    for (const v of operands) this.release(v);
    return x;
  }
}

export function borrowed(js: string): Val {
  return { js, own: BORROWED };
}

export function fresh(js: string): Val {
  return { js, own: FRESH };
}

/** The mask argument of an operation: bit i set when operand i is borrowed, so that a slow path can hold it. */
export function mask(...vals: Val[]): number {
  let m = 0;
  for (let i = 0; i < vals.length; i++) if (vals[i]!.own === BORROWED) m |= 1 << i;
  return m;
}
