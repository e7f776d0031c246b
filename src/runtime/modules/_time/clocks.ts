/** The clocks of clock_gettime(2) that a host has: those of the whole process also stand for its one thread. */
import { host } from '../../host.ts';

/** Reads a clock by its number; null for an unknown one. */
export function osClocks(id: number): (() => bigint) | null {
  switch (id) {
    case 0:
    case 5:
    case 8:
    case 11:
      return () => host().timeNs();
    case 1:
    case 4:
    case 6:
    case 7:
    case 9:
      return () => host().monotonicNs();
    case 2:
    case 3:
    case -10:
      return () => host().processTimeNs();
    default:
      return null;
  }
}
