/**
 * Starting programs: posix_spawn, and exec*. CPython: Modules/posixmodule.c.
 *
 * A host cannot replace the program of its process. exec* starts the new program as a child with the same descriptors,
 * and this process does nothing more but end as the child ends (docs/differences/processes.md).
 */
import { index, isMapping, isTrue, sequenceToArray } from '../../core/abstract.ts';
import { bindArgs, functionRaw, method } from '../../core/args.ts';
import { callMethod } from '../../core/call.ts';
import { typeError, valueError } from '../../core/errors.ts';
import type { NativeDef } from '../../core/native-def.ts';
import { decref, type Owned, type PyObject } from '../../core/object.ts';
import type { KwNames } from '../../core/type-object.ts';
import { host } from '../../host.ts';
import { newInt } from '../../objects/int.ts';
import { isList } from '../../objects/list.ts';
import { None_ } from '../../objects/singletons.ts';
import { intern } from '../../objects/str.ts';
import { isTuple } from '../../objects/tuple.ts';
import { childFile, ownEnvironment } from '../_posixsubprocess.ts';
import { type Child, type ChildFile, startChild } from './children.ts';
import { fdClose, fdOpen, inheritableFds } from './fd-table.ts';
import { osHost } from './host-os.ts';
import { ERRNO, errnoError, fromHost } from './os-error.ts';
import { fsText, type PathArg, pathArg } from './path-argument.ts';
import { awaitChild } from './wait.ts';

const s_items = intern('items');

const OPEN = 0;
const CLOSE = 1;
const DUP2 = 2;
const CLOSEFROM = 3;

/** The words of a command line; `what` begins the messages. */
function words(argv: PyObject, what: string, first: string): string[] {
  if (!isTuple(argv) && !isList(argv)) throw typeError(`${what} must be a tuple or list`);
  const items = sequenceToArray(argv, '');
  try {
    if (items.length === 0) throw valueError(`${what} must not be empty`);
    const out = items.map((o) => fsText(o));
    if (out[0] === '') throw valueError(`${first} first element cannot be empty`);
    return out;
  } finally {
    for (const o of items) decref(o);
  }
}

/** 'NAME=value' of a mapping. */
function environment(env: PyObject, message: string): string[] {
  if (!isMapping(env)) throw typeError(message);
  const pairs = callMethod(env, s_items, []);
  const items = sequenceToArray(pairs, '');
  decref(pairs);
  try {
    return items.map((pair) => {
      const [name, value] = (pair.v as PyObject[]).map((o) => fsText(o));
      if (name!.includes('=')) throw valueError('illegal environment variable name');
      return `${name}=${value}`;
    });
  } finally {
    for (const o of items) decref(o);
  }
}

/** The descriptors that a program inherits. */
function inherited(): ChildFile[] {
  const out: ChildFile[] = [childFile(0), childFile(1), childFile(2)];
  for (const fd of inheritableFds()) {
    while (out.length <= fd) out.push(null);
    out[fd] = childFile(fd);
  }
  return out;
}

/** Where a program without a slash is looked for. */
function searchPath(name: string): string[] {
  if (name.includes('/')) return [name];
  return (host().env.PATH ?? '/bin:/usr/bin')
    .split(':')
    .map((folder) => `${folder || '.'}/${name}`);
}

function start(
  files: string[],
  args: string[],
  env: string[],
  stdio: ChildFile[],
  session: boolean,
): Child {
  const { fs } = host();
  const absolute = files.map((f) => (f.startsWith('/') ? f : `${fs.getcwd()}/${f}`));
  return startChild({
    files: absolute,
    args,
    cwd: fs.getcwd(),
    env,
    stdio,
    session,
    gid: null,
    uid: null,
  });
}

// ---------------------------------------------------------------------------------------------
// posix_spawn

/** Applies the file actions to the descriptors of a child; returns what was opened here for it. */
function applyActions(actions: PyObject, stdio: ChildFile[]): number[] {
  const opened: number[] = [];
  const items = sequenceToArray(actions, 'file_actions must be a sequence or None');
  try {
    for (const item of items) {
      if (!isTuple(item) || item.v.length === 0)
        throw typeError('Each file_actions element must be a non-empty tuple');
      const [tag, ...rest] = item.v as PyObject[];
      const fd = Number(index(rest[0]!));
      while (stdio.length <= fd) stdio.push(null);
      const kind = Number(index(tag!));
      if (kind === OPEN) {
        const file = fdOpen(fsText(rest[1]!), Number(index(rest[2]!)), Number(index(rest[3]!)));
        opened.push(file);
        stdio[fd] = childFile(file);
      } else if (kind === CLOSE) stdio[fd] = null;
      else if (kind === DUP2) {
        const to = Number(index(rest[1]!));
        while (stdio.length <= to) stdio.push(null);
        stdio[to] = stdio[fd] ?? childFile(fd);
      } else if (kind === CLOSEFROM) stdio.length = Math.min(stdio.length, fd);
      else throw typeError('Unknown file_actions identifier');
    }
    return opened;
  } catch (e) {
    for (const fd of opened) fdClose(fd);
    throw e;
  } finally {
    for (const item of items) decref(item);
  }
}

const SPAWN_SIGNATURE =
  '(path, argv, env, /, *, file_actions=(), setpgroup=None, resetids=False, setsid=False, setsigmask=(), ' +
  'setsigdef=(), scheduler=None)';

function isEmpty(o: PyObject | undefined): boolean {
  if (o === undefined) return true;
  const items = sequenceToArray(o, 'setsigmask must be a sequence');
  for (const item of items) decref(item);
  return items.length === 0;
}

function spawner(name: string, search: boolean) {
  return (_m: PyObject, args: PyObject[], kw: KwNames): Owned => {
    const [path, argv, env, actions, group, reset, session, mask, defaults, scheduler] = bindArgs(
      name,
      SPAWN_SIGNATURE,
      args,
      kw,
    );
    const arg: PathArg = pathArg(path, { fn: name });
    let opened: number[] = [];
    try {
      const argList = words(argv, `${name}: argv`, `${name}: argv`);
      const vars =
        env === None_
          ? ownEnvironment()
          : environment(env, `${name}: environment must be a mapping object or None`);
      // the host starts children in this process's group and with its policy, no signal blocked and all at their defaults
      isEmpty(defaults);
      if (group !== undefined || scheduler !== undefined || !isEmpty(mask)) {
        throw errnoError(ERRNO.ENOSYS!);
      }
      if (reset !== undefined) isTrue(reset);
      const stdio = inherited();
      if (actions !== undefined && actions !== None_) opened = applyActions(actions, stdio);
      const leads = session !== undefined && isTrue(session);
      const child = start(search ? searchPath(arg.text) : [arg.text], argList, vars, stdio, leads);
      if (child.errno !== 0) throw errnoError(child.errno, arg.object);
      return newInt(child.pid);
    } catch (e) {
      throw fromHost(e, arg.object);
    } finally {
      for (const fd of opened) fdClose(fd);
      arg.release();
    }
  };
}

// ---------------------------------------------------------------------------------------------
// exec

function become(name: string, path: PyObject, argv: PyObject, env: PyObject | null): never {
  const arg = pathArg(path, { fn: name, fd: env !== null });
  try {
    const argList = words(argv, `${name}() arg 2`, `${name}() arg 2`);
    const vars =
      env === null
        ? ownEnvironment()
        : environment(env, 'execve: environment must be a mapping object');
    const file = arg.fd >= 0 ? osHost().fdPath!(arg.fd) : arg.text;
    const child = start([file], argList, vars, inherited(), false);
    if (child.errno !== 0) throw errnoError(child.errno, arg.object);
    const [, status] = awaitChild(child.pid, 0)!;
    if ((status & 127) !== 0) osHost().kill?.(host().pid, status & 127);
    return host().exit(status >> 8);
  } catch (e) {
    throw fromHost(e, arg.object);
  } finally {
    arg.release();
  }
}

const spawnSignature = (indent: string): string =>
  `($module, path, argv, env, /, *, file_actions=(),\n${indent}setpgroup=<unrepresentable>, resetids=False, ` +
  `setsid=False,\n${indent}setsigmask=(), setsigdef=(), scheduler=<unrepresentable>)`;

export const spawnFunctions: Record<string, NativeDef> = {
  posix_spawn: functionRaw('posix_spawn', spawner('posix_spawn', false), {
    sig: spawnSignature(' '.repeat(12)),
  }),
  posix_spawnp: functionRaw('posix_spawnp', spawner('posix_spawnp', true), {
    sig: spawnSignature(' '.repeat(13)),
  }),
  execv: method('($module, path, argv, /)', (_m: PyObject, path: PyObject, argv: PyObject) =>
    become('execv', path, argv, null),
  ),
  execve: method(
    '($module, /, path, argv, env)',
    (_m: PyObject, path: PyObject, argv: PyObject, env: PyObject) =>
      become('execve', path, argv, env),
  ),
};
