/**
 * Compares our syntax errors with the recorded ones of CPython.
 *
 *     node scripts/syntax-compare.mjs [CASES.json] [--show N]
 */

import { readFileSync } from 'node:fs';
import { dump, loadParser, nameLookup } from './ast-compare.mjs';

const args = process.argv.slice(2);
const show = args.includes('--show') ? Number(args[args.indexOf('--show') + 1]) : 20;
const file = args[0]?.endsWith('.json') ? args[0] : 'test/parser/syntax-errors.json';
const cases = JSON.parse(readFileSync(file, 'utf8'));
const { parse, ParseError, setNameLookup } = await loadParser();
setNameLookup(nameLookup());
const FIELDS = ['type', 'msg', 'lineno', 'offset', 'endLineno', 'endOffset', 'text'];

function attempt({ source, mode }) {
  try {
    return { dump: dump(parse(source, { mode, filename: '<test>' })) };
  } catch (e) {
    if (e instanceof ParseError) return e;
    return { type: 'crash', msg: e.stack };
  }
}

let equal = 0;
let messages = 0;
let shown = 0;
for (const one of cases) {
  const ours = attempt(one);
  const wrong =
    one.dump !== undefined
      ? ours.dump === one.dump
        ? []
        : ['dump']
      : FIELDS.filter((field) => ours[field] !== one[field]);
  if (wrong.length === 0) equal++;
  if (!wrong.includes('msg') && !wrong.includes('type')) messages++;
  if (wrong.length > 0 && shown++ < show) {
    console.log(one.mode, JSON.stringify(one.source.slice(-300)));
    for (const field of wrong) {
      const text = (value) => JSON.stringify(value)?.slice(0, 400);
      console.log(
        '   ',
        field,
        'CPython:',
        text(one[field]),
        'ours:',
        text(ours[field] ?? ours.msg),
      );
    }
  }
}
console.log(`${equal} of ${cases.length} equal; type and message equal in ${messages}`);
