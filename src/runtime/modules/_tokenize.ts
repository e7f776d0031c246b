/**
 * _tokenize: tokens for the tokenize module. CPython: Python/Python-tokenize.c.
 *
 * The lines are read to the end before the first token: the tokenizer wants the whole text.
 */
import { bindArgs } from '../core/args.ts';
import { call0, isCallable } from '../core/call.ts';
import { discard, matches, typeError } from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject, xdecref } from '../core/object.ts';
import { isTrue } from '../core/abstract.ts';
import { addAtoms } from '../core/roots.ts';
import { newStaticType } from '../core/type-define.ts';
import type { KwNames, TypeObject } from '../core/type-object.ts';
import { syntaxErrorOf } from '../compiler/index.ts';
import { isBytes } from '../objects/bytes-object.ts';
import { StopIterationType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { intern, isStr, newStrJs, strJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { decodeObject } from '../objects/codec-registry.ts';
import { ParseError, TokenStream } from '../parser/index.ts';

class Tokens {
  readline: PyObject;
  extra: boolean;
  /** Codec of the lines, null when they are str; owned. */
  encoding: PyObject | null;
  stream: TokenStream | null = null;
  source = '';
  /** The str of the line of the last token, with its text; owned. */
  line: PyObject | null = null;
  lineText = '';
  constructor(readline: PyObject, extra: boolean, encoding: PyObject | null) {
    this.readline = readline;
    this.extra = extra;
    this.encoding = encoding;
  }
}

function tokensNew(type: TypeObject, args: PyObject[], kw: KwNames): Owned {
  const [readline, extra, encoding] = bindArgs(
    'tokenizeriter',
    '(readline, /, *, extra_tokens, encoding=None)',
    args,
    kw,
  );
  const o = type.tp_alloc(type);
  const codec = encoding === undefined ? null : (incref(encoding as PyObject) as PyObject);
  o.v = new Tokens(incref(readline as PyObject), isTrue(extra), codec);
  return o;
}

/** One line, '' at the end. */
function readLine(t: Tokens): string {
  let line: Owned;
  try {
    line = call0(t.readline);
  } catch (e) {
    if (!matches(e, StopIterationType)) throw e;
    discard(e);
    return '';
  }
  try {
    if (t.encoding !== null && isBytes(line)) {
      const text = decodeObject(line, strJs(t.encoding));
      const js = strJs(text);
      decref(text);
      return js;
    }
    if (t.encoding !== null || !isStr(line)) {
      throw typeError(
        `readline() returned a non-${t.encoding !== null ? 'bytes' : 'string'} object`,
      );
    }
    return strJs(line);
  } finally {
    decref(line);
  }
}

function open(t: Tokens): TokenStream {
  if (t.stream === null) {
    if (!isCallable(t.readline))
      throw typeError(`'${t.readline.type.name}' object is not callable`);
    const lines: string[] = [];
    for (;;) {
      const line = readLine(t);
      if (line === '') break;
      lines.push(line);
    }
    t.source = lines.join('');
    t.stream = new TokenStream(t.source, t.extra);
  }
  return t.stream;
}

/** The str of a line; tokens of one line share it. */
function lineObject(t: Tokens, text: string): Owned {
  if (t.line === null || t.lineText !== text) {
    const fresh = newStrJs(text);
    xdecref(t.line);
    t.line = fresh;
    t.lineText = text;
  }
  return incref(t.line as PyObject);
}

/** Errors of indentation name no end. */
function withoutEnd(e: ParseError): ParseError {
  if (e.type === 'SyntaxError') return e;
  return new ParseError(e.type, e.msg, e.lineno, e.offset, null, null, e.text);
}

function tokensNext(o: PyObject): Owned | null {
  const t: Tokens = o.v;
  const stream = open(t);
  try {
    const token = stream.next();
    if (token === null) return null;
    return newTupleSteal([
      newInt(token.type),
      newStrJs(token.string),
      newTupleSteal([newInt(token.line), newInt(token.col)]),
      newTupleSteal([newInt(token.endLine), newInt(token.endCol)]),
      lineObject(t, token.text),
    ]);
  } catch (e) {
    if (!(e instanceof ParseError)) throw e;
    const filename = newStrJs('<string>');
    try {
      throw syntaxErrorOf(withoutEnd(e), filename, t.source);
    } finally {
      decref(filename);
    }
  }
}

const TokenizerIterType: TypeObject = newStaticType('_tokenize.TokenizerIter', {
  heap: 'immutable',
  generic: 'get',
  basicsize: 64,
  tp_new: tokensNew,
  tp_dealloc: (o: PyObject) => {
    const t: Tokens = o.v;
    freeObject(o);
    decref(t.readline);
    xdecref(t.encoding);
    xdecref(t.line);
  },
  tp_iter: (o: PyObject) => incref(o),
  tp_iternext: tokensNext,
  dict: { __module__: () => intern('_tokenize') },
});

export const tokenizeModule = defineModule('_tokenize', { types: [TokenizerIterType] });

addAtoms(TokenizerIterType, (o, visit) => {
  const t: Tokens = o.v;
  for (const x of [t.readline, t.encoding, t.line]) if (x !== null) visit(x);
});
