/**
 * Vivarium: an interpreter as a JavaScript object.
 *
 * One interpreter a realm: its state is in module variables, for speed. Further ones are made in workers.
 */
import '../runtime/modules/_vivarium.ts';
import { compileString, evalCode } from '../runtime/compiler/index.ts';
import { setMemoryLimit } from '../runtime/core/account.ts';
import { toPyErr, writeUnraisable } from '../runtime/core/errors.ts';
import { decref, type Owned, type PyObject } from '../runtime/core/object.ts';
import { finish, mainModule, type StartOptions, start } from '../runtime/core/startup.ts';
import { S } from '../runtime/core/state.ts';
import { enableVerify, verifyCounts, verifyLists } from '../runtime/core/verify.ts';
import { type Host, HostError, hostRef, readFile } from '../runtime/host.ts';
import { flushStreams } from '../runtime/modules/sys.ts';
import { dictDel, dictGetStrBorrowed, dictKeysArray, dictSetStr } from '../runtime/objects/dict.ts';
import { intern, newStrJs, strJs } from '../runtime/objects/str.ts';
import { decodeSource } from '../runtime/parser/index.ts';
import { prependPath } from '../runtime/program.ts';
import { callWith, type FromPython, type ToPython, toJs, toJsSteal, toPython } from './convert.ts';
import { guarded } from './python-error.ts';

export interface VivariumOptions {
  /** Receive what the program prints. Without them it goes where the host sends it. */
  stdout?: (text: string) => void;
  stderr?: (text: string) => void;
  /** All of standard input, or a function that gives more of it (null: the end). */
  stdin?: string | (() => string | null);
  /** sys.argv; the first is the program's name. */
  argv?: string[];
  /** Further folders of sys.path, before the library. */
  path?: string[];
  /** Seed of the hashes of str and bytes; random without. */
  hashSeed?: number;
  /** Bytes of live blocks beyond which MemoryError is raised. */
  memoryLimit?: number;
  /** Keeps what the reference count verifier needs; `dispose` then gives its verdict. */
  verify?: boolean;
}

/** What the verifier found at the end: nothing, if all counts are right. */
export interface Verdict {
  ok: boolean;
  findings: string[];
}

/** The account of memory blocks. */
export interface Memory {
  bytes: number;
  blocks: number;
  peak: number;
}

let taken = false;

/** Names of `__main__`. */
export class Globals {
  private readonly dict: () => PyObject;
  constructor(dict: () => PyObject) {
    this.dict = dict;
  }

  /** The value of a name; undefined when there is none. */
  get(name: string): FromPython | undefined {
    return withName(name, (key) => {
      const o = dictGetStrBorrowed(this.dict(), key);
      return o === null ? undefined : toJs(o, new Set());
    });
  }

  set(name: string, value: ToPython): void {
    withName(name, (key) => {
      const o = toPython(value);
      dictSetStr(this.dict(), key, o);
      decref(o);
    });
  }

  has(name: string): boolean {
    return withName(name, (key) => dictGetStrBorrowed(this.dict(), key) !== null);
  }

  delete(name: string): boolean {
    return withName(name, (key) => dictDel(this.dict(), key));
  }

  names(): string[] {
    const keys = dictKeysArray(this.dict());
    const names = keys.map(strJs);
    for (const k of keys) decref(k);
    return names;
  }
}

function withName<T>(name: string, f: (key: PyObject) => T): T {
  return guarded(() => {
    const key = intern(name);
    try {
      return f(key);
    } finally {
      decref(key);
    }
  });
}

/** An interpreter on a given host. What an entry point of the package extends with a host of its own. */
export class Interpreter {
  readonly globals: Globals;
  private disposed = false;
  private readonly verifies: boolean;

  constructor(host: Host, o: VivariumOptions) {
    if (taken) {
      throw new Error(
        'there is an interpreter in this realm already, or was one: make another one in a worker',
      );
    }
    taken = true;
    this.verifies = o.verify === true;
    if (this.verifies) enableVerify('recount');
    hostRef.host = host;
    const options: StartOptions = {
      argv: o.argv ?? [''],
      path: o.path ?? [],
      hashSeed: o.hashSeed ?? null,
    };
    guarded(() => start(options));
    mainModule();
    if (o.memoryLimit !== undefined) setMemoryLimit(o.memoryLimit);
    this.globals = new Globals(() => this.dict());
  }

  private dict(): PyObject {
    if (this.disposed) throw new Error('this interpreter has been disposed of');
    return mainModule().v.dict as PyObject;
  }

  private execute(source: string, filename: string, mode: 'exec' | 'eval'): Owned {
    const dict = this.dict();
    const name = newStrJs(filename);
    try {
      const code = compileString(source, name, mode);
      try {
        return evalCode(code, dict, dict);
      } finally {
        decref(code);
      }
    } finally {
      decref(name);
    }
  }

  /** Runs a program in `__main__`. */
  run(source: string, options: { filename?: string } = {}): void {
    guarded(() => decref(this.execute(source, options.filename ?? '<string>', 'exec')));
    this.flush();
  }

  /** The value of an expression. */
  eval(source: string): FromPython {
    const v = guarded(() => toJsSteal(this.execute(source, '<string>', 'eval')));
    this.flush();
    return v;
  }

  /** Runs a file of the host; its folder comes first on sys.path, `__file__` is its name. */
  runFile(path: string): void {
    let source: string;
    try {
      source = decodeSource(readFile(path));
    } catch (e) {
      if (e instanceof HostError) throw new Error(`cannot read ${path}: errno ${e.errno}`);
      throw e;
    }
    prependPath(
      path.includes('/') ? path.slice(0, path.lastIndexOf('/')) || '/' : hostRef.host.fs.getcwd(),
    );
    this.globals.set('__file__', path);
    this.run(source, { filename: path });
  }

  /** Calls a function of `__main__`. */
  call(name: string, ...args: ToPython[]): FromPython {
    const f = withName(name, (key) => dictGetStrBorrowed(this.dict(), key));
    if (f === null) throw new Error(`name '${name}' is not defined`);
    const v = callWith(f, args);
    this.flush();
    return v;
  }

  get memory(): Memory {
    return { bytes: S.mem, blocks: S.blocks, peak: S.peak };
  }

  private flush(): void {
    guarded(flushStreams);
  }

  /** Ends the interpreter: exit functions, finalizers, modules. The verifier's verdict when `verify` was asked for. */
  dispose(): Verdict | null {
    if (this.disposed) return null;
    const verdict = this.verifies ? judge() : null;
    this.disposed = true;
    try {
      flushStreams();
    } catch (e) {
      writeUnraisable(toPyErr(e));
    }
    finish();
    return verdict;
  }
}

function judge(): Verdict {
  const counts = verifyCounts().map((m) => `${m.preview}: count ${m.rc}, expected ${m.expected}`);
  const findings = [...verifyLists(), ...counts];
  return { ok: findings.length === 0, findings };
}
