/** The texts of --help and its relatives. */

export function shortUsage(program: string): string {
  return `usage: ${program} [option] ... [-c cmd | -m mod | file | -] [arg] ...
Try \`vivarium -h' for more information.
`;
}

export const HELP = (
  program: string,
): string => `usage: ${program} [option] ... [-c cmd | -m mod | file | -] [arg] ...
       ${program} profile [--unit B|KiB|MiB] [--precision N] [--output FILE] file [arg] ...
Options (and corresponding environment variables):
-b     : warn about comparing bytes with str or int, and about str(bytes); -bb: errors
-B     : accepted; files of bytecode are never written
-c cmd : the program is this text (ends the options)
-d     : sets sys.flags.debug; also PYTHONDEBUG=x
-E     : ignore PYTHON* environment variables
-h     : print this text and exit (also -? and --help)
-i     : read commands after the program has run, even when standard input is no
         terminal; also PYTHONINSPECT=x
-I     : isolated from the user's environment (implies -E, -P and -s)
-m mod : run a module of the library or of sys.path (ends the options)
-O     : leave out assert statements; also PYTHONOPTIMIZE=x
-OO    : leave out documentation strings as well
-P     : do not put the program's folder on sys.path; also PYTHONSAFEPATH=x
-q     : no version and copyright lines when commands are read
-s     : no user folder on sys.path; also PYTHONNOUSERSITE=x
-S     : do not import site
-u     : standard output and errors are not buffered; also PYTHONUNBUFFERED=x
-v     : tell about imports; also PYTHONVERBOSE=x
-V     : print the version and exit (also --version)
-W arg : what becomes of warnings: action:message:category:module:lineno;
         also PYTHONWARNINGS=arg
-x     : the first line of the source is no Python
-X opt : an option of the implementation; see --help-xoptions
--no-cache       : compile everything anew
--help-env       : print help about environment variables and exit
--help-xoptions  : print help about -X options and exit
--help-all       : print all of this and exit

Arguments:
file   : the program; or a folder or zip file with a __main__.py
-      : the program is read from standard input (without arguments: commands,
         when it is a terminal)
arg ...: what the program finds in sys.argv[1:]
`;

export const HELP_ENV = `Environment variables:
PYTHONSTARTUP   : file that is run before commands are read
PYTHONPATH      : folders, separated by ':', put before the library on sys.path
PYTHONHASHSEED  : 'random', or the number that seeds the hashes of str and bytes
PYTHONIOENCODING: encoding[:errors] of the standard streams
PYTHONINTMAXSTRDIGITS: most digits of an int in decimal text
PYTHONBREAKPOINT: what breakpoint() calls; 0: nothing
PYTHONDEVMODE   : show all warnings
PYTHONUTF8      : 1 for UTF-8 mode
PYTHON_HISTORY  : the file with the commands of earlier sessions
XDG_CACHE_HOME  : where the folder 'vivarium' with compiled programs is kept (~/.cache)
PYTHONDEBUG, PYTHONDONTWRITEBYTECODE, PYTHONINSPECT, PYTHONNOUSERSITE,
PYTHONOPTIMIZE, PYTHONSAFEPATH, PYTHONTRACEMALLOC, PYTHONUNBUFFERED, PYTHONVERBOSE,
PYTHONWARNINGS  : as the options -d -B -i -s -O -P -u -v -W
`;

export const HELP_X = `Options of the implementation:
-X dev          : show all warnings
-X int_max_str_digits=N : most digits of an int in decimal text
-X tracemalloc[=N] : trace allocations, with N frames each
-X utf8[=0|1]   : UTF-8 mode
-X verify=MODE  : check the interpreter while it runs: recount, gc, poison, all
-X warn_default_encoding : warn where an encoding is left to the system
Others are shown in sys._xoptions and change nothing.
`;
