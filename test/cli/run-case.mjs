// Runs one case of cases.mjs and makes its outcome independent of the machine.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { files } from './cases.mjs';

export function makeFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/** `command`: the words before the case's. `names`: pairs of a text of the machine and what replaces it. */
export function runCase(command, c, folder, names) {
  const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', PYTHONDONTWRITEBYTECODE: '1', ...c.env };
  if (process.env.XDG_CACHE_HOME) env.XDG_CACHE_HOME = process.env.XDG_CACHE_HOME;
  const r = spawnSync(command[0], [...command.slice(1), ...c.argv], {
    cwd: folder, env, input: c.input ?? '', encoding: 'utf8', timeout: 30000,
  });
  const plain = (text) => {
    let t = text.replaceAll(folder, 'FOLDER');
    for (const [from, to] of names) t = t.replaceAll(from, to);
    return t.replace(/^Python 3\.13\.\d+.*$/gm, 'VERSION').replace(/`\w+ -h'/g, 'HELP');
  };
  return { stdout: plain(r.stdout), stderr: plain(r.stderr), exit: r.status ?? r.signal };
}
