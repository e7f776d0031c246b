# fnmatch and glob: patterns, translation, files.
import fnmatch as f, glob, tempfile, os, re
print([f.fnmatchcase(n, p) for n, p in (('a.py', '*.py'), ('a.py', '?.p[xy]'), ('A', 'a'), ('ab', '[!a]b'), ('[', '[[]'), ('', '*'), ('a\nb', 'a*b'), ('x]', 'x[]]'))], f.filter(['a.c', 'b.h', 'c.c'], '*.c'), f.translate('a*.[ch]?'), f.translate('[!x-z]'), f.translate('[z-a]'))
with tempfile.TemporaryDirectory() as d:
    for p in ('a.txt', 'b.py', 'sub/c.py', 'sub/.hid', 'sub/deep/d.py'): os.makedirs(os.path.dirname(os.path.join(d, p)), exist_ok=True); open(os.path.join(d, p), 'w').close()
    rel = lambda l: sorted(os.path.relpath(x, d) for x in l); print(rel(glob.glob(d + '/*')), rel(glob.glob(d + '/**/*.py', recursive=True)), rel(glob.glob(d + '/sub/*')), rel(glob.iglob(d + '/?.*')), sorted(glob.glob('**', root_dir=d, recursive=True)), glob.glob('nope*'), rel(glob.glob(d + '/sub/*', include_hidden=True)))
print(glob.escape('a[b]*?'), glob.has_magic('a*'), glob.translate('**/*.py', recursive=True))
