// Runs programs in a worker of a headless Chromium and compares what they print with the built command's output.
//   node test/browser/run.mjs [program.py ...]     (without names: the programs named below)
// Skips, with exit code 0, where there is no Chromium or no playwright-core.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename, dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const command = join(root, 'dist', 'cli.js');
const timeoutMs = 60000;

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.bin': 'application/octet-stream' };

function skip(reason) {
  console.log(`skipped: ${reason}`);
  process.exit(0);
}

function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return named;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    const found = spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim();
    if (found !== '') return found;
  }
  return null;
}

/** Serves the repository's files on a free port. */
function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const file = join(root, path);
    if (!file.startsWith(root) || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'text/plain' });
    response.end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function programs(args) {
  if (args.length > 0) return args;
  const folder = join(here, 'programs');
  return readdirSync(folder).filter((n) => n.endsWith('.py')).sort().map((n) => join(folder, n));
}

async function runInPage(page, file) {
  const data = { name: basename(file), source: readFileSync(file, 'utf8') };
  return page.evaluate(
    ({ data, timeoutMs }) =>
      new Promise((resolve, reject) => {
        const worker = new Worker('/test/browser/worker.js', { type: 'module' });
        const timer = setTimeout(() => reject(new Error('timeout')), timeoutMs);
        worker.onmessage = (e) => {
          clearTimeout(timer);
          worker.terminate();
          resolve(e.data);
        };
        worker.onerror = (e) => reject(new Error(e.message));
        worker.postMessage(data);
      }),
    { data, timeoutMs },
  );
}

const lastLine = (text) => text.trimEnd().split('\n').at(-1);

let chromium;
try {
  ({ chromium } = await import('playwright-core'));
} catch {
  skip('playwright-core is not installed');
}
const executablePath = findChromium();
if (executablePath === null) skip('there is no Chromium');
if (!existsSync(join(root, 'dist', 'browser.js'))) skip('run `npm run build` first');

const server = await serve();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
let failed = 0;
const files = programs(process.argv.slice(2));
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/test/browser/page.html`);
  for (const file of files) {
    const env = { ...process.env, PYTHONHASHSEED: '0' };
    const expected = spawnSync(process.execPath, [command, file], { encoding: 'utf8', env });
    const got = await runInPage(page, file);
    // tracebacks name the file by another path: their last line tells enough
    const ok = got.stdout === expected.stdout && lastLine(got.stderr) === lastLine(expected.stderr);
    if (!ok) failed++;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${basename(file)} (start ${got.start.toFixed(0)} ms, run ${got.run.toFixed(0)} ms)`);
    if (!ok) console.log(`expected:\n${expected.stdout}${expected.stderr}got:\n${got.stdout}${got.stderr}`);
  }
} finally {
  await browser.close();
  server.close();
}
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
