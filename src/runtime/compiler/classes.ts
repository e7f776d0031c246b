/** Class definitions: the body as a function over a namespace, the class made by __build_class__. */
import type * as ast from '../parser/ast.ts';
import { checkKeywords, plainCall, starCall } from './calls.ts';
import { borrowed, type FunctionEmitter, fresh, type Val } from './emit.ts';
import { constantVal, expr } from './expressions.ts';
import { cleanDoc, closureOf, compileBlock, leave, qualnameOf, typeParams } from './functions.ts';
import { declare, loadName, storeName } from './names.ts';
import { body, returnValue } from './statements.ts';
import { docstringOf } from './symtable.ts';

const NO_PARAMS = { argcount: 0, posonlyargcount: 0, kwonlyargcount: 0 };

export function classDef(c: FunctionEmitter, s: ast.ClassDef): void {
  const decorators = s.decorator_list.map((d) => c.own(expr(c, d)));
  let v: Val = s.type_params.length === 0 ? buildClass(c, s, null) : genericClass(c, s);
  for (let i = decorators.length - 1; i >= 0; i--) {
    v = plainCall(c, decorators[i]!, [c.pin(v)], [], [], s.decorator_list[i]!);
  }
  storeName(c, s.name, v, s);
}

function buildClass(c: FunctionEmitter, s: ast.ClassDef, genericBase: Val | null): Val {
  const scope = c.unit.table.of(s);
  const first = s.decorator_list.length > 0 ? s.decorator_list[0]!.lineno : s.lineno;
  const q = qualnameOf(c, s.name);
  const index = compileBlock(c, c.unit, scope, s.name, q, NO_PARAMS, first, (f) =>
    classBody(f, s, q, first),
  );
  c.at(s);
  const bc = c.pin(fresh('BUILDCLASS(fn)'));
  const fn = c.pin(fresh(`MAKEFN(fn,C[${index}],${closureOf(c, scope)},null,null,null)`));
  const name = constantVal(c, { t: 'str', v: s.name });
  checkKeywords(s.keywords);
  const bases = genericBase === null ? s.bases : [...s.bases, genericMarker(s)];
  if (
    genericBase !== null ||
    bases.some((b) => b.kind === 'Starred') ||
    s.keywords.some((k) => k.arg === null)
  ) {
    return starCall(c, bc, bases, s.keywords, s, [fn, name]);
  }
  return plainCall(c, bc, [fn, name], bases, s.keywords, s);
}

/** The implicit Generic[...] base of a generic class, read back from its local. */
function genericMarker(s: ast.ClassDef): ast.Expr {
  return {
    kind: 'Name',
    id: '.generic_base',
    ctx: 'Load',
    lineno: s.lineno,
    col_offset: s.col_offset,
    end_lineno: s.end_lineno,
    end_col_offset: s.end_col_offset,
  };
}

function genericClass(c: FunctionEmitter, s: ast.ClassDef): Val {
  const scope = c.unit.table.of(s.type_params);
  const name = `<generic parameters of ${s.name}>`;
  const index = compileBlock(
    c,
    c.unit,
    scope,
    name,
    qualnameOf(c, name),
    NO_PARAMS,
    s.lineno,
    (f) => {
      const tp = typeParams(f, s.type_params);
      const kept = f.own(tp);
      storeName(f, '.type_params', fresh(`inc(${kept.js})`), s);
      f.at(s);
      const gb = f.operate(`SUBSCRIPTGENERIC(${kept.js})`, [kept]);
      storeName(f, '.generic_base', gb, s);
      const v = buildClass(f, s, borrowed('None'));
      returnValue(f, v, s);
    },
  );
  c.at(s);
  const fn = c.pin(fresh(`MAKEFN(fn,C[${index}],${closureOf(c, scope)},null,null,null)`));
  return plainCall(c, fn, [], [], [], s);
}

function classBody(
  f: FunctionEmitter,
  s: ast.ClassDef,
  qualname: string,
  firstlineno: number,
): void {
  const here = { lineno: firstlineno, col_offset: 0, end_lineno: firstlineno, end_col_offset: 0 };
  f.at(here);
  f.line(`SN(F,${f.name('__module__')},LN(F,${f.name('__name__')},${f.cache()}),${f.cache()});`);
  storeName(f, '__qualname__', constantVal(f, { t: 'str', v: qualname }), here);
  storeName(f, '__firstlineno__', constantVal(f, { t: 'int', v: firstlineno }), here);
  if (s.type_params.length > 0)
    storeName(f, '__type_params__', loadName(f, '.type_params', here), here);
  if (f.scope.needsClassDict) {
    const cell = declare(f, f.scope, '__classdict__', true);
    f.line(`SDEREF(${cell},inc(F.ns));`);
  }
  if (f.scope.needsClassClosure) declare(f, f.scope, '__class__', true);
  if (hasAnnotations(s.body)) f.line('SETUPANNOTATIONS(F);');
  const doc = docstringOf(s.body);
  if (doc !== null && f.unit.optimize < 2)
    storeName(f, '__doc__', constantVal(f, cleanDoc(doc.value)), doc);
  body(f, doc === null ? s.body : s.body.slice(1));
  f.at(here);
  f.line(`SN(F,${f.name('__static_attributes__')},STATICATTRS(c),${f.cache()});`);
  if (f.scope.needsClassDict) {
    f.line(
      `SN(F,${f.name('__classdictcell__')},inc(${declare(f, f.scope, '__classdict__', true)}),${f.cache()});`,
    );
  }
  if (f.scope.needsClassClosure) {
    const cell = declare(f, f.scope, '__class__', true);
    f.line(`SN(F,${f.name('__classcell__')},inc(${cell}),${f.cache()});`);
    const x = f.fresh('x');
    f.line(`const ${x}=inc(${cell});`);
    leave(f, x);
  } else {
    returnValue(f, borrowed('None'), here);
  }
}

/** Whether a body of a module or class annotates a simple name in its own block. */
export function hasAnnotations(stmts: ast.Stmt[]): boolean {
  for (const s of stmts) {
    switch (s.kind) {
      case 'AnnAssign':
        return true;
      case 'For':
      case 'AsyncFor':
      case 'While':
      case 'If':
        if (hasAnnotations(s.body) || hasAnnotations(s.orelse)) return true;
        break;
      case 'With':
      case 'AsyncWith':
        if (hasAnnotations(s.body)) return true;
        break;
      case 'Match':
        if (s.cases.some((k) => hasAnnotations(k.body))) return true;
        break;
      case 'Try':
      case 'TryStar':
        if (
          hasAnnotations(s.body) ||
          hasAnnotations(s.orelse) ||
          hasAnnotations(s.finalbody) ||
          s.handlers.some((h) => hasAnnotations(h.body))
        ) {
          return true;
        }
        break;
      default:
    }
  }
  return false;
}
