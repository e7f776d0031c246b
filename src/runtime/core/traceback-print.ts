/**
 * Printing exceptions that nobody caught. CPython: Python/pythonrun.c (_PyErr_Display),
 * Python/errors.c (write_unraisable_exc_file), and Lib/traceback.py, to which 3.13 hands uncaught
 * exceptions.
 *
 * `displayException` asks the library's traceback module first, as CPython does; the printer here
 * gives the same text and serves where that module cannot be imported. `displayUnraisable` prints
 * without marks and chains, as CPython's C code.
 */

import { dictGetStrBorrowed, dictKeyAt, dictNext, isDict } from '../objects/dict.ts';
import { groupItemsBorrowed, isExceptionGroup } from '../objects/exception-groups.ts';
import {
  AttributeErrorType,
  type ExceptionPayload,
  ImportErrorType,
  NameErrorType,
  SyntaxErrorType,
} from '../objects/exceptions.ts';
import type { FrameObjectPayload } from '../objects/frame.ts';
import { localsSnapshot } from '../objects/frame-locals-proxy.ts';
import { intValue, isInt } from '../objects/int.ts';
import { None_ } from '../objects/singletons.ts';
import { intern, isStr, strJs } from '../objects/str.ts';
import type { TracebackPayload } from '../objects/traceback.ts';
import { typeModuleText, typeQualname } from '../objects/type-names.ts';
import { textFromJs } from '../text/text.ts';
import { contains, dir_, isSequence, iterate, repr, sequenceToArray, str_ } from './abstract.ts';
import { lookupAttr } from './attr.ts';
import { call1, callMethod0 } from './call.ts';
import { discard, isExceptionInstance, isPyErr } from './errors.ts';
import type { Frame } from './frame.ts';
import { importState } from './import.ts';
import { importAttr } from './import-attr.ts';
import { decref, incref, type Owned, type PyObject } from './object.ts';
import { SourceLines } from './source-lines.ts';
import { S } from './state.ts';
import { stderrBorrowed, writeRawStderr, writeStderr, writeText } from './stderr.ts';
import { isInstanceOf, isSubtype } from './subtype.ts';
import { suggest } from './suggestions.ts';
import { type Entry, entriesOf, formatEntries, formatEntry } from './traceback-format.ts';
import { BytesType, TracebackType, type TypeObject } from './type-object.ts';

/** Runs `f`; an exception it raises is dropped and `fallback` given. */
function safely<T>(f: () => T, fallback: T): T {
  try {
    return f();
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
    return fallback;
  }
}

function textOf(make: (o: PyObject) => Owned, o: PyObject): string {
  const s = make(o);
  const text = strJs(s);
  decref(s);
  return text;
}

function safeStr(o: PyObject, what: string): string {
  return safely(() => textOf(str_, o), `<${what} str() failed>`);
}

/** sys.tracebacklimit as the number of entries to show. */
function traceLimit(): number {
  const key = intern('tracebacklimit');
  const o = S.sysdict === null ? null : dictGetStrBorrowed(S.sysdict, key);
  decref(key);
  if (o === null || !isInt(o)) return Number.POSITIVE_INFINITY;
  const n = intValue(o);
  return n <= 0 ? 0 : Number(n);
}

/** "module.Class", without builtins and __main__. */
function typeText(type: TypeObject, unknown = '<unknown>'): string {
  const module = typeModuleText(type);
  const name = typeQualname(type);
  if (module === null) return `${unknown}.${name}`;
  return module === 'builtins' || module === '__main__' ? name : `${module}.${name}`;
}

// ---------------------------------------------------------------------------------------------
// Suggestions

function attributeOf(o: PyObject, name: string): Owned | null {
  const key = intern(name);
  try {
    return safely(() => lookupAttr(o, key), null);
  } finally {
    decref(key);
  }
}

function stringAttribute(o: PyObject, name: string): string | null {
  const value = attributeOf(o, name);
  if (value === null) return null;
  const text = isStr(value) ? strJs(value) : null;
  decref(value);
  return text;
}

function stringsOf(o: PyObject): string[] {
  const out: string[] = [];
  iterate(o, (item) => {
    if (isStr(item)) out.push(strJs(item));
  });
  return out;
}

function dirNames(o: PyObject): string[] {
  const list = dir_(o);
  try {
    return stringsOf(list);
  } finally {
    decref(list);
  }
}

function lastFrame(traceback: PyObject | null): Frame | null {
  if (traceback === null) return null;
  let tb = traceback;
  while ((tb.v as TracebackPayload).next !== null) tb = (tb.v as TracebackPayload).next!;
  return ((tb.v as TracebackPayload).frame.v as FrameObjectPayload).frame;
}

function localBorrowed(locals: PyObject, name: string): PyObject | null {
  const key = intern(name);
  const value = dictGetStrBorrowed(locals, key);
  decref(key);
  return value;
}

function frameLocalsDict(f: Frame): Owned {
  return f.ns !== null && isDict(f.ns) ? incref(f.ns) : localsSnapshot(f, null);
}

function attributeSuggestion(
  exc: PyObject,
  traceback: PyObject | null,
  wrong: string,
): string | null {
  const obj = attributeOf(exc, 'obj');
  if (obj === null) return null;
  try {
    let names = dirNames(obj);
    let hide = !wrong.startsWith('_');
    const f = lastFrame(traceback);
    if (hide && f !== null) {
      const locals = frameLocalsDict(f);
      if (localBorrowed(locals, 'self') === obj) hide = false;
      decref(locals);
    }
    if (hide) names = names.filter((n) => !n.startsWith('_'));
    return suggest(names, wrong);
  } finally {
    decref(obj);
  }
}

function keyNames(dict: PyObject): string[] {
  const out: string[] = [];
  for (let j = dictNext(dict, 0); j >= 0; j = dictNext(dict, j + 1)) {
    const key = dictKeyAt(dict, j);
    if (isStr(key)) out.push(strJs(key));
  }
  return out;
}

function nameSuggestion(traceback: PyObject | null, wrong: string): string | null {
  const f = lastFrame(traceback);
  if (f === null || f.fn === null) return null;
  const locals = frameLocalsDict(f);
  try {
    const self = localBorrowed(locals, 'self');
    if (self !== null) {
      const found = attributeOf(self, wrong);
      if (found !== null) {
        decref(found);
        return `self.${wrong}`;
      }
    }
    const { globals, builtins } = f.fn.v;
    return suggest([...keyNames(locals), ...keyNames(globals), ...keyNames(builtins)], wrong);
  } finally {
    decref(locals);
  }
}

function importSuggestion(exc: PyObject, wrong: string): string | null {
  const module = stringAttribute(exc, 'name');
  const key = intern(module ?? '');
  const found = module === null ? null : dictGetStrBorrowed(S.modules, key);
  decref(key);
  if (found === null) return null;
  const names = dirNames(found);
  return suggest(wrong.startsWith('_') ? names : names.filter((n) => !n.startsWith('_')), wrong);
}

function isStdlibModule(name: string): boolean {
  const key = intern('stdlib_module_names');
  const names = dictGetStrBorrowed(S.sysdict, key);
  decref(key);
  if (names === null) return false;
  const o = intern(name);
  try {
    return safely(() => contains(names, o), false);
  } finally {
    decref(o);
  }
}

/** What follows the message: a name that may have been meant. */
function suggestionText(exc: PyObject, traceback: PyObject | null): string {
  const type = exc.type;
  if (isSubtype(type, ImportErrorType)) {
    const wrong = stringAttribute(exc, 'name_from');
    const near = wrong === null ? null : safely(() => importSuggestion(exc, wrong), null);
    return near === null ? '' : `. Did you mean: '${near}'?`;
  }
  const isName = isSubtype(type, NameErrorType);
  if (!isName && !isSubtype(type, AttributeErrorType)) return '';
  const wrong = stringAttribute(exc, 'name');
  if (wrong === null) return '';
  const near = safely(
    () => (isName ? nameSuggestion(traceback, wrong) : attributeSuggestion(exc, traceback, wrong)),
    null,
  );
  let out = near === null ? '' : `. Did you mean: '${near}'?`;
  if (isName && isStdlibModule(wrong)) {
    out +=
      near === null
        ? `. Did you forget to import '${wrong}'?`
        : ` Or did you forget to import '${wrong}'?`;
  }
  return out;
}

// ---------------------------------------------------------------------------------------------
// The last lines: type, message, notes

function numberAttribute(exc: PyObject, name: string): number | null {
  const value = attributeOf(exc, name);
  if (value === null) return null;
  const n = isInt(value) ? Number(intValue(value)) : null;
  decref(value);
  return n;
}

/** The offending source line with marks. */
function syntaxLines(exc: PyObject): string {
  const text = stringAttribute(exc, 'text');
  if (text === null) return '';
  const right = text.replace(/\n+$/, '');
  const left = right.replace(/^[ \n\f]+/, '');
  const spaces = right.length - left.length;
  let offset = numberAttribute(exc, 'offset');
  if (offset === null) return `    ${left}\n`;
  const sameLine = numberAttribute(exc, 'lineno') === numberAttribute(exc, 'end_lineno');
  let end = sameLine ? numberAttribute(exc, 'end_offset') || offset : right.length + 1;
  if (text !== '' && offset > text.length) offset = right.length + 1;
  if (text !== '' && end > text.length) end = right.length + 1;
  if (offset >= end || end < 0) end = offset + 1;
  const col = offset - 1 - spaces;
  if (col < 0) return `    ${left}\n`;
  const lead = left.slice(0, col).replace(/\S/g, ' ').padEnd(col);
  return `    ${left}\n    ${lead}${'^'.repeat(end - 1 - spaces - col)}\n`;
}

function syntaxErrorText(exc: PyObject, type: string): string {
  let out = '';
  let suffix = '';
  const lineno = numberAttribute(exc, 'lineno');
  const filename = stringAttribute(exc, 'filename');
  if (lineno !== null)
    out = `  File "${filename === null || filename === '' ? '<string>' : filename}", line ${lineno}\n`;
  else if (filename !== null) suffix = ` (${filename})`;
  out += syntaxLines(exc);
  const msg = attributeOf(exc, 'msg');
  const text = msg === null || msg === None_ ? '' : safeStr(msg, 'msg');
  if (msg !== null) decref(msg);
  return `${out}${type}: ${text === '' ? '<no detail available>' : text}${suffix}\n`;
}

function notesText(exc: PyObject): string {
  const notes = attributeOf(exc, '__notes__');
  if (notes === null) return '';
  try {
    if (notes === None_) return '';
    if (!isSequence(notes) || isStr(notes) || isInstanceOf(notes, BytesType)) {
      return `${safely(() => textOf(repr, notes), '<__notes__ repr() failed>')}\n`;
    }
    return safely(() => {
      let out = '';
      for (const note of sequenceToArray(notes)) {
        out += `${safeStr(note, 'note')}\n`;
        decref(note);
      }
      return out;
    }, '');
  } finally {
    decref(notes);
  }
}

function exceptionOnly(exc: PyObject): string {
  const type = typeText(exc.type);
  const traceback = (exc.v as ExceptionPayload).traceback;
  if (isSubtype(exc.type, SyntaxErrorType)) return syntaxErrorText(exc, type) + notesText(exc);
  const text = safeStr(exc, 'exception') + suggestionText(exc, traceback);
  return (text === '' ? `${type}\n` : `${type}: ${text}\n`) + notesText(exc);
}

// ---------------------------------------------------------------------------------------------
// Chains and groups

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n\n';
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n\n';
const GROUP_WIDTH = 15;
const GROUP_DEPTH = 10;

class Printer {
  private readonly source = new SourceLines();
  private readonly limit = traceLimit();
  private readonly seen = new Set<PyObject>();
  private out = '';
  private depth = 0;
  private needClose = false;

  render(exc: PyObject): string {
    this.exception(exc);
    return this.out;
  }

  private indent(): string {
    return ' '.repeat(2 * this.depth);
  }

  /** Adds text, in a group behind its margin. */
  private emit(text: string, margin = '|'): void {
    if (this.depth === 0) {
      this.out += text;
      return;
    }
    const lead = `${this.indent()}${margin} `;
    for (const line of text.split('\n').slice(0, -1)) this.out += `${lead}${line}\n`;
  }

  private stack(exc: PyObject, head: string, margin?: string): void {
    const entries = entriesOf((exc.v as ExceptionPayload).traceback, this.limit);
    if (entries.length === 0) return;
    this.emit(`${head}Traceback (most recent call last):\n`, margin);
    this.emit(formatEntries(entries, (e: Entry) => formatEntry(e, this.source)));
  }

  /** Exceptions that led to `exc`, outermost cause first, with the words that follow each. */
  private chain(exc: PyObject): [string, PyObject][] {
    const out: [string, PyObject][] = [];
    let words = '';
    let current: PyObject | null = exc;
    while (current !== null) {
      this.seen.add(current);
      out.push([words, current]);
      const p: ExceptionPayload = current.v;
      if (p.cause !== null && !this.seen.has(p.cause)) {
        words = CAUSE;
        current = p.cause;
      } else if (
        p.cause === null &&
        p.context !== null &&
        !p.suppressContext &&
        !this.seen.has(p.context)
      ) {
        words = CONTEXT;
        current = p.context;
      } else current = null;
    }
    return out.reverse();
  }

  private exception(exc: PyObject): void {
    for (const [words, e] of this.chain(exc)) {
      if (isExceptionGroup(e)) this.group(e);
      else {
        this.stack(e, '');
        this.emit(exceptionOnly(e));
      }
      if (words !== '') this.emit(words);
    }
  }

  private group(exc: PyObject): void {
    if (this.depth > GROUP_DEPTH) {
      this.emit(`... (max_group_depth is ${GROUP_DEPTH})\n`);
      return;
    }
    const outermost = this.depth === 0;
    if (outermost) this.depth++;
    this.stack(exc, 'Exception Group ', outermost ? '+' : undefined);
    this.emit(exceptionOnly(exc));
    const items = groupItemsBorrowed(exc);
    const shown = items.length <= GROUP_WIDTH ? items.length : GROUP_WIDTH + 1;
    this.needClose = false;
    for (let i = 0; i < shown; i++) this.member(items, i, i === shown - 1);
    if (outermost) this.depth = 0;
  }

  private member(items: PyObject[], i: number, last: boolean): void {
    if (last) this.needClose = true;
    const more = i >= GROUP_WIDTH;
    this.out += `${this.indent()}${i === 0 ? '+-' : '  '}+---------------- ${more ? '...' : i + 1} ----------------\n`;
    this.depth++;
    if (!more) this.exception(items[i]!);
    else {
      const rest = items.length - GROUP_WIDTH;
      this.emit(`and ${rest} more exception${rest > 1 ? 's' : ''}\n`);
    }
    if (last && this.needClose) {
      this.out += `${this.indent()}+------------------------------------\n`;
      this.needClose = false;
    }
    this.depth--;
  }
}

/** The whole text for an exception, as the traceback module would print it. */
export function formatException(exc: PyObject): string {
  if (!isExceptionInstance(exc)) {
    const found = exc.type.name.slice(exc.type.name.lastIndexOf('.') + 1);
    return `TypeError: print_exception(): Exception expected for value, ${found} found\n`;
  }
  return new Printer().render(exc);
}

function flush(file: PyObject): void {
  const key = intern('flush');
  safely(() => decref(callMethod0(file, key)), undefined);
  decref(key);
}

function displayByLibrary(exc: PyObject): boolean {
  if (importState.bootstrap === null) return false;
  return safely(() => {
    const print = importAttr('traceback', '_print_exception_bltin');
    try {
      decref(call1(print, exc));
    } finally {
      decref(print);
    }
    return true;
  }, false);
}

/** Prints an exception to `sys.stderr`: the default sys.excepthook. */
export function displayException(exc: PyObject): void {
  const file = stderrBorrowed();
  if (file === null) {
    if (S.sysdict === null) writeRawStderr(textFromJs(formatException(exc)));
    return;
  }
  file.rc++;
  if (!displayByLibrary(exc)) writeStderr(textFromJs(formatException(exc)));
  flush(file);
  decref(file);
}

// ---------------------------------------------------------------------------------------------
// Unraisable exceptions

function plainEntry(source: SourceLines) {
  return (e: Entry): string => {
    const line = source.line(e.filename, e.lineno).trim();
    const head = `  File "${e.filename}", line ${e.lineno}, in ${e.name}\n`;
    return line === '' ? head : `${head}    ${line}\n`;
  };
}

/** Traceback without marks. CPython: PyTraceBack_Print. */
export function formatPlainTraceback(traceback: PyObject): string {
  const entries = entriesOf(traceback, traceLimit());
  if (entries.length === 0) return '';
  return `Traceback (most recent call last):\n${formatEntries(entries, plainEntry(new SourceLines()))}`;
}

function unraisableHead(message: PyObject, object: PyObject): string {
  const words = message === None_ ? null : safeStr(message, 'message');
  if (object === None_) return words === null ? '' : `${words}:\n`;
  const shown = safely(() => textOf(repr, object), '<object repr() failed>');
  return `${words ?? 'Exception ignored in'}: ${shown}\n`;
}

/** Prints an exception that could not be raised: the default sys.unraisablehook. */
export function displayUnraisable(
  exc: PyObject,
  traceback: PyObject,
  message: PyObject,
  object: PyObject,
): void {
  let text = unraisableHead(message, object);
  if (traceback.type === TracebackType) text += formatPlainTraceback(traceback);
  if (exc !== None_) {
    text += `${typeText(exc.type)}: ${safely(() => textOf(str_, exc), '<exception str() failed>')}\n`;
  }
  const file = stderrBorrowed();
  if (file === null) {
    if (S.sysdict === null) writeRawStderr(textFromJs(text));
    return;
  }
  writeText(file, textFromJs(text));
  flush(file);
}
