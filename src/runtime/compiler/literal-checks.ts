/**
 * SyntaxWarnings about literals where they make no sense: compared by identity, called, subscripted. CPython:
 * check_compare, check_caller, check_subscripter and check_index of Python/compile.c. All look at folded expressions.
 */
import type * as ast from '../parser/ast.ts';
import type { FunctionEmitter } from './emit.ts';
import { foldExpr } from './fold.ts';

const CONSTANT_TYPES: Record<ast.ConstValue['t'], string> = {
  None: 'NoneType',
  True: 'bool',
  False: 'bool',
  Ellipsis: 'ellipsis',
  int: 'int',
  float: 'float',
  complex: 'complex',
  str: 'str',
  bytes: 'bytes',
  tuple: 'tuple',
  frozenset: 'frozenset',
};

const DISPLAY_TYPES: Partial<Record<ast.Expr['kind'], string>> = {
  Tuple: 'tuple',
  List: 'list',
  ListComp: 'list',
  Dict: 'dict',
  DictComp: 'dict',
  Set: 'set',
  SetComp: 'set',
  GeneratorExp: 'generator',
  Lambda: 'function',
  JoinedStr: 'str',
  FormattedValue: 'str',
};

/** The type an expression surely has, or null. */
function typeOf(e: ast.Expr): string | null {
  return e.kind === 'Constant' ? CONSTANT_TYPES[e.value.t] : (DISPLAY_TYPES[e.kind] ?? null);
}

/** A constant whose identity says nothing. */
function isPlainConstant(e: ast.Expr): boolean {
  if (e.kind !== 'Constant') return false;
  const t = e.value.t;
  return t !== 'None' && t !== 'True' && t !== 'False' && t !== 'Ellipsis';
}

/** `x is 5`. One warning a comparison chain. */
export function checkCompare(c: FunctionEmitter, e: ast.Compare): void {
  let left = foldExpr(e.left, c.unit.optimize);
  for (let i = 0; i < e.ops.length; i++) {
    const op = e.ops[i]!;
    const right = foldExpr(e.comparators[i]!, c.unit.optimize);
    if (op === 'Is' || op === 'IsNot') {
      const literal = isPlainConstant(left) ? left : isPlainConstant(right) ? right : null;
      if (literal !== null) {
        const [word, better] = op === 'Is' ? ['is', '=='] : ['is not', '!='];
        const type = typeOf(literal);
        return c.unit.warn(`"${word}" with '${type}' literal. Did you mean "${better}"?`, e);
      }
    }
    left = right;
  }
}

const COMMA = 'perhaps you missed a comma?';

/** `"a" (b)`: a literal is called. */
export function checkCaller(c: FunctionEmitter, func: ast.Expr): void {
  const e = foldExpr(func, c.unit.optimize);
  if (e.kind === 'Lambda') return;
  const type = typeOf(e);
  if (type !== null) c.unit.warn(`'${type}' object is not callable; ${COMMA}`, e);
}

const UNSUBSCRIPTABLE = new Set([
  'None',
  'Ellipsis',
  'True',
  'False',
  'int',
  'float',
  'complex',
  'frozenset',
]);
const INDEXED_DISPLAYS = new Set(['Tuple', 'List', 'ListComp', 'JoinedStr', 'FormattedValue']);
const INDEXED_CONSTANTS = new Set(['str', 'bytes', 'tuple']);

/** `5 [x]` and `[1, 2] ["a"]`: a literal that has no items, or is indexed by what is no index. */
export function checkSubscript(c: FunctionEmitter, node: ast.Subscript): void {
  const e = foldExpr(node.value, c.unit.optimize);
  const type = typeOf(e);
  if (type === null) return;
  const bare =
    e.kind === 'Constant'
      ? UNSUBSCRIPTABLE.has(e.value.t)
      : e.kind === 'Set' ||
        e.kind === 'SetComp' ||
        e.kind === 'GeneratorExp' ||
        e.kind === 'Lambda';
  if (bare) c.unit.warn(`'${type}' object is not subscriptable; ${COMMA}`, e);
  const index = typeOf(foldExpr(node.slice, c.unit.optimize));
  if (index === null || index === 'int' || index === 'bool') return;
  const indexed =
    e.kind === 'Constant' ? INDEXED_CONSTANTS.has(e.value.t) : INDEXED_DISPLAYS.has(e.kind);
  if (indexed) c.unit.warn(`${type} indices must be integers or slices, not ${index}; ${COMMA}`, e);
}
