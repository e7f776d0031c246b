/**
 * What a reference is called: attribute `x`, key `'a'`, element 3, local `n`. The type's traversal
 * says which references there are; names come from what is known of the payload, and a reference
 * that has none is "internal".
 */

import { isEmbedded, type SharedKeys } from '../../runtime/core/attr.ts';
import type { Frame } from '../../runtime/core/frame.ts';
import type { GenPayload } from '../../runtime/core/genops.ts';
import { PyGC, type PyObject } from '../../runtime/core/object.ts';
import {
  DictType,
  FrozensetType,
  ListType,
  SetType,
  TPFLAGS_INLINE_VALUES,
  TupleType,
  TypeObject,
} from '../../runtime/core/type-object.ts';
import { isSubtype } from '../../runtime/core/subtype.ts';
import { dictKeyAt, dictNext, dictValueAt } from '../../runtime/objects/dict.ts';
import { setItems } from '../../runtime/objects/set.ts';
import { strJs } from '../../runtime/objects/str.ts';
import type { HeapType } from '../../runtime/objects/type-new.ts';
import { isTypeObj } from '../../runtime/objects/type.ts';
import { ATTRIBUTE, CELL, ELEMENT, INTERNAL, KEY, LOCAL, TYPE, VALUE } from '../graph.ts';
import { preview } from './preview.ts';

export interface ReferenceName {
  kind: number;
  name: string | number;
}

const UNNAMED: ReferenceName = { kind: INTERNAL, name: 'internal' };

/** Names of one object's references; each is given out once. */
export class ReferenceNames {
  private readonly known = new Map<PyObject, ReferenceName[]>();

  constructor(o: PyObject) {
    this.addOwn(o);
    if (o instanceof PyGC) this.addInstance(o);
    this.add(o.type.self, TYPE, '__class__');
    this.addPayload(o.v, '');
  }

  /** The next name of a reference to `target`. */
  take(target: PyObject): ReferenceName {
    return this.known.get(target)?.shift() ?? UNNAMED;
  }

  private add(target: PyObject | null | undefined, kind: number, name: string | number): void {
    if (target === null || target === undefined) return;
    const list = this.known.get(target);
    if (list === undefined) this.known.set(target, [{ kind, name }]);
    else list.push({ kind, name });
  }

  private addOwn(o: PyObject): void {
    const type = o.type;
    if (isSubtype(type, DictType)) this.addDict(o);
    else if (isSubtype(type, ListType) || isSubtype(type, TupleType)) this.addItems(o.v);
    else if (isSubtype(type, SetType) || isSubtype(type, FrozensetType)) this.addItems(setItems(o));
    else if (type.name === 'cell') this.add(o.v as PyObject | null, CELL, 'cell_contents');
    else if (isTypeObj(o)) this.addType(o.v);
  }

  private addDict(d: PyObject): void {
    for (let j = dictNext(d, 0); j >= 0; j = dictNext(d, j + 1)) {
      const key = preview(dictKeyAt(d, j));
      this.add(dictKeyAt(d, j), KEY, key);
      this.add(dictValueAt(d, j), VALUE, key);
    }
  }

  private addItems(items: readonly (PyObject | null)[]): void {
    for (let i = 0; i < items.length; i++) this.add(items[i], ELEMENT, i);
  }

  private addType(type: TypeObject): void {
    this.add(type.dict, INTERNAL, '__dict__');
    this.add(type.bases, INTERNAL, '__bases__');
    this.add(type.base?.self, INTERNAL, '__base__');
    for (const base of type.mro ?? []) this.add(base.self, INTERNAL, '__mro__');
    for (const name of (type.sharedKeys as SharedKeys | null)?.names ?? []) {
      this.add(name, INTERNAL, 'shared keys');
    }
    const heap = type.heap as HeapType | null;
    if (heap === null) return;
    this.add(heap.name, INTERNAL, '__name__');
    this.add(heap.qualname, INTERNAL, '__qualname__');
    this.add(heap.slots, INTERNAL, '__slots__');
    for (const _ of type.bases?.v ?? [])
      this.add(heap.subclassRef, INTERNAL, '__subclasses__ of a base');
  }

  /** Slots, attributes that are part of the instance, and its dict. */
  private addInstance(o: PyGC): void {
    const { type } = o;
    const slots = o.ext?.slots ?? (type.slotCount > 0 && Array.isArray(o.v) ? o.v : null);
    if (slots !== null)
      for (const [i, name] of slotNames(type)) this.add(slots[i], ATTRIBUTE, name);
    if (o.dict !== null) {
      if (isEmbedded(o.dict)) this.addAttributes(o.dict);
      this.add(o.dict, INTERNAL, '__dict__');
    } else if ((type.flags & TPFLAGS_INLINE_VALUES) !== 0) {
      const { names } = type.sharedKeys as SharedKeys;
      const values = o.v as (PyObject | null)[];
      for (let i = 0; i < values.length; i++) this.add(values[i], ATTRIBUTE, strJs(names[i]!));
    }
  }

  private addAttributes(d: PyObject): void {
    for (let j = dictNext(d, 0); j >= 0; j = dictNext(d, j + 1)) {
      this.add(dictValueAt(d, j), ATTRIBUTE, preview(dictKeyAt(d, j)).replace(/^'(.*)'$/, '$1'));
    }
  }

  /** Native objects: the fields of their payload, by name. */
  private addPayload(v: unknown, prefix: string): void {
    if (v === null || typeof v !== 'object' || Array.isArray(v) || ArrayBuffer.isView(v)) return;
    if (isPyObject(v)) {
      this.add(v, INTERNAL, prefix === '' ? 'value' : prefix);
      return;
    }
    if ('frame' in v && prefix === '') this.addFrame((v as GenPayload).frame);
    for (const [name, value] of Object.entries(v)) {
      if (value === null || typeof value !== 'object') continue;
      if (isPyObject(value)) this.add(value, INTERNAL, name);
      else if (value instanceof TypeObject) this.add(value.self, INTERNAL, '__objclass__');
      else if (Array.isArray(value)) {
        for (const item of value) if (isPyObject(item)) this.add(item, INTERNAL, name);
      }
    }
  }

  private addFrame(f: Frame | null | undefined): void {
    if (f === null || f === undefined || !Array.isArray(f.locals)) return;
    const names = f.code?.varnames ?? [];
    f.locals.forEach((o, i) => {
      const name = names[i];
      this.add(o, LOCAL, name === undefined ? 'temporary' : strJs(name));
    });
    this.add(f.fn as PyObject | null, INTERNAL, 'function');
    this.add(f.ns, INTERNAL, 'namespace');
  }
}

function isPyObject(v: unknown): v is PyObject {
  return v !== null && typeof v === 'object' && 'rc' in v && 'type' in v;
}

/** Names of all slots of a type, bases first, by their place. */
function* slotNames(type: TypeObject): Iterable<[number, string]> {
  const chain: TypeObject[] = [];
  for (let t: TypeObject | null = type; t !== null; t = t.base ?? null) chain.unshift(t);
  let at = 0;
  for (const t of chain) for (const name of t.slotNames ?? []) yield [at++, name];
}
