/** Child processes, the runtime thread's half: requests go to the main thread (child-processes.ts), events come back by a port. */
import { MessageChannel, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { HostProcesses, ProcessEvent, SpawnRequest } from '../runtime/modules/_os/host-os.ts';
import { EVENTS_CELL, type ProcessMessage } from './child-processes.ts';

const SIGNAL_CELL = 0;

export class ProcessHost implements HostProcesses {
  /** Made with the first child. */
  private port: MessagePort | null = null;
  private readonly cells: Int32Array;
  private readonly post: (m: ProcessMessage, ports?: MessagePort[]) => void;
  private lastId = 0;

  constructor(cells: Int32Array, post: (m: ProcessMessage, ports?: MessagePort[]) => void) {
    this.cells = cells;
    this.post = post;
  }

  spawn(request: SpawnRequest): number {
    if (this.port === null) {
      const { port1, port2 } = new MessageChannel();
      this.port = port1;
      this.post({ type: 'port', port: port2 }, [port2]);
    }
    const id = ++this.lastId;
    this.post({ type: 'spawn', id, request });
    return id;
  }

  send(id: number, fd: number, bytes: Uint8Array): void {
    this.post({ type: 'send', id, fd, bytes });
  }

  finish(id: number, fd: number): void {
    this.post({ type: 'finish', id, fd });
  }

  close(id: number, fd: number): void {
    this.post({ type: 'close', id, fd });
  }

  received(id: number, fd: number, count: number): void {
    this.post({ type: 'received', id, fd, count });
  }

  events(ns: bigint): ProcessEvent[] {
    const seen = Atomics.load(this.cells, EVENTS_CELL);
    const come = this.arrived();
    if (come.length > 0 || ns === 0n || Atomics.load(this.cells, SIGNAL_CELL) !== 0) return come;
    Atomics.wait(this.cells, EVENTS_CELL, seen, Math.max(0.05, Number(ns) / 1e6));
    return this.arrived();
  }

  private arrived(): ProcessEvent[] {
    const out: ProcessEvent[] = [];
    for (;;) {
      const m = receiveMessageOnPort(this.port!);
      if (m === undefined) return out;
      out.push(m.message);
    }
  }
}
