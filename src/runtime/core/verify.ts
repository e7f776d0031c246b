/**
 * The recount verifier: every object's reference count must equal the references that can be found.
 *
 * References are found by `tp_traverse` from all objects of the collector's lists, from the
 * interpreter's roots, the frames, and what core/roots.ts knows of native code. Exact only at safe
 * points, where no native function is at work: at the end of the program and at exit.
 *
 * Modes of `-X verify=`: `recount` (this), `gc` (a collection at every allocation), `poison` (the
 * dead lose their type, so that any use of them fails), `all`.
 */

import { asyncgenHooks } from '../objects/asyncgen.ts';
import { strJs } from '../objects/str.ts';
import { isTypeObj } from '../objects/type.ts';
import type { HeapType } from '../objects/type-new.ts';
import { textFromJs } from '../text/text.ts';
import { repr } from './abstract.ts';
import { isEmbedded, type SharedKeys } from './attr.ts';
import { discard, isPyErr } from './errors.ts';
import { FreedType, generations } from './gc.ts';
import { gcState } from './gc-collect.ts';
import { importState } from './import.ts';
import { decref, IMMORTAL_MIN, PyGC, type PyObject } from './object.ts';
import { roots, visitAtoms } from './roots.ts';
import { S } from './state.ts';
import { writeStderr } from './stderr.ts';
import {
  ObjectType,
  StrType,
  TPFLAGS_INLINE_VALUES,
  type TypeObject,
  type Visit,
} from './type-object.ts';

/** One object whose count is wrong. */
export interface Mismatch {
  object: PyObject;
  type: string;
  preview: string;
  /** The count as it is, and as it should be. */
  rc: number;
  expected: number;
  /** Previews of objects that refer to it. */
  holders: string[];
}

class VerifyState {
  recount = false;
}

export const verifyState = new VerifyState();

/** Turns on what `-X verify=text` asks for; false for an unknown word. */
export function enableVerify(text: string): boolean {
  for (const word of text.split(',')) {
    const all = word === 'all';
    if (!all && word !== 'recount' && word !== 'gc' && word !== 'poison') return false;
    if (all || word === 'recount') {
      verifyState.recount = true;
      S.resident = true;
    }
    if (all || word === 'gc') S.gcStress = true;
    if (all || word === 'poison') S.poison = true;
  }
  return true;
}

// ---------------------------------------------------------------------------------------------
// Walking

function visitMaybe(o: PyObject | null | undefined, visit: Visit): void {
  if (o !== null && o !== undefined) visit(o);
}

/**
 * References that the interpreter itself owns, its frames apart; sys.modules first. The registers of
 * the state (`S.self` and the like) are empty at a safe point, whatever they still show.
 */
export function visitInterpreter(visit: Visit): void {
  for (const o of [S.modules, S.builtins, S.sysdict]) {
    visitMaybe(o, visit);
  }
  for (const o of [
    gcState.garbage,
    gcState.callbacks,
    importState.bootstrap,
    asyncgenHooks.firstiter,
    asyncgenHooks.finalizer,
  ]) {
    visitMaybe(o, visit);
  }
  for (const f of roots) f(visit);
}

function visitRoots(visit: Visit): void {
  visitInterpreter(visit);
  for (let i = 1; i <= S.sp; i++) visitFrame(i, visit);
}

/**
 * A running frame: its function, its object, and locals that live in it. Frames of generators
 * belong to those.
 */
export function visitFrame(i: number, visit: (o: PyObject, name: string) => void): void {
  const f = S.frames[i]!;
  if (f.gen !== null) return;
  if (f.fn !== null) visit(f.fn as PyObject, 'function');
  if (f.obj !== null) visit(f.obj, 'frame object');
  f.locals?.forEach((o, k) => {
    const name = f.code?.varnames[k];
    if (o !== null && o !== undefined) visit(o, name === undefined ? 'temporary' : strJs(name));
  });
}

/** All objects that can be found, with the number of references found to each. */
export function countReferences(): Map<PyObject, number> {
  const found = new Map<PyObject, number>();
  const queue: PyObject[] = [];
  const see = (o: PyObject): void => {
    const n = found.get(o);
    if (n !== undefined) {
      found.set(o, n + 1);
      return;
    }
    found.set(o, 1);
    queue.push(o);
  };
  const meet = (o: PyObject): void => {
    if (found.has(o)) return;
    found.set(o, 0);
    queue.push(o);
  };
  for (const head of [...generations, gcState.permanent]) {
    for (let o = head.next!; o !== head; o = o.next!) meet(o as PyObject);
  }
  visitRoots(see);
  meetTypes(ObjectType, meet);
  while (queue.length > 0) {
    const o = queue.pop()!;
    visitReferences(o, see);
  }
  return found;
}

/**
 * References of an object: what its type traverses, and what CPython's traversal leaves out because
 * it is atomic.
 */
export function visitReferences(o: PyObject, visit: Visit): void {
  const traverse = o.type.tp_traverse;
  if (traverse !== null) traverse(o, visit);
  visitAtoms(o, visit);
  const dict = o instanceof PyGC ? o.dict : null;
  if (
    dict !== null &&
    isEmbedded(dict) &&
    o.type.hasDict &&
    (o.type.flags & TPFLAGS_INLINE_VALUES) !== 0
  )
    visit(dict);
  if (!isTypeObj(o)) return;
  const type = o.v;
  const heap = type.heap as HeapType | null;
  if (heap === null) return;
  visit(heap.name);
  visit(heap.qualname);
  visitMaybe(heap.slots, visit);
  visitMaybe(heap.subclassDict, visit);
  if (type.bases !== null) for (const _ of type.bases.v) visitMaybe(heap.subclassRef, visit);
  const keys = type.sharedKeys as SharedKeys | null;
  if (keys !== null) for (const name of keys.names) visit(name);
}

/** Static types are in no list: their dicts hang on the tree of classes. */
function meetTypes(type: TypeObject, meet: Visit): void {
  meet(type.self as PyObject);
  if (type.dict !== undefined && type.dict !== null) meet(type.dict);
  for (const sub of type.subclasses ?? []) meetTypes(sub, meet);
}

// ---------------------------------------------------------------------------------------------
// Reporting

const PREVIEW = 80;

/** A short text for an object that runs none of the program's code. */
function preview(o: PyObject): string {
  if (o.type === FreedType) return '<freed>';
  const name = o.type.name;
  if (o.type === StrType) return `str ${JSON.stringify(strJs(o).slice(0, PREVIEW))}`;
  if (isTypeObj(o)) return `type ${o.v.name}`;
  const named = o.v === null || typeof o.v !== 'object' ? null : (o.v.qualname ?? o.v.name);
  if (named instanceof PyGC || (named && named.type === StrType)) return `${name} ${strJs(named)}`;
  if (typeof named === 'string') return `${name} ${named}`;
  if (SIMPLE.has(name)) return `${name} ${safeRepr(o)}`;
  if (name === 'tuple' || name === 'list')
    return `${name} of ${(o.v as PyObject[]).slice(0, 6).map(itemPreview)}`;
  return name;
}

function itemPreview(o: PyObject | null): string {
  if (o === null) return '-';
  return o.type === StrType ? JSON.stringify(strJs(o).slice(0, PREVIEW)) : o.type.name;
}

const SIMPLE = new Set(['int', 'float', 'bytes', 'bool', 'complex']);

function safeRepr(o: PyObject): string {
  try {
    const r = repr(o);
    const text = strJs(r).slice(0, PREVIEW);
    decref(r);
    return text;
  } catch (e) {
    if (isPyErr(e)) discard(e);
    return '?';
  }
}

const HOLDERS = 6;

/** Who refers to the objects of `wrong`. */
function findHolders(all: Iterable<PyObject>, wrong: Map<PyObject, Mismatch>): void {
  for (const holder of all) {
    visitReferences(holder, (o) => {
      const m = wrong.get(o);
      if (m !== undefined && m.holders.length < HOLDERS) m.holders.push(preview(holder));
    });
  }
}

/** Recounts; returns the objects whose counts are wrong. */
export function verifyCounts(): Mismatch[] {
  const found = countReferences();
  const wrong = new Map<PyObject, Mismatch>();
  for (const [o, n] of found) {
    if (o.rc >= IMMORTAL_MIN) continue;
    if (o.rc === n) continue;
    wrong.set(o, {
      object: o,
      type: o.type.name,
      preview: preview(o),
      rc: o.rc,
      expected: n,
      holders: [],
    });
  }
  if (wrong.size > 0) findHolders(found.keys(), wrong);
  return [...wrong.values()];
}

/**
 * Checks the collector's lists: links, and that nothing dead is in them. Returns what is wrong, as
 * text.
 */
export function verifyLists(): string[] {
  const out: string[] = [];
  generations.forEach((head, g) => {
    for (let o = head.next!; o !== head; o = o.next!) {
      if (o.next === null || o.next.prev !== o) {
        out.push(`generation ${g}: broken link at ${preview(o as PyObject)}`);
        break;
      }
      if (o.rc <= 0 || o.type === FreedType)
        out.push(`generation ${g}: dead ${preview(o as PyObject)} (count ${o.rc})`);
    }
  });
  return out;
}

/** Discrepancies that an earlier `newMismatches` told. */
const told: Map<PyObject, number> = new Map();

/**
 * Counts that went wrong since the last call, for checks in the middle of a program: what the
 * calling frames hold in JavaScript variables is wrong at every call alike, and told only once.
 */
export function newMismatches(): Mismatch[] {
  const wrong = verifyCounts();
  const fresh = wrong.filter((m) => told.get(m.object) !== m.rc - m.expected);
  told.clear();
  for (const m of wrong) told.set(m.object, m.rc - m.expected);
  return fresh;
}

/** One finding as a line. */
export function mismatchText(m: Mismatch): string {
  const holders = m.holders.join(', ') || 'nothing seen';
  return `${m.preview}: count ${m.rc}, expected ${m.expected}; held by ${holders}`;
}

const SHOWN = 40;

/**
 * Runs all checks of the mode and prints what is wrong to stderr; returns the number of findings.
 */
export function verify(where: string): number {
  if (!verifyState.recount) return 0;
  const lists = verifyLists();
  const counts = verifyCounts();
  if (lists.length + counts.length === 0) return 0;
  let text = `verify (${where}): ${counts.length} wrong counts, ${lists.length} wrong links\n`;
  for (const line of lists.slice(0, SHOWN)) text += `  ${line}\n`;
  for (const m of counts.slice(0, SHOWN)) {
    text += `  ${mismatchText(m)}\n`;
  }
  if (counts.length > SHOWN) text += `  and ${counts.length - SHOWN} more\n`;
  writeStderr(textFromJs(text));
  return lists.length + counts.length;
}
