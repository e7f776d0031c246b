# Encodings and error handlers, with the attributes of UnicodeError.
text = 'aé€😀'
for codec in ['utf-8', 'utf8', 'UTF_8', 'utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le', 'utf-8-sig', 'unicode_escape', 'raw_unicode_escape', 'utf-7', 'punycode']:
    encoded = text.encode(codec)
    print(codec, encoded, encoded.decode(codec) == text)
for codec in ['ascii', 'latin-1', 'cp1252', 'iso-8859-15', 'cp437']:
    for errors in ['strict', 'ignore', 'replace', 'xmlcharrefreplace', 'backslashreplace', 'namereplace']:
        try:
            print(codec, errors, text.encode(codec, errors))
        except UnicodeEncodeError as e:
            print(codec, errors, e, '|', e.encoding, e.start, e.end, e.reason, ascii(e.object))
for data in [b'\xff', b'a\xc3', b'\xe2\x82', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xc0\x80', b'ok\x80ok', b'\xf0\x9f\x98']:
    for errors in ['strict', 'ignore', 'replace', 'backslashreplace', 'surrogateescape']:
        try:
            print(data, errors, ascii(data.decode('utf-8', errors)))
        except UnicodeDecodeError as e:
            print(data, errors, e, '|', e.start, e.end, e.reason)
for args in [('nope',), ('utf-8', 'nope'), (5,), ('utf-8', 5)]:
    try:
        print('\ud800'.encode(*args))
    except Exception as e:
        print(args, type(e).__name__ + ':', e)
print('\udcff'.encode('utf-8', 'surrogateescape'), '\ud800'.encode('utf-8', 'surrogatepass'), ascii(b'\xed\xa0\x80'.decode('utf-8', 'surrogatepass')))
for f in (lambda: '\ud800'.encode(), lambda: 'a\ud800\udc00b'.encode('utf-16'), lambda: b'\x00\xd8'.decode('utf-16-le'), lambda: b'a'.decode('utf-16'), lambda: b'abc'.decode('utf-32'), lambda: 'x'.encode('hex')):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__ + ':', e)
