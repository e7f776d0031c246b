/** `vivarium diff A B`: what one run or snapshot has more of than another. */
import { diffGroups, type GroupDelta } from '../../heap/diff.ts';
import type { Grouping } from '../../heap/group.ts';
import type { Outcome, Thread } from '../command.ts';
import { Usage } from '../options.ts';
import { bytesText, terminalWidth, textTable } from '../text-table.ts';
import { countOption, openSnapshot, openForReading, readWords, writeReport } from './subject.ts';

const USAGE = `usage: vivarium diff [--by type|module|line|file] [--limit N] [--json] A B

Compares two snapshots: objects and bytes by type, module or allocating line,
the largest change first. \`vivarium heap --save FILE\` makes snapshots.

--by WHAT : type (the default), module, line or file
--limit N : rows (30)
--json    : all of it as JSON
`;

const SCHEMA = 1;
const GROUPINGS = new Set(['type', 'module', 'line', 'file']);

export function diffCommand(argv: string[], thread: Thread): Outcome {
  const words = readWords(argv.slice(2), ['by', 'limit'], ['json'], USAGE);
  const by = words.values.get('by') ?? 'type';
  if (!GROUPINGS.has(by)) throw new Usage(`--by: type, module, line or file is expected\n`);
  const limit = countOption(words, 'limit', 30);
  if (words.rest.length !== 2) throw new Usage(`two snapshots are expected\n${USAGE}`);
  openForReading(argv, thread);
  const [before, after] = words.rest.map((path) => {
    const s = openSnapshot(path);
    if (s === null) throw new Usage(`${path}: not a snapshot\n`);
    return s;
  });
  const changes = diffGroups(before!, after!, by as Grouping, false).slice(0, limit);
  if (words.flags.has('json'))
    writeReport(`${JSON.stringify({ schema: SCHEMA, by, changes }, null, 1)}\n`);
  else writeReport(diffText(changes, by));
  return { code: 0, interrupted: false };
}

function signed(n: number, text = String(n)): string {
  return n > 0 ? `+${text}` : text;
}

function diffText(changes: GroupDelta[], by: string): string {
  if (changes.length === 0) return 'no differences\n';
  const right = true;
  return textTable(
    [
      { title: 'Size', right },
      { title: 'Change', right },
      { title: 'Count', right },
      { title: 'Change', right },
      { title: by[0]!.toUpperCase() + by.slice(1) },
    ],
    changes.map((d) => {
      const size = d.sizeAfter - d.sizeBefore;
      return [
        bytesText(d.sizeAfter),
        signed(size, bytesText(size)),
        String(d.countAfter),
        signed(d.countAfter - d.countBefore),
        d.name,
      ];
    }),
    terminalWidth(),
  );
}
