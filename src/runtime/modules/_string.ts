/** _string: the parser of str.format for string.Formatter. CPython: Objects/stringlib/unicode_format.h, Python's _string. */
import { nativeFunction } from '../core/args.ts';
import { typeError } from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { account, incref, type Owned, PyObject } from '../core/object.ts';
import { newStaticType } from '../core/type-define.ts';
import type { TypeObject } from '../core/type-object.ts';
import { newInt } from '../objects/int.ts';
import { newBool, newNone } from '../objects/singletons.ts';
import { FieldName, MarkupReader } from '../objects/str-format.ts';
import { isStr, newStr } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';

/** An iterator type over a parser of text; it keeps the str alive as CPython does. */
function parserType(
  name: string,
  basicsize: number,
  next: (o: PyObject) => Owned | null,
): TypeObject {
  return newStaticType(name, {
    basicsize,
    tp_dealloc: (o: PyObject) => {
      freeObject(o);
    },
    tp_iter: (o: PyObject) => incref(o),
    tp_iternext: next,
  });
}

function nextMarkup(o: PyObject): Owned | null {
  const m = (o.v as MarkupReader).next();
  if (m === null) return null;
  if (m.field === null) return newTupleSteal([newStr(m.literal), newNone(), newNone(), newNone()]);
  const conversion = m.conversion === '' ? newNone() : newStr(m.conversion);
  return newTupleSteal([newStr(m.literal), newStr(m.field), newStr(m.spec), conversion]);
}

function nextField(o: PyObject): Owned | null {
  const f: FieldName = o.v;
  if (!f.next()) return null;
  const key = f.isAttribute || f.item < 0 ? newStr(f.name) : newInt(f.item);
  return newTupleSteal([newBool(f.isAttribute), key]);
}

const FormatterIteratorType = parserType('formatteriterator', 48, nextMarkup);
const FieldNameIteratorType = parserType('fieldnameiterator', 56, nextField);

function newParser(type: TypeObject, parser: MarkupReader | FieldName): Owned {
  const o = new PyObject(type, parser);
  account(o, type.basicsize);
  return o as Owned;
}

function mustBeStr(o: PyObject): void {
  if (!isStr(o)) throw typeError(`expected str, got ${o.type.name}`);
}

function formatterParser(_m: unknown, object: PyObject): Owned {
  mustBeStr(object);
  return newParser(FormatterIteratorType, new MarkupReader(object.v));
}

function fieldNameSplit(_m: unknown, object: PyObject): Owned {
  mustBeStr(object);
  const f = new FieldName(object.v);
  const first = f.index >= 0 ? newInt(f.index) : newStr(f.first);
  return newTupleSteal([first, newParser(FieldNameIteratorType, f)]);
}

defineModule('_string', {
  doc: 'What the string module needs of the formatter.',
  functions: {
    formatter_field_name_split: nativeFunction(
      'formatter_field_name_split',
      '($self, object, /)',
      fieldNameSplit,
    ),
    formatter_parser: nativeFunction('formatter_parser', '($self, object, /)', formatterParser),
  },
});
