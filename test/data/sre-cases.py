"""Records CPython 3.13's answers to regular expressions: `sre-cases.py N SEED [corpus]`.

Prints JSON: {"magic", "cases": [[kind, groups, code, [[subject, pos, endpos, match, fullmatch,
search, finditer], ...], pattern], ...]}. An answer is null or the spans of all groups followed by
lastindex; finditer gives the list of (start, end). kind 0: str, 1: bytes (subjects as latin-1).
"""
import json
import random
import re
import signal
import sys
import warnings
from re import _compiler, _parser

warnings.simplefilter('ignore')


def answer(m):
    if m is None:
        return None
    out = []
    for i in range(m.re.groups + 1):
        out += m.span(i)
    out.append(-1 if m.lastindex is None else m.lastindex)
    return out


class TooSlow(Exception):
    pass


def too_slow(*_):
    raise TooSlow


def case(pattern, flags, subjects):
    """One case; patterns that backtrack for too long raise TooSlow."""
    signal.signal(signal.SIGALRM, too_slow)
    signal.setitimer(signal.ITIMER_REAL, 0.1)
    try:
        return answers(pattern, flags, subjects)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def answers(pattern, flags, subjects):
    p = _parser.parse(pattern, flags)
    code = [int(c) for c in _compiler._code(p, flags)]
    compiled = re.compile(pattern, flags)
    rows = []
    for subject, pos, endpos in subjects:
        # re.finditer has no pos when called on the module, the pattern's own has.
        found = [list(m.span()) for m in compiled.finditer(subject, pos, endpos)]
        shown = subject.decode('latin-1') if isinstance(subject, bytes) else subject
        rows.append([shown, pos, endpos, answer(compiled.match(subject, pos, endpos)),
                     answer(compiled.fullmatch(subject, pos, endpos)),
                     answer(compiled.search(subject, pos, endpos)), found])
    return [int(isinstance(pattern, bytes)), p.state.groups - 1, code, rows,
            '%r %d' % (pattern, flags)]


ATOMS = ['a', 'b', 'c', 'A', '.', r'\w', r'\d', r'\s', r'\W', '[ab]', '[^a]', '[a-c]', r'[\w-]',
         r'[^\W\d]', '1', ' ', r'\n', 'ab', 'ba', 'x', 'é', 'É', 'ſ', 'K', 'ß', '[à-ÿ]', '[aé中]',
         '[^é]', '𝒜', '[a𝒜]', r'\b', r'\B', '^', '$', r'\A', r'\Z', '(?=a)', '(?!a)', '(?<=a)',
         '(?<!b)', '(?<=ab)', '[Ⴀ-Ⴥ]', '[a-zA-Z0-9_]', '=', ',', 'i', 'İ']
BYTE_ATOMS = [a for a in ATOMS if a.isascii()] + [r'\xe9', r'[\xe0-\xff]', r'[^\xe9]']
QUANTS = ['*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{2,}', '{0,3}?', '*+', '++', '?+',
          '{1,2}+']


def gen(r, depth, state, atoms):
    n = r.choice([1, 1, 2, 2, 3])
    out = ''
    for _ in range(n):
        k = r.random()
        if depth <= 0 or k < 0.5:
            part = r.choice(atoms)
            simple = not part.startswith((r'\b', r'\B', '^', '$', r'\A', r'\Z', '(?'))
            if simple and r.random() < 0.4:
                if len(part) == 2 and part.isalpha():
                    part = '(?:' + part + ')'
                part += r.choice(QUANTS)
        elif k < 0.72:
            state[0] += 1
            part = '(' + gen(r, depth - 1, state, atoms) + ')'
            if r.random() < 0.45:
                part += r.choice(QUANTS)
        elif k < 0.85:
            part = '(?:' + '|'.join(gen(r, depth - 1, state, atoms)
                                    for _ in range(r.choice([2, 2, 3]))) + ')'
            if r.random() < 0.4:
                part += r.choice(QUANTS)
        elif k < 0.88:
            part = '(?>' + gen(r, depth - 1, state, atoms) + ')'
        elif k < 0.92:
            part = r.choice(['(?=', '(?!']) + gen(r, depth - 1, state, atoms) + ')'
        elif k < 0.94:
            part = '(?i:' + gen(r, depth - 1, state, atoms) + ')'
        elif state[0] > 0 and k < 0.98:
            part = '\\%d' % r.randint(1, state[0]) + '(?:)'
        elif state[0] > 0:
            part = '(?(%d)%s|%s)' % (r.randint(1, state[0]), gen(r, 0, state, atoms),
                                     gen(r, 0, state, atoms))
        else:
            part = r.choice(atoms)
        out += part
    return out


def subject(r, alphabet):
    return ''.join(r.choice(alphabet) for _ in range(r.choice([0, 1, 2, 3, 4, 5, 6, 8, 12])))


def random_cases(n, seed):
    r = random.Random(seed)
    cases = []
    while len(cases) < n:
        binary = r.random() < 0.2
        pattern = gen(r, r.choice([1, 2, 2, 3]), [0], BYTE_ATOMS if binary else ATOMS)
        flags = 0
        for flag in (re.I, re.M, re.S, re.I):
            if r.random() < 0.15:
                flags |= flag
        if r.random() < 0.15:
            flags |= re.L if binary and r.random() < 0.5 else re.A
        if binary:
            pattern = pattern.encode('latin-1')
        alphabet = r.choice(['ab', 'abc', 'aabb1 ', 'aAbB\n', 'ab,=x1 \n_', 'aé\xe0É中', 'iİıſsKk\u212a',
                             'ab𝒜Ⴀⴀ', 'ßẞa\u1e9e', 'a1\u0661\u2003'])
        rows = []
        for _ in range(5):
            s = subject(r, alphabet)
            if binary:
                s = s.encode('latin-1', 'replace')
            pos = r.choice([0, 0, 0, 1, 2])
            endpos = r.choice([len(s), len(s), len(s), max(len(s) - 1, 0)])
            rows.append((s, min(pos, len(s)), endpos))
        try:
            cases.append(case(pattern, flags, rows))
        except (re.error, OverflowError, RecursionError, ValueError, TooSlow,
                SystemError):
            continue
    return cases


def corpus_cases():
    from test import re_tests
    cases = []
    for t in re_tests.tests:
        try:
            cases.append(case(t[0], 0, [(t[1], 0, len(t[1]))]))
            cases.append(case(t[0], re.I, [(t[1], 0, len(t[1])), (t[1].upper(), 0, len(t[1]))]))
            cases.append(case(t[0].encode('latin-1'), 0,
                              [(t[1].encode('latin-1'), 0, len(t[1]))]))
        except (re.error, UnicodeEncodeError, ValueError, TooSlow):
            continue
    # Every pattern test_re.py itself compiles, on a few texts of its own.
    import test.test_re as own
    import io
    import unittest
    seen = {}
    original = re._compile

    def spy(pattern, flags):
        if isinstance(pattern, (str, bytes)):
            seen[pattern, int(flags)] = None
        return original(pattern, flags)
    re._compile = spy
    try:
        suite = unittest.defaultTestLoader.loadTestsFromTestCase(own.ReTests)
        skip = ('large', 'search_anchor', 'stack', 'template', 'debug', 'locale', 'lookbehind_perf',
                'possible_set', 'huge', 'memory', 'character_set_any')
        suite = unittest.TestSuite(t for t in suite if not any(s in t.id() for s in skip))
        unittest.TextTestRunner(io.StringIO()).run(suite)
    finally:
        re._compile = original
    texts = ['', 'a', 'abc', 'aabbcc', 'a-b--d', 'x\ny\n', 'ABC 123 é_ß', 'aaaaaaaa', '(a)b"c"',
             'abcabcdd', 'ab12\n', 'xyxyz']
    for pattern, flags in seen:
        if len(pattern) > 300:
            continue
        rows = [(t.encode('latin-1') if isinstance(pattern, bytes) else t, 0, len(t)) for t in texts]
        try:
            cases.append(case(pattern, flags & ~re.DEBUG, rows))
        except (re.error, OverflowError, ValueError, RecursionError, TooSlow):
            continue
    return cases


if __name__ == '__main__':
    made = random_cases(int(sys.argv[1]), int(sys.argv[2]))
    if len(sys.argv) > 3:
        made += corpus_cases()
    json.dump({'magic': _compiler.MAGIC, 'cases': made}, sys.stdout, separators=(',', ':'))
