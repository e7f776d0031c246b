/**
 * Speed of the parser on the big files of a library folder, warm.
 *
 *     node scripts/parse-speed.mjs ROOT
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadParser } from './ast-compare.mjs';

const root = process.argv[2];
const { parse, decodeSource, Tokenizer, normalizeNewlines } = await loadParser();
const sources = readdirSync(root)
  .filter((name) => name.endsWith('.py'))
  .map((name) => decodeSource(readFileSync(join(root, name))))
  .filter((source) => source.length > 60000);
const bytes = sources.reduce((sum, source) => sum + source.length, 0);
const options = { mode: 'exec', filename: '<x>' };

function measure(label, action) {
  let best = Infinity;
  for (let round = 0; round < 8; round++) {
    const start = performance.now();
    for (const source of sources) action(source);
    best = Math.min(best, performance.now() - start);
  }
  const speed = bytes / 1e6 / (best / 1000);
  console.log(`${label}: ${speed.toFixed(1)} MB/s (${sources.length} files, ${bytes} characters)`);
}

measure('tokens only', (source) => {
  const tokenizer = new Tokenizer(normalizeNewlines(source, true), {});
  while (tokenizer.next() !== 0);
});
measure('parse', (source) => parse(source, options));
