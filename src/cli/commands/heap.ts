/** `vivarium heap [options] FILE …`: what is in a program's memory when it ends, or in a snapshot. */
import { Analysis } from '../../heap/analysis.ts';
import { type Summary, summarize } from '../../heap/summary.ts';
import type { Outcome, Thread } from '../command.ts';
import { bytesText, terminalWidth, textTable } from '../text-table.ts';
import { exportTo, FORMAT_NAMES } from './export.ts';
import { countOption, readWords, subjectOf, writeReport } from './subject.ts';

const USAGE = `usage: vivarium heap [--limit N] [--depth N] [--frames N] [--all] [--json] [--save FILE] [option] ... [-m mod | file | snapshot] [arg] ...

Runs a program and shows its memory when it ends, or shows a snapshot: totals,
objects by type with what they hold alive, the tree of dominators, the biggest
objects, and values that exist more than once.

--all       : what the interpreter made before the program as well
--limit N   : rows of each table (20)
--depth N   : levels of the dominator tree (3)
--frames N  : lines kept of each allocation (1)
--json      : all of it as JSON
--save FILE : the snapshot goes into a file as well, in the format of its name:
              ${FORMAT_NAMES}
`;

/** Version of the JSON's form. */
const SCHEMA = 1;

export function heapCommand(argv: string[], thread: Thread): Outcome {
  const words = readWords(
    argv.slice(2),
    ['limit', 'depth', 'frames', 'save'],
    ['all', 'json'],
    USAGE,
  );
  const limit = countOption(words, 'limit', 20);
  const depth = countOption(words, 'depth', 3);
  const frames = countOption(words, 'frames', 1);
  const { snapshot, outcome } = subjectOf(argv, words.rest, frames, thread, USAGE);
  const save = words.values.get('save');
  const analysis = new Analysis(snapshot);
  if (save !== undefined) exportTo(analysis, save);
  const summary = summarize(analysis, {
    all: words.flags.has('all'),
    limit,
    depth,
  });
  if (words.flags.has('json')) {
    const { argv: command, moment, current, peak } = snapshot.meta;
    const whole = { schema: SCHEMA, command, moment, current, peak, ...summary };
    writeReport(`${JSON.stringify(whole, null, 1)}\n`);
  } else {
    writeReport(heapText(summary, snapshot.meta.current, snapshot.meta.peak, terminalWidth()));
  }
  return outcome ?? { code: 0, interrupted: false };
}

function heapText(s: Summary, current: number, peak: number, width: number): string {
  const right = true;
  const size = { title: 'Size', right };
  const retained = { title: 'Retained', right };
  const head =
    `${s.shownObjects} objects, ${bytesText(s.shownSize)}` +
    ` (with the interpreter's ${s.objects}, ${bytesText(s.size)})\n` +
    `account: ${bytesText(current)}, peak ${bytesText(peak)}\n` +
    `awaiting the collector: ${s.garbageObjects} objects, ${bytesText(s.garbageSize)}\n`;
  const types = textTable(
    [{ title: 'Count', right }, size, retained, { title: 'Type' }],
    s.types.map((t) => [String(t.count), bytesText(t.shallow), bytesText(t.retained), t.name]),
    width,
  );
  const tree = textTable(
    [retained, size, { title: 'Dominator tree' }],
    s.dominators.map((d) => [
      bytesText(d.retained),
      bytesText(d.size),
      `${'  '.repeat(d.depth)}${d.label} ${described(d)}`.trimEnd(),
    ]),
    width,
  );
  const big = textTable(
    [size, retained, { title: 'Object' }],
    s.biggest.map((o) => [bytesText(o.size), bytesText(o.retained), described(o)]),
    width,
  );
  const twice = textTable(
    [{ title: 'Wasted', right }, { title: 'Copies', right }, { title: 'Value' }],
    s.duplicates.map((d) => [bytesText(d.wasted), String(d.count), `${d.type} ${d.preview}`]),
    width,
  );
  const part = (title: string, table: string): string => `\n${title}\n\n${table}`;
  return (
    head +
    part('By type', types) +
    part('What holds what', tree) +
    part('Biggest objects', big) +
    part('Values that exist more than once', twice)
  );
}

function described(o: { node: number; type: string; preview: string; site: string }): string {
  const where = o.site === '' ? '' : `  ${o.site}`;
  return `${o.type} ${o.preview}`.trimEnd() + ` @${o.node}${where}`;
}
