/** Standard streams as functions of text. */
import type { MemoryStreams } from '../runtime/host-memory.ts';
import type { VivariumOptions } from './vivarium.ts';

function writer(f: (text: string) => void): (bytes: Uint8Array) => void {
  const decoder = new TextDecoder();
  return (bytes) => {
    const text = decoder.decode(bytes, { stream: true });
    if (text !== '') f(text);
  };
}

function reader(stdin: VivariumOptions['stdin']): () => Uint8Array | null {
  const encoder = new TextEncoder();
  if (typeof stdin === 'function') {
    return () => {
      const text = stdin();
      return text === null ? null : encoder.encode(text);
    };
  }
  let rest: string | null = stdin ?? null;
  return () => {
    const text = rest;
    rest = null;
    return text === null || text === '' ? null : encoder.encode(text);
  };
}

/** The streams of the options; what has no function goes to `fallback`. */
export function streamsOf(
  o: VivariumOptions,
  fallback: (fd: 1 | 2, text: string) => void,
): MemoryStreams {
  return {
    stdin: reader(o.stdin),
    stdout: writer(o.stdout ?? ((text) => fallback(1, text))),
    stderr: writer(o.stderr ?? ((text) => fallback(2, text))),
  };
}
