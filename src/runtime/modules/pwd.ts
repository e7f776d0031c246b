/** pwd: users, from /etc/passwd. CPython: Modules/pwdmodule.c. */
import { index, repr } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { keyError, typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { isStr, newStrJs, strJs } from '../objects/str.ts';
import { defineStructSeq, newStructSeqSteal } from '../objects/structseq.ts';
import { readAccounts } from './_os/accounts.ts';

const PasswdType = defineStructSeq('pwd.struct_passwd', [
  'pw_name',
  'pw_passwd',
  'pw_uid',
  'pw_gid',
  'pw_gecos',
  'pw_dir',
  'pw_shell',
]);

function entry(fields: string[]): Owned {
  const [name, passwd, uid, gid, gecos, dir, shell] = fields as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return newStructSeqSteal(PasswdType, [
    newStrJs(name),
    newStrJs(passwd),
    newInt(Number(uid)),
    newInt(Number(gid)),
    newStrJs(gecos),
    newStrJs(dir),
    newStrJs(shell ?? ''),
  ]);
}

function users(): string[][] {
  return readAccounts('/etc/passwd', 6);
}

/** KeyError with a message. */
export function notFound(message: string) {
  const text = newStrJs(message);
  try {
    return keyError(text);
  } finally {
    decref(text);
  }
}

function byName(_m: PyObject, name: PyObject): Owned {
  if (!isStr(name)) throw typeError(`getpwnam() argument must be str, not ${name.type.name}`);
  const wanted = strJs(name);
  if (wanted.includes('\0')) throw valueError('embedded null byte');
  const found = users().find((f) => f[0] === wanted);
  if (found !== undefined) return entry(found);
  const shown = repr(name);
  const text = strJs(shown);
  decref(shown);
  throw notFound(`getpwnam(): name not found: ${text}`);
}

function byUid(_m: PyObject, uid: PyObject): Owned {
  if (uid.type.nb_index === null) throw typeError(`uid should be integer, not ${uid.type.name}`);
  const wanted = index(uid);
  if (wanted < 0 || wanted > 4294967295) throw notFound('getpwuid(): uid not found');
  const found = users().find((f) => Number(f[2]) === Number(wanted));
  if (found === undefined) throw notFound(`getpwuid(): uid not found: ${wanted}`);
  return entry(found);
}

defineModule('pwd', {
  doc: 'The users of the system.',
  functions: {
    getpwuid: method('($module, uidobj, /)', byUid),
    getpwnam: method('($module, name, /)', byName),
    getpwall: method('($module, /)', () => newListSteal(users().map(entry))),
  },
  types: { struct_passwd: PasswdType },
});
