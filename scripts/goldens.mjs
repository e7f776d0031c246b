// Records what CPython 3.13 does with every program of test/python: `npm run goldens [-- filters]`.
//
// Each program runs as `python3.13 -X utf8 -B <topic>.py` in its own folder under PYTHONHASHSEED=0
// (or its declared seed) and its output goes to <topic>.out. It runs twice more, once under another
// hash seed unless it declares one: a program that answers differently is refused and its recording
// left alone, for the recordings must be facts, not samples. `--check` records nothing and reports
// the recordings that would change.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  compose,
  environment,
  findPython,
  inParallel,
  listPrograms,
  root,
  run,
  shortPath,
} from './corpus.mjs';

const slowSeconds = 0.8;

async function record(python, program, check) {
  const once = async (seed) => {
    const result = await run(python, ['-X', 'utf8', '-B', program.file, ...program.args], {
      cwd: program.folder,
      env: environment(seed),
      input: program.input,
    });
    return { ...result, text: compose(result, program.folder) };
  };
  const seed = program.seed ?? '0';
  const first = await once(seed);
  if (first.exit === 'timeout') return { program, problem: 'timed out' };
  if (first.text.includes(root) || /\/lib\/python3\.13\//.test(first.text)) {
    return { program, problem: 'names a folder of this machine' };
  }
  if ((await once(seed)).text !== first.text) return { program, problem: 'two runs differ' };
  if (program.seed === null && (await once('1')).text !== first.text) {
    return { program, problem: 'depends on the hash seed and declares none' };
  }
  const old = existsSync(program.recording) ? readFileSync(program.recording, 'latin1') : null;
  if (old !== first.text && !check) writeFileSync(program.recording, first.text, 'latin1');
  return { program, changed: old !== first.text, seconds: first.seconds };
}

async function main(args) {
  const check = args.includes('--check');
  const programs = listPrograms(args.filter((a) => !a.startsWith('--')));
  const python = await findPython();
  if (python === null) throw new Error('goldens needs python3.13 on the path');
  const results = [];
  await inParallel(programs, 2, async (program) => {
    results.push(await record(python, program, check));
  });
  const refused = results.filter((r) => r.problem !== undefined);
  for (const r of refused) console.log(`refused ${shortPath(r.program.path)}: ${r.problem}`);
  for (const r of results.filter((r) => r.seconds > slowSeconds)) {
    console.log(`slow    ${shortPath(r.program.path)}: ${r.seconds.toFixed(2)} s`);
  }
  const changed = results.filter((r) => r.changed);
  if (check) for (const r of changed) console.log(`differs ${shortPath(r.program.path)}`);
  const verb = check ? 'would change' : 'changed';
  console.log(`${results.length} programs, ${changed.length} ${verb}, ${refused.length} refused`);
  process.exitCode = refused.length > 0 || (check && changed.length > 0) ? 1 : 0;
}

await main(process.argv.slice(2));
