/** Standard streams of a command that JavaScript runs: input from memory, outputs into memory. */
import type { Host } from '../runtime/host.ts';

export class Capture {
  private readonly parts: [Uint8Array[], Uint8Array[]] = [[], []];
  private input: Uint8Array;

  constructor(input: Uint8Array) {
    this.input = input;
  }

  install(host: Host): void {
    const { fs } = host;
    const read = fs.read.bind(fs);
    const write = fs.write.bind(fs);
    fs.isatty = () => false;
    fs.read = (fd, into, position) => {
      if (fd !== 0) return read(fd, into, position);
      const n = Math.min(into.length, this.input.length);
      into.set(this.input.subarray(0, n));
      this.input = this.input.subarray(n);
      return n;
    };
    fs.write = (fd, bytes, position) => {
      if (fd !== 1 && fd !== 2) return write(fd, bytes, position);
      this.parts[fd - 1]!.push(bytes.slice());
      return bytes.length;
    };
  }

  /** What was written to descriptor 1 or 2. */
  output(fd: 1 | 2): Uint8Array {
    return Buffer.concat(this.parts[fd - 1]!);
  }
}
