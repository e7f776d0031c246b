/**
 * The capture: from the running interpreter to a snapshot. The one place that sees both layers.
 *
 * Runs no Python code and leaves everything as it was: counts, generations, traces, addresses, the
 * account and its peak. All references are found that the verifier counts; a count that they do not
 * explain is a reference held by native code, and shown as such.
 *
 * Node 0 is the root; below it stand groups: modules, frames (one node a running frame, its locals
 * below), static types, immortal objects, the interpreter, native code. Cyclic garbage has no path.
 */

import { traceOf, tracedFrames } from '../../runtime/core/account.ts';
import { generations } from '../../runtime/core/gc.ts';
import { gcState } from '../../runtime/core/gc-collect.ts';
import { IMMORTAL_MIN, PyGC, type PyObject, visibleRefcount } from '../../runtime/core/object.ts';
import { S } from '../../runtime/core/state.ts';
import { addressIfKnown } from '../../runtime/core/address.ts';
import { siteTrace } from '../../runtime/core/trace-sites.ts';
import type { TypeObject } from '../../runtime/core/type-object.ts';
import {
  countReferences,
  visitFrame,
  visitInterpreter,
  visitReferences,
} from '../../runtime/core/verify.ts';
import { typeModuleText, typeQualname } from '../../runtime/objects/type-names.ts';
import { isWeakref } from '../../runtime/objects/weakref.ts';
import { SnapshotBuilder } from '../builder.ts';
import { type SnapshotMeta, UNTRACKED } from '../format.ts';
import { ATTRIBUTE, LOCAL, ROOT, WEAK } from '../graph.ts';
import type { Snapshot } from '../snapshot.ts';
import { ReferenceNames } from './names.ts';
import { frameText, preview } from './preview.ts';
import { nativeSize } from './sizes.ts';

/** Serial numbers by object: the same object has the same one in all snapshots of a run. */
const serials: WeakMap<PyObject, number> = new WeakMap();
let lastSerial = 0;

function serialOf(o: PyObject): number {
  let n = serials.get(o);
  if (n === undefined) serials.set(o, (n = ++lastSerial));
  return n;
}

/** The last serial number of what was there before the program. */
let baseline = 0;

/** Numbers what is there already, and returns the last number: what is made from now on has later ones. */
export function numberObjects(): number {
  for (const o of countReferences().keys()) serialOf(o);
  return lastSerial;
}

/** The program begins: what is there belongs to the interpreter. */
export function noteBaseline(): void {
  baseline = numberObjects();
}

export type CaptureFacts = Pick<
  SnapshotMeta,
  'producer' | 'argv' | 'library' | 'moment' | 'memoryModel'
>;

export interface Captured {
  snapshot: Snapshot;
  /** The node of an object; undefined for one that is not in the heap. */
  nodeOf(o: PyObject): number | undefined;
}

/** Captures the heap as it is. The frames of callers above the running one are part of it. */
export function capture(facts: CaptureFacts): Captured {
  const { high, addressing, tracing } = S;
  // what the sizes are asked with is no part of the program's account
  S.high = Infinity;
  S.addressing = false;
  S.tracing = false;
  try {
    const c = new Capture();
    return { snapshot: c.run(facts), nodeOf: (o) => c.ordinals.get(o) };
  } finally {
    S.high = high;
    S.addressing = addressing;
    S.tracing = tracing;
  }
}

class Capture {
  private readonly b = new SnapshotBuilder();
  readonly ordinals = new Map<PyObject, number>();
  private readonly order: PyObject[] = [];
  private readonly types = new Map<TypeObject, number>();
  private readonly traces = new Map<number, number>();
  private readonly generation = new Map<PyObject, number>();
  /** Nodes before the first object. */
  private groups = 0;

  run(facts: CaptureFacts): Snapshot {
    const found = countReferences();
    this.noteGenerations();
    this.addRoots(found);
    for (let i = 0; i < this.order.length; i++) this.addObject(this.order[i]!);
    const reached = this.order.length;
    for (const o of found.keys()) this.ordinal(o);
    for (let i = reached; i < this.order.length; i++) this.addObject(this.order[i]!);
    for (const [type, number] of this.types) {
      const node = this.ordinals.get(type.self as PyObject);
      if (node !== undefined) this.b.typeIsNode(number, node);
    }
    return this.b.finish({
      ...facts,
      python: '3.13',
      baseline,
      current: S.mem,
      peak: S.peak,
      gc: {
        count: [...gcState.counts],
        threshold: [...gcState.thresholds],
        collections: gcState.stats.map((s) => s.collections),
        enabled: S.gcEnabled,
      },
    });
  }

  private ordinal(o: PyObject): number {
    let n = this.ordinals.get(o);
    if (n === undefined) {
      n = this.groups + this.order.length;
      this.ordinals.set(o, n);
      this.order.push(o);
    }
    return n;
  }

  private noteGenerations(): void {
    generations.forEach((head, g) => {
      for (let o = head.next!; o !== head; o = o.next!) this.generation.set(o as PyObject, g);
    });
  }

  /** The root, its groups, and a node for each running frame. */
  private addRoots(found: Map<PyObject, number>): void {
    const { b } = this;
    const frames: number[] = [];
    for (let i = 1; i <= S.sp; i++) if (S.frames[i]!.gen === null) frames.push(i);
    const names = ['modules', 'frames', 'interpreter', 'native code', 'static types', 'immortal'];
    this.groups = 1 + names.length + frames.length;
    const rootType = b.type('', '(root)');
    const frameType = b.type('', '(frame)');
    b.node({ type: rootType, size: 0, preview: '(root)' });
    names.forEach((name, i) => b.edge(1 + i, ROOT, name));
    const group = (name: string): number => b.node({ type: rootType, size: 0, preview: name });
    const held: PyObject[] = [];
    visitInterpreter((o) => held.push(o));
    group('modules');
    b.edge(this.ordinal(held[0]!), ATTRIBUTE, 'sys.modules');
    group('frames');
    frames.forEach((_, i) => b.edge(1 + names.length + i, ROOT, `frame ${i}`));
    group('interpreter');
    for (const o of held.slice(1)) b.edge(this.ordinal(o), ROOT, 'interpreter');
    group('native code');
    for (const [o, n] of found) {
      for (let k = o.rc >= IMMORTAL_MIN ? 0 : o.rc - n; k > 0; k--) {
        b.edge(this.ordinal(o), ROOT, 'native code');
      }
    }
    group('static types');
    group('immortal');
    for (const o of found.keys()) {
      if (o.rc >= IMMORTAL_MIN) b.edge(this.ordinal(o), ROOT, 'immortal');
    }
    for (const i of frames) {
      b.node({ type: frameType, size: 0, preview: frameText(S.frames[i]!) });
      visitFrame(i, (o, name) => b.edge(this.ordinal(o), LOCAL, name));
    }
  }

  private typeNumber(type: TypeObject): number {
    let n = this.types.get(type);
    if (n === undefined) {
      const module = typeModuleText(type) ?? '';
      const key = String(serialOf(type.self as PyObject));
      n = this.b.type(module === 'builtins' ? '' : module, typeQualname(type), key);
      this.types.set(type, n);
    }
    return n;
  }

  private traceNumber(o: PyObject): number {
    const site = traceOf(o);
    if (site === 0) return 0;
    let n = this.traces.get(site);
    if (n === undefined) {
      const { places } = siteTrace(site, tracedFrames());
      n = this.b.trace(places.map((p) => ({ file: p.filename, line: p.lineno, function: '' })));
      this.traces.set(site, n);
    }
    return n;
  }

  private addObject(o: PyObject): void {
    const { b } = this;
    b.node({
      type: this.typeNumber(o.type),
      size: nativeSize(o),
      refcount: visibleRefcount(o),
      gen: o instanceof PyGC && o.next !== null ? (this.generation.get(o) ?? 3) : UNTRACKED,
      serial: serialOf(o),
      address: addressIfKnown(o),
      trace: this.traceNumber(o),
      preview: preview(o),
    });
    const names = new ReferenceNames(o);
    visitReferences(o, (target) => {
      const { kind, name } = names.take(target);
      b.edge(this.ordinal(target), kind, name);
    });
    if (!isWeakref(o)) return;
    const target = o.v.obj as PyObject | null;
    if (target !== null && this.ordinals.has(target))
      b.edge(this.ordinal(target), WEAK, 'referent');
  }
}
