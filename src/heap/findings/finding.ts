/** What a rule found wrong in a heap, in words for people. One rule a file; index.ts lists them. */

import type { Analysis } from '../analysis.ts';
import { pathTo } from '../paths.ts';
import { shownNodes } from '../summary.ts';
import { type Step, steps } from '../why.ts';

export interface Finding {
  /** Name of the rule: its file's. */
  rule: string;
  /** One line: what is wrong and how much it costs. */
  title: string;
  /** Bytes that the cure would give back. */
  size: number;
  /** The object that stands for the finding, by node. */
  node: number;
  /** A path to it; empty for garbage. */
  path: Step[];
  /** "file:line" of what made it, '' where that is not known. */
  site: string;
  /** What to change. */
  cure: string;
}

/** What rules look at. */
export class Heap {
  readonly analysis: Analysis;
  /** 1 for objects of the program, by node. */
  readonly own: Uint8Array;
  constructor(analysis: Analysis) {
    this.analysis = analysis;
    this.own = shownNodes(analysis, false);
  }

  /** The program's nodes of a type. */
  *ofType(name: string): Iterable<number> {
    const s = this.analysis.snapshot;
    const type = s.column('type');
    const wanted = new Set<number>();
    for (let t = 0; t < s.rows('type'); t++) if (s.typeName(t) === name) wanted.add(t);
    for (let n = 0; n < s.nodeCount; n++) if (this.own[n] === 1 && wanted.has(type[n]!)) yield n;
  }

  /** Targets of a node's references with their labels. */
  *references(node: number): Iterable<{ edge: number; to: number; label: string }> {
    const { first, to } = this.analysis.snapshot.graph;
    for (let e = first[node]!; e < first[node + 1]!; e++) {
      yield { edge: e, to: to[e]!, label: this.analysis.snapshot.edgeLabel(e) };
    }
  }

  target(node: number, label: string): number | null {
    for (const r of this.references(node)) if (r.label === label) return r.to;
    return null;
  }

  /** Whether a line of the program itself made the object, not one of the library. */
  isMadeByProgram(node: number): boolean {
    const site = this.analysis.snapshot.site(node);
    if (site === null || site.file.startsWith('<')) return false;
    return !this.analysis.snapshot.meta.library.some((folder) =>
      site.file.startsWith(`${folder}/`),
    );
  }

  /** "file:line" of an object. */
  site(node: number): string {
    const site = this.analysis.snapshot.site(node);
    return site === null ? '' : `${site.file}:${site.line}`;
  }

  finding(rule: string, node: number, title: string, size: number, cure: string): Finding {
    const a = this.analysis;
    const path = pathTo(a.snapshot.graph, a.paths, node);
    return {
      rule,
      title,
      size,
      node,
      path: path === null ? [] : steps(a, path),
      site: this.site(node),
      cure,
    };
  }
}

export interface Rule {
  name: string;
  find(heap: Heap): Finding[];
}

/** The number of items in a preview of the form "12 items". */
export function itemsIn(preview: string): number {
  const m = /^(\d+) items?$/.exec(preview);
  return m === null ? 0 : Number(m[1]);
}
