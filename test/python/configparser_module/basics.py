# configparser: sections, interpolation, converters, errors.
import configparser as c, io
p = c.ConfigParser(); p.read_string('[DEFAULT]\nbase = /x\n[a]\npath: %(base)s/y\nn = 5\nf=1.5\nb = yes\nmulti = one\n  two\nkey with space = v ; not comment\n# comment\n[b]\nempty =\n')
print(p.sections(), dict(p['a']), p.get('a', 'path'), p.getint('a', 'n'), p.getfloat('a', 'f'), p.getboolean('a', 'b'), p['a']['multi'], repr(p['b']['empty']), p.has_option('a', 'base'), p.options('b'), 'a' in p, p.get('a', 'zz', fallback='fb'), p['a'].getint('zz', 7), p.get('a', 'path', raw=True), p.defaults(), p.items('b'))
p['new'] = {'k': 'v'}; p.set('a', 'n', '6'); p.remove_option('a', 'b'); p.remove_section('b'); o = io.StringIO(); p.write(o); print(o.getvalue())
def rd(s, **k): q = c.ConfigParser(**k); q.read_string(s); return {x: dict(q[x]) for x in q.sections()}
for f in (lambda: p.get('no', 'x'), lambda: p.get('a', 'no'), lambda: p['no'], lambda: p['a']['no'], lambda: rd('x=1'), lambda: rd('[a\n'), lambda: rd('[a]\njunk'), lambda: rd('[a]\nk=1\nk=2'), lambda: rd('[a]\n[a]'), lambda: rd('[a]\nk', allow_no_value=True), lambda: rd('[a]\nx=%(y)s'), lambda: rd('[a]\nx=%(x)s'), lambda: rd('[a]\nx=%z'), lambda: rd('[a]\nx=${b:y}\n[b]\ny=1', interpolation=c.ExtendedInterpolation()), lambda: rd('[a]\nK=1\nk=2', strict=False), lambda: p.set('a', 'x', 5), lambda: p.add_section('a'), lambda: p.add_section('DEFAULT'), lambda: p.getint('a', 'path'), lambda: p.getboolean('a', 'n'), lambda: rd('[a]\nk~1', delimiters='~'), lambda: rd('[a]\nk=v ;c', inline_comment_prefixes=';')):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
