# urllib.parse: splitting, joining, quoting, query strings.
from urllib.parse import *
u = urlparse('https://user:pw@host.org:8080/p/a;x?q=1&r=%20#frag'); print(u, u.hostname, u.port, u.username, u.password, u.netloc, u.geturl(), u._replace(path='/z').geturl(), urlsplit('//h/p?q'), urlsplit('mailto:a@b'), urlunsplit(('s', 'h', 'p', 'q', '')), urldefrag('a#b'))
print([urljoin('http://a/b/c/d;p?q', r) for r in ('g', './g', '../g', '/g', '//g', '?y', '#s', '', 'http:g', '../../../g', 'g;x')], quote('a b/é&'), quote('a/b', safe=''), quote_plus('a b+c'), unquote('%41%C3%A9%zz'), unquote_plus('a+b%2B'), urlencode({'a': 1, 'b': [1, 2], 'c': 'x y'}), urlencode({'b': [1, 2]}, doseq=True), parse_qs('a=1&a=2&b=&c'), parse_qs('b=', keep_blank_values=True), parse_qsl('a=1;b=2&c=%20'), quote_from_bytes(b'\xff a'), unquote_to_bytes('%ff'), urlparse(b'http://h/p').path, quote('~_.-'))
for f in (lambda: urlparse('http://h:99999').port, lambda: urlparse('http://h:x').port, lambda: urlsplit('http://[::1').netloc, lambda: urlparse('http://[::1]:80').hostname, lambda: parse_qs('a', strict_parsing=True), lambda: urlencode(5), lambda: quote(5), lambda: urljoin('a', b'b'), lambda: quote(b'x', encoding='utf-8'), lambda: parse_qsl('a=1&b=2', max_num_fields=1), lambda: unquote(5)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
