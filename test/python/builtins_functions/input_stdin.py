# input() and sys.stdin, from the program's .in file.
import sys
print(input('prompt> '), input())
print(repr(sys.stdin.readline()), sys.stdin.read(3), sys.stdin.encoding)
for line in sys.stdin:
    print(repr(line))
    if 'stop' in line: break
print(sys.stdin.readlines(), repr(sys.stdin.read()), repr(sys.stdin.readline()))
try: input('more? ')
except EOFError as e: print(type(e).__name__, e)
print(sys.stdin.isatty(), sys.stdin.fileno(), sys.stdin.name, sys.stdin.mode, sys.stdout.name, sys.stdout.mode, sys.stdout.encoding, sys.stderr.errors, sys.stdin.closed)
class Fake:
    def readline(self): return 'fake line\n'
sys.stdin = Fake(); print(input('p: '))
class Out:
    def __init__(self): self.got = []
    def write(self, s): self.got.append(s)
    def flush(self): self.got.append('<flush>')
real, sys.stdout = sys.stdout, Out(); x = input('q: '); got = sys.stdout.got; sys.stdout = real; print(x, got)
for bad in (None, 5):
    sys.stdin = bad
    try: input()
    except Exception as e: print(type(e).__name__, e)
sys.stdin = sys.__stdin__; del sys.stdin
try: input()
except RuntimeError as e: print(e)
