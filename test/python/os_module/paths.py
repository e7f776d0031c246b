# os.path and os: joins, splits, stat, walk, environment.
import os, tempfile
p = os.path
print(p.join('a', 'b', '/c', 'd'), p.join('a', ''), p.split('/a/b'), p.splitext('x.tar.gz'), p.splitext('.rc'), p.basename('/a/'), p.dirname('/a/b'), p.normpath('a//b/../c/.'), p.isabs('/a'), p.commonpath(['/a/b', '/a/c']), p.commonprefix(['abc', 'abd']), p.relpath('/a/b', '/a/c'), p.expanduser('~') != '~', os.sep, os.linesep, os.curdir, p.splitdrive('/x'), p.splitroot('//a/b'), p.join(b'a', b'b'), p.normcase('A'))
with tempfile.TemporaryDirectory() as d:
    os.chdir(d); os.makedirs('x/y/z'); open('x/f.txt', 'w').write('hello'); os.mkdir('e'); os.rename('e', 'e2'); open('x/y/g', 'w').close()
    print(sorted(os.listdir()), p.exists('x'), p.isdir('x'), p.isfile('x/f.txt'), p.getsize('x/f.txt'), os.stat('x/f.txt').st_size, [(r, sorted(ds), fs) for r, ds, fs in os.walk('x')], sorted(e.name for e in os.scandir('x') if e.is_file()), os.getcwd() == p.realpath(d))
    os.symlink('f.txt', 'x/link'); print(p.islink('x/link'), os.readlink('x/link'), p.samefile('x/f.txt', 'x/link'), os.access('x/f.txt', os.R_OK), oct(os.stat('x/f.txt').st_mode)[:3]); os.chmod('x/f.txt', 0o600); print(oct(os.stat('x/f.txt').st_mode & 0o777))
    for f in (lambda: os.remove('no'), lambda: os.rmdir('x'), lambda: os.mkdir('x'), lambda: os.listdir('no'), lambda: os.makedirs('x'), lambda: os.rename('no', 'n2'), lambda: os.stat('no'), lambda: os.remove('x'), lambda: os.chdir('no'), lambda: os.readlink('x'), lambda: p.getsize('no'), lambda: os.listdir(5.5), lambda: os.makedirs('x', exist_ok=True), lambda: p.join('a', 5), lambda: p.join('a', b'b'), lambda: p.commonpath([]), lambda: os.environ['NO_SUCH'], lambda: os.fspath(5), lambda: os.open('no', os.O_RDONLY), lambda: os.environ.__setitem__('a', 5), lambda: p.exists('a\0b')):
        try: print(f())
        except Exception as e: print(type(e).__name__, e)
    os.remove('x/link'); os.remove('x/y/g'); os.removedirs('x/y/z'); os.chdir('/')
os.environ['NEW'] = 'v'; print(os.environ['NEW'], os.getenv('NEW'), os.getenv('NOPE', 'd'), 'NEW' in os.environ, os.environ.pop('NEW'), os.getenv('NEW'), os.name, os.path.__name__, os.strerror(2), os.devnull, os.fsencode('é'), ascii(os.fsdecode(b'\xff')), os.cpu_count() > 0, isinstance(os.getpid(), int), len(os.urandom(4)))
