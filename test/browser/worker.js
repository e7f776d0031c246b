// Runs one program and posts what it printed. The build is beside the tests' folder in the server's root.
import { loadLibrary, PythonError, Vivarium } from '/dist/browser.js';

self.onmessage = async ({ data: { name, source } }) => {
  let stdout = '';
  let stderr = '';
  try {
    const library = await loadLibrary();
    const started = performance.now();
    const v = new Vivarium({
      library, hashSeed: 0, argv: [name], files: { [`/home/${name}`]: source },
      stdout: (text) => (stdout += text), stderr: (text) => (stderr += text),
    });
    const ready = performance.now();
    try {
      v.runFile(`/home/${name}`);
    } catch (e) {
      if (!(e instanceof PythonError)) throw e;
      stderr += e.traceback;
    }
    v.dispose();
    self.postMessage({ stdout, stderr, start: ready - started, run: performance.now() - ready });
  } catch (e) {
    self.postMessage({ stdout, stderr: `${stderr}${e.stack ?? e}`, start: 0, run: 0 });
  }
};
