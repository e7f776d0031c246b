/** `vivarium …`: one command line from its words to its exit code. CPython: Modules/main.c. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { toPyErr, writeUnraisable } from '../runtime/core/errors.ts';
import { importNative } from '../runtime/core/module-define.ts';
import { decref } from '../runtime/core/object.ts';
import { finish, importName, start } from '../runtime/core/startup.ts';
import { BRK_SIGNAL, S } from '../runtime/core/state.ts';
import { isInstanceOf } from '../runtime/core/subtype.ts';
import { enableVerify, verify } from '../runtime/core/verify.ts';
import { type Host, hostRef } from '../runtime/host.ts';
import { banner, runStartupFile } from '../runtime/interactive.ts';
import { flagValues, flushStreams } from '../runtime/modules/sys.ts';
import { dictGetStrBorrowed } from '../runtime/objects/dict.ts';
import { KeyboardInterruptType } from '../runtime/objects/exceptions.ts';
import { intSettings } from '../runtime/objects/int.ts';
import { intern } from '../runtime/objects/str.ts';
import {
  prependPath,
  reportSettings,
  runFile,
  runModule,
  runStdin,
  runString,
} from '../runtime/program.ts';
import '../runtime/modules/_vivarium.ts';
import { diffCommand } from './commands/diff.ts';
import { heapCommand } from './commands/heap.ts';
import { leaksCommand } from './commands/leaks.ts';
import { profileCommand } from './commands/profile.ts';
import { whyCommand } from './commands/why.ts';
import { cacheFolder } from './compile-cache.ts';
import { nodeHost } from './host-node.ts';
import { interruptibleInput } from './input.ts';
import { type Command, parseArguments, Usage } from './options.ts';
import { runRepl } from './repl.ts';
import { shippedUnits } from './shipped-units.ts';
import { INTERRUPT, type SignalMode } from './signals.ts';

/** What the thread that runs a command can ask of the main thread. */
export interface Thread {
  /** Cell 0: number of the signal that arrived. */
  signals: Int32Array;
  setRaw(raw: boolean): void;
  watchSignal(signal: number, mode: SignalMode): void;
  exit(code: number): never;
  /** The program begins, and has ended: what runs before and after it runs once. */
  running(yes: boolean): void;
  /** Keeps the engine's compiled form of the runtime, where it is not kept yet. */
  keepCompiled(): void;
  /** Changes a host before it is used. */
  prepare?(host: Host): void;
}

export interface Outcome {
  code: number;
  /** The program ended by an interrupt that nothing caught. */
  interrupted: boolean;
}

const EXIT_SIGINT = 130;

/** Commands of our own, before anything that Python's command line knows. */
const COMMANDS: Record<string, (argv: string[], thread: Thread) => Outcome> = {
  diff: diffCommand,
  heap: heapCommand,
  leaks: leaksCommand,
  profile: profileCommand,
  why: whyCommand,
};

/** Runs a command line; `argv[0]` is the command itself. */
export function runCommand(argv: string[], thread: Thread): Outcome {
  const own = Object.hasOwn(COMMANDS, argv[1] ?? '') ? COMMANDS[argv[1]!]! : null;
  return usageShown(argv, thread, () => {
    if (own !== null) return own(argv, thread);
    const command = readCommandLine(argv);
    openHost(argv, command, thread);
    return runSession(command, thread);
  });
}

/** Prints the text of a Usage. */
function usageShown(argv: string[], thread: Thread, f: () => Outcome): Outcome {
  try {
    return f();
  } catch (e) {
    if (!(e instanceof Usage)) throw e;
    openHost(argv, null, thread);
    hostRef.host.fs.write(e.code === 0 ? 1 : 2, new TextEncoder().encode(e.message));
    return { code: e.code, interrupted: false };
  }
}

export function readCommandLine(argv: string[]): Command {
  return parseArguments(argv, { env: process.env, cwd: process.cwd(), program: argv[0]! });
}

/** Makes the host of this realm. */
export function openHost(argv: string[], command: Command | null, thread: Thread): void {
  const here = import.meta.dirname;
  const host = nodeHost({
    libraryPath: join(here, 'lib', 'python3.13'),
    extraPaths: [join(here, 'lib', 'vivarium')],
    executable: resolved(argv[0]!),
    cacheDir: command?.cache === true ? cacheFolder(process.env) : null,
    shipped: shippedUnits(join(here, 'units.bin')),
    signals: thread.signals,
    onExit: thread.exit,
    onWatch: thread.watchSignal,
  });
  interruptibleInput(host, thread.signals);
  thread.prepare?.(host);
  hostRef.host = host;
  Object.defineProperty(globalThis, INTERRUPT, {
    configurable: true,
    value: () => {
      S.brk |= BRK_SIGNAL;
    },
  });
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** What a command of our own does around the program. */
export interface SessionHooks {
  /** The interpreter has started; nothing of the program has run. */
  beforeProgram?(): void;
  /** The program has ended in whatever way; its modules are alive. */
  afterProgram?(): void;
}

/** Starts the interpreter, runs the program, ends the interpreter. */
export function runSession(command: Command, thread: Thread, hooks: SessionHooks = {}): Outcome {
  const { options, flags } = command;
  const mode = options.xoptions!.verify;
  if (mode !== undefined && !enableVerify(mode === true ? 'recount' : mode)) {
    throw new Usage(`-X verify=${mode}: recount, gc, poison or all is expected\n`, 2);
  }
  Object.assign(flagValues, {
    debug: flags.debug,
    int_max_str_digits: flags.intMaxStrDigits,
    warn_default_encoding: flags.warnDefaultEncoding ? 1 : 0,
  });
  intSettings.maxStrDigits = flags.intMaxStrDigits;
  start(options);
  decref(importNative('_signal'));
  // says which -W options are wrong
  if (options.warnoptions!.length > 0) decref(importName('warnings'));
  hooks.beforeProgram?.();
  thread.running(true);
  let code = runProgram(command, thread);
  thread.running(false);
  hooks.afterProgram?.();
  const interrupted = code === EXIT_SIGINT && endedByInterrupt();
  let findings = verify('end of the program');
  const flushed = flushStandardStreams();
  if (!(finish() && flushed) && code === 0) code = 120;
  findings += verify('exit');
  if (findings > 0 && code === 0) code = 1;
  if (command.cache) {
    // what ran is kept for the engine as it was when it ran
    thread.running(true);
    hostRef.host.cacheFlush?.();
    thread.running(false);
    thread.keepCompiled();
  }
  return { code, interrupted };
}

/** Writes what standard output still holds; a failure is told, as nobody can catch it any more. */
function flushStandardStreams(): boolean {
  try {
    flushStreams();
    return true;
  } catch (e) {
    writeUnraisable(toPyErr(e), null, 'Exception ignored on flushing sys.stdout');
    return false;
  }
}

function endedByInterrupt(): boolean {
  const last = dictGetStrBorrowed(S.sysdict, intern('last_exc'));
  return last !== null && isInstanceOf(last, KeyboardInterruptType);
}

function runProgram(command: Command, thread: Thread): number {
  const host = hostRef.host;
  const { options } = command;
  const onTerminal = host.fs.isatty(0);
  if (command.path0 !== null && command.mode !== 'file') prependPath(command.path0);
  const reads = command.mode === 'stdin' && (onTerminal || options.interactive === true);
  if (!reads) {
    reportSettings.inspect = options.inspect === true;
    const code = runMode(command);
    reportSettings.inspect = false;
    const inspect =
      options.inspect === true || (!options.ignoreEnvironment && Boolean(host.env.PYTHONINSPECT));
    return inspect && (onTerminal || options.interactive === true) ? runRepl(thread) : code;
  }
  if (!options.quiet) host.fs.write(2, new TextEncoder().encode(banner()));
  const startup = options.ignoreEnvironment ? '' : host.env.PYTHONSTARTUP;
  const code = startup ? runStartupFile(startup) : null;
  return code ?? runRepl(thread);
}

function runMode(command: Command): number {
  switch (command.mode) {
    case 'string':
      return runString(command.target);
    case 'module':
      return runModule(command.target);
    case 'file':
      return runFile(command.target, command.path0, command.skipFirstLine);
    default:
      return runStdin(command.skipFirstLine);
  }
}
