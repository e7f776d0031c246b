/**
 * The command line as python3.13 reads it: options, their environment variables, the program and its arguments.
 * CPython: Python/getopt.c, Python/initconfig.c, Python/preconfig.c. Nothing is run here.
 */
import { realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { StartOptions } from '../runtime/core/startup.ts';
import { HELP, HELP_ENV, HELP_X, shortUsage } from './help.ts';

export const VERSION = 'Python 3.13.0 (vivarium 0.1.0)';

export interface Command {
  mode: 'file' | 'string' | 'module' | 'stdin';
  target: string;
  options: StartOptions;
  /** What is put before all else on sys.path once site has run; null for nothing (-P). */
  path0: string | null;
  /** -x: the first line of the source is no Python. */
  skipFirstLine: boolean;
  /** The compile cache may be used. */
  cache: boolean;
  /** `sys.flags` that the start options do not carry. */
  flags: {
    debug: number;
    noUserSite: boolean;
    intMaxStrDigits: number;
    warnDefaultEncoding: boolean;
    utf8: boolean;
  };
}

/** A text that is printed instead of running anything. */
export class Usage {
  readonly message: string;
  readonly code: number;
  constructor(message: string, code = 2) {
    this.message = message;
    this.code = code;
  }
}

export interface Surroundings {
  env: Record<string, string | undefined>;
  cwd: string;
  /** How usage texts name the command. */
  program: string;
}

function fatal(where: string, message: string, state = 'preinitialized'): Usage {
  return new Usage(
    `Fatal Python error: ${where}: ${message}\nPython runtime state: ${state}\n\n`,
    1,
  );
}

/** CPython fails later, with the exception of tracemalloc.start(). */
function tracingFailed(): Usage {
  const what = "Fatal Python error: init_interp_main: can't start tracemalloc";
  const why = 'ValueError: the number of frames must be in range [1; 65535]';
  return new Usage(`${what}\nPython runtime state: core initialized\n${why}\n\n`, 1);
}

class OptionReader {
  private readonly args: readonly string[];
  private readonly around: Surroundings;
  private readonly o: StartOptions;
  private readonly cliWarnings: string[] = [];
  private i = 0;
  private mode: Command['mode'] | null = null;
  private target = '';
  private versions = 0;
  private help: string | null = null;
  private skipFirstLine = false;
  private cache = true;
  private debug = 0;
  private noUserSite = false;
  private utf8 = false;

  constructor(argv: readonly string[], around: Surroundings) {
    this.args = argv.slice(1);
    this.around = around;
    this.o = {
      argv: [],
      origArgv: [...argv],
      xoptions: {},
      warnoptions: [],
      optimize: 0,
      verbose: 0,
      bytesWarning: 0,
    };
  }

  private usage(message: string): Usage {
    return new Usage(`${message}\n${shortUsage(this.around.program)}`);
  }

  /** The value of a short option: the rest of its word, or the next one. */
  private value(letter: string, rest: string): string {
    if (rest !== '') return rest;
    this.i++;
    if (this.i >= this.args.length) throw this.usage(`Argument expected for the -${letter} option`);
    return this.args[this.i]!;
  }

  read(): Command {
    for (; this.mode === null && this.i < this.args.length; this.i++) {
      const a = this.args[this.i]!;
      if (a === '-' || !a.startsWith('-')) break;
      if (a === '--') {
        this.i++;
        break;
      }
      if (a.startsWith('--')) this.longOption(a);
      else this.letters(a);
    }
    if (this.help !== null) throw new Usage(this.help, 0);
    if (this.versions > 0) throw new Usage(`${VERSION}\n`, 0);
    this.readEnvironment();
    return this.finish();
  }

  private longOption(a: string): void {
    const { program } = this.around;
    if (a === '--version') this.versions++;
    else if (a === '--help') this.help = HELP(program);
    else if (a === '--help-env') this.help = HELP_ENV;
    else if (a === '--help-xoptions') this.help = HELP_X;
    else if (a === '--help-all') this.help = `${HELP(program)}\n${HELP_ENV}\n${HELP_X}`;
    else if (a === '--no-cache') this.cache = false;
    else if (a === '--memory-limit' || a.startsWith('--memory-limit=')) this.readMemoryLimit(a);
    else if (a === '--check-hash-based-pycs') this.pycCheck();
    else throw this.usage(`unknown option ${a}`);
  }

  /** `--memory-limit 64M`: a number of bytes, with K, M or G. */
  private readMemoryLimit(a: string): void {
    const value = a.length > 14 ? a.slice(15) : this.args[++this.i];
    if (value === undefined) throw this.usage('Argument expected for the --memory-limit option');
    const m = /^(\d+)([KMG]?)$/i.exec(value);
    if (m === null) {
      throw this.usage('--memory-limit must be a number of bytes, with K, M or G behind it or not');
    }
    const unit = 1024 ** ' KMG'.indexOf((m[2] === '' ? ' ' : m[2]!).toUpperCase());
    this.o.memoryLimit = Number(m[1]) * unit;
  }

  private pycCheck(): void {
    const value = this.args[++this.i];
    if (value === undefined)
      throw this.usage('Argument expected for the --check-hash-based-pycs options');
    if (!['default', 'always', 'never'].includes(value)) {
      throw this.usage("--check-hash-based-pycs must be one of 'default', 'always', or 'never'");
    }
  }

  private letters(a: string): void {
    for (let j = 1; j < a.length; j++) {
      const letter = a[j]!;
      const rest = a.slice(j + 1);
      if (letter === 'c' || letter === 'm') {
        this.mode = letter === 'c' ? 'string' : 'module';
        this.target = this.value(letter, rest);
        return;
      }
      if (letter === 'X') return this.xOption(this.value(letter, rest));
      if (letter === 'W') {
        this.cliWarnings.push(this.value(letter, rest));
        return;
      }
      this.flag(letter);
    }
  }

  private xOption(text: string): void {
    const at = text.indexOf('=');
    this.o.xoptions![at < 0 ? text : text.slice(0, at)] = at < 0 ? true : text.slice(at + 1);
  }

  private flag(letter: string): void {
    const o = this.o;
    switch (letter) {
      case 'b':
        o.bytesWarning!++;
        break;
      case 'B':
        break;
      case 'd':
        this.debug++;
        break;
      case 'E':
        o.ignoreEnvironment = true;
        break;
      case 'h':
      case '?':
        this.help = HELP(this.around.program);
        break;
      case 'i':
        o.inspect = true;
        o.interactive = true;
        break;
      case 'I':
        o.isolated = true;
        o.ignoreEnvironment = true;
        o.safePath = true;
        this.noUserSite = true;
        break;
      case 'O':
        o.optimize!++;
        break;
      case 'P':
        o.safePath = true;
        break;
      case 'q':
        o.quiet = true;
        break;
      case 's':
        this.noUserSite = true;
        break;
      case 'S':
        o.noSite = true;
        break;
      case 'u':
        o.unbuffered = true;
        break;
      case 'v':
        o.verbose!++;
        break;
      case 'V':
        this.versions++;
        break;
      case 'x':
        this.skipFirstLine = true;
        break;
      default:
        throw this.usage(`Unknown option: -${letter}`);
    }
  }

  // ---- environment ----

  private env(name: string): string | undefined {
    const v = this.o.ignoreEnvironment ? undefined : this.around.env[name];
    return v === '' ? undefined : v;
  }

  /** A variable that counts like repeated letters: not a number, or below zero, is one. */
  private level(name: string, now: number): number {
    const v = this.env(name);
    if (v === undefined) return now;
    const n = /^\d+$/.test(v) ? Number(v) : 1;
    return Math.max(now, n);
  }

  private readEnvironment(): void {
    const o = this.o;
    o.optimize = this.level('PYTHONOPTIMIZE', o.optimize!);
    o.verbose = this.level('PYTHONVERBOSE', o.verbose!);
    this.debug = this.level('PYTHONDEBUG', this.debug);
    if (this.env('PYTHONUNBUFFERED') !== undefined) o.unbuffered = true;
    if (this.env('PYTHONSAFEPATH') !== undefined) o.safePath = true;
    if (this.env('PYTHONINSPECT') !== undefined) o.inspect = true;
    if (this.env('PYTHONNOUSERSITE') !== undefined) this.noUserSite = true;
    o.dev = o.xoptions!.dev !== undefined || this.env('PYTHONDEVMODE') !== undefined;
    o.hashSeed = this.hashSeed();
    this.warnings();
    this.utf8Mode();
    this.frozenModules();
  }

  private hashSeed(): number | null {
    const v = this.env('PYTHONHASHSEED');
    if (v === undefined || v === 'random') return null;
    const n = Number(v);
    if (/^\d+$/.test(v) && n <= 4294967295) return n;
    throw fatal(
      'config_init_hash_seed',
      'PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]',
    );
  }

  /** sys.warnoptions in the order in which later entries win. */
  private warnings(): void {
    const list = this.o.warnoptions!;
    if (this.o.dev) list.push('default');
    list.push(...(this.env('PYTHONWARNINGS')?.split(',') ?? []), ...this.cliWarnings);
    const b = this.o.bytesWarning!;
    if (b > 0) list.push(b > 1 ? 'error::BytesWarning' : 'default::BytesWarning');
  }

  private utf8Mode(): void {
    const x = this.o.xoptions!.utf8;
    if (x !== undefined) {
      if (x === '0') delete this.o.xoptions!.utf8;
      else if (x !== true && x !== '1')
        throw fatal('preconfig_init_utf8_mode', 'invalid -X utf8 option value', 'preinitializing');
      return;
    }
    const v = this.env('PYTHONUTF8');
    if (v === undefined || v === '0') return;
    if (v !== '1') {
      throw fatal(
        'preconfig_init_utf8_mode',
        'invalid PYTHONUTF8 environment variable value',
        'preinitializing',
      );
    }
    this.utf8 = true;
  }

  private frozenModules(): void {
    const x = this.o.xoptions!.frozen_modules;
    if (x === undefined || x === true || x === 'on' || x === 'off') return;
    const what = 'bad value for option -X frozen_modules (expected "on" or "off")';
    throw new Usage(`Fatal Python error: ${what}\nPython runtime state: preinitialized\n\n`, 1);
  }

  private intMaxStrDigits(): number {
    const where = 'config_init_int_max_str_digits';
    const limits = 'invalid limit; must be >= 640 or 0 for unlimited.';
    const valid = (v: string): boolean => /^\d+$/.test(v) && (Number(v) === 0 || Number(v) >= 640);
    const x = this.o.xoptions!.int_max_str_digits;
    if (x !== undefined) {
      if (x === true || !valid(x)) throw fatal(where, `-X int_max_str_digits: ${limits}`);
      return Number(x);
    }
    const v = this.env('PYTHONINTMAXSTRDIGITS');
    if (v === undefined) return 4300;
    if (!valid(v)) throw fatal(where, `PYTHONINTMAXSTRDIGITS: ${limits}`);
    return Number(v);
  }

  /** Frames a traced allocation keeps; 0 when tracing is not asked for. */
  private tracemalloc(): number {
    const where = 'config_init_tracemalloc';
    const problem = 'invalid number of frames';
    const valid = (v: string): boolean => /^\s*\+?\d*$/.test(v);
    let frames = 0;
    const v = this.env('PYTHONTRACEMALLOC');
    if (v !== undefined) {
      if (!valid(v)) throw fatal(where, `PYTHONTRACEMALLOC: ${problem}`);
      frames = Number(v);
    }
    const x = this.o.xoptions!.tracemalloc;
    if (x === undefined) return frames;
    if (x !== true && !valid(x)) throw fatal(where, `-X tracemalloc=NFRAME: ${problem}`);
    return x === true ? 1 : Number(x);
  }

  // ---- the program ----

  private finish(): Command {
    const o = this.o;
    const rest = this.args.slice(this.i);
    const extra = this.env('PYTHONPATH')?.split(':') ?? [];
    let first = '';
    let mode = this.mode;
    let target = this.target;
    if (mode === 'string') o.argv = ['-c', ...rest];
    else if (mode === 'module') {
      o.argv = ['-m', ...rest];
      first = this.around.cwd;
    } else if (rest.length === 0 || rest[0] === '-') {
      mode = 'stdin';
      o.argv = rest.length === 0 ? [''] : [...rest];
    } else {
      mode = 'file';
      target = rest[0]!;
      o.argv = [...rest];
      first = scriptFolder(target, this.around.cwd);
    }
    o.path = extra;
    o.tracemalloc = this.tracemalloc();
    if (o.tracemalloc > 65535) throw tracingFailed();
    const flags = {
      debug: this.debug,
      noUserSite: this.noUserSite,
      utf8: this.utf8,
      intMaxStrDigits: this.intMaxStrDigits(),
      warnDefaultEncoding:
        o.xoptions!.warn_default_encoding !== undefined ||
        this.env('PYTHONWARNDEFAULTENCODING') !== undefined,
    };
    return {
      mode: mode!,
      target,
      options: o,
      path0: o.safePath ? null : first,
      skipFirstLine: this.skipFirstLine,
      cache: this.cache,
      flags,
    };
  }
}

function scriptFolder(script: string, cwd: string): string {
  const path = resolve(cwd, script);
  try {
    return dirname(realpathSync(path));
  } catch {
    return dirname(path);
  }
}

/** Reads a command line; `argv[0]` is the command itself. Throws Usage. */
export function parseArguments(argv: readonly string[], around: Surroundings): Command {
  return new OptionReader(argv, around).read();
}
