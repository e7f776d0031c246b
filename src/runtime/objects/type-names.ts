/**
 * The names of types as text: `__module__` and `__qualname__`. CPython: type_module, type_qualname.
 */
import type { TypeObject } from '../core/type-object.ts';
import { dictGetStrBorrowed } from './dict.ts';
import { intern, isStr, strJs } from './str.ts';
import type { HeapType } from './type-new.ts';

const s_module = intern('__module__');

/** `__name__` without the module part of a native type's name. */
export function typeShortName(type: TypeObject): string {
  if (type.heap !== null) return strJs((type.heap as HeapType).name);
  return type.name.slice(type.name.lastIndexOf('.') + 1);
}

/** `__qualname__`. */
export function typeQualname(type: TypeObject): string {
  return type.heap !== null ? strJs((type.heap as HeapType).qualname) : typeShortName(type);
}

/** `__module__` where it is a str, else null. */
export function typeModuleText(type: TypeObject): string | null {
  if (type.heap !== null) {
    const module = dictGetStrBorrowed(type.dict, s_module);
    return module !== null && isStr(module) ? strJs(module) : null;
  }
  const dot = type.name.lastIndexOf('.');
  return dot < 0 ? 'builtins' : type.name.slice(0, dot);
}

/** `%T` of messages: with the module unless that is builtins or __main__. CPython: PyType_GetFullyQualifiedName. */
export function typeDisplayName(type: TypeObject): string {
  const module = typeModuleText(type);
  const qualname = typeQualname(type);
  if (module === null || module === 'builtins' || module === '__main__') return qualname;
  return `${module}.${qualname}`;
}

/** "module.qualname", or the bare qualname of builtins: as reprs and messages name a class. */
export function typeFullName(type: TypeObject): string {
  const module = typeModuleText(type);
  const qualname = typeQualname(type);
  return module === null || module === 'builtins' ? qualname : `${module}.${qualname}`;
}
