# textwrap: wrap, fill, shorten, dedent, indent, options.
import textwrap as t
s = 'The quick brown fox jumped over the lazy dog. It was a well-known-trick, supercalifragilistic!  Two  spaces.'
for w in (10, 20, 40): print(t.wrap(s, w))
print(t.fill(s, 30, initial_indent='* ', subsequent_indent='  ')); print(t.wrap(s, 15, break_long_words=False), t.wrap(s, 12, break_on_hyphens=False), t.wrap(s, 20, max_lines=2), t.wrap(s, 20, max_lines=2, placeholder='~'), t.wrap('a\tb\n\nc', 10), t.wrap('a\tb', replace_whitespace=False, expand_tabs=False), t.wrap('  lead', 10), t.wrap('  lead', drop_whitespace=False), t.wrap('', 5), t.wrap('End.  Next one', 20, fix_sentence_endings=True))
print(t.shorten(s, 30), t.shorten('a b', 10), t.shorten('long words here', 8, placeholder='..'), repr(t.dedent('  a\n   b\n\n  c\n')), repr(t.dedent('\ta\n  b')), repr(t.dedent('  a\n \n  b')), repr(t.indent('a\n\nb\n', '> ')), repr(t.indent('a\n\nb', '> ', lambda l: True)), repr(t.dedent('\n    x\n      y\n    ')))
for f in (lambda: t.wrap(s, 0), lambda: t.wrap(s, -1), lambda: t.shorten('abc def', 3, placeholder='....'), lambda: t.wrap(5), lambda: t.wrap(s, 5, max_lines=1, placeholder='too long'), lambda: t.dedent(5), lambda: t.TextWrapper(width=8).wrap('hello world foo'), lambda: t.TextWrapper(bad=1)):
    try: print(f())
    except Exception as e: print(type(e).__name__ + ':', e)
