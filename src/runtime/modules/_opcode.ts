/**
 * _opcode: facts about CPython's instructions. CPython: Modules/_opcode.c, pycore_opcode_metadata.h.
 *
 * The tables are CPython 3.13's, for programs that reason about its bytecode. This runtime compiles to JavaScript: it has no
 * bytecode of its own, so nothing can be computed about the code that runs.
 */
import { index } from '../core/abstract.ts';
import { method, type NativeDef } from '../core/args.ts';
import {
  notImplementedError,
  overflowError,
  runtimeError,
  typeError,
  valueError,
} from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { CodeType } from '../core/type-object.ts';
import { newListSteal } from '../objects/list.ts';
import { newBool, newNone } from '../objects/singletons.ts';
import { newStrJs } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';

/** Inclusive runs of opcodes. */
type Runs = readonly (readonly [from: number, to: number])[];

const VALID: Runs = [
  [0, 118],
  [149, 222],
  [236, 253],
  [256, 267],
];
const HAS_ARG: Runs = [
  [45, 118],
  [149, 149],
  [162, 206],
  [208, 208],
  [211, 211],
  [220, 222],
  [236, 236],
  [240, 245],
  [248, 253],
  [256, 262],
  [264, 267],
];
const HAS_CONST: Runs = [
  [83, 83],
  [103, 103],
  [240, 240],
];
const HAS_EXC: Runs = [[264, 266]];
const HAS_FREE: Runs = [
  [64, 64],
  [84, 84],
  [89, 89],
  [94, 94],
  [109, 109],
];
const HAS_JUMP: Runs = [
  [72, 72],
  [77, 79],
  [97, 100],
  [104, 104],
  [188, 190],
  [256, 257],
];
const HAS_LOCAL: Runs = [
  [3, 3],
  [65, 65],
  [85, 88],
  [110, 112],
  [258, 258],
  [267, 267],
];
const HAS_NAME: Runs = [
  [63, 63],
  [66, 67],
  [74, 75],
  [82, 82],
  [90, 93],
  [108, 108],
  [113, 114],
  [192, 192],
  [202, 202],
  [205, 206],
  [211, 211],
  [259, 262],
];

const INTRINSICS_1 = [
  'INTRINSIC_1_INVALID',
  'INTRINSIC_PRINT',
  'INTRINSIC_IMPORT_STAR',
  'INTRINSIC_STOPITERATION_ERROR',
  'INTRINSIC_ASYNC_GEN_WRAP',
  'INTRINSIC_UNARY_POSITIVE',
  'INTRINSIC_LIST_TO_TUPLE',
  'INTRINSIC_TYPEVAR',
  'INTRINSIC_PARAMSPEC',
  'INTRINSIC_TYPEVARTUPLE',
  'INTRINSIC_SUBSCRIPT_GENERIC',
  'INTRINSIC_TYPEALIAS',
];
const INTRINSICS_2 = [
  'INTRINSIC_2_INVALID',
  'INTRINSIC_PREP_RERAISE_STAR',
  'INTRINSIC_TYPEVAR_WITH_BOUND',
  'INTRINSIC_TYPEVAR_WITH_CONSTRAINTS',
  'INTRINSIC_SET_FUNCTION_TYPE_PARAMS',
  'INTRINSIC_SET_TYPEPARAM_DEFAULT',
];
const OPERATORS: readonly (readonly [string, string])[] = [
  ['ADD', '+'],
  ['AND', '&'],
  ['FLOOR_DIVIDE', '//'],
  ['LSHIFT', '<<'],
  ['MATRIX_MULTIPLY', '@'],
  ['MULTIPLY', '*'],
  ['REMAINDER', '%'],
  ['OR', '|'],
  ['POWER', '**'],
  ['RSHIFT', '>>'],
  ['SUBTRACT', '-'],
  ['TRUE_DIVIDE', '/'],
  ['XOR', '^'],
];

function isIn(runs: Runs, op: number): boolean {
  for (const [from, to] of runs) if (op >= from && op <= to) return true;
  return false;
}

function opcodeArg(o: PyObject): number {
  const v = index(o);
  if (v > 2147483647 || v < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  return Number(v);
}

function test(runs: Runs): NativeDef {
  return method('($module, /, opcode)', (_m: PyObject, op: PyObject) =>
    newBool(isIn(runs, opcodeArg(op))),
  );
}

function strings(items: readonly string[]): Owned {
  return newListSteal(items.map((s) => newStrJs(s)));
}

function nbOps(): Owned {
  const pair = (name: string, text: string): Owned =>
    newTupleSteal([newStrJs(name), newStrJs(text)]);
  return newListSteal([
    ...OPERATORS.map(([n, t]) => pair(`NB_${n}`, t)),
    ...OPERATORS.map(([n, t]) => pair(`NB_INPLACE_${n}`, `${t}=`)),
  ]);
}

function stackEffect(_m: PyObject, opcode: PyObject): never {
  if (!isIn(VALID, opcodeArg(opcode))) throw valueError('invalid opcode or oparg');
  throw notImplementedError('stack_effect(): this runtime has no bytecode');
}

function getExecutor(_m: PyObject, code: PyObject): never {
  if (code.type !== CodeType) throw typeError(`expected a code object, not '${code.type.name}'`);
  throw runtimeError('Executors are not available in this build');
}

defineModule('_opcode', {
  doc: "Facts about CPython's instructions.",
  functions: {
    stack_effect: method('($module, opcode, oparg=None, /, *, jump=None)', stackEffect),
    is_valid: test(VALID),
    has_arg: test(HAS_ARG),
    has_const: test(HAS_CONST),
    has_name: test(HAS_NAME),
    has_jump: test(HAS_JUMP),
    has_free: test(HAS_FREE),
    has_local: test(HAS_LOCAL),
    has_exc: test(HAS_EXC),
    get_specialization_stats: method('($module, /)', () => newNone()),
    get_nb_ops: method('($module, /)', nbOps),
    get_intrinsic1_descs: method('($module, /)', () => strings(INTRINSICS_1)),
    get_intrinsic2_descs: method('($module, /)', () => strings(INTRINSICS_2)),
    get_executor: method('($module, /, code, offset)', getExecutor),
  },
  constants: { ENABLE_SPECIALIZATION: 1 },
});
