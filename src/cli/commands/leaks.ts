/** `vivarium leaks [options] FILE …`: what a program keeps for no good reason, in plain words. */
import { Analysis } from '../../heap/analysis.ts';
import { numberObjects } from '../../heap/capture/capture.ts';
import type { Finding } from '../../heap/findings/finding.ts';
import { findings } from '../../heap/findings/index.ts';
import { growth } from '../../heap/growth.ts';
import { decref } from '../../runtime/core/object.ts';
import { collectNoFail } from '../../runtime/core/gc-collect.ts';
import type { Outcome, Thread } from '../command.ts';
import { Usage } from '../options.ts';
import { bytesText } from '../text-table.ts';
import { evaluate } from './expression.ts';
import { countOption, readWords, subjectOf, writeReport } from './subject.ts';

const USAGE = `usage: vivarium leaks [--repeat EXPRESSION] [--times N] [--frames N] [--limit N] [--json] [option] ... [-m mod | file | snapshot] [arg] ...

Runs a program and tells what it holds for no good reason when it ends, the most
costly first, each with a path that keeps it, the line that made it, and the cure.

--repeat E : evaluate E in the main module again and again, and tell what every
             call leaves behind
--times N  : calls that count, after as many that do not (20)
--frames N : lines kept of each allocation (1)
--limit N  : findings shown (20)
--json     : all of it as JSON
`;

const SCHEMA = 1;

/** Calls the expression; false when it raised. */
function repeat(expression: string, times: number): boolean {
  for (let i = 0; i < times; i++) {
    const value = evaluate(expression);
    if (value === null) return false;
    decref(value);
  }
  collectNoFail();
  return true;
}

export function leaksCommand(argv: string[], thread: Thread): Outcome {
  const words = readWords(argv.slice(2), ['repeat', 'times', 'frames', 'limit'], ['json'], USAGE);
  const expression = words.values.get('repeat');
  const times = countOption(words, 'times', 20);
  const frames = countOption(words, 'frames', 1);
  const limit = countOption(words, 'limit', 20);
  let since = 0;
  let failed = false;
  let ran = false;
  const { snapshot, outcome } = subjectOf(argv, words.rest, frames, thread, USAGE, (take) => {
    if (expression !== undefined) {
      ran = true;
      failed = !repeat(expression, times);
      since = numberObjects();
      failed ||= !repeat(expression, times);
    }
    return take().snapshot;
  });
  if (expression !== undefined && !ran)
    throw new Usage('--repeat wants a program, not a snapshot\n');
  if (failed) return { code: 1, interrupted: false };
  const analysis = new Analysis(snapshot);
  const grown = expression === undefined ? [] : growth(analysis, since, times);
  const all = [...grown, ...findings(analysis)].slice(0, limit);
  if (words.flags.has('json')) {
    writeReport(`${JSON.stringify({ schema: SCHEMA, findings: all }, null, 1)}\n`);
  } else writeReport(all.length === 0 ? 'no findings\n' : all.map(findingText).join('\n'));
  return outcome ?? { code: 0, interrupted: false };
}

function findingText(f: Finding, i: number): string {
  let text = `${i + 1}. ${f.title}: ${bytesText(f.size)} [${f.rule}]\n`;
  if (f.site !== '') text += `   made at ${f.site}\n`;
  if (f.path.length > 0) {
    const last = f.path.at(-1)!;
    const way = f.path.map((s) => s.label).join('  ');
    text += `   kept by ${way}  →  ${`${last.type} ${last.preview}`.trimEnd()} @${last.node}\n`;
  }
  return `${text}   cure: ${f.cure}\n`;
}
