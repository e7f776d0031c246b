/**
 * _random: the Mersenne Twister behind random.Random. CPython: Modules/_randommodule.c.
 *
 * The generator is numbers/mersenne.ts; the payload of a Random is one. Its block counts as CPython's struct does.
 */
import { hash, index } from '../core/abstract.ts';
import { overflowError, typeError, valueError } from '../core/errors.ts';
import { freeObject } from '../core/gc.ts';
import { host } from '../host.ts';
import { defineModule } from '../core/module-define.ts';
import { method } from '../core/native-def.ts';
import type { Owned, PyObject } from '../core/object.ts';
import { S } from '../core/state.ts';
import { newStaticType } from '../core/type-define.ts';
import { type KwNames, TPFLAGS_BASETYPE, type TypeObject } from '../core/type-object.ts';
import { Mersenne } from '../numbers/mersenne.ts';
import { normalize, type PyInt } from '../numbers/int-arith.ts';
import { newFloat } from '../objects/float.ts';
import { isInt, newInt } from '../objects/int.ts';
import { None_ } from '../objects/singletons.ts';
import { intern } from '../objects/str.ts';
import { isTuple, newTupleSteal } from '../objects/tuple.ts';

/** Seeds from the host's randomness, as many words as the state has. */
function seedRandomly(m: Mersenne): void {
  const bytes = new Uint8Array(624 * 4);
  host().random(bytes);
  m.seedWords(new Uint32Array(bytes.buffer));
}

/** An int by its value, None randomly, everything else by its hash taken as unsigned. */
function seedFrom(m: Mersenne, arg: PyObject | undefined): void {
  if (arg === undefined || arg === None_) {
    seedRandomly(m);
    return;
  }
  if (isInt(arg)) {
    m.seed(arg.v);
    return;
  }
  const lo = hash(arg) >>> 0;
  m.seed(normalize((BigInt(S.hashHi >>> 0) << 32n) | BigInt(lo)));
}

function randomNew(type: TypeObject): Owned {
  const o = type.tp_alloc(type);
  o.v = new Mersenne();
  return o;
}

function randomInit(o: PyObject, args: PyObject[], kw: KwNames): void {
  if (kw !== null && kw.length > 0 && (o.type === RandomType || o.type.tp_init === randomInit)) {
    throw typeError('Random() takes no keyword arguments');
  }
  if (args.length - (kw === null ? 0 : kw.length) > 1) {
    throw typeError('Random() requires 0 or 1 argument');
  }
  seedFrom(o.v, args[0]);
}

function getstate(o: PyObject): Owned {
  return newTupleSteal((o.v as Mersenne).getState().map((word) => newInt(word)));
}

function stateWord(o: PyObject): number {
  if (!isInt(o)) throw typeError('an integer is required');
  const v: PyInt = o.v;
  if (v < 0) throw overflowError("can't convert negative value to unsigned int");
  if (typeof v === 'number') return v % 4294967296;
  if (v >= 1n << 64n) throw overflowError('Python int too large to convert to C unsigned long');
  return Number(v & 0xffffffffn);
}

function setstate(o: PyObject, state: PyObject): void {
  if (!isTuple(state)) throw typeError('state vector must be a tuple');
  const items: PyObject[] = state.v;
  if (items.length !== 625) throw valueError('state vector is the wrong size');
  const words = items.slice(0, 624).map(stateWord);
  const place = index(items[624]!);
  if (typeof place === 'bigint') throw overflowError('Python int too large to convert to C long');
  words.push(place);
  if (!(o.v as Mersenne).setState(words)) throw valueError('invalid state');
}

function getrandbits(o: PyObject, k: PyObject): Owned {
  const n = index(k);
  if (typeof n === 'bigint' || n > 2147483647 || n < -2147483648) {
    throw overflowError('Python int too large to convert to C int');
  }
  if (n < 0) throw valueError('number of bits must be non-negative');
  return newInt((o.v as Mersenne).getrandbits(n));
}

export const RandomType: TypeObject = newStaticType('_random.Random', {
  heap: 'mutable',
  flags: TPFLAGS_BASETYPE,
  basicsize: 2520,
  tp_new: randomNew,
  tp_init: randomInit,
  tp_dealloc: (o: PyObject) => freeObject(o),
  methods: {
    random: method(
      '($self, /)',
      (o: PyObject) => newFloat((o.v as Mersenne).random()),
      'A float of at least 0 and below 1.',
    ),
    seed: method(
      '($self, n=None, /)',
      (o: PyObject, n?: PyObject) => seedFrom(o.v, n),
      'Begins anew from a number, or from the system.',
    ),
    getstate: method('($self, /)', getstate, 'All of the state.'),
    setstate: method('($self, state, /)', setstate, 'Goes back to a state.'),
    getrandbits: method('($self, k, /)', getrandbits, 'An int of so many random bits.'),
  },
  doc: 'A generator of random numbers: the Mersenne Twister.',
  dict: { __module__: () => intern('_random') },
});

export const randomModule = defineModule('_random', {
  types: { Random: RandomType },
});
