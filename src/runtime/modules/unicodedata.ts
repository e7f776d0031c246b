/** unicodedata: the character database as functions, and its version 3.2.0. CPython: Modules/unicodedata.c. */
import { newCapsule } from '../objects/capsule.ts';
import { genericGetAttr } from '../core/attr.ts';
import { method, type NativeDef, nativeFunction } from '../core/args.ts';
import { withBytes } from '../core/buffer.ts';
import { keyError, typeError, valueError } from '../core/errors.ts';
import { freeObject, gcTrack, gcUntrack, newGC } from '../core/gc.ts';
import { defineModule } from '../core/module-define.ts';
import { account, decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { member, newStaticType } from '../core/type-define.ts';
import { TPFLAGS_DISALLOW_INSTANTIATION, TPFLAGS_HAVE_GC } from '../core/type-object.ts';
import { type UnicodeDatabase, unicodeDatabase, unicodeDatabase320 } from '../text/database.ts';
import {
  characterName,
  characterName320,
  lookupCharacter,
  lookupName,
  lookupName320,
} from '../text/names.ts';
import { isNormalized, type NormalForm, normalize } from '../text/normalize.ts';
import { codePointAt, textFromLatin1, textLength } from '../text/text.ts';
import { setNameLookup } from '../parser/literals.ts';
import { newFloat } from '../objects/float.ts';
import { newInt } from '../objects/int.ts';
import { newBool } from '../objects/singletons.ts';
import { isStr, newStr, newStrAscii, newStrJs, strIsAscii, strJs } from '../objects/str.ts';

/** The database a method of a UCD object works on; the module's functions use the newest one. */
function databaseOf(self: PyObject | null): UnicodeDatabase {
  return self !== null && self.type === UCDType ? self.v() : unicodeDatabase();
}

const isOld = (self: PyObject | null): boolean => self !== null && self.type === UCDType;

function charArg(name: string, o: PyObject, first: boolean): number {
  const what = first ? `${name}() argument 1` : `${name}() argument`;
  if (!isStr(o)) throw typeError(`${what} must be a unicode character, not ${o.type.name}`);
  if (textLength(o.v) !== 1) throw typeError(`${what} must be a unicode character, not str`);
  return codePointAt(o.v, 0);
}

type Body = (self: PyObject | null, ...args: any[]) => Owned;

function orDefault(fallback: PyObject | undefined, message: string): Owned {
  if (fallback === undefined) throw valueError(message);
  return incref(fallback);
}

function decimal(self: PyObject | null, chr: PyObject, fallback?: PyObject): Owned {
  const v = databaseOf(self).decimal(charArg('decimal', chr, true));
  return v < 0 ? orDefault(fallback, 'not a decimal') : newInt(v);
}

function digit(self: PyObject | null, chr: PyObject, fallback?: PyObject): Owned {
  const v = databaseOf(self).digit(charArg('digit', chr, true));
  return v < 0 ? orDefault(fallback, 'not a digit') : newInt(v);
}

function numeric(self: PyObject | null, chr: PyObject, fallback?: PyObject): Owned {
  const v = databaseOf(self).numeric(charArg('numeric', chr, true));
  return Number.isNaN(v) ? orDefault(fallback, 'not a numeric character') : newFloat(v);
}

function name(self: PyObject | null, chr: PyObject, fallback?: PyObject): Owned {
  const cp = charArg('name', chr, true);
  const found = isOld(self) ? characterName320(cp) : characterName(cp);
  return found === null ? orDefault(fallback, 'no such name') : newStrAscii(found);
}

function lookup(self: PyObject | null, key: PyObject): Owned {
  const js = isStr(key) ? strJs(key) : withBytes(key, (b) => textFromLatin1(b));
  if (js.length > 256) throw keyErrorText('name too long');
  const found = isOld(self) ? lookupName320(js) : lookupName(js);
  if (found === null) throw keyErrorText(`undefined character name '${js}'`);
  return newStr(found);
}

function keyErrorText(message: string) {
  const text = newStrJs(message);
  try {
    return keyError(text);
  } finally {
    decref(text);
  }
}

function formArg(fname: string, form: PyObject, text: PyObject): NormalForm {
  if (!isStr(form)) throw typeError(`${fname}() argument 1 must be str, not ${form.type.name}`);
  if (!isStr(text)) throw typeError(`${fname}() argument 2 must be str, not ${text.type.name}`);
  const js = strJs(form);
  if (js !== 'NFC' && js !== 'NFD' && js !== 'NFKC' && js !== 'NFKD') {
    throw valueError('invalid normalization form');
  }
  return js;
}

function normalizeText(self: PyObject | null, form: PyObject, text: PyObject): Owned {
  if (isStr(text) && text.v === '') return incref(text);
  const f = formArg('normalize', form, text);
  if (strIsAscii(text)) return incref(text);
  const r = normalize(f, text.v, databaseOf(self));
  return r === text.v ? incref(text) : newStr(r);
}

function isNormalizedText(self: PyObject | null, form: PyObject, text: PyObject): Owned {
  const f = formArg('is_normalized', form, text);
  return newBool(strIsAscii(text) || isNormalized(f, text.v, databaseOf(self)));
}

/** A function of one character. */
function property(key: string, f: (db: UnicodeDatabase, cp: number) => Owned): Body {
  return (self, chr: PyObject) => f(databaseOf(self), charArg(key, chr, false));
}

const CHR = '($self, chr, /)';
const CHR_DEFAULT = '($self, chr, default=<unrepresentable>, /)';
const TABLE: [string, string, Body][] = [
  ['decimal', CHR_DEFAULT, decimal],
  ['digit', CHR_DEFAULT, digit],
  ['numeric', CHR_DEFAULT, numeric],
  ['category', CHR, property('category', (db, c) => newStrAscii(db.category(c)))],
  ['bidirectional', CHR, property('bidirectional', (db, c) => newStrAscii(db.bidirectional(c)))],
  ['combining', CHR, property('combining', (db, c) => newInt(db.combining(c)))],
  ['mirrored', CHR, property('mirrored', (db, c) => newInt(db.mirrored(c)))],
  [
    'east_asian_width',
    CHR,
    property('east_asian_width', (db, c) => newStrAscii(db.eastAsianWidth(c))),
  ],
  ['decomposition', CHR, property('decomposition', (db, c) => newStrAscii(db.decomposition(c)))],
  ['name', CHR_DEFAULT, name],
  ['lookup', '($self, name, /)', lookup],
  ['is_normalized', '($self, form, unistr, /)', isNormalizedText],
  ['normalize', '($self, form, unistr, /)', normalizeText],
];

function methods(): Record<string, NativeDef> {
  return Object.fromEntries(TABLE.map(([key, sig, f]) => [key, method(sig, f)]));
}

function functions(): Record<string, NativeDef> {
  const entries = TABLE.map(([key, sig, f]): [string, NativeDef] => [
    key,
    nativeFunction(key, sig, (_m: PyObject, ...args: any[]) => f(null, ...args)),
  ]);
  return Object.fromEntries(entries);
}

/** The payload is the function that gives the database. */
const UCDType = newStaticType('unicodedata.UCD', {
  heap: 'immutable',
  generic: 'get',
  flags: TPFLAGS_DISALLOW_INSTANTIATION | TPFLAGS_HAVE_GC,
  dict: { __module__: () => newStrAscii('unicodedata') },
  tp_getattro: genericGetAttr,
  basicsize: 40,
  tp_dealloc: (o: PyObject) => {
    gcUntrack(o);
    freeObject(o);
  },
  tp_traverse: () => {},
  members: {
    unidata_version: member((o: PyObject) => newStrAscii((o.v as () => UnicodeDatabase)().version)),
  },
  methods: methods(),
});

function newUcd(database: () => UnicodeDatabase): Owned {
  const o = newGC(UCDType, database);
  account(o, 56);
  gcTrack(o);
  return o;
}

// `\N{...}` in string literals needs the names even where the module is not imported.
setNameLookup(lookupCharacter);

defineModule('unicodedata', {
  doc: 'What Unicode says of each character.',
  functions: functions(),
  types: { UCD: UCDType },
  constants: {
    _ucnhash_CAPI: () => newCapsule('unicodedata._ucnhash_CAPI'),
    unidata_version: '15.1.0',
    ucd_3_2_0: () => newUcd(unicodeDatabase320),
  },
});
