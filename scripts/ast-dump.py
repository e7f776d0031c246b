"""CPython's side of scripts/ast-compare.mjs: the trees of files as one line of text each.

    python3.13 scripts/ast-dump.py hashes ROOT > FILE   a line "md5 path" per file that parses
    python3.13 scripts/ast-dump.py text FILE            the text itself

The text holds what ast.dump(tree, include_attributes=True) holds.
"""

import ast
import hashlib
import os
import struct
import sys
import warnings

sys.setrecursionlimit(100000)
sys.set_int_max_str_digits(0)
warnings.simplefilter('ignore')


def text_of(s):
    if s.isascii():
        return 's%d:%s' % (len(s), s)
    wide = 'W' if max(s) > '\uffff' else 'U'
    return wide + s.encode('utf-16-le', 'surrogatepass').hex()


def value_of(v):
    if v is None or v is True or v is False:
        return repr(v)
    if v is Ellipsis:
        return 'Ellipsis'
    if isinstance(v, str):
        return text_of(v)
    if isinstance(v, bytes):
        return 'b' + v.hex()
    if isinstance(v, int):
        return 'i%x' % v
    if isinstance(v, float):
        return 'f' + struct.pack('<d', v).hex()
    if isinstance(v, complex):
        return 'j' + struct.pack('<d', v.imag).hex()
    raise TypeError(v)


def write(node, out):
    if isinstance(node, ast.AST):
        cls = type(node)
        name = cls.__name__
        out.append(name)
        if not node._fields and not node._attributes:
            return
        out.append('(')
        for field in node._fields:
            value = getattr(node, field)
            if (name in ('Constant', 'MatchSingleton') and field == 'value'):
                out.append(value_of(value))
            else:
                write(value, out)
            out.append(',')
        if node._attributes:
            out.append('@%d,%d,%d,%d' % (
                node.lineno, node.col_offset, node.end_lineno, node.end_col_offset))
        out.append(')')
    elif isinstance(node, list):
        out.append('[')
        for item in node:
            write(item, out)
            out.append(';')
        out.append(']')
    elif isinstance(node, str):
        out.append(text_of(node))
    elif node is None:
        out.append('-')
    else:
        out.append(str(node))


def dump(source, mode='exec'):
    flags = ast.PyCF_ONLY_AST
    tree = compile(source, '<x>', mode, flags, dont_inherit=True)
    out = []
    write(tree, out)
    return ''.join(out)


def hashes(root):
    for folder, _, files in sorted(os.walk(root)):
        for file in sorted(files):
            if not file.endswith('.py'):
                continue
            path = os.path.join(folder, file)
            with open(path, 'rb') as f:
                source = f.read()
            try:
                text = dump(source)
            except (SyntaxError, ValueError):
                continue
            digest = hashlib.md5(text.encode('utf-8', 'surrogatepass')).hexdigest()
            print(digest, os.path.relpath(path, root), flush=True)


if __name__ == '__main__':
    if sys.argv[1] == 'hashes':
        hashes(sys.argv[2])
    else:
        with open(sys.argv[2], 'rb') as f:
            print(dump(f.read()))
