export interface Case {
  name: string;
}
export function makeFolder(): string;
export function removeFolder(folder: string): void;
export function runCase(command: string[], c: Case, folder: string, names: unknown): unknown;
