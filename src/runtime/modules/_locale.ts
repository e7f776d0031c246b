/**
 * _locale: the C locale, with UTF-8 as the encoding of characters. CPython: Modules/_localemodule.c. No other locale
 * exists here: setlocale accepts the names of this one and refuses all others.
 */
import { index } from '../core/abstract.ts';
import { method } from '../core/args.ts';
import { callObject } from '../core/call.ts';
import { overflowError, type PyErr, raiseObject, typeError, valueError } from '../core/errors.ts';
import { defineModule } from '../core/module-define.ts';
import { decref, incref, type Owned, type PyObject } from '../core/object.ts';
import { addRootFields } from '../core/roots.ts';
import { TypeType } from '../core/type-object.ts';
import { dictSet, newDict } from '../objects/dict.ts';
import { ExceptionType } from '../objects/exceptions.ts';
import { newInt } from '../objects/int.ts';
import { newListSteal } from '../objects/list.ts';
import { newNone, None_ } from '../objects/singletons.ts';
import { isStr, newStr, newStrJs, strJs, strValue } from '../objects/str.ts';
import { newTupleSteal } from '../objects/tuple.ts';
import { textCompare } from '../text/text.ts';

/** nl_langinfo items: name, number, text. */
const INFO: readonly (readonly [string, number, string])[] = [
  ['ABDAY_1', 131072, 'Sun'],
  ['ABDAY_2', 131073, 'Mon'],
  ['ABDAY_3', 131074, 'Tue'],
  ['ABDAY_4', 131075, 'Wed'],
  ['ABDAY_5', 131076, 'Thu'],
  ['ABDAY_6', 131077, 'Fri'],
  ['ABDAY_7', 131078, 'Sat'],
  ['ABMON_1', 131086, 'Jan'],
  ['ABMON_10', 131095, 'Oct'],
  ['ABMON_11', 131096, 'Nov'],
  ['ABMON_12', 131097, 'Dec'],
  ['ABMON_2', 131087, 'Feb'],
  ['ABMON_3', 131088, 'Mar'],
  ['ABMON_4', 131089, 'Apr'],
  ['ABMON_5', 131090, 'May'],
  ['ABMON_6', 131091, 'Jun'],
  ['ABMON_7', 131092, 'Jul'],
  ['ABMON_8', 131093, 'Aug'],
  ['ABMON_9', 131094, 'Sep'],
  ['ALT_DIGITS', 131119, ''],
  ['AM_STR', 131110, 'AM'],
  ['CODESET', 14, 'UTF-8'],
  ['CRNCYSTR', 262159, '-'],
  ['DAY_1', 131079, 'Sunday'],
  ['DAY_2', 131080, 'Monday'],
  ['DAY_3', 131081, 'Tuesday'],
  ['DAY_4', 131082, 'Wednesday'],
  ['DAY_5', 131083, 'Thursday'],
  ['DAY_6', 131084, 'Friday'],
  ['DAY_7', 131085, 'Saturday'],
  ['D_FMT', 131113, '%m/%d/%y'],
  ['D_T_FMT', 131112, '%a %b %e %H:%M:%S %Y'],
  ['ERA', 131116, ''],
  ['ERA_D_FMT', 131118, ''],
  ['ERA_D_T_FMT', 131120, ''],
  ['ERA_T_FMT', 131121, ''],
  ['MON_1', 131098, 'January'],
  ['MON_10', 131107, 'October'],
  ['MON_11', 131108, 'November'],
  ['MON_12', 131109, 'December'],
  ['MON_2', 131099, 'February'],
  ['MON_3', 131100, 'March'],
  ['MON_4', 131101, 'April'],
  ['MON_5', 131102, 'May'],
  ['MON_6', 131103, 'June'],
  ['MON_7', 131104, 'July'],
  ['MON_8', 131105, 'August'],
  ['MON_9', 131106, 'September'],
  ['NOEXPR', 327681, '^[nN]'],
  ['PM_STR', 131111, 'PM'],
  ['RADIXCHAR', 65536, '.'],
  ['THOUSEP', 65537, ''],
  ['T_FMT', 131114, '%H:%M:%S'],
  ['T_FMT_AMPM', 131115, '%I:%M:%S %p'],
  ['YESEXPR', 327680, '^[yY]'],
  ['_DATE_FMT', 131180, '%a %b %e %H:%M:%S %Z %Y'],
];

const CATEGORIES = [
  'LC_CTYPE',
  'LC_NUMERIC',
  'LC_TIME',
  'LC_COLLATE',
  'LC_MONETARY',
  'LC_MESSAGES',
  'LC_ALL',
];
const LC_ALL = 6;
/** Categories that only a name for all of them shows. */
const OTHERS = [
  'LC_PAPER',
  'LC_NAME',
  'LC_ADDRESS',
  'LC_TELEPHONE',
  'LC_MEASUREMENT',
  'LC_IDENTIFICATION',
];

/** The locale of each category. At the start the encoding is that of the environment, all else is C. */
const current = ['C.UTF-8', 'C', 'C', 'C', 'C', 'C'];

const shared: { error: PyObject | null } = { error: null };
addRootFields(shared);

/** The class locale.Error. */
function errorBorrowed(): PyObject {
  if (shared.error !== null) return shared.error;
  const name = newStrJs('Error');
  const bases = newTupleSteal([incref<PyObject>(ExceptionType.self)]);
  const dict = newDict();
  const key = newStrJs('__module__');
  const module = newStrJs('locale');
  dictSet(dict, key, module);
  try {
    shared.error = callObject(TypeType.self as PyObject, [name, bases, dict]);
  } finally {
    for (const o of [module, key, dict, bases, name]) decref(o);
  }
  return shared.error;
}

function localeError(message: string): PyErr {
  const text = newStrJs(message);
  try {
    const exc = callObject(errorBorrowed(), [text]);
    const err = raiseObject(exc);
    decref(exc);
    return err;
  } finally {
    decref(text);
  }
}

function int(o: PyObject): number {
  const v = index(o);
  if (v > 2147483647 || v < -2147483648)
    throw overflowError('Python int too large to convert to C int');
  return Number(v);
}

/** The name by which a locale is known, null when it is not this one. */
function known(name: string): string | null {
  if (name === 'C' || name === 'POSIX') return 'C';
  if (name === '' || /^C\.(UTF-?8|utf-?8)$/.test(name)) return name === '' ? 'C.UTF-8' : name;
  return null;
}

function allName(): string {
  if (current.every((c) => c === current[0])) return current[0]!;
  const parts = [
    ...CATEGORIES.slice(0, 6).map((c, i) => `${c}=${current[i]}`),
    ...OTHERS.map((c) => `${c}=C`),
  ];
  return parts.join(';');
}

function setAll(name: string): boolean {
  if (name.includes(';')) {
    const chosen = name.split(';').map((part) => part.split('=') as [string, string]);
    if (chosen.some(([, value]) => value === undefined || known(value) === null)) return false;
    for (const [category, value] of chosen) {
      const i = CATEGORIES.indexOf(category);
      if (i >= 0) current[i] = known(value)!;
    }
    return true;
  }
  const value = known(name);
  if (value === null) return false;
  current.fill(value);
  return true;
}

function setlocale(_m: PyObject, category: PyObject, locale?: PyObject): Owned {
  const n = int(category);
  if (locale !== undefined && locale !== None_ && !isStr(locale)) {
    throw typeError(`setlocale() argument 2 must be str or None, not ${locale.type.name}`);
  }
  const valid = n >= 0 && n <= LC_ALL;
  if (locale === undefined || locale === None_) {
    if (!valid) throw localeError('locale query failed');
  } else {
    const name = strJs(locale);
    if (name.includes('\0')) throw valueError('embedded null character');
    const value = known(name);
    const ok = valid && (n === LC_ALL ? setAll(name) : value !== null);
    if (!ok) throw localeError('unsupported locale setting');
    if (n !== LC_ALL) current[n] = value!;
  }
  return newStrJs(n === LC_ALL ? allName() : current[n]!);
}

function localeconv(): Owned {
  const dict = newDict();
  const put = (name: string, value: Owned): void => {
    const key = newStrJs(name);
    dictSet(dict, key, value);
    decref(key);
    decref(value);
  };
  for (const name of [
    'int_curr_symbol',
    'currency_symbol',
    'mon_decimal_point',
    'mon_thousands_sep',
  ]) {
    put(name, newStrJs(''));
  }
  put('mon_grouping', newListSteal([]));
  put('positive_sign', newStrJs(''));
  put('negative_sign', newStrJs(''));
  for (const name of [
    'int_frac_digits',
    'frac_digits',
    'p_cs_precedes',
    'p_sep_by_space',
    'n_cs_precedes',
    'n_sep_by_space',
    'p_sign_posn',
    'n_sign_posn',
  ]) {
    put(name, newInt(127));
  }
  put('decimal_point', newStrJs('.'));
  put('thousands_sep', newStrJs(''));
  put('grouping', newListSteal([]));
  return dict;
}

function strArg(o: PyObject, fn: string, place = ''): string {
  if (!isStr(o)) throw typeError(`${fn}() argument${place} must be str, not ${o.type.name}`);
  return strJs(o);
}

function strcoll(_m: PyObject, a: PyObject, b: PyObject): Owned {
  strArg(a, 'strcoll', ' 1');
  strArg(b, 'strcoll', ' 2');
  for (const s of [a, b]) if (strJs(s).includes('\0')) throw valueError('embedded null character');
  const order = textCompare(strValue(a), strValue(b));
  return newInt(order < 0 ? -1 : order > 0 ? 1 : 0);
}

function strxfrm(_m: PyObject, s: PyObject): Owned {
  if (strArg(s, 'strxfrm').includes('\0')) throw valueError('embedded null character');
  return newStr(strValue(s));
}

function langinfo(_m: PyObject, key: PyObject): Owned {
  const n = int(key);
  const found = INFO.find(([, number]) => number === n);
  if (found === undefined) throw valueError('unsupported langinfo constant');
  return newStrJs(found[2]);
}

/** gettext without catalogues: the message itself. */
const same = (_m: PyObject, message: PyObject): Owned => newStrJs(strArg(message, 'gettext'));
const sameOf = (_m: PyObject, _domain: PyObject, message: PyObject): Owned =>
  newStrJs(strArg(message, 'dgettext', ' 2'));

const catalogue = { domain: 'messages', folders: new Map<string, string>() };

function textdomain(_m: PyObject, domain: PyObject): Owned {
  if (domain !== None_) catalogue.domain = strArg(domain, 'textdomain') || 'messages';
  return newStrJs(catalogue.domain);
}

function bindtextdomain(_m: PyObject, domain: PyObject, dir: PyObject): Owned {
  const name = strArg(domain, 'bindtextdomain', ' 1');
  if (name === '') throw localeError('domain must be a non-empty string');
  if (dir !== None_) catalogue.folders.set(name, strArg(dir, 'bindtextdomain', ' 2'));
  return newStrJs(catalogue.folders.get(name) ?? '/usr/share/locale');
}

defineModule('_locale', {
  doc: 'The C locale.',
  functions: {
    setlocale: method('($module, category, locale=<unrepresentable>, /)', setlocale),
    localeconv: method('($module, /)', localeconv),
    strcoll: method('($module, os1, os2, /)', strcoll),
    strxfrm: method('($module, string, /)', strxfrm),
    nl_langinfo: method('($module, key, /)', langinfo),
    gettext: method('($module, msg, /)', same),
    dgettext: method('($module, domain, msg, /)', sameOf),
    dcgettext: method('($module, domain, msg, category, /)', sameOf),
    textdomain: method('($module, domain, /)', textdomain),
    bindtextdomain: method('($module, domain, dir, /)', bindtextdomain),
    bind_textdomain_codeset: method(
      '($module, domain, codeset, /)',
      (_m: PyObject, _d: PyObject, codeset: PyObject) =>
        codeset === None_ ? newNone() : incref(codeset),
    ),
    getencoding: method('($module, /)', () => newStrJs('UTF-8')),
  },
  constants: {
    ...Object.fromEntries(INFO.map(([name, number]) => [name, number])),
    LC_CTYPE: 0,
    LC_NUMERIC: 1,
    LC_TIME: 2,
    LC_COLLATE: 3,
    LC_MONETARY: 4,
    LC_MESSAGES: 5,
    LC_ALL,
    CHAR_MAX: 127,
    Error: () => incref(errorBorrowed()),
  },
});
