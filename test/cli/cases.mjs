// Command lines whose behaviour is CPython's. Each: { argv, input?, env?, files? }; recorded.json holds
// what python3.13 did (test/cli/record.mjs), command-line.test.ts compares.

/** Files in the folder where the cases run. */
export const files = {
  'pk/__init__.py': '',
  'dir/__main__.py': 'import sys\nprint(sys.argv, sys.path[0], __name__, __file__, sorted(globals()))\n',
  'empty/x.txt': '',
  'bad.py': Buffer.from('x = "\xff"\nprint(1)\n', 'latin1'),
  'nul.py': 'x = 1\0\nprint(1)\n',
  'skip.py': '#!weird\nthis is skipped\n',
  'bom.py': '\ufeffprint("bom")\n',
  'latin.py': Buffer.from('# -*- coding: latin-1 -*-\nprint(ascii("\xe9"))\n', 'latin1'),
  'cp.py': Buffer.from('# coding: cp1252\nprint(ascii("\x80"))\n', 'latin1'),
  'nope.py': '# -*- coding: nope -*-\nprint(1)\n',
  'crlf.py': 'print(1)\r\nif 1:\r\n  print(2)\r\n',
  'open.py': 'print(1',
  'indent.py': 'x = 5\n  y = 3\n',
  'startup.py': 'print("startup")\nq = 8\n',
};

const c = (source, more = {}) => ({ argv: ['-c', source], ...more });
const f = (...argv) => ({ argv });
const repl = (input, ...argv) => ({ argv: ['-i', '-q', ...argv], input });

export const cases = [
  // usage and what cannot be run
  f('-z'), f('--foo'), f('-c'), f('-m'), f('-X'), f('-W'), f('-V'), f('--version'),
  f('--check-hash-based-pycs'), f('--check-hash-based-pycs', 'foo', '-c', '1'), f('--check-hash-based-pycs', 'never', '-c', 'print(1)'),
  f('-m', 'nosuch.mod'), f('-m', 'nosuch'), f('-m', 'pk'), f('none.py'), f('none/none.py'), f('empty'), f('dir', 'a', 'b'),
  f('bad.py'), f('nul.py'), f('-x', 'skip.py'), f('bom.py'), f('latin.py'), f('cp.py'), f('nope.py'), f('crlf.py'), f('open.py'),
  f('indent.py'), f('/dev/null'), f('dir/__main__.py'), f('./dir/__main__.py'), f('--', 'dir/__main__.py', '-x'),
  { argv: ['-', 'a'], input: 'import sys; print(sys.argv, __name__, sys.path[0] == "")\n1/0' },
  { argv: [], input: 'print(2)\n1/0' }, { argv: [], input: 'def f(:\n' },
  // ends of programs
  c('import sys; sys.exit("msg")'), c('import sys; sys.exit(300)'), c('import sys; sys.exit(-1)'), c('raise SystemExit([1, 2])'),
  c('raise SystemExit(None)'), c('raise SystemExit(True)'), c('raise KeyboardInterrupt'), c('def f(:'),
  c('class A(SystemExit): code = 7\nraise A(3)'), c('import os; os._exit(9)'), c('x = """'), c('\t'), c(' 1'), c('print(1)\n  x'),
  c('import sys; sys.excepthook = lambda *a: print("hook", a[0])\n1/0'), c('import sys; del sys.excepthook\n1/0'),
  c('import sys; sys.excepthook = lambda *a: 1/0\n{}[1]'), c('import sys; sys.stdout = None; print(1)'),
  c('import sys; sys.stderr = None; 1/0'), c('import atexit; atexit.register(print, "bye"); 1/0'),
  c('print(__name__, __spec__, __builtins__, __doc__, __package__, __loader__)'),
  c('import os; os.kill(os.getpid(), 2)'),
  c('import signal, os; signal.signal(15, lambda *a: print(a[0])); os.kill(os.getpid(), 15)'),
  // options and variables
  c('import sys; print(sys._xoptions)', { argv: ['-X', 'foo=1', '-X', 'bar', '-c', 'import sys; print(sys._xoptions)'] }),
  f('-W', 'foo', '-c', '1'), f('-OO', '-c', 'import sys; print(sys.flags.optimize, __debug__); assert 0'),
  f('-c', 'import sys; print(sys.orig_argv[1:], sys.argv, sys.flags)', 'a', 'b'),
  f('-I', '-bb', '-OO', '-B', '-q', '-d', '-u', '-P', '-c', 'import sys; f = sys.flags; print(f.isolated, f.bytes_warning, f.optimize, f.debug, f.quiet, f.safe_path, f.ignore_environment)'),
  f('-P', '-E', '-S', '-c', 'import sys; print(sys.flags.no_site, "site" in sys.modules)'),
  f('-bb', '-X', 'dev', '-W', 'once', '-c', 'import sys; print(sys.warnoptions, sys.flags.dev_mode)'),
  c('1', { env: { PYTHONHASHSEED: 'abc' } }), c('1', { env: { PYTHONHASHSEED: '-1' } }),
  f('-X', 'utf8=5', '-c', '1'), f('-X', 'int_max_str_digits=5', '-c', '1'),
  c('import sys; print(hash("abc"), sys.flags.hash_randomization)', { env: { PYTHONHASHSEED: '12' } }),
  c('import sys; print(hash("abc"), sys.flags.hash_randomization)', { env: { PYTHONHASHSEED: '0' } }),
  c('import sys; print(sys.stdout.errors, sys.stdin.errors)', { env: { PYTHONIOENCODING: ':ignore' } }),
  c('import sys; print(sys.warnoptions)', { argv: ['-W', 'once', '-c', 'import sys; print(sys.warnoptions)'], env: { PYTHONWARNINGS: 'ignore,error::UserWarning' } }),
  c('import sys; print(sys.flags.optimize)', { env: { PYTHONOPTIMIZE: '2' } }), c('import sys; print(sys.flags.optimize)', { env: { PYTHONOPTIMIZE: 'x' } }),
  c('import sys; print(sys.flags.safe_path)', { env: { PYTHONSAFEPATH: '1' } }),
  c('import sys; print(sys.flags.int_max_str_digits, sys.get_int_max_str_digits())', { env: { PYTHONINTMAXSTRDIGITS: '9000' } }),
  c('import sys; print([p for p in sys.path if "lib" not in p])', { env: { PYTHONPATH: '/tmp/q::rel' } }),
  // commands
  repl('print(1)\nx=5\nx\nfor i in range(2):\n  print(i)\n\n1/0\nimport sys\nsys.exit(3)\n'),
  repl('print(1)\nraise SystemExit(4)', '-c', 'y=3'),
  repl('if 1:\n  print(5)\nelse:\n  2\n\ndef f():\n  return 1\nf()\n'),
  repl('def f(:\nx = (\n1)\nx\n'),
  repl('\n\n# c\nx = """a\n\nb"""\nx\nclass A:\n  pass\n\nA\nwith 1: pass\n\ntry:\n  pass\n  \nexcept: pass\n\n'),
  repl('if 1: pass\n\nif 1: 2\nelse: 3\n\n3\n[1,\n\n2]\n"abc\n1\\\n+2\n'),
  repl('import sys\nsys.ps1="$ "\nsys.ps2=5\nif 1:\n  7\n\ndel sys.ps1\n8\n'),
  repl('1;2\nNone\n_\n_=3\n_\ny=4\n_\nfrom __future__ import annotations\nassert 0\nraise KeyboardInterrupt\nimport warnings\nwarnings.warn("hi")\nexit()\n'),
  repl('print(x)\nquit(7)\n', '-c', 'x=5; raise ValueError("q")'),
  repl('x\n', '-c', 'import sys; x=5; sys.exit(9)'),
  repl('return 1\ndef f(): yield; x = (yield)\n\nawait 1\nx: int = "a" 5\nnonlocal x\nf() = 1\ndef g():\n  return h()\n\ndef h():\n  1/0\n\ng()\n'),
  { argv: ['-i', '-q'], input: 'q\n__name__\n__file__\n', env: { PYTHONSTARTUP: 'startup.py' } },
  { argv: ['-i', '-q'], input: 'import sys; sys.argv\n', env: { PYTHONSTARTUP: 'none.py' } },
];
