/**
 * Where blocks are made: places (file and line) and call contexts as small numbers. CPython: the traceback table of
 * Python/tracemalloc.c.
 *
 * A place is numbered for good. With one frame a traced block's site is the place of the running line (with the number of
 * frames in its upper bits); with more it is a node of the tree of calls: a place below the node of the caller. Frames remember the node of their caller (`ctx`),
 * which cannot change while their call lasts; entering a call sets it to 0.
 *
 * A frame that has not begun its first operation is not complete (CPython: _PyFrame_IsIncomplete): what is allocated then
 * belongs to its caller.
 */
import { type CodePayload, lineOf } from '../objects/code.ts';
import { strJs } from '../objects/str-object.ts';
import type { Frame } from './frame.ts';
import { S } from './state.ts';

export interface Place {
  readonly filename: string;
  readonly lineno: number;
}

const UNKNOWN: Place = { filename: '<unknown>', lineno: 0 };

/** Place number 0 means none; number 1 is that of code outside all frames. */
const places: Place[] = [UNKNOWN, UNKNOWN];
const numbers: Map<string, Map<number, number>> = new Map();
/** Places of the operations of each compiled unit, by its table of positions. */
const unitPlaces: WeakMap<Int32Array, Int32Array> = new WeakMap();

function placeNumber(filename: string, lineno: number): number {
  let lines = numbers.get(filename);
  if (lines === undefined) numbers.set(filename, (lines = new Map()));
  let n = lines.get(lineno);
  if (n === undefined) {
    // beyond the room of the numbers all places are one
    if (places.length === PLACES) return 1;
    n = places.length;
    places.push({ filename, lineno });
    lines.set(lineno, n);
  }
  return n;
}

function placesOf(code: CodePayload): Int32Array {
  let sites = unitPlaces.get(code.positions);
  if (sites === undefined) {
    sites = new Int32Array(code.positions.length / 4 + 1);
    unitPlaces.set(code.positions, sites);
  }
  code.places = sites;
  return sites;
}

function placeOf(f: Frame): number {
  const code = f.code!;
  const { i } = f;
  const sites = code.places ?? placesOf(code);
  const known = sites[i]!;
  if (known !== 0) return known;
  return (sites[i] = placeNumber(strJs(code.filename), lineOf(code, i)));
}

const PLACES = 1 << 20;
const DEPTHS = (1 << 11) - 1;

/** The site of one frame: the place of the running line, and the number of frames above it. */
export function currentPlace(): number {
  const { frames } = S;
  for (let { sp } = S; sp > 0; sp--) {
    const f = frames[sp]!;
    if (f.i < 0) continue;
    const { places: sites } = f.code!;
    const known = sites === null ? 0 : sites[f.i]!;
    return (known !== 0 ? known : placeOf(f)) + (sp < DEPTHS ? sp : DEPTHS) * PLACES;
  }
  return 1;
}

// ---------------------------------------------------------------------------------------------
// The tree of calls

const ROOT = 1;
const CACHE = 16384;

class CallTree {
  parent: number[] = [0, 0];
  place: number[] = [0, 1];
  private readonly children: Map<number, number> = new Map();
  /** The child that was asked for last, by a hash of parent and place. */
  private readonly recent = new Int32Array(CACHE);

  child(parent: number, place: number): number {
    const h = (Math.imul(parent, 0x9e3779b1) ^ Math.imul(place, 0x85ebca6b)) >>> 18;
    const r = this.recent[h]!;
    if (this.parent[r] === parent && this.place[r] === place) return r;
    return (this.recent[h] = this.find(parent, place));
  }

  private find(parent: number, place: number): number {
    const key = parent * 4194304 + place;
    let n = this.children.get(key);
    if (n === undefined) {
      n = this.parent.length;
      this.parent.push(parent);
      this.place.push(place);
      this.children.set(key, n);
    }
    return n;
  }
}

let tree = new CallTree();

/** The node of the calls above the frame of depth `sp`. */
function contextOf(sp: number): number {
  const f = S.frames[sp]!;
  if (f.ctx !== 0) return f.ctx;
  let ctx = ROOT;
  if (sp > 1) {
    const caller = S.frames[sp - 1]!;
    ctx = contextOf(sp - 1);
    if (caller.i >= 0) ctx = tree.child(ctx, placeOf(caller));
  }
  f.ctx = ctx;
  return ctx;
}

/** The node of the running line. */
export function currentNode(): number {
  const { frames } = S;
  for (let sp = S.sp; sp > 0; sp--) {
    const f = frames[sp]!;
    if (f.i >= 0) return tree.child(contextOf(sp), placeOf(f));
  }
  return ROOT;
}

/** Forgets the tree; nobody may hold a node of it. */
export function forgetCalls(): void {
  tree = new CallTree();
  for (const f of S.frames) f.ctx = 0;
}

/** What a site stands for: at most `limit` places, innermost first, and how many there were. */
export interface SiteTrace {
  places: Place[];
  total: number;
}

/** The traceback of a site, made with `limit` frames. */
export function siteTrace(site: number, limit: number): SiteTrace {
  if (limit === 1)
    return { places: [places[site % PLACES]!], total: Math.max(1, Math.floor(site / PLACES)) };
  const found: Place[] = [];
  let total = 0;
  for (let n = site; n !== ROOT; n = tree.parent[n]!) {
    if (found.length < limit) found.push(places[tree.place[n]!]!);
    total++;
  }
  if (total === 0) return { places: [UNKNOWN], total: 1 };
  return { places: found, total };
}
