/** The bytes of a pickle in the making, cut into frames (protocol 4). CPython: _Pickler_Write and kin in Modules/_pickle.c. */
const FRAME = 0x95;
const FRAME_HEADER = 9;
const FRAME_SIZE_MIN = 4;
const FRAME_SIZE_TARGET = 64 * 1024;

export class PickleWriter {
  bytes: Uint8Array = new Uint8Array(256);
  length = 0;
  framing = false;
  private frameStart = -1;
  private readonly view8 = new DataView(new ArrayBuffer(8));

  clear(): void {
    this.bytes = new Uint8Array(256);
    this.length = 0;
    this.frameStart = -1;
  }

  private room(n: number): void {
    const need = this.length + n + FRAME_HEADER;
    if (need > this.bytes.length) {
      const bigger = new Uint8Array(Math.max(need, this.bytes.length * 2));
      bigger.set(this.bytes.subarray(0, this.length));
      this.bytes = bigger;
    }
    if (this.framing && this.frameStart < 0) {
      this.frameStart = this.length;
      this.length += FRAME_HEADER;
    }
  }

  byte(b: number): void {
    this.room(1);
    this.bytes[this.length++] = b;
  }

  /** An opcode and `size` little-endian bytes of n. */
  op(code: number, n: number, size: number): void {
    this.room(size + 1);
    this.bytes[this.length++] = code;
    this.littleEndian(n, size);
  }

  private littleEndian(n: number, size: number): void {
    for (let i = 0; i < size; i++) {
      this.bytes[this.length++] = n % 256;
      n = Math.floor(n / 256);
    }
  }

  float(code: number, x: number): void {
    this.view8.setFloat64(0, x);
    this.room(9);
    this.bytes[this.length++] = code;
    for (let i = 0; i < 8; i++) this.bytes[this.length++] = this.view8.getUint8(i);
  }

  raw(b: Uint8Array): void {
    this.room(b.length);
    this.bytes.set(b, this.length);
    this.length += b.length;
  }

  ascii(text: string): void {
    this.room(text.length);
    for (let i = 0; i < text.length; i++) this.bytes[this.length++] = text.charCodeAt(i);
  }

  /** Completes the frame; a very small one loses its header. */
  closeFrame(): void {
    if (!this.framing || this.frameStart < 0) return;
    const start = this.frameStart;
    const size = this.length - start - FRAME_HEADER;
    if (size >= FRAME_SIZE_MIN) {
      const end = this.length;
      this.length = start;
      this.bytes[this.length++] = FRAME;
      this.littleEndian(size, 8);
      this.length = end;
    } else {
      this.bytes.copyWithin(start, start + FRAME_HEADER, this.length);
      this.length -= FRAME_HEADER;
    }
    this.frameStart = -1;
  }

  /** Between two objects: whether a frame was completed because it is large enough. */
  boundary(): boolean {
    if (!this.framing || this.frameStart < 0) return false;
    if (this.length - this.frameStart - FRAME_HEADER < FRAME_SIZE_TARGET) return false;
    this.closeFrame();
    return true;
  }

  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/** Data at least this long is written past the frames. */
export function isLarge(size: number): boolean {
  return size >= FRAME_SIZE_TARGET;
}
