# tokenize: tokens of a small program, errors, untokenize.
import tokenize as t, io, token
src = 'def f(x=1.5):\n    # note\n    if x:\n        return f"{x!r:>{5}}" + \'a\'  # end\n\n@d\nasync def g(): await h[1:2] ** 0xFF\nx := (1,\n 2)\n'
for k in t.generate_tokens(io.StringIO(src).readline): print(t.tok_name[k.type], repr(k.string), k.start, k.end, t.tok_name[k.exact_type] if k.exact_type != k.type else '')
for bad in ('(', '"abc', "'''abc", 'if x:\n  y\n z', '$', 'x = 0b2', '1__0', '\tx\n        y', "f'{'"):
    try: n = len(list(t.generate_tokens(io.StringIO(bad).readline))); print(repr(bad), n)
    except (t.TokenError, SyntaxError) as e: print(repr(bad), type(e).__name__, e.args[0])
toks = list(t.tokenize(io.BytesIO(b'x = 1\n').readline)); print(toks[0].string, t.untokenize(toks), t.untokenize([(1, 'a'), (54, '+'), (1, 'b')]).strip(), t.detect_encoding(io.BytesIO(b'# coding: latin-1\n').readline)[0], token.tok_name[0], t.open.__name__)
