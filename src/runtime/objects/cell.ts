/**
 * Cells: the boxes of variables that closures share. CPython: Objects/cellobject.c.
 */
import { richCompare } from '../core/abstract.ts';
import { bindArgs, noKeywords } from '../core/args.ts';
import { valueError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import {
  account,
  decref,
  incref,
  type Owned,
  type PyGC,
  type PyObject,
  xdecref,
} from '../core/object.ts';
import { defineType, getset } from '../core/type-define.ts';
import {
  CellType,
  type KwNames,
  TPFLAGS_HAVE_GC,
  type TypeObject,
  type Visit,
} from '../core/type-object.ts';
import { addressText } from './object.ts';
import { newBool, newNotImplemented } from './singletons.ts';
import { newStrJs } from './str.ts';

export class CellPayload {
  /** Owned; null while the variable is unbound. */
  ref: PyObject | null;
  constructor(ref: PyObject | null) {
    this.ref = ref;
  }
}

export type PyCell = PyGC<CellPayload>;

const SIZE = 40;

/** A cell that takes over `ref`. */
export function newCellSteal(ref: PyObject | null): Owned<PyCell> {
  const o = newGC(CellType, new CellPayload(ref));
  account(o, SIZE);
  gcTrack(o);
  return o;
}

/** A cell holding `ref` (borrowed), or an empty one. */
export function newCell(ref: PyObject | null): Owned<PyCell> {
  return newCellSteal(ref === null ? null : incref(ref));
}

/** The content, null while unbound. */
export function cellGetBorrowed(cell: PyObject): PyObject | null {
  return (cell.v as CellPayload).ref;
}

/** Replaces the content by `value`, which is taken over. */
export function cellSetSteal(cell: PyObject, value: PyObject | null): void {
  const p: CellPayload = cell.v;
  const old = p.ref;
  p.ref = value;
  if (old !== null) decref(old);
}

function cellNew(_type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  noKeywords('cell', kw);
  const [value] = bindArgs('cell', '(contents=<unrepresentable>, /)', args, kw);
  return newCell(value ?? null);
}

function cellDealloc(o: PyObject): void {
  gcUntrack(o);
  xdecref(o.v.ref);
  freeObject(o);
}

function cellRepr(o: PyObject): Owned {
  const ref: PyObject | null = o.v.ref;
  const what = ref === null ? 'empty' : `${ref.type.name} object at ${addressText(ref)}`;
  return newStrJs(`<cell at ${addressText(o)}: ${what}>`);
}

function cellCompare(a: PyObject, b: PyObject, op: number): Owned {
  if (b.type !== CellType || a.type !== CellType) return newNotImplemented();
  const x: PyObject | null = a.v.ref;
  const y: PyObject | null = b.v.ref;
  if (x !== null && y !== null) return richCompare(x, y, op);
  const d = (x === null ? 0 : 1) - (y === null ? 0 : 1);
  return newBool([d < 0, d <= 0, d === 0, d !== 0, d > 0, d >= 0][op]!);
}

defineType(CellType, {
  flags: TPFLAGS_HAVE_GC,
  basicsize: SIZE - 16,
  tp_new: cellNew,
  text_signature: '([contents])',
  tp_dealloc: cellDealloc,
  tp_traverse: (o: PyObject, visit: Visit) => {
    if (o.v.ref !== null) visit(o.v.ref);
  },
  tp_clear: (o: PyObject) => cellSetSteal(o, null),
  tp_repr: cellRepr,
  tp_richcompare: cellCompare,
  tp_hash: null,
  getset: {
    cell_contents: getset(
      (o) => {
        if (o.v.ref === null) throw valueError('Cell is empty');
        return incref(o.v.ref as PyObject);
      },
      (o, value) => cellSetSteal(o, value === null ? null : incref(value)),
    ),
  },
});
