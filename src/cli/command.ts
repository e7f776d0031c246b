/** `vivarium [options] script …`: options and modes as python3.13's. CPython: Modules/main.c, Python/initconfig.c. */
import { runModule, runFile, runString, runStdin } from '../runtime/run.ts';
import { start, finish, type StartOptions } from '../runtime/core/startup.ts';
import { hostRef } from '../runtime/host.ts';
import { S } from '../runtime/core/state.ts';
import { nodeHost } from './host-node.ts';
import { dirname, join } from 'node:path';
import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const VERSION = 'Python 3.13.0 (vivarium 0.1.0)';

interface Command {
  mode: 'file' | 'string' | 'module' | 'stdin';
  target: string;
  options: StartOptions;
}

class Usage {
  readonly message: string;
  readonly code: number;
  constructor(message: string, code = 2) {
    this.message = message;
    this.code = code;
  }
}

/** Runs the command; returns the exit code. `argv[0]` is the command itself. */
export function runCommand(argv: string[], signals: Int32Array | null): number {
  let command: Command;
  try {
    command = parseArguments(argv);
  } catch (e) {
    if (!(e instanceof Usage)) throw e;
    hostRef.host = nodeHost({ libraryPath: libraryPath(), signals });
    const fd = e.code === 0 ? 1 : 2;
    hostRef.host.fs.write(fd, new TextEncoder().encode(e.message));
    return e.code;
  }
  hostRef.host = nodeHost({ libraryPath: libraryPath(), signals });
  const verify = command.options.xoptions?.verify;
  if (verify !== undefined) S.resident = true;
  start(command.options);
  let code: number;
  switch (command.mode) {
    case 'string':
      code = runString(command.target);
      break;
    case 'module':
      code = runModule(command.target);
      break;
    case 'file':
      code = runFile(command.target);
      break;
    default:
      code = runStdin();
  }
  if (!finish() && code === 0) code = 120;
  return code;
}

function libraryPath(): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'lib', 'python3.13');
}

/** Options as python3.13 reads them; the first non-option ends them. */
function parseArguments(argv: string[]): Command {
  const o: StartOptions = { argv: [], origArgv: argv, xoptions: {}, warnoptions: [] };
  const args = argv.slice(1);
  let i = 0;
  let mode: Command['mode'] | null = null;
  let target = '';
  outer: for (; i < args.length; i++) {
    const a = args[i]!;
    if (a === '-' || !a.startsWith('-')) break;
    if (a === '--') {
      i++;
      break;
    }
    if (a.startsWith('--')) {
      if (a === '--version') throw new Usage(`${VERSION}\n`, 0);
      if (a === '--help') throw new Usage(HELP, 0);
      throw new Usage(`unknown option ${a}\n${SHORT}`);
    }
    for (let j = 1; j < a.length; j++) {
      const rest = a.slice(j + 1);
      const value = (): string => {
        if (rest !== '') return rest;
        i++;
        if (i >= args.length) throw new Usage(`Argument expected for the -${a[j]} option\n${SHORT}`);
        return args[i]!;
      };
      switch (a[j]) {
        case 'c':
          mode = 'string';
          target = value();
          i++;
          break outer;
        case 'm':
          mode = 'module';
          target = value();
          i++;
          break outer;
        case 'X': {
          const [k, v] = split(value());
          o.xoptions![k] = v;
          continue outer;
        }
        case 'W':
          o.warnoptions!.push(value());
          continue outer;
        case 'O':
          o.optimize = (o.optimize ?? 0) + 1;
          break;
        case 'S':
          o.noSite = true;
          break;
        case 'I':
          o.isolated = true;
          o.ignoreEnvironment = true;
          o.safePath = true;
          break;
        case 'E':
          o.ignoreEnvironment = true;
          break;
        case 'P':
          o.safePath = true;
          break;
        case 'u':
          o.unbuffered = true;
          break;
        case 'q':
          o.quiet = true;
          break;
        case 'v':
          o.verbose = (o.verbose ?? 0) + 1;
          break;
        case 'i':
          o.inspect = true;
          o.interactive = true;
          break;
        case 'b':
          o.bytesWarning = (o.bytesWarning ?? 0) + 1;
          break;
        case 'B':
        case 's':
        case 'd':
        case 'x':
          break;
        case 'h':
        case '?':
          throw new Usage(HELP, 0);
        case 'V':
          throw new Usage(`${VERSION}\n`, 0);
        default:
          throw new Usage(`Unknown option: -${a[j]}\n${SHORT}`);
      }
    }
  }
  const rest = args.slice(i);
  const env = process.env;
  const seed = o.ignoreEnvironment ? undefined : env.PYTHONHASHSEED;
  o.hashSeed = seed === undefined || seed === '' || seed === 'random' ? null : Number(seed);
  if (o.hashSeed !== null && (!/^\d+$/.test(seed!) || o.hashSeed > 4294967295)) {
    throw new Usage('Fatal Python error: config_init_hash_seed: PYTHONHASHSEED must be "random" or an integer in range [0; 4294967295]\nPython runtime state: preinitialized\n\n', 1);
  }
  const extra = o.ignoreEnvironment || !env.PYTHONPATH ? [] : env.PYTHONPATH.split(':');
  if (!o.ignoreEnvironment && env.PYTHONUNBUFFERED) o.unbuffered = true;
  if (mode === 'string') {
    o.argv = ['-c', ...rest];
    o.path = o.safePath ? extra : ['', ...extra];
    return { mode, target, options: o };
  }
  if (mode === 'module') {
    o.argv = ['-m', ...rest];
    o.path = o.safePath ? extra : [process.cwd(), ...extra];
    return { mode, target, options: o };
  }
  if (rest.length === 0 || rest[0] === '-') {
    o.argv = rest.length === 0 ? [''] : rest;
    o.path = o.safePath ? extra : ['', ...extra];
    return { mode: 'stdin', target: '', options: o };
  }
  o.argv = rest;
  o.path = o.safePath ? extra : [scriptFolder(rest[0]!), ...extra];
  return { mode: 'file', target: rest[0]!, options: o };
}

function scriptFolder(script: string): string {
  try {
    return dirname(realpathSync(script));
  } catch {
    return dirname(join(process.cwd(), script));
  }
}

function split(s: string): [string, string | true] {
  const at = s.indexOf('=');
  return at < 0 ? [s, true] : [s.slice(0, at), s.slice(at + 1)];
}

const SHORT = `usage: vivarium [option] ... [-c cmd | -m mod | file | -] [arg] ...\nTry \`vivarium -h' for more information.\n`;
const HELP = `usage: vivarium [option] ... [-c cmd | -m mod | file | -] [arg] ...
Options (and corresponding environment variables):
-b     : issue warnings about converting bytes/bytearray to str and comparing
         bytes/bytearray with str or bytes with int (-bb: issue errors)
-B     : accepted for compatibility: no bytecode files are ever written
-c cmd : program passed in as string (terminates option list)
-E     : ignore PYTHON* environment variables (such as PYTHONPATH)
-h     : print this help message and exit (also -? or --help)
-i     : inspect interactively after running script
-I     : isolate from the user's environment (implies -E, -P and -s)
-m mod : run library module as a script (terminates option list)
-O     : remove assert and __debug__-dependent statements
-OO    : do -O changes and also discard docstrings
-P     : don't prepend a potentially unsafe path to sys.path
-q     : don't print version and copyright messages on interactive startup
-S     : don't imply 'import site' on initialization
-u     : force the stdout and stderr streams to be unbuffered
-v     : verbose (trace import statements)
-V     : print the version number and exit (also --version)
-W arg : warning control; arg is action:message:category:module:lineno
-X opt : set implementation-specific option (verify[=recount|gc|poison|all], ...)
file   : program read from script file
-      : program read from stdin (default; interactive mode if a tty)
arg ...: arguments passed to program in sys.argv[1:]
`;
