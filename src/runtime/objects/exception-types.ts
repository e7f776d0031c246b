/**
 * Identities of the built-in exception types and their hierarchy. CPython: Objects/exceptions.c
 * (the type structs).
 *
 * Like core/type-object.ts this file imports nothing that runs: every file may use the identities
 * while it loads. What the types do is declared in exceptions.ts and the files it re-exports.
 */
import { BaseExceptionType, TypeObject } from '../core/type-object.ts';

export { BaseExceptionType };

function derived(name: string, base: TypeObject): TypeObject {
  const type = new TypeObject(name);
  type.base = base;
  return type;
}

export const BaseExceptionGroupType = derived('BaseExceptionGroup', BaseExceptionType);
export const ExceptionGroupType = derived('ExceptionGroup', BaseExceptionGroupType);
export const ExceptionType = derived('Exception', BaseExceptionType);
export const GeneratorExitType = derived('GeneratorExit', BaseExceptionType);
export const KeyboardInterruptType = derived('KeyboardInterrupt', BaseExceptionType);
export const SystemExitType = derived('SystemExit', BaseExceptionType);
export const ArithmeticErrorType = derived('ArithmeticError', ExceptionType);
export const AssertionErrorType = derived('AssertionError', ExceptionType);
export const AttributeErrorType = derived('AttributeError', ExceptionType);
export const BufferErrorType = derived('BufferError', ExceptionType);
export const EOFErrorType = derived('EOFError', ExceptionType);
export const ImportErrorType = derived('ImportError', ExceptionType);
export const LookupErrorType = derived('LookupError', ExceptionType);
export const MemoryErrorType = derived('MemoryError', ExceptionType);
export const NameErrorType = derived('NameError', ExceptionType);
export const OSErrorType = derived('OSError', ExceptionType);
export const ReferenceErrorType = derived('ReferenceError', ExceptionType);
export const RuntimeErrorType = derived('RuntimeError', ExceptionType);
export const StopAsyncIterationType = derived('StopAsyncIteration', ExceptionType);
export const StopIterationType = derived('StopIteration', ExceptionType);
export const SyntaxErrorType = derived('SyntaxError', ExceptionType);
export const SystemErrorType = derived('SystemError', ExceptionType);
export const TypeErrorType = derived('TypeError', ExceptionType);
export const ValueErrorType = derived('ValueError', ExceptionType);
export const WarningType = derived('Warning', ExceptionType);
export const FloatingPointErrorType = derived('FloatingPointError', ArithmeticErrorType);
export const OverflowErrorType = derived('OverflowError', ArithmeticErrorType);
export const ZeroDivisionErrorType = derived('ZeroDivisionError', ArithmeticErrorType);
export const BytesWarningType = derived('BytesWarning', WarningType);
export const DeprecationWarningType = derived('DeprecationWarning', WarningType);
export const EncodingWarningType = derived('EncodingWarning', WarningType);
export const FutureWarningType = derived('FutureWarning', WarningType);
export const ImportWarningType = derived('ImportWarning', WarningType);
export const PendingDeprecationWarningType = derived('PendingDeprecationWarning', WarningType);
export const ResourceWarningType = derived('ResourceWarning', WarningType);
export const RuntimeWarningType = derived('RuntimeWarning', WarningType);
export const SyntaxWarningType = derived('SyntaxWarning', WarningType);
export const UnicodeWarningType = derived('UnicodeWarning', WarningType);
export const UserWarningType = derived('UserWarning', WarningType);
export const BlockingIOErrorType = derived('BlockingIOError', OSErrorType);
export const ChildProcessErrorType = derived('ChildProcessError', OSErrorType);
export const ConnectionErrorType = derived('ConnectionError', OSErrorType);
export const FileExistsErrorType = derived('FileExistsError', OSErrorType);
export const FileNotFoundErrorType = derived('FileNotFoundError', OSErrorType);
export const InterruptedErrorType = derived('InterruptedError', OSErrorType);
export const IsADirectoryErrorType = derived('IsADirectoryError', OSErrorType);
export const NotADirectoryErrorType = derived('NotADirectoryError', OSErrorType);
export const PermissionErrorType = derived('PermissionError', OSErrorType);
export const ProcessLookupErrorType = derived('ProcessLookupError', OSErrorType);
export const TimeoutErrorType = derived('TimeoutError', OSErrorType);
export const IndentationErrorType = derived('IndentationError', SyntaxErrorType);
export const IncompleteInputErrorType = derived('_IncompleteInputError', SyntaxErrorType);
export const IndexErrorType = derived('IndexError', LookupErrorType);
export const KeyErrorType = derived('KeyError', LookupErrorType);
export const ModuleNotFoundErrorType = derived('ModuleNotFoundError', ImportErrorType);
export const NotImplementedErrorType = derived('NotImplementedError', RuntimeErrorType);
export const PythonFinalizationErrorType = derived('PythonFinalizationError', RuntimeErrorType);
export const RecursionErrorType = derived('RecursionError', RuntimeErrorType);
export const UnboundLocalErrorType = derived('UnboundLocalError', NameErrorType);
export const UnicodeErrorType = derived('UnicodeError', ValueErrorType);
export const BrokenPipeErrorType = derived('BrokenPipeError', ConnectionErrorType);
export const ConnectionAbortedErrorType = derived('ConnectionAbortedError', ConnectionErrorType);
export const ConnectionRefusedErrorType = derived('ConnectionRefusedError', ConnectionErrorType);
export const ConnectionResetErrorType = derived('ConnectionResetError', ConnectionErrorType);
export const TabErrorType = derived('TabError', IndentationErrorType);
export const UnicodeDecodeErrorType = derived('UnicodeDecodeError', UnicodeErrorType);
export const UnicodeEncodeErrorType = derived('UnicodeEncodeError', UnicodeErrorType);
export const UnicodeTranslateErrorType = derived('UnicodeTranslateError', UnicodeErrorType);

/** All of them by name, in the order in which CPython puts them into builtins. */
export const builtinExceptions: Record<string, TypeObject> = {
  BaseException: BaseExceptionType,
  BaseExceptionGroup: BaseExceptionGroupType,
  Exception: ExceptionType,
  GeneratorExit: GeneratorExitType,
  KeyboardInterrupt: KeyboardInterruptType,
  SystemExit: SystemExitType,
  ArithmeticError: ArithmeticErrorType,
  AssertionError: AssertionErrorType,
  AttributeError: AttributeErrorType,
  BufferError: BufferErrorType,
  EOFError: EOFErrorType,
  ImportError: ImportErrorType,
  LookupError: LookupErrorType,
  MemoryError: MemoryErrorType,
  NameError: NameErrorType,
  OSError: OSErrorType,
  ReferenceError: ReferenceErrorType,
  RuntimeError: RuntimeErrorType,
  StopAsyncIteration: StopAsyncIterationType,
  StopIteration: StopIterationType,
  SyntaxError: SyntaxErrorType,
  SystemError: SystemErrorType,
  TypeError: TypeErrorType,
  ValueError: ValueErrorType,
  Warning: WarningType,
  FloatingPointError: FloatingPointErrorType,
  OverflowError: OverflowErrorType,
  ZeroDivisionError: ZeroDivisionErrorType,
  BytesWarning: BytesWarningType,
  DeprecationWarning: DeprecationWarningType,
  EncodingWarning: EncodingWarningType,
  FutureWarning: FutureWarningType,
  ImportWarning: ImportWarningType,
  PendingDeprecationWarning: PendingDeprecationWarningType,
  ResourceWarning: ResourceWarningType,
  RuntimeWarning: RuntimeWarningType,
  SyntaxWarning: SyntaxWarningType,
  UnicodeWarning: UnicodeWarningType,
  UserWarning: UserWarningType,
  BlockingIOError: BlockingIOErrorType,
  ChildProcessError: ChildProcessErrorType,
  ConnectionError: ConnectionErrorType,
  FileExistsError: FileExistsErrorType,
  FileNotFoundError: FileNotFoundErrorType,
  InterruptedError: InterruptedErrorType,
  IsADirectoryError: IsADirectoryErrorType,
  NotADirectoryError: NotADirectoryErrorType,
  PermissionError: PermissionErrorType,
  ProcessLookupError: ProcessLookupErrorType,
  TimeoutError: TimeoutErrorType,
  IndentationError: IndentationErrorType,
  _IncompleteInputError: IncompleteInputErrorType,
  IndexError: IndexErrorType,
  KeyError: KeyErrorType,
  ModuleNotFoundError: ModuleNotFoundErrorType,
  NotImplementedError: NotImplementedErrorType,
  PythonFinalizationError: PythonFinalizationErrorType,
  RecursionError: RecursionErrorType,
  UnboundLocalError: UnboundLocalErrorType,
  UnicodeError: UnicodeErrorType,
  BrokenPipeError: BrokenPipeErrorType,
  ConnectionAbortedError: ConnectionAbortedErrorType,
  ConnectionRefusedError: ConnectionRefusedErrorType,
  ConnectionResetError: ConnectionResetErrorType,
  TabError: TabErrorType,
  UnicodeDecodeError: UnicodeDecodeErrorType,
  UnicodeEncodeError: UnicodeEncodeErrorType,
  UnicodeTranslateError: UnicodeTranslateErrorType,
  ExceptionGroup: ExceptionGroupType,
};
