# argparse: positionals, options, types, help, sub-commands, errors.
import argparse, sys, io
def parser():
    p = argparse.ArgumentParser(prog='prog', description='Does things.', epilog='The end.')
    p.add_argument('file', help='input'); p.add_argument('rest', nargs='*'); p.add_argument('-n', '--number', type=int, default=1, help='how many (default %(default)s)'); p.add_argument('-v', action='count', default=0); p.add_argument('--flag', action=argparse.BooleanOptionalAction); p.add_argument('--mode', choices=['a', 'b']); p.add_argument('--list', nargs='+', metavar='X'); p.add_argument('--ver', action='version', version='%(prog)s 1.0')
    g = p.add_mutually_exclusive_group(); g.add_argument('--x', action='store_true'); g.add_argument('--y', action='store_const', const=5)
    return p
def run(p, argv):
    old = sys.stderr, sys.stdout; sys.stderr = sys.stdout = o = io.StringIO(); code = r = None
    try: r = p.parse_args(argv)
    except SystemExit as e: code = e.code
    finally: sys.stderr, sys.stdout = old
    print(argv, '->', r if r else code, o.getvalue())
for a in (['f'], ['f', 'a', 'b', '-n', '5', '-vv'], ['f', '--number=7', '--flag', '--mode', 'b'], ['f', '--no-flag', '--list', '1', '2'], ['-h'], ['f', '-n', 'x'], ['f', '--bad'], ['f', '--x', '--y'], ['--ver'], ['f', '--num', '3'], ['f', '--', '-n'], ['f', '-n'], ['f', '--list'], ['f', '-n5v'] ): run(parser(), a)
s = argparse.ArgumentParser(prog='git'); sub = s.add_subparsers(dest='cmd', required=True); c = sub.add_parser('add', help='adds'); c.add_argument('what'); c.set_defaults(fn='do_add'); sub.add_parser('rm', aliases=['del'])
for a in (['add', 'x'], ['del'], ['add'], ['-h']): run(s, a)
print(parser().parse_known_args(['f', '--zz']), parser().format_usage()); 
for f in (lambda: parser().add_argument('--number'), lambda: parser().add_argument('a', 'b'), lambda: parser().add_argument('-z', nargs=0), lambda: parser().add_argument('-z', action='nope'), lambda: argparse.ArgumentParser(exit_on_error=False).parse_args(['x'])):
    try: f()
    except (Exception, SystemExit) as e: print(type(e).__name__, e)
