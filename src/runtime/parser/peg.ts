/**
 * Reads the notation of error-grammar.ts into objects (CPython: Tools/peg_generator).
 *
 * Invariants: parsed once, on the first failed parse. A quoted word is a keyword or a soft keyword
 * by its quotes; any other quoted text is an operator whatever its quotes.
 */

import { GRAMMAR } from './error-grammar.ts';
import * as T from './tokens.ts';

export type Item =
  | { op: 'token'; type: number; text: string }
  | { op: 'name' }
  | { op: 'softany' }
  | { op: 'soft'; word: string }
  | { op: 'rule'; rule: Rule; invalid: boolean }
  | { op: 'group'; alts: Alt[]; level: number }
  | { op: 'opt'; item: Item }
  | { op: 'loop'; item: Item; atLeast: number }
  | { op: 'gather'; item: Item; separator: Item }
  | { op: 'look'; item: Item; positive: boolean }
  | { op: 'force'; item: Item; text: string }
  | { op: 'cut' };

export type Action =
  | { do: 'default' }
  | { do: 'node'; kind: string }
  | { do: 'capture'; name: string }
  | { do: 'call'; name: string }
  | { do: 'error'; where: string; args: string[]; msg: string };

export interface Alt {
  items: Item[];
  names: (string | null)[];
  action: Action;
  /** An invalid_ rule alone: tried in the second pass only. */
  secondPassOnly: boolean;
}

export interface Rule {
  name: string;
  memo: boolean;
  left: boolean;
  alts: Alt[];
  index: number;
}

const OPERATORS: Record<string, number> = {
  '(': T.LPAR,
  ')': T.RPAR,
  '[': T.LSQB,
  ']': T.RSQB,
  ':': T.COLON,
  ',': T.COMMA,
  ';': T.SEMI,
  '+': T.PLUS,
  '-': T.MINUS,
  '*': T.STAR,
  '/': T.SLASH,
  '|': T.VBAR,
  '&': T.AMPER,
  '<': T.LESS,
  '>': T.GREATER,
  '=': T.EQUAL,
  '.': T.DOT,
  '%': T.PERCENT,
  '{': T.LBRACE,
  '}': T.RBRACE,
  '==': T.EQEQUAL,
  '!=': T.NOTEQUAL,
  '<=': T.LESSEQUAL,
  '>=': T.GREATEREQUAL,
  '~': T.TILDE,
  '^': T.CIRCUMFLEX,
  '<<': T.LEFTSHIFT,
  '>>': T.RIGHTSHIFT,
  '**': T.DOUBLESTAR,
  '+=': T.PLUSEQUAL,
  '-=': T.MINEQUAL,
  '*=': T.STAREQUAL,
  '/=': T.SLASHEQUAL,
  '%=': T.PERCENTEQUAL,
  '&=': T.AMPEREQUAL,
  '|=': T.VBAREQUAL,
  '^=': T.CIRCUMFLEXEQUAL,
  '<<=': T.LEFTSHIFTEQUAL,
  '>>=': T.RIGHTSHIFTEQUAL,
  '**=': T.DOUBLESTAREQUAL,
  '//': T.DOUBLESLASH,
  '//=': T.DOUBLESLASHEQUAL,
  '@': T.AT,
  '@=': T.ATEQUAL,
  '->': T.RARROW,
  '...': T.ELLIPSIS,
  ':=': T.COLONEQUAL,
  '!': T.EXCLAMATION,
};
const CLASSES: Record<string, number> = {
  NUMBER: T.NUMBER,
  STRING: T.STRING,
  NEWLINE: T.NEWLINE,
  INDENT: T.INDENT,
  DEDENT: T.DEDENT,
  ENDMARKER: T.ENDMARKER,
  TYPE_COMMENT: T.TYPE_COMMENT,
  FSTRING_START: T.FSTRING_START,
  FSTRING_MIDDLE: T.FSTRING_MIDDLE,
  FSTRING_END: T.FSTRING_END,
};
const LEXEME = new RegExp(
  [
    '\\s+',
    "'[^']*'",
    '"(?:[^"\\\\]|\\\\.)*"',
    '->',
    '&&',
    '#[a-z]+(?:\\([a-z,]*\\))?',
    '[$@]?[A-Za-z_]\\w*',
    '[|()?*+.&!~=:]',
  ].join('|'),
  'y',
);

/** Splits the text of one rule. */
function lexemes(text: string): string[] {
  const out: string[] = [];
  LEXEME.lastIndex = 0;
  while (LEXEME.lastIndex < text.length) {
    const at = LEXEME.lastIndex;
    const found = LEXEME.exec(text);
    if (found === null) throw new Error(`grammar: ${text.slice(at, at + 40)}`);
    if (found[0].trim() !== '') out.push(found[0]);
  }
  return out;
}

/** Reads the alternatives of one rule. */
class RuleReader {
  private at = 0;
  private readonly words: string[];
  private readonly rules: Map<string, Rule>;

  constructor(words: string[], rules: Map<string, Rule>) {
    this.words = words;
    this.rules = rules;
  }

  alternatives(end: string | undefined): Alt[] {
    const out: Alt[] = [];
    if (this.words[this.at] === '|') this.at++;
    for (;;) {
      out.push(this.alternative());
      const word = this.words[this.at++];
      if (word === '|') continue;
      if (word === end) return out;
      throw new Error(`grammar: unexpected ${word}`);
    }
  }

  private alternative(): Alt {
    const items: Item[] = [];
    const names: (string | null)[] = [];
    for (;;) {
      const word = this.words[this.at];
      if (
        word === undefined ||
        word === '|' ||
        word === ')' ||
        word === '->' ||
        word.startsWith('#')
      )
        break;
      let name: string | null = null;
      if (/^\w+$/.test(word) && this.words[this.at + 1] === '=') {
        name = word;
        this.at += 2;
      }
      items.push(this.item());
      names.push(name);
    }
    const only = items.length === 1 ? items[0] : null;
    return {
      items,
      names,
      action: this.action(),
      secondPassOnly: only?.op === 'rule' && only.invalid,
    };
  }

  private action(): Action {
    const word = this.words[this.at];
    if (word === '->') {
      const target = this.words[this.at + 1];
      this.at += 2;
      if (target.startsWith('$')) return { do: 'capture', name: target.slice(1) };
      if (target.startsWith('@')) return { do: 'call', name: target.slice(1) };
      return { do: 'node', kind: target };
    }
    if (word?.startsWith('#')) {
      const found = /^#([a-z]+)(?:\((.*)\))?$/.exec(word)!;
      const msg = this.words[this.at + 1].slice(1, -1).replaceAll('\\"', '"');
      this.at += 2;
      return { do: 'error', where: found[1], args: found[2]?.split(',') ?? [], msg };
    }
    return { do: 'default' };
  }

  private item(): Item {
    const word = this.words[this.at++];
    if (word === '~') return { op: 'cut' };
    if (word === '&') return { op: 'look', item: this.suffixed(), positive: true };
    if (word === '!') return { op: 'look', item: this.suffixed(), positive: false };
    if (word === '&&') {
      const text = this.words[this.at].slice(1, -1);
      return { op: 'force', item: this.suffixed(), text };
    }
    this.at--;
    return this.suffixed();
  }

  private suffixed(): Item {
    const item = this.atom();
    const word = this.words[this.at];
    if (word === '?') {
      this.at++;
      return { op: 'opt', item };
    }
    if (word === '*' || word === '+') {
      this.at++;
      return { op: 'loop', item, atLeast: word === '+' ? 1 : 0 };
    }
    if (word === '.') {
      this.at++;
      const element = this.atom();
      this.at++;
      return { op: 'gather', item: element, separator: item };
    }
    return item;
  }

  private atom(): Item {
    const word = this.words[this.at++];
    if (word === '(') return { op: 'group', alts: this.alternatives(')'), level: 1 };
    if (word[0] === "'" || word[0] === '"') return this.literal(word);
    if (word === 'NAME') return { op: 'name' };
    if (word === 'SOFT_KEYWORD') return { op: 'softany' };
    if (word in CLASSES) return { op: 'token', type: CLASSES[word], text: word };
    const rule = this.rules.get(word);
    if (rule === undefined) throw new Error(`grammar: no rule ${word}`);
    return { op: 'rule', rule, invalid: word.startsWith('invalid_') };
  }

  private literal(word: string): Item {
    const text = word.slice(1, -1);
    if (!/^\w+$/.test(text)) return { op: 'token', type: OPERATORS[text], text };
    if (word[0] === '"') return { op: 'soft', word: text };
    const index = (T.KEYWORDS as readonly string[]).indexOf(text);
    return { op: 'token', type: T.KEYWORD_BASE + index, text };
  }
}

let rules: Map<string, Rule> | null = null;

/** The rules by name. */
export function grammarRules(): Map<string, Rule> {
  if (rules !== null) return rules;
  const bodies: [Rule, string][] = [];
  const made = new Map<string, Rule>();
  for (const part of GRAMMAR.split(/\n(?=\w)/)) {
    const found = /^\s*(\w+)( memo| left)?:([\s\S]*)$/.exec(part);
    if (found === null) continue;
    const rule: Rule = {
      name: found[1],
      memo: found[2] === ' memo',
      left: found[2] === ' left',
      alts: [],
      index: made.size,
    };
    made.set(rule.name, rule);
    bodies.push([rule, found[3]]);
  }
  for (const [rule, body] of bodies) {
    rule.alts = new RuleReader(lexemes(body), made).alternatives(undefined);
  }
  rules = made;
  return made;
}
