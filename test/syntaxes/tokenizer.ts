import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { IGrammar, IOnigLib, StateStack } from "vscode-textmate";

const require = createRequire(import.meta.url);
// Both packages are CommonJS bundles whose names an ES import cannot see.
const textmate: typeof import("vscode-textmate") = require("vscode-textmate");
const oniguruma: typeof import("vscode-oniguruma") = require("vscode-oniguruma");
const syntaxes = join(import.meta.dirname, "../../syntaxes");

/** A stretch of one line with the scopes below the grammar's own; offsets are UTF-16 code units in the line, `end` exclusive. */
interface Token {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}

/** Which of our files are injected where, as `contributes.grammars` in package.json says it to the editor. */
const injections: Readonly<Record<string, readonly string[]>> = {
  "source.sql": ["postgres", "sql-comments"],
  "source.pgsql": ["sql-comments"],
  "source.prisma": ["prisma-comments"],
};

const hosts: Readonly<Record<string, string>> = { "source.sql": "sql", "source.prisma": "prisma" };

/** The raw text of one of our grammars, by the file's first name. */
function readGrammar(name: string): string {
  return readFileSync(join(syntaxes, `${name}.injection.tmLanguage.json`), "utf8");
}

/** The grammar that an editor file gets: the stock one for the scope. Throws where that scope is not one we know. */
function readHost(scope: string): string {
  const name = hosts[scope];
  if (name === undefined) throw new Error(`no stock grammar for ${scope}`);
  return readFileSync(require.resolve(`tm-grammars/grammars/${name}.json`), "utf8");
}

let engine: Promise<IOnigLib> | undefined;

function loadEngine(): Promise<IOnigLib> {
  engine ??= oniguruma.loadWASM(readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"))).then(() => ({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }));
  return engine;
}

/** What a grammar is loaded from: the scope of the file, and what stands in for the editor's own parts. */
export interface GrammarOptions {
  readonly scope: string;
  /** The names of our grammars injected into it; left out: those that the editor injects. */
  readonly injected?: readonly string[];
  /** The text of the grammar of that scope; left out: the stock one. */
  readonly host?: string;
}

/** A grammar as the editor assembles it: the host with our injections. Throws where a file is missing or is not JSON. */
export async function loadGrammar(options: GrammarOptions): Promise<IGrammar> {
  const injected = options.injected ?? injections[options.scope] ?? [];
  const registry = new textmate.Registry({
    onigLib: loadEngine(),
    loadGrammar: async (scope) => {
      const ours = /^lockkeeper\.(.+)\.injection$/.exec(scope)?.[1];
      if (ours !== undefined) return textmate.parseRawGrammar(readGrammar(ours), "grammar.json");
      const text = scope === options.scope && options.host !== undefined ? options.host : readHost(scope);
      return textmate.parseRawGrammar(text, "grammar.json");
    },
    getInjections: (scope) => (scope === options.scope ? injected.map((name) => `lockkeeper.${name}.injection`) : []),
  });
  const grammar = await registry.loadGrammar(options.scope);
  if (grammar === null) throw new Error(`no grammar for ${options.scope}`);
  return grammar;
}

/** The tokens of each line in order. Neighbours with equal scopes are one token; the scope of the whole file is left out. */
export function tokenize(grammar: IGrammar, lines: readonly string[]): Token[][] {
  let state: StateStack = textmate.INITIAL;
  return lines.map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    const tokens: Token[] = [];
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const last = tokens.at(-1);
      const own = scopes.slice(1);
      const end = Math.min(endIndex, line.length);
      if (startIndex >= end) continue;
      if (last !== undefined && last.scopes.join(" ") === own.join(" ")) {
        tokens[tokens.length - 1] = { ...last, end };
        continue;
      }
      tokens.push({ start: startIndex, end, scopes: own });
    }
    return tokens;
  });
}

/** The scopes of the first place where `word` stands in the lines, outermost first. Throws where it does not stand there. */
export function scopesOf(grammar: IGrammar, text: string, word: string): readonly string[] {
  const lines = text.split("\n");
  const tokens = tokenize(grammar, lines);
  for (const [index, line] of lines.entries()) {
    const start = line.indexOf(word);
    if (start < 0) continue;
    return tokens[index]?.find((token) => token.start <= start && token.end > start)?.scopes ?? [];
  }
  throw new Error(`"${word}" is not in the text`);
}
