/** What the symbol table and the code generator throw for a program they reject; compileSource makes it a SyntaxError. */
import type { Located } from '../parser/ast.ts';

export class SyntaxFailure {
  readonly msg: string;
  readonly at: Located;
  constructor(msg: string, at: Located) {
    this.msg = msg;
    this.at = at;
  }
}
