/** `vivarium why [options] PROGRAM EXPRESSION | SNAPSHOT @NODE`: why an object is alive, to the last reference. */
import { Analysis } from '../../heap/analysis.ts';
import { type Holder, type Step, type Why, why } from '../../heap/why.ts';
import type { Outcome, Thread } from '../command.ts';
import { Usage } from '../options.ts';
import { bytesText } from '../text-table.ts';
import { countOption, readWords, subjectOf, writeReport } from './subject.ts';
import { decref } from '../../runtime/core/object.ts';
import { evaluate } from './expression.ts';

const USAGE = `usage: vivarium why [--paths N] [--frames N] [--json] EXPRESSION [option] ... [-m mod | file] [arg] ...
       vivarium why [--paths N] [--json] @NODE snapshot

Runs a program, evaluates the expression in its main module when it has ended,
and says why the object is alive: the shortest paths from a root, each of its
references, where it was allocated, and what would go with it.

--paths N  : paths shown (3)
--frames N : lines kept of each allocation (8)
--json     : all of it as JSON
`;

const SCHEMA = 1;

export function whyCommand(argv: string[], thread: Thread): Outcome {
  const words = readWords(argv.slice(2), ['paths', 'frames'], ['json'], USAGE);
  const [wanted, ...rest] = words.rest;
  if (wanted === undefined) throw new Usage(`an expression is expected\n${USAGE}`);
  const frames = countOption(words, 'frames', 8);
  const paths = countOption(words, 'paths', 3);
  const byNumber = /^@\d+$/.test(wanted);
  let found: number | undefined = byNumber ? Number(wanted.slice(1)) : undefined;
  const { snapshot, outcome } = subjectOf(argv, rest, frames, thread, USAGE, (take) => {
    const value = byNumber ? null : evaluate(wanted);
    // the program's objects are looked at, not what the expression makes: nobody may hold the value
    if (value !== null) decref(value);
    const captured = take();
    if (value !== null) found = captured.nodeOf(value);
    return captured.snapshot;
  });
  if (found === undefined && outcome === null) {
    throw new Usage('of a snapshot a node is expected: @NUMBER\n');
  }
  if (found === undefined) {
    writeReport(`nothing holds the value of ${wanted}\n`);
    return { code: 1, interrupted: false };
  }
  if (found >= snapshot.nodeCount) throw new Usage(`no object ${wanted} in the snapshot\n`);
  const answer = why(new Analysis(snapshot), found, paths);
  if (words.flags.has('json'))
    writeReport(`${JSON.stringify({ schema: SCHEMA, ...answer }, null, 1)}\n`);
  else writeReport(whyText(answer));
  return outcome ?? { code: 0, interrupted: false };
}

function whyText(w: Why): string {
  const { object } = w;
  const site = w.sites.map((s) => `    ${s.file}:${s.line}\n`).join('');
  const count = w.immortal ? 'immortal' : `${w.refcount} references`;
  const tracked = w.generation === 255 ? 'not tracked' : `generation ${w.generation}`;
  let text = `${object.type} ${object.preview}`.trimEnd();
  text += ` @${object.node}\n  ${bytesText(object.size)}, with all that goes with it ${bytesText(object.retained)}\n`;
  text += `  ${count}, ${tracked}\n`;
  if (site !== '') text += `  allocated at\n${site}`;
  if (w.garbage) text += '\nNothing reaches it: it awaits the collector.\n';
  w.paths.forEach((p, i) => {
    text += `\n${i === 0 ? 'Shortest path' : `Path ${i + 1}`}\n${pathText(p)}`;
  });
  text += `\nWho holds its ${count}\n`;
  for (const h of w.holders) text += `  ${holderText(h)}\n`;
  if (w.unexplained !== 0) text += `  ${w.unexplained} not explained\n`;
  return text;
}

function pathText(path: Step[]): string {
  return path
    .map((s) => {
      const preview = s.type.startsWith('(') ? s.preview : `${s.type} ${s.preview}`.trimEnd();
      return `  ${s.label}  →  ${preview} @${s.node} [${bytesText(s.retained)}]\n`;
    })
    .join('');
}

function holderText(h: Holder): string {
  const from = h.from.type.startsWith('(')
    ? h.from.preview
    : `${h.from.type} ${h.from.preview}`.trimEnd();
  const weak = h.weak ? ' (weak: does not count)' : '';
  const times = h.count > 1 ? `${h.count} × ` : '';
  return `${times}${from} @${h.from.node}  ${h.label}${weak}`;
}
