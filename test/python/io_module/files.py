# open(): modes, text and binary, seek, newline, encodings, errors, context managers.
import io, os, tempfile
with tempfile.TemporaryDirectory() as d:
    p = os.path.join(d, 'f.txt')
    with open(p, 'w') as f: print(f.write('line1\nliné2\n'), f.tell(), f.mode, f.encoding, f.writable(), f.readable(), f.closed, f.name == p)
    with open(p) as f: print(f.readline(), f.read(3), list(f), f.read(), f.seek(0), f.readlines(), f.newlines)
    with open(p, 'rb') as f: print(f.read(), f.seek(-3, 2), f.read(1), f.tell(), f.peek(2)[:1], type(f).__name__, type(f.raw).__name__)
    with open(p, 'a+') as f: print(f.tell(), f.write('end'), f.seek(0), f.readline())
    with open(p, 'r+b') as f: f.seek(2); f.write(b'XX'); f.truncate(8); f.seek(0); print(f.read(), f.readinto(bytearray(2)))
    with open(p, 'x' if not os.path.exists(p) else 'w', newline='\r\n') as f: f.write('a\nb\n'); f.writelines(['c\n', 'd'])
    print(open(p, 'rb').read(), open(p, newline='').read().encode(), open(p).read().encode(), io.open is open)
    for enc, err in (('latin-1', None), ('utf-16', None), ('ascii', 'replace'), ('utf-8-sig', None)):
        with open(p, 'w', encoding=enc, errors=err) as f: f.write('é\n')
        print(enc, open(p, 'rb').read(), ascii(open(p, encoding=enc).read()))
    def at(f):
        try: print(f())
        except Exception as e: print(type(e).__name__, str(e).replace(d, 'DIR'), getattr(e, 'errno', ''))
    for a in ((p + 'x',), (d,), (p, 'x'), (p, 'z'), (p, 'rw'), (p, ''), (p, 'rbt'), (p, 'rb', -1, 'utf-8'), (p, 'r', 0), (p, 'r', -1, 'nope'), (p, 'U'), (5.5,), ('a\0b',), (None,), (-1,), (p, 'b'), (p, 'rr'), (p, 'r', -1, None, None, 'z'), (p, 'w', 1, None, 'bad')): at(lambda: open(*a).close())
    f = open(p, 'w'); at(f.read); at(lambda: f.write(b'x')); at(lambda: f.write(5)); at(lambda: f.seek(1, 1)); f.close(); at(lambda: f.write('x')); at(lambda: f.closed); at(f.close); at(lambda: next(f)); at(lambda: f.__enter__()); f = open(p, 'rb'); at(lambda: f.write(b'x')); at(lambda: f.read('x')); f.close(); at(f.fileno)
    with open(p, 'wb') as f: f.write(b'\xff\n')
    at(lambda: open(p, encoding='utf-8').read()); at(lambda: open(p, encoding='ascii', errors='surrogateescape').read().encode('ascii', 'surrogateescape'))
    fd = os.open(p, os.O_RDWR); os.write(fd, b'by fd'); os.lseek(fd, 0, 0); print(os.read(fd, 10)); f = open(fd, closefd=False); f.close(); os.close(fd); at(lambda: os.close(fd))
    r = io.TextIOWrapper(io.BytesIO(b'a\r\nb'), encoding='ascii'); print(r.read(), r.buffer.getvalue(), r.detach().closed); at(lambda: r.read()); t = io.TextIOWrapper(io.BytesIO(), write_through=True); t.write('x'); print(t.buffer.getvalue(), t.reconfigure(newline='\n'), t.line_buffering)
