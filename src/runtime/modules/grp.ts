/** grp: groups, from /etc/group. CPython: Modules/grpmodule.c. */
import { index, repr } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, type Owned, type PyObject } from '../core/object.ts';
import { newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { isStr, newStrJs, strJs } from '../objects/str.ts';
import { defineStructSeq, newStructSeqSteal } from '../objects/structseq.ts';
import { readAccounts } from './_os/accounts.ts';
import { notFound } from './pwd.ts';

const GroupType = defineStructSeq('grp.struct_group', ['gr_name', 'gr_passwd', 'gr_gid', 'gr_mem']);

function entry(fields: string[]): Owned {
  const [name, passwd, gid, members] = fields as [string, string, string, string | undefined];
  const names = members === undefined || members === '' ? [] : members.split(',');
  return newStructSeqSteal(GroupType, [
    newStrJs(name),
    newStrJs(passwd),
    newInt(Number(gid)),
    newListSteal(names.map((n) => newStrJs(n))),
  ]);
}

function groups(): string[][] {
  return readAccounts('/etc/group', 3);
}

function byGid(_m: PyObject, id: PyObject): Owned {
  if (id.type.nb_index === null) throw typeError(`gid should be integer, not ${id.type.name}`);
  const wanted = index(id);
  if (wanted < 0 || wanted > 4294967295) throw notFound('getgrgid(): gid not found');
  const found = groups().find((f) => Number(f[2]) === Number(wanted));
  if (found === undefined) throw notFound(`getgrgid(): gid not found: ${wanted}`);
  return entry(found);
}

function byName(_m: PyObject, name: PyObject): Owned {
  if (!isStr(name))
    throw typeError(`getgrnam() argument 'name' must be str, not ${name.type.name}`);
  const wanted = strJs(name);
  if (wanted.includes('\0')) throw valueError('embedded null byte');
  const found = groups().find((f) => f[0] === wanted);
  if (found !== undefined) return entry(found);
  const shown = repr(name);
  const text = strJs(shown);
  decref(shown);
  throw notFound(`getgrnam(): name not found: ${text}`);
}

defineModule('grp', {
  doc: 'The groups of the system.',
  functions: {
    getgrgid: method('($module, /, id)', byGid),
    getgrnam: method('($module, /, name)', byName),
    getgrall: method('($module, /)', () => newListSteal(groups().map(entry))),
  },
  types: { struct_group: GroupType },
});
