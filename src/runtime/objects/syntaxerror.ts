/**
 * SyntaxError, IndentationError, TabError. CPython: Objects/exceptions.c (SyntaxError_*).
 */
import { sequenceTuple, str_ } from '../core/abstract.ts';
import { typeError } from '../core/errors.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { defineType } from '../core/type-define.ts';
import {
  IntType,
  type KwNames,
  TPFLAGS_BASETYPE,
  TPFLAGS_HAVE_GC,
  type TypeObject,
} from '../core/type-object.ts';
import { TextBuilder, textLastIndexOf, textLength, textSlice } from '../text/text.ts';
import {
  baseExceptionInit,
  type ExceptionPayload,
  fieldMember,
  setFieldSteal,
} from './base-exception.ts';
import {
  IncompleteInputErrorType,
  IndentationErrorType,
  SyntaxErrorType,
  TabErrorType,
} from './exception-types.ts';
import { None_ } from './singletons.ts';
import { isStr, newStr, strValue } from './str.ts';

const MSG = 0;
const FILENAME = 1;
const LINENO = 2;
const END_OFFSET = 6;
const PRINT = 7;
const FIELDS = 8;

/** The second argument: (filename, lineno, offset, text[, end_lineno, end_offset]). */
function setDetails(o: PyObject, info: PyObject): void {
  const tuple = sequenceTuple(info);
  try {
    const items: PyObject[] = tuple.v;
    const n = items.length;
    if (n < 4) throw typeError(`function takes at least 4 arguments (${n} given)`);
    if (n > 6) throw typeError(`function takes at most 6 arguments (${n} given)`);
    for (let i = FILENAME; i <= END_OFFSET; i++) {
      const value = items[i - FILENAME];
      setFieldSteal(o, i, value === undefined ? null : incref(value));
    }
    if (n === 5) throw typeError('end_offset must be provided when end_lineno is provided');
  } finally {
    decref(tuple);
  }
}

function syntaxErrorInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  baseExceptionInit(o, args, kw);
  if (args.length >= 1) setFieldSteal(o, MSG, incref(args[0]!));
  if (args.length === 2) setDetails(o, args[1]!);
}

/** The message with the file's base name and the line, as far as they are known. */
function syntaxErrorStr(o: PyObject): Owned {
  const fields = (o.v as ExceptionPayload).fields;
  const msg = fields[MSG] ?? None_;
  const filename = fields[FILENAME]!;
  const lineno = fields[LINENO]!;
  const named = filename !== null && isStr(filename);
  const numbered = lineno !== null && lineno.type === IntType;
  const text = str_(msg);
  if (!named && !numbered) return text;
  const out = new TextBuilder();
  out.appendText(strValue(text));
  decref(text);
  out.appendText(' (');
  if (named) {
    const path = strValue(filename);
    const length = textLength(path);
    out.appendText(textSlice(path, textLastIndexOf(path, '/', 0, length) + 1, length));
  }
  if (numbered) out.appendText(`${named ? ', ' : ''}line ${lineno.v}`);
  out.appendText(')');
  return newStr(out.finish());
}

const FLAGS = TPFLAGS_BASETYPE | TPFLAGS_HAVE_GC;

defineType(SyntaxErrorType, {
  flags: FLAGS,
  base: SyntaxErrorType.base,
  basicsize: 136,
  data: FIELDS,
  tp_init: syntaxErrorInit,
  tp_str: syntaxErrorStr,
  members: {
    msg: fieldMember(MSG, 'exception msg'),
    filename: fieldMember(FILENAME, 'exception filename'),
    lineno: fieldMember(LINENO, 'exception lineno'),
    offset: fieldMember(3, 'exception offset'),
    text: fieldMember(4, 'exception text'),
    end_lineno: fieldMember(5, 'The line where the error ends.'),
    end_offset: fieldMember(END_OFFSET, 'The column where the error ends.'),
    print_file_and_line: fieldMember(PRINT, 'exception print_file_and_line'),
  },
  doc: 'Invalid syntax.',
});

function derived(type: TypeObject, doc: string): void {
  defineType(type, {
    flags: FLAGS,
    base: type.base,
    basicsize: 136,
    data: FIELDS,
    tp_init: syntaxErrorInit,
    doc,
  });
}

derived(IndentationErrorType, 'Improper indentation.');
derived(TabErrorType, 'Tabs and blanks contradict each other.');
derived(IncompleteInputErrorType, 'incomplete input.');
