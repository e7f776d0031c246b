/** _pickle: the accelerator of pickle. CPython: Modules/_pickle.c. */
import { isTrue } from '../../core/abstract.ts';
import { nativeFunction } from '../../core/args.ts';
import { lookupAttr } from '../../core/attr.ts';
import { typeError } from '../../core/errors.ts';
import { intern } from '../../objects/str.ts';
import { defineModule } from '../../core/module-define.ts';
import { type Owned, type PyObject, xdecref } from '../../core/object.ts';
import { newBytes } from '../../objects/bytes.ts';
import { PickleBufferType } from './buffer.ts';
import { Pickler, PicklerType } from './pickler.ts';
import { PickleError, PicklingError, UnpicklingError } from './support.ts';
import { unpickleBytes, Unpickler, UnpicklerType } from './unpickler.ts';

const s_write = intern('write');
const s_read = intern('read');
const s_readline = intern('readline');

function pickled(
  obj: PyObject,
  write: PyObject | null,
  protocol: PyObject | undefined,
  fix: PyObject | undefined,
  callback: PyObject | undefined,
): Pickler {
  const p = new Pickler();
  try {
    p.setProtocol(protocol, fix === undefined || isTrue(fix));
    p.setBufferCallback(callback);
    p.write = write;
    p.dump(obj);
    return p;
  } finally {
    p.clearMemo();
    xdecref(p.bufferCallback);
  }
}

function dump(
  _m: PyObject,
  obj: PyObject,
  file: PyObject,
  protocol?: PyObject,
  fix?: PyObject,
  callback?: PyObject,
): void {
  const write = lookupAttr(file, s_write);
  if (write === null) throw typeError("file must have a 'write' attribute");
  try {
    pickled(obj, write, protocol, fix, callback);
  } finally {
    xdecref(write);
  }
}

function dumps(
  _m: PyObject,
  obj: PyObject,
  protocol?: PyObject,
  fix?: PyObject,
  callback?: PyObject,
): Owned {
  return newBytes(pickled(obj, null, protocol, fix, callback).out.finish());
}

function load(
  _m: PyObject,
  file: PyObject,
  fix?: PyObject,
  encoding?: PyObject,
  errors?: PyObject,
  buffers?: PyObject,
): Owned {
  const u = new Unpickler();
  try {
    u.read = lookupAttr(file, s_read);
    u.readline = lookupAttr(file, s_readline);
    if (u.read === null || u.readline === null) {
      throw typeError("file must have 'read' and 'readline' attributes");
    }
    u.setOptions(fix, encoding, errors, buffers);
    return u.load(null);
  } finally {
    u.clear();
  }
}

function loads(
  _m: PyObject,
  data: PyObject,
  fix?: PyObject,
  encoding?: PyObject,
  errors?: PyObject,
  buffers?: PyObject,
): Owned {
  return unpickleBytes(data, (u) => u.setOptions(fix, encoding, errors, buffers));
}

const LOAD_OPTIONS = "*, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=()";

defineModule('_pickle', {
  functions: {
    dump: nativeFunction(
      'dump',
      '($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)',
      dump,
      'Writes an object to a file.',
    ),
    dumps: nativeFunction(
      'dumps',
      '($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)',
      dumps,
      'An object as bytes.',
    ),
    load: nativeFunction(
      'load',
      `($module, /, file, ${LOAD_OPTIONS})`,
      load,
      'Reads an object from a file.',
    ),
    loads: nativeFunction(
      'loads',
      "($module, data, /, *, fix_imports=True, encoding='ASCII',\n" +
        "      errors='strict', buffers=())",
      loads,
      'The object that bytes hold.',
    ),
  },
  types: { Pickler: PicklerType, Unpickler: UnpicklerType, PickleBuffer: PickleBufferType },
  constants: {
    PickleError: () => PickleError.owned(),
    PicklingError: () => PicklingError.owned(),
    UnpicklingError: () => UnpicklingError.owned(),
  },
});
