/** Sleeping through the host; signal handlers run meanwhile and the sleep goes on (PEP 475). */
import { waitNs } from '../_signal.ts';

const never = (): boolean => false;

export function sleepNs(ns: bigint): void {
  waitNs(ns, never);
}
