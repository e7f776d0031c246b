# shutil, tempfile, filecmp, stat: copies, moves, trees.
import shutil, tempfile, os, filecmp, stat, linecache, fileinput
with tempfile.TemporaryDirectory() as d:
    j = lambda *a: os.path.join(d, *a); os.makedirs(j('src/in')); open(j('src/a.txt'), 'w').write('line 1\nline 2\n'); open(j('src/in/b'), 'w').close()
    print(os.path.basename(shutil.copy(j('src/a.txt'), j('c.txt'))), filecmp.cmp(j('src/a.txt'), j('c.txt')), sorted(os.listdir(shutil.copytree(j('src'), j('dst'), ignore=shutil.ignore_patterns('*.txt')))), os.path.basename(shutil.move(j('c.txt'), j('dst'))), sorted(os.listdir(j('dst'))), linecache.getline(j('dst/c.txt'), 2), linecache.getline(j('none'), 1), [l.strip() for l in fileinput.input([j('src/a.txt')])], stat.filemode(os.stat(j('src')).st_mode), stat.S_ISDIR(os.stat(j('src')).st_mode), sorted(filecmp.dircmp(j('src'), j('dst')).left_only))
    shutil.rmtree(j('src')); print(os.path.exists(j('src')), shutil.which('no-such-cmd'), shutil.disk_usage(d).total > 0)
    for f in (lambda: shutil.copy(j('no'), j('x')), lambda: shutil.copyfile(j('dst/c.txt'), j('dst/c.txt')), lambda: shutil.rmtree(j('no')), lambda: shutil.rmtree(j('no'), ignore_errors=True), lambda: shutil.copytree(j('dst'), j('dst')), lambda: shutil.move(j('no'), j('y'))):
        try: print(f())
        except Exception as e: print(type(e).__name__, str(e).replace(d, 'DIR'))
    with tempfile.NamedTemporaryFile('w+', dir=d, suffix='.t') as t: t.write('x'); t.seek(0); print(t.read(), os.path.exists(t.name)); n = t.name
    print(os.path.exists(n)); s = tempfile.SpooledTemporaryFile(); s.write(b'sp'); s.seek(0); print(s.read()); s.close(); fd, p = tempfile.mkstemp(dir=d); os.close(fd); print(os.path.getsize(p)); print(os.path.isdir(tempfile.mkdtemp(dir=d)))
