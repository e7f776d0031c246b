/** _io: the core of files. CPython: Modules/_io/_iomodule.c. */
import { method } from '../../core/args.ts';
import { defineModule } from '../../core/module-define.ts';
import { decref, incref } from '../../core/object.ts';
import { S } from '../../core/state.ts';
import { dictGetStrBorrowed, dictSetStr } from '../../objects/dict.ts';
import { BlockingIOErrorType } from '../../objects/exceptions.ts';
import { intern } from '../../objects/str.ts';
import {
  BufferedRandomType,
  BufferedReaderType,
  BufferedRWPairType,
  BufferedWriterType,
} from './bufferedio.ts';
import { BytesIOBufferType, BytesIOType } from './bytesio.ts';
import { FileIOType } from './fileio.ts';
import {
  BufferedIOBaseType,
  DEFAULT_BUFFER_SIZE,
  IOBaseType,
  RawIOBaseType,
  TextIOBaseType,
  unsupportedOperationBorrowed,
} from './iobase.ts';
import { open, openCode, openSignature, textEncoding } from './open.ts';
import { StringIOType } from './stringio.ts';
import { IncrementalNewlineDecoderType, TextIOWrapperType } from './textio.ts';

defineModule('_io', {
  doc: 'Files: raw, buffered and text.',
  functions: {
    open: method(openSignature, open),
    text_encoding: method('($module, encoding, stacklevel=2, /)', textEncoding),
    open_code: method('($module, /, path)', openCode),
  },
  types: {
    _IOBase: IOBaseType,
    _RawIOBase: RawIOBaseType,
    _BufferedIOBase: BufferedIOBaseType,
    _TextIOBase: TextIOBaseType,
    FileIO: FileIOType,
    BytesIO: BytesIOType,
    StringIO: StringIOType,
    BufferedReader: BufferedReaderType,
    BufferedWriter: BufferedWriterType,
    BufferedRWPair: BufferedRWPairType,
    BufferedRandom: BufferedRandomType,
    TextIOWrapper: TextIOWrapperType,
    IncrementalNewlineDecoder: IncrementalNewlineDecoderType,
    _BytesIOBuffer: BytesIOBufferType,
    BlockingIOError: BlockingIOErrorType,
  },
  constants: {
    DEFAULT_BUFFER_SIZE,
    UnsupportedOperation: () => incref(unsupportedOperationBorrowed()),
  },
  // CPython: init_set_builtins_open. The startup makes this module for the standard streams.
  init(dict) {
    const name = intern('open');
    dictSetStr(S.builtins, name, dictGetStrBorrowed(dict, name)!);
    decref(name);
  },
});
