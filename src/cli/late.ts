/** Node's modules that few programs need, loaded when they are needed: each costs a start about a millisecond. */
interface LateModules {
  child_process: typeof import('node:child_process');
  crypto: typeof import('node:crypto');
  inspector: typeof import('node:inspector');
  os: typeof import('node:os');
  tty: typeof import('node:tty');
  v8: typeof import('node:v8');
  zlib: typeof import('node:zlib');
}

export function loadLate<K extends keyof LateModules>(name: K): LateModules[K] {
  return process.getBuiltinModule(`node:${name}`) as unknown as LateModules[K];
}
