/**
 * Commands read one after another in `__main__`. CPython: Python/pythonrun.c (PyRun_InteractiveLoop), Modules/main.c
 * (pymain_run_startup).
 *
 * Lines come from a LineSource; a terminal with editing and plain standard input are two of them (src/cli). A command
 * ends where CPython's tokenizer sees its end: a simple statement with its line, a compound one with an empty line.
 */

import { compileString, evalCode, sourceText } from './compiler/index.ts';
import { str_ } from './core/abstract.ts';
import { getAttr, setAttr } from './core/attr.ts';
import { call3, callObject } from './core/call.ts';
import {
  carries,
  discard,
  isPyErr,
  matches,
  newExceptionArgs,
  osError,
  type PyErr,
  toPyErr,
} from './core/errors.ts';
import { decref, type Owned, type PyObject } from './core/object.ts';
import { importName, mainModule } from './core/startup.ts';
import { S } from './core/state.ts';
import { writeStderr } from './core/stderr.ts';
import { HostError, host, readFile } from './host.ts';
import { flushStreams } from './modules/sys.ts';
import type { CodePayload } from './objects/code.ts';
import { dictDel, dictGetStrBorrowed, dictSetStr } from './objects/dict.ts';
import { KeyboardInterruptType, SyntaxErrorType, SystemExitType } from './objects/exceptions.ts';
import { isInt, newInt } from './objects/int.ts';
import { isList } from './objects/list.ts';
import { None_ } from './objects/singletons.ts';
import { intern, isStr, newStrJs, strJs } from './objects/str.ts';
import { ParseError, parse } from './parser/index.ts';
import { report } from './program.ts';
import { textFromJs } from './text/text.ts';

/** The user typed the interrupt key instead of a line. */
export const INTERRUPTED: unique symbol = Symbol('interrupted');

export interface LineSource {
  /** One line with its end, without it when the input ends there; null at the end of the input. */
  readLine(prompt: string): string | null | typeof INTERRUPTED;
}

const s_ps1 = intern('ps1');
const s_ps2 = intern('ps2');
const FILENAME = '<stdin>';

function printError(text: string): void {
  writeStderr(textFromJs(text));
}

function flush(): void {
  try {
    flushStreams();
  } catch (e) {
    if (!isPyErr(e)) throw e;
    discard(e);
  }
}

/** sys.ps1 or ps2 as text; an object that cannot be shown is no prompt. */
function prompt(name: PyObject): string {
  const p = dictGetStrBorrowed(S.sysdict, name);
  if (p === null) return '';
  try {
    const text = str_(p);
    const js = strJs(text);
    decref(text);
    return js;
  } catch (e) {
    discard(toPyErr(e));
    return '';
  }
}

function setDefaultPrompts(): void {
  for (const [name, text] of [
    [s_ps1, '>>> '],
    [s_ps2, '... '],
  ] as const) {
    if (dictGetStrBorrowed(S.sysdict, name) !== null) continue;
    const value = newStrJs(text);
    dictSetStr(S.sysdict, name, value);
    decref(value);
  }
}

function isBlank(source: string): boolean {
  return source.split('\n').every((line) => /^[ \t\f\r]*(#.*)?$/.test(line));
}

type Verdict = 'complete' | 'incomplete' | 'wrong';

/** Tries the source; `unclosed` when it stops within brackets, a string or a continued line. */
function trial(source: string, asTyped: boolean): { verdict: Verdict; unclosed: boolean } {
  try {
    parse(source, {
      mode: 'single',
      filename: FILENAME,
      allowIncompleteInput: asTyped,
      dontImplyDedent: asTyped,
    });
    return { verdict: 'complete', unclosed: false };
  } catch (e) {
    if (!(e instanceof ParseError)) throw e;
    const unclosed = /was never closed|unterminated triple-quoted|unexpected EOF/.test(e.msg);
    if (e.type === '_IncompleteInputError') return { verdict: 'incomplete', unclosed };
    // not a matter of the grammar (a literal too large): compiling will say so
    const wrong = /^(Syntax|Indentation|Tab)Error$/.test(e.type);
    return { verdict: wrong ? 'wrong' : 'complete', unclosed };
  }
}

/** Whether more lines must follow before the source is a command, or is wrong. `source` has no last line end. */
function isIncomplete(source: string): boolean {
  return (
    trial(source, true).verdict !== 'complete' && trial(`${source}\n`, true).verdict !== 'wrong'
  );
}

/** A command as text; null at the end of the input. */
function readCommand(source: LineSource): string | null | typeof INTERRUPTED {
  let text = '';
  let next = prompt(s_ps1);
  for (;;) {
    const line = source.readLine(next);
    if (line === INTERRUPTED) return INTERRUPTED;
    if (line === null) {
      printError('\n');
      return text === '' ? null : text;
    }
    text += line;
    if (text === line && isBlank(line)) return '';
    const ended = !line.endsWith('\n');
    if (!ended && !isIncomplete(text.slice(0, -1))) return text;
    if (line === '\n' && text !== line && !trial(text, false).unclosed) return text;
    next = prompt(s_ps2);
  }
}

const s_register = intern('_register_code');
const s_lineno = intern('lineno');
const s_text = intern('text');

/** Lets tracebacks show the lines of the command. */
function registerSource(text: string, unique: PyObject, filename: PyObject): void {
  const linecache = importName('linecache');
  const source = newStrJs(text);
  try {
    const f = getAttr(linecache, s_register);
    try {
      decref(call3(f, unique, source, filename));
    } finally {
      decref(f);
    }
  } finally {
    decref(source);
    decref(linecache);
  }
}

/** Commands that were compiled: each has a file name of its own, which tracebacks show without its number. */
let commands = 0;

/** Compiles a command. What the grammar refuses names the plain file and counts as no command. */
function compileCommand(
  text: string,
  filename: PyObject,
): { code: Owned<PyObject<CodePayload>>; unique: Owned } {
  if (trial(text, false).verdict === 'wrong') compileString(text, filename, 'single');
  const unique = newStrJs(`${FILENAME}-${commands++}`);
  try {
    return { code: compileString(text, unique, 'single'), unique };
  } catch (e) {
    decref(unique);
    if (matches(e, SyntaxErrorType)) addText(e.exc, text);
    throw e;
  }
}

/** The line of an error that was found after parsing: it is in no file. */
function addText(exc: PyObject, source: string): void {
  const at = getAttr(exc, s_lineno);
  const old = getAttr(exc, s_text);
  const line = isInt(at) ? source.split('\n')[Number(at.v) - 1] : undefined;
  if (line !== undefined && old === None_) {
    const text = newStrJs(`${line}\n`);
    setAttr(exc, s_text, text);
    decref(text);
  }
  decref(at);
  decref(old);
}

function runCommandText(text: string, filename: PyObject, dict: PyObject): void {
  const { code, unique } = compileCommand(text, filename);
  try {
    registerSource(text, unique, filename);
    decref(evalCode(code, dict, dict));
  } finally {
    decref(code);
    decref(unique);
  }
}

/** Reads and runs commands until the input or the program ends. Returns the exit code. */
export function interactiveLoop(source: LineSource): number {
  const dict = mainModule().v.dict as PyObject;
  const filename = newStrJs(FILENAME);
  setDefaultPrompts();
  try {
    for (;;) {
      const text = readCommand(source);
      if (text === null) return 0;
      if (text === INTERRUPTED) {
        printError('\n');
        report(newExceptionArgs(KeyboardInterruptType, []));
        continue;
      }
      if (text === '') continue;
      const code = attempt(() => runCommandText(text, filename, dict));
      if (code !== null) return code;
    }
  } finally {
    decref(filename);
  }
}

/** Runs f; exceptions are printed. The exit code when the program ends itself, else null. */
function attempt(f: () => void): number | null {
  let err: PyErr | null = null;
  try {
    f();
  } catch (e) {
    err = toPyErr(e);
  }
  if (err === null) {
    flush();
    return null;
  }
  const exits = carries(err, SystemExitType);
  const code = report(err);
  return exits ? code : null;
}

/** Runs $PYTHONSTARTUP in `__main__`. Returns the exit code when it ends the program. */
export function runStartupFile(path: string): number | null {
  const dict = mainModule().v.dict as PyObject;
  const key = intern('__file__');
  return attempt(() => {
    const name = newStrJs(path);
    dictSetStr(dict, key, name);
    try {
      const code = compileString(sourceText(startupBytes(path), name), name, 'exec');
      try {
        decref(evalCode(code, dict, dict));
      } finally {
        decref(code);
      }
    } finally {
      decref(name);
      if (dictGetStrBorrowed(dict, key) !== null) dictDel(dict, key);
    }
  });
}

function startupBytes(path: string): Uint8Array {
  try {
    return readFile(path);
  } catch (e) {
    if (!(e instanceof HostError)) throw e;
    printError('Could not open PYTHONSTARTUP\n');
    const os = importName('os');
    const strerror = getAttr(os, intern('strerror'));
    decref(os);
    const n = newInt(e.errno);
    const message = callObject(strerror, [n]);
    const text = strJs(message);
    for (const x of [strerror, n, message]) decref(x);
    const shown = newStrJs(path);
    const err = osError(e.errno, text, shown);
    decref(shown);
    throw err;
  }
}

/** "Python 3.13.0 … on linux" and the line after it. */
export function banner(): string {
  const version = dictGetStrBorrowed(S.sysdict, intern('version'));
  const text = version !== null && isStr(version) ? strJs(version) : '';
  const site = dictGetStrBorrowed(S.modules, intern('site')) !== null;
  const more = site
    ? 'Type "help", "copyright", "credits" or "license" for more information.\n'
    : '';
  return `Python ${text} on ${host().platform}\n${more}`;
}

// ---------------------------------------------------------------------------------------------
// Completion

/** What the word may become: rlcompleter's matches among globals, builtins and attributes. */
export function completions(word: string): string[] {
  let completer: Owned | null = null;
  try {
    const module = importName('rlcompleter');
    const cls = getAttr(module, intern('Completer'));
    decref(module);
    completer = callObject(cls, [mainModule().v.dict as PyObject]);
    decref(cls);
    return word.includes('.')
      ? matchesOf(completer, 'attr_matches', word)
      : matchesOf(completer, 'global_matches', word);
  } catch (e) {
    const err = toPyErr(e);
    discard(err);
    return [];
  } finally {
    if (completer !== null) decref(completer);
  }
}

function matchesOf(completer: PyObject, method: string, word: string): string[] {
  const f = getAttr(completer, intern(method));
  const text = newStrJs(word);
  let found: Owned;
  try {
    found = callObject(f, [text]);
  } finally {
    decref(f);
    decref(text);
  }
  const list = isList(found) ? (found.v as PyObject[]).filter(isStr).map(strJs) : [];
  decref(found);
  return [...new Set(list)];
}
