/**
 * _posixsubprocess: starting a program for subprocess. CPython: Modules/_posixsubprocess.c.
 *
 * Where CPython forks and executes, the host starts the program (docs/differences/processes.md); a failure is written to the
 * error pipe in the form that the child of CPython uses, and the child that never was has ended with status 255.
 */
import { isTrue, sequenceToArray } from '../core/abstract.ts';
import { functionRaw } from '../core/args.ts';
import { newException, runtimeError, typeError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { HostError, host } from '../host.ts';
import { OverflowErrorType, ValueErrorType } from '../objects/exceptions.ts';
import { intValue, isInt, newInt } from '../objects/int.ts';
import { None_ } from '../objects/singletons.ts';
import { type ChildFile, startChild } from './_os/children.ts';
import { failedChild } from './_os/wait.ts';
import { channelOf, fdStat, fdWrite, hostFd, inheritableFds } from './_os/fd-table.ts';
import { ERRNO, errnoError, fromHost } from './_os/os-error.ts';
import { fsText } from './_os/path-argument.ts';

/** Arguments of fork_exec. */
const COUNT = 23;

/** A descriptor of the child: one of ours, by number. */
export function childFile(fd: number): ChildFile {
  const file = channelOf(fd);
  if (file !== null) return { input: file.input, output: file.output };
  try {
    fdStat(fd);
  } catch (e) {
    if (e instanceof HostError) return null;
    throw e;
  }
  return hostFd(fd);
}

function texts(o: PyObject, message: string): string[] {
  const items = sequenceToArray(o, message);
  try {
    return items.map((item) => fsText(item));
  } finally {
    for (const item of items) decref(item);
  }
}

/** The environment as this process has it. */
export function ownEnvironment(): string[] {
  return Object.entries(host().env).map(([name, value]) => `${name}=${value}`);
}

function number(o: PyObject): number {
  if (!isInt(o)) throw typeError(`an integer is required (got type ${o.type.name})`);
  return Number(intValue(o));
}

/** The number of an optional user or group. */
function account(o: PyObject): number | null {
  if (o === None_) return null;
  const n = number(o);
  if (n < 0 || n > 0xffffffff) throw newException(OverflowErrorType, 'id out of range');
  return n;
}

/** The descriptors of the child: standard streams by what they are to be, others by their own numbers. */
function descriptors(streams: number[], kept: number[], errorPipe: number): ChildFile[] {
  const out: ChildFile[] = streams.map((fd, i) => childFile(fd < 0 ? i : fd));
  for (const fd of kept) {
    if (fd < 3 || fd === errorPipe) continue;
    while (out.length <= fd) out.push(null);
    out[fd] = childFile(fd);
  }
  return out;
}

function checkKept(fds: number[]): void {
  let last = -1;
  for (const fd of fds) {
    if (fd < 0 || fd <= last || fd > 0x7fffffff)
      throw newException(ValueErrorType, 'bad value(s) in fds_to_keep');
    last = fd;
  }
}

/** What the host cannot do between fork and exec. */
function refuse(args: PyObject[]): void {
  const [group, , groups, , umask, preexec] = args.slice(16) as PyObject[];
  if (preexec !== None_) throw runtimeError('preexec_fn is not supported: there is no fork');
  if (groups !== None_ || number(umask!) >= 0 || number(group!) >= 0)
    throw errnoError(ERRNO.ENOSYS!);
}

function forkExec(_m: PyObject, args: PyObject[]): Owned {
  if (args.length !== COUNT)
    throw typeError(`fork_exec expected ${COUNT} arguments, got ${args.length}`);
  const [words, files, closeFds, keep, cwd, env] = args as PyObject[];
  const kept = sequenceToArray(keep!, 'fds_to_keep must be a tuple').map((o) => {
    const n = number(o);
    decref(o);
    return n;
  });
  checkKept(kept);
  if (isTrue(closeFds!) && number(args[13]!) < 3)
    throw newException(ValueErrorType, 'errpipe_write must be >= 3');
  const argv = texts(words!, 'argv must be a tuple');
  const paths = texts(files!, 'executable_list must be a sequence');
  refuse(args);
  const fds = args.slice(6, 14).map(number);
  const errorPipe = fds[7]!;
  const passed = isTrue(closeFds!) ? kept : [...kept, ...inheritableFds()];
  try {
    const child = startChild({
      files: paths,
      args: argv,
      cwd: cwd === None_ ? host().fs.getcwd() : fsText(cwd!),
      env: env === None_ ? ownEnvironment() : texts(env!, 'env must be a sequence'),
      stdio: descriptors([fds[0]!, fds[3]!, fds[5]!], passed, errorPipe),
      session: isTrue(args[15]!),
      gid: account(args[17]!),
      uid: account(args[19]!),
    });
    if (child.errno === 0) return newInt(child.pid);
    const report = `OSError:${child.errno.toString(16).toUpperCase()}:${child.stage}`;
    fdWrite(errorPipe, new TextEncoder().encode(report));
    return newInt(failedChild());
  } catch (e) {
    throw fromHost(e);
  }
}

const SIGNATURE =
  '($module, args, executable_list, close_fds, pass_fds, cwd,\n' +
  '          env, p2cread, p2cwrite, c2pread, c2pwrite, errread, errwrite,\n' +
  '          errpipe_read, errpipe_write, restore_signals, call_setsid,\n' +
  '          pgid_to_set, gid, extra_groups, uid, child_umask, preexec_fn,\n' +
  '          allow_vfork, /)';

defineModule('_posixsubprocess', {
  doc: 'Starting programs for subprocess.',
  functions: {
    fork_exec: functionRaw('fork_exec', forkExec, { kw: false, sig: SIGNATURE }),
  },
});
