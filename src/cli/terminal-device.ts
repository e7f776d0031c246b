/** Which descriptors are terminals. Node's module for that is slow to load, and most descriptors are none for sure. */
import { fstatSync } from 'node:fs';
import { loadLate } from './late.ts';

const S_IFMT = 0o170000;
const S_IFCHR = 0o020000;
/** Major number of /dev/null and its like. */
const MEMORY_DEVICES = 1;

/** A character device that is no memory device, or unknown. */
export function mayBeTerminal(fd: number): boolean {
  try {
    const { mode, rdev } = fstatSync(fd);
    return (mode & S_IFMT) === S_IFCHR && rdev >> 8 !== MEMORY_DEVICES;
  } catch {
    return false;
  }
}

export function isTerminal(fd: number): boolean {
  return mayBeTerminal(fd) && loadLate('tty').isatty(fd);
}
