# StringIO and BytesIO: positions, newlines, truncation, errors.
import io
s = io.StringIO('ab\ncd\r\nef'); print(s.read(1), s.readline(), s.tell(), s.readlines(), s.read(), s.seek(0), list(s), s.getvalue().encode()); s.seek(2); s.write('XYZ'); s.truncate(6); print(repr(s.getvalue()), s.tell(), s.seekable(), s.writable(), s.isatty(), s.closed, s.newlines, s.line_buffering)
print([io.StringIO('a\r\nb\rc\n', newline=n).readlines() for n in (None, '', '\n', '\r', '\r\n')], io.StringIO(newline=None).write('a\r\n'))
b = io.BytesIO(b'hello'); print(b.read(2), b.read1(1), b.readinto(x := bytearray(5)), x, b.getvalue(), b.seek(-2, 2), b.read(), b.seek(10), b.write(b'!'), b.getvalue(), b.getbuffer()[0], b.tell(), b.readline(), b.peek if hasattr(b, 'peek') else 'no peek')
b.seek(0); b.writelines([b'1', b'2']); print(b.getvalue(), b.truncate(3), b.getvalue(), b.getbuffer().nbytes)
def at(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
for f in (lambda: s.write(b'x'), lambda: b.write('x'), lambda: io.StringIO(5), lambda: io.StringIO(b''), lambda: io.BytesIO('x'), lambda: s.seek(1, 1), lambda: s.seek(-1), lambda: b.seek(-1), lambda: b.seek(0, 9), lambda: s.read('x'), lambda: s.truncate(-1), lambda: io.StringIO(newline='x'), lambda: s.fileno(), lambda: b.detach(), lambda: s.encoding, lambda: b.readinto(b'imm'), lambda: b.write([1]), lambda: b.writelines([5]), lambda: next(io.StringIO())): at(f)
v = b.getbuffer(); at(lambda: b.write(b'x' * 100)); v.release(); s.close(); at(s.read); at(lambda: s.closed); at(lambda: b.__enter__() is b); b.close(); at(b.getvalue); at(lambda: repr(b)[:15])
with io.StringIO() as t: print('x', file=t); r = t.getvalue()
print(repr(r), t.closed)
