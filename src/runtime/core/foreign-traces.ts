/**
 * Traces of memory that is not Python's: whoever has blocks of its own reports them under a domain. CPython:
 * PyTraceMalloc_Track and PyTraceMalloc_Untrack.
 *
 * Domain 0 is that of the account's own blocks (core/block-table.ts) and never stands here.
 */
import { runningSite } from './account.ts';
import { blockTable } from './block-table.ts';
import { S } from './state.ts';

export interface ForeignTrace {
  readonly domain: number;
  readonly size: number;
  readonly site: number;
}

const traces: Map<string, ForeignTrace> = new Map();

function keyOf(domain: number, address: number | bigint): string {
  return `${domain}:${address}`;
}

function forget(key: string): void {
  const old = traces.get(key);
  if (old === undefined) return;
  blockTable.traced -= old.size;
  traces.delete(key);
}

/** Traces a block at the running line; a trace it has is replaced. False when nothing is being traced. */
export function trackBlock(domain: number, address: number | bigint, size: number): boolean {
  if (!S.tracing) return false;
  const key = keyOf(domain, address);
  forget(key);
  traces.set(key, { domain, size, site: runningSite() });
  blockTable.traced += size;
  if (blockTable.traced > blockTable.peak) blockTable.peak = blockTable.traced;
  return true;
}

/** Ends the trace of a block, if it has one. False when nothing is being traced. */
export function untrackBlock(domain: number, address: number | bigint): boolean {
  if (!S.tracing) return false;
  forget(keyOf(domain, address));
  return true;
}

export function foreignTrace(domain: number, address: number | bigint): ForeignTrace | null {
  return traces.get(keyOf(domain, address)) ?? null;
}

export function foreignTraces(): Iterable<ForeignTrace> {
  return traces.values();
}

/** Part of forgetting all traces. */
export function forgetForeignTraces(): void {
  traces.clear();
}
