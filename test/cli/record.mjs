// Records what python3.13 does with the cases: node test/cli/record.mjs [path of python3.13]
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cases } from './cases.mjs';
import { makeFolder, removeFolder, runCase } from './run-case.mjs';

const named = process.argv[2] ?? 'python3.13';
const python = execFileSync(named, ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
const folder = makeFolder();
const names = [[python, 'PROGRAM']];
const recorded = cases.map((c) => ({ ...c, outcome: runCase([python], c, folder, names) }));
removeFolder(folder);
const text = recorded.map((r) => `  ${JSON.stringify(r)}`).join(',\n');
writeFileSync(new URL('./recorded.json', import.meta.url), `[\n${text}\n]\n`);
