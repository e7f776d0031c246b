# difflib: unified and context diffs, ratios, close matches, opcodes.
import difflib as d
a, b = 'one two three four'.split(), 'one 2 three five four'.split()
print('\n'.join(d.unified_diff(a, b, 'old', 'new', lineterm=''))); print('\n'.join(d.context_diff(a, b, lineterm=''))); print('\n'.join(d.ndiff(['abc', 'x'], ['abd', 'x'])), list(d.restore(d.ndiff(['a'], ['b']), 1)))
s = d.SequenceMatcher(None, 'qabxcd', 'abycdf'); print(s.ratio(), s.quick_ratio(), s.get_opcodes(), s.find_longest_match(), s.get_matching_blocks(), d.get_close_matches('appel', ['ape', 'apple', 'peach']), d.get_close_matches('x', ['y']), d.SequenceMatcher(lambda c: c == ' ', 'a b', 'ab').ratio(), list(s.get_grouped_opcodes(1))[0][:1], d.IS_CHARACTER_JUNK(' '))
for f in (lambda: d.get_close_matches('a', [], 0), lambda: d.get_close_matches('a', [], 1, 2), lambda: list(d.unified_diff([1], ['a'])), lambda: list(d.restore([], 3))):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
