/**
 * Compares our trees with CPython's for every file below a folder.
 *
 *     python3.13 scripts/ast-dump.py hashes ROOT > HASHES
 *     node scripts/ast-compare.mjs ROOT HASHES [NAME...]   counts, and names what differs
 *     node scripts/ast-compare.mjs --text FILE             our text of one file
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const FIELDS = {
  Module: 'body type_ignores',
  Interactive: 'body',
  Expression: 'body',
  FunctionType: 'argtypes returns',
  FunctionDef: 'name args body decorator_list returns type_comment type_params',
  AsyncFunctionDef: 'name args body decorator_list returns type_comment type_params',
  ClassDef: 'name bases keywords body decorator_list type_params',
  Return: 'value',
  Delete: 'targets',
  Assign: 'targets value type_comment',
  TypeAlias: 'name type_params value',
  AugAssign: 'target op value',
  AnnAssign: 'target annotation value simple',
  For: 'target iter body orelse type_comment',
  AsyncFor: 'target iter body orelse type_comment',
  While: 'test body orelse',
  If: 'test body orelse',
  With: 'items body type_comment',
  AsyncWith: 'items body type_comment',
  Match: 'subject cases',
  Raise: 'exc cause',
  Try: 'body handlers orelse finalbody',
  TryStar: 'body handlers orelse finalbody',
  Assert: 'test msg',
  Import: 'names',
  ImportFrom: 'module names level',
  Global: 'names',
  Nonlocal: 'names',
  Expr: 'value',
  Pass: '',
  Break: '',
  Continue: '',
  BoolOp: 'op values',
  NamedExpr: 'target value',
  BinOp: 'left op right',
  UnaryOp: 'op operand',
  Lambda: 'args body',
  IfExp: 'test body orelse',
  Dict: 'keys values',
  Set: 'elts',
  ListComp: 'elt generators',
  SetComp: 'elt generators',
  DictComp: 'key value generators',
  GeneratorExp: 'elt generators',
  Await: 'value',
  Yield: 'value',
  YieldFrom: 'value',
  Compare: 'left ops comparators',
  Call: 'func args keywords',
  FormattedValue: 'value conversion format_spec',
  JoinedStr: 'values',
  Constant: 'value u',
  Attribute: 'value attr ctx',
  Subscript: 'value slice ctx',
  Starred: 'value ctx',
  Name: 'id ctx',
  List: 'elts ctx',
  Tuple: 'elts ctx',
  Slice: 'lower upper step',
  comprehension: 'target iter ifs is_async',
  ExceptHandler: 'type name body',
  arguments: 'posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults',
  arg: 'arg annotation type_comment',
  keyword: 'arg value',
  alias: 'name asname',
  withitem: 'context_expr optional_vars',
  match_case: 'pattern guard body',
  MatchValue: 'value',
  MatchSingleton: 'value',
  MatchSequence: 'patterns',
  MatchMapping: 'keys patterns rest',
  MatchClass: 'cls patterns kwd_attrs kwd_patterns',
  MatchStar: 'name',
  MatchAs: 'pattern name',
  MatchOr: 'patterns',
  TypeIgnore: 'lineno tag',
  TypeVar: 'name bound default_value',
  ParamSpec: 'name default_value',
  TypeVarTuple: 'name default_value',
};
const UNLOCATED = new Set([
  'Module',
  'Interactive',
  'Expression',
  'FunctionType',
  'comprehension',
  'arguments',
  'withitem',
  'match_case',
  'TypeIgnore',
]);
const BARE = new Set(['op', 'ctx']);
for (const kind in FIELDS) FIELDS[kind] = FIELDS[kind].split(' ').filter(Boolean);

const doubleHex = (v) => {
  const b = Buffer.alloc(8);
  b.writeDoubleLE(v);
  return b.toString('hex');
};

function textOf(v, identifier) {
  if (typeof v !== 'string') {
    let s = '';
    for (const cp of v.cps) s += String.fromCodePoint(cp);
    return 'W' + Buffer.from(s, 'utf16le').toString('hex');
  }
  if (/^[\x00-\x7f]*$/.test(v)) return `s${v.length}:${v}`;
  const wide = identifier && /[\ud800-\udbff]/.test(v);
  return (wide ? 'W' : 'U') + Buffer.from(v, 'utf16le').toString('hex');
}

function constantText(c) {
  switch (c.t) {
    case 'int':
      return 'i' + c.v.toString(16);
    case 'float':
      return 'f' + doubleHex(c.v);
    case 'complex':
      return 'j' + doubleHex(c.v);
    case 'str':
      return textOf(c.v, false);
    case 'bytes':
      return 'b' + Buffer.from(c.v).toString('hex');
    default:
      return c.t;
  }
}

function write(node, out) {
  if (node === null) out.push('-');
  else if (Array.isArray(node)) {
    out.push('[');
    for (const item of node) {
      write(item, out);
      out.push(';');
    }
    out.push(']');
  } else if (typeof node === 'string') out.push(textOf(node, true));
  else if (typeof node !== 'object') out.push(String(node));
  else if (node.kind === undefined) out.push(textOf(node, false));
  else {
    out.push(node.kind, '(');
    for (const field of FIELDS[node.kind]) {
      const value = node[field];
      if (value === undefined) throw new Error(`${node.kind} has no ${field}`);
      if (field === 'value' && (node.kind === 'Constant' || node.kind === 'MatchSingleton')) {
        out.push(constantText(value));
      } else if (BARE.has(field)) out.push(value);
      else if (field === 'ops') out.push('[', ...value.flatMap((op) => [op, ';']), ']');
      else write(value, out);
      out.push(',');
    }
    if (!UNLOCATED.has(node.kind)) {
      out.push(`@${node.lineno},${node.col_offset},${node.end_lineno},${node.end_col_offset}`);
    }
    out.push(')');
  }
}

/** The text of a tree, as scripts/ast-dump.py writes it. */
export function dump(tree) {
  const out = [];
  write(tree, out);
  return out.join('');
}

/** Bundles the parser and imports it. */
export async function loadParser() {
  const outfile = join(tmpdir(), `vivarium-parser-${process.pid}.mjs`);
  await build({
    entryPoints: ['src/runtime/parser/index.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    logLevel: 'error',
  });
  return import(outfile);
}

/** Every name in the repertoire, from CPython's own database, for `\N{...}`. */
export function nameLookup() {
  const code =
    'import unicodedata,sys\n' +
    'for c in range(0x110000):\n n=unicodedata.name(chr(c),None)\n if n: print("%x %s"%(c,n))';
  const result = spawnSync('python3.13', ['-c', code], { maxBuffer: 1 << 28, encoding: 'utf8' });
  const names = new Map();
  for (const line of result.stdout.split('\n')) {
    const at = line.indexOf(' ');
    if (at > 0) names.set(line.slice(at + 1), Number.parseInt(line.slice(0, at), 16));
  }
  return (name) => {
    const upper = name.toUpperCase();
    if (names.has(upper)) return names.get(upper);
    const alias = spawnSync('python3.13', [
      '-c',
      'import unicodedata,sys\n' +
        'try: print(ord(unicodedata.lookup(sys.argv[1])))\nexcept Exception: print(-1)',
      name,
    ]);
    const cp = Number(alias.stdout.toString());
    names.set(upper, cp);
    return cp;
  };
}

async function main(args) {
  const { parse, decodeSource, setNameLookup } = await loadParser();
  setNameLookup(nameLookup());
  const options = { mode: 'exec', filename: '<x>' };
  if (args[0] === '--text') {
    console.log(dump(parse(decodeSource(readFileSync(args[1])), options)));
    return;
  }
  const [root, hashes, ...only] = args;
  let equal = 0;
  let different = 0;
  for (const line of readFileSync(hashes, 'utf8').split('\n')) {
    const at = line.indexOf(' ');
    if (at < 0) continue;
    const path = line.slice(at + 1);
    if (only.length > 0 && !only.some((name) => path.includes(name))) continue;
    let ours;
    try {
      const decode = (bytes, encoding) => new TextDecoder(encoding).decode(bytes);
      const tree = parse(decodeSource(readFileSync(join(root, path)), decode), options);
      ours = createHash('md5').update(dump(tree), 'utf8').digest('hex');
    } catch (error) {
      ours = error.stack ?? `${error.type}: ${error.msg} (line ${error.lineno}, ${error.offset})`;
    }
    if (ours === line.slice(0, at)) equal++;
    else {
      different++;
      if (different <= 40) console.log(path, ours.length === 32 ? 'differs' : ours.slice(0, 300));
    }
  }
  console.log(`${equal} files equal, ${different} different`);
}

if (process.argv[1]?.endsWith('ast-compare.mjs')) await main(process.argv.slice(2));
