/** The user and group files of the system: lines of fields between colons. */
import { HostError, host } from '../../host.ts';
import { textOfBytes } from './path-argument.ts';

/** The lines of a file that have at least `least` fields; none when there is no such file. */
export function readAccounts(path: string, least: number): string[][] {
  const { fs } = host();
  const parts: Uint8Array[] = [];
  try {
    const fd = fs.open(path, 0, 0);
    try {
      for (;;) {
        const chunk = new Uint8Array(65536);
        const n = fs.read(fd, chunk);
        if (n === 0) break;
        parts.push(chunk.subarray(0, n));
      }
    } finally {
      fs.close(fd);
    }
  } catch (e) {
    if (e instanceof HostError) return [];
    throw e;
  }
  const bytes = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const p of parts) {
    bytes.set(p, at);
    at += p.length;
  }
  const lines = textOfBytes(bytes)
    .split('\n')
    .map((line) => line.split(':'));
  return lines.filter((fields) => fields.length >= least && fields[0] !== '');
}
