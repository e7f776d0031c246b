# string: constants, Template, capwords, Formatter subclasses.
import string
from string import Template, Formatter
print(string.ascii_letters, string.digits, string.hexdigits, string.octdigits, string.punctuation, repr(string.whitespace), len(string.printable), string.capwords('hello  big world'), string.capwords('a-b-c', '-'))
t = Template('$name owes $$${amount} to ${who}x'); print(t.substitute(name='A', amount=5, who='B'), t.safe_substitute(name='A'), t.template, t.get_identifiers(), t.is_valid(), Template('$bad!').is_valid(), t.substitute({'name': 1, 'amount': 2}, who=3))
def attempt(f):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
for f in (lambda: t.substitute(), lambda: Template('$').substitute(), lambda: Template('a\n $ 5').substitute(), lambda: Template('${a').substitute(a=1), lambda: Template('${a').safe_substitute(a=1), lambda: Template('$é').substitute(), lambda: Template('$a$b').substitute({'a': 1}), lambda: Template('$class $None').substitute({'class': 'c', 'None': 'n'}), lambda: Template(5).substitute()): attempt(f)
class Pct(Template): delimiter = '%'; idpattern = '[a-z]+_[a-z]+'
print(Pct('%with_under %nounder %% $x').safe_substitute(with_under='yes', nounder='no'))
class F(Formatter):
    def get_value(self, k, a, kw): return f'<{k}>' if isinstance(k, str) else super().get_value(k, a, kw)
    def convert_field(self, v, c): return str(v)[::-1] if c == 'x' else super().convert_field(v, c)
    def format_field(self, v, s): return super().format_field(v, s) + '!'
    def check_unused_args(self, used, a, kw): print('used', sorted(map(str, used)), end=' ')
print(F().format('{0} {name} {0!x:>5}', 'abc'), F().format('{} {}', 1, 2))
for f in (lambda: Formatter().format('{} {0}', 1), lambda: Formatter().format('{x}'), lambda: Formatter().format(), lambda: Formatter().format('{0!z}', 1), lambda: Formatter().format('{'), lambda: Formatter().format('{0[a]}', {'a': 1}), lambda: Formatter().format('{:{}}', 'a', 5) + '|'): attempt(f)
