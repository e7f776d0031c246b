# codecs: lookups, incremental decoders, error handlers, transformations.
import codecs as c, io
print(c.encode('abc', 'rot13'), c.decode(b'6162', 'hex'), c.encode(b'ab', 'base64'), c.encode(b'a', 'hex'), c.lookup('UTF8').name, c.lookup('latin1').name, c.BOM_UTF8, c.getencoder('ascii')('ab'), c.decode(b'a\nb', 'quopri'), c.encode(b'\xff', 'uu')[:5] if False else c.escape_decode(b'a\\n')[0], c.encode('é', 'idna') if False else 'é.com'.encode('idna'), b'xn--9ca.com'.decode('idna'), c.charmap_encode('ab', 'strict', {97: 98, 98: 'cc'}) if False else c.charmap_build('ab')[:0] if False else '')
d = c.getincrementaldecoder('utf-8')(); print(repr(d.decode(b'\xe2')), repr(d.decode(b'\x82')), d.getstate(), repr(d.decode(b'\xac')), d.reset()); e = c.getincrementalencoder('utf-16')(); print(e.encode('a'), e.encode('b'))
def h(err): return ('<%d>' % err.start, err.end)
c.register_error('mine', h); print('aéb'.encode('ascii', 'mine'), b'a\xffb'.decode('ascii', 'mine'), c.lookup_error('mine') is h); c.register_error('bad', lambda e: 5); c.register_error('back', lambda e: ('?', -99))
r = c.getreader('utf-8')(io.BytesIO('é\nx'.encode())); print(r.readline(), r.read()); w = c.getwriter('latin-1')(b := io.BytesIO()); w.write('é'); print(b.getvalue(), list(c.iterdecode([b'\xc3', b'\xa9'], 'utf-8')))
for f in (lambda: c.lookup('nope'), lambda: 'é'.encode('ascii', 'bad'), lambda: 'é'.encode('ascii', 'back'), lambda: c.decode(b'zz', 'hex'), lambda: 'x'.encode('rot13'), lambda: b'a'.decode('hex'), lambda: d.decode(b'\xff'), lambda: (d.decode(b'\xe2'), d.decode(b'', True)), lambda: c.register_error(5, h), lambda: c.register_error('x', 5), lambda: c.lookup_error('zz'), lambda: c.encode(5), lambda: c.decode('x', 'ascii')):
    try: print(f())
    except Exception as x: print(type(x).__name__, x)
