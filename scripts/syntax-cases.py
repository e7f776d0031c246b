"""Records what CPython's parser says of the invalid sources its own tests try.

    python3.13 scripts/syntax-cases.py ROOT > test/parser/syntax-errors.json

Sources are the string literals and doctest examples of the test files below; only errors that the
parser itself raises count (PyCF_ONLY_AST). With a second argument "valid", the sources that parse
are written instead, with the text scripts/ast-dump.py makes of their trees.
"""

import ast
import doctest
import importlib.util
import json
import os
import re
import sys
import textwrap
import warnings

warnings.simplefilter('ignore')

FILES = '''
test_syntax test_exceptions test_fstring test_eof test_string_literals test_grammar
test_pep646_syntax test_patma test_type_params test_named_expressions test_positional_only_arg
test_keywordonlyarg test_unpack_ex test_unpack test_dictcomps test_listcomps test_genexps
test_tokenize test_codeop test_compile test_flufl test_generators test_with test_except_star
test_unicode_identifiers test_source_encoding test_int_literal test_float test_complex
test_coroutines test_type_comments test_type_aliases test_ast/test_ast test_decorators test_scope
test_setcomps test_extcall test_global test_future_stmt/test_future test_traceback test_unparse
test_peg_generator/test_c_parser test_lambda test_format test_raise test_augassign test_bytes
'''.split()


def strings(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                yield node.value
            elif isinstance(node.value, bytes):
                try:
                    yield node.value.decode('utf-8')
                except UnicodeDecodeError:
                    pass


def sources(root):
    parser = doctest.DocTestParser()
    for name in FILES:
        path = os.path.join(root, 'test', name + '.py')
        if not os.path.exists(path):
            continue
        with open(path, 'rb') as f:
            tree = ast.parse(f.read())
        for text in strings(tree):
            yield text
            if '\n' in text:
                yield textwrap.dedent(text)
            if '>>>' in text:
                try:
                    for example in parser.get_examples(text):
                        yield example.source
                except ValueError:
                    pass


def prose(source):
    """Whether a source is plain words, which teach nothing."""
    return re.fullmatch(r"[\w ,.'!?-]*", source) is not None and ' ' in source and \
        len(source.split()) > 5


def attempt(source, mode):
    try:
        return compile(source, '<test>', mode, ast.PyCF_ONLY_AST, dont_inherit=True)
    except SyntaxError as e:
        return {
            'source': source, 'mode': mode, 'type': type(e).__name__, 'msg': e.msg,
            'lineno': e.lineno, 'offset': e.offset, 'endLineno': e.end_lineno,
            'endOffset': e.end_offset, 'text': e.text,
        }
    except MemoryError as e:
        return {
            'source': source, 'mode': mode, 'type': 'MemoryError', 'msg': str(e),
            'lineno': None, 'offset': None, 'endLineno': None, 'endOffset': None, 'text': None,
        }
    except (ValueError, OverflowError, RecursionError):
        return None


def worth(result, counts):
    """Whether a case is kept: every message, but not a thousand times the commonest."""
    if len(result['source']) > 800:
        return False
    key = result['mode'], result['msg']
    counts[key] = counts.get(key, 0) + 1
    return counts[key] <= (300 if result['mode'] == 'exec' else 30)


def main():
    valid = len(sys.argv) > 2
    if valid:
        spec = importlib.util.spec_from_file_location(
            'ast_dump', os.path.join(os.path.dirname(__file__), 'ast-dump.py'))
        ast_dump = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(ast_dump)
    seen = set()
    counts = {}
    out = []
    for source in sources(sys.argv[1]):
        if len(source) > 3000 or prose(source):
            continue
        for mode in ('exec', 'eval', 'single'):
            if (source, mode) in seen:
                continue
            seen.add((source, mode))
            result = attempt(source, mode)
            if result is None:
                continue
            if isinstance(result, dict):
                if not valid and worth(result, counts):
                    out.append(result)
            elif valid:
                parts = []
                ast_dump.write(result, parts)
                out.append({'source': source, 'mode': mode, 'dump': ''.join(parts)})
    # One case a line keeps differences readable.
    print('[\n' + ',\n'.join(json.dumps(case) for case in out) + '\n]')


main()
