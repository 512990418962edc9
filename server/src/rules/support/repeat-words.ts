import { quoteIdentifier } from "../../catalog/quoted-name.ts";
import type { MigrationStatement } from "../../engine/rule.ts";
import { type Token, tokenize } from "../../sql/lexer.ts";
import type { AlterTable, AlterTableAction, ObjectName, Statement } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";

/** A statement, or a part of one, that fails when it runs a second time. */
export interface Unrepeatable {
  /** What is underlined; counts from the segment's start. */
  readonly range: Range;
  /** Postgres's complaint the second time: `relation "orders" already exists`. */
  readonly fails: string;
  /** What makes it repeatable: words that the grammar has for it, a statement to put before it, or advice alone. */
  readonly cure:
    | { readonly kind: "words"; readonly words: string; readonly at: number }
    | { readonly kind: "before"; readonly sql: string }
    | { readonly kind: "none"; readonly advice: string };
}

/** Words of a statement in order, comments left out, in lower case; what is quoted is empty. */
interface Written {
  readonly words: readonly string[];
  readonly tokens: readonly Token[];
}

function writtenIn(text: string, { start, end }: Range): Written {
  const tokens = tokenize(text, start, end).filter(({ kind }) => kind !== "lineComment" && kind !== "blockComment");
  const words = tokens.map((token) => (token.kind === "word" ? text.slice(token.start, token.end).toLowerCase() : ""));
  return { words, tokens };
}

/** Just behind the last of these words where they follow one another from `first`, each but the last optional. */
function behind({ words, tokens }: Written, sequence: readonly string[], last: string): number | undefined {
  let at = 0;
  for (const word of sequence) if (words[at] === word) at += 1;
  return words[at] === last ? tokens[at]?.end : undefined;
}

/** What fails in the statement when it has run before, in the order of the text. */
export function unrepeatableIn({ statement, segment }: MigrationStatement): readonly Unrepeatable[] {
  const text = segment.text;
  if (statement.kind === "alterTable") return statement.actions.flatMap((action) => ofAction(text, statement, action));
  const found = ofStatement(statement, writtenIn(text, statement.range));
  return found === undefined ? [] : [found];
}

const TABLE_WORDS = ["create", "global", "local", "unlogged", "foreign"];

function ofStatement(statement: Statement, written: Written): Unrepeatable | undefined {
  const { range } = statement;
  switch (statement.kind) {
    case "createTable":
      if (statement.ifNotExists || statement.persistence === "temporary") return undefined;
      return made(range, relation(statement.name), behind(written, TABLE_WORDS, "table"));
    case "createSequence":
      if (statement.ifNotExists || statement.temporary) return undefined;
      return made(range, relation(statement.name), behind(written, ["create", "unlogged"], "sequence"));
    case "createSchema":
      if (statement.ifNotExists || statement.elements.length > 0) return undefined;
      return made(range, `schema "${statement.name}"`, behind(written, ["create"], "schema"));
    case "createExtension":
      if (statement.ifNotExists) return undefined;
      return made(range, `extension "${statement.name}"`, behind(written, ["create"], "extension"));
    case "createView":
      return ofView(statement, written);
    case "createIndex":
      return ofIndex(statement);
    case "alterEnum": {
      const { change } = statement;
      if (change.kind !== "addValue" || change.ifNotExists) return undefined;
      const value = written.words.indexOf("value");
      return made(range, `enum label "${change.value}"`, written.tokens[value]?.end);
    }
    case "drop": {
      if (statement.ifExists) return undefined;
      const name = statement.names[0]?.name ?? "";
      const isOfMany = written.words.indexOf("concurrently") === 2;
      const at = isOfMany ? written.tokens[2]?.end : statement.keyword.end;
      return words(range, `${statement.objectKind} "${name}" does not exist`, "IF EXISTS", at);
    }
    default:
      return undefined;
  }
}

function ofView(statement: Statement & { readonly kind: "createView" }, written: Written): Unrepeatable | undefined {
  const { range, materialized, ifNotExists, orReplace, name } = statement;
  if (ifNotExists || orReplace || written.words.some((word) => word === "temp" || word === "temporary"))
    return undefined;
  if (materialized) return made(range, relation(name), behind(written, ["create", "materialized"], "view"));
  return words(range, `${relation(name)} already exists`, "OR REPLACE", written.tokens[0]?.end);
}

/** IF NOT EXISTS would take the INVALID index that a cancelled build leaves for the real one. */
function ofIndex(statement: Statement & { readonly kind: "createIndex" }): Unrepeatable | undefined {
  const { name, ifNotExists, concurrently, range, table, concurrentlyAt } = statement;
  if (name === undefined || ifNotExists) return undefined;
  const found = made(range, `relation "${name.name}"`, concurrentlyAt);
  if (!concurrently || found === undefined) return found;
  const schema = table.schema === undefined ? "" : `${quoteIdentifier(table.schema)}.`;
  return {
    ...found,
    cure: { kind: "before", sql: `DROP INDEX CONCURRENTLY IF EXISTS ${schema}${quoteIdentifier(name.name)}` },
  };
}

function ofAction(text: string, { name }: AlterTable, action: AlterTableAction): readonly Unrepeatable[] {
  const written = writtenIn(text, action.range);
  const { range } = action;
  const column = written.words[1] === "column" ? written.tokens[1] : written.tokens[0];
  switch (action.kind) {
    case "addColumn": {
      if (action.ifNotExists) return [];
      return listed(made(range, `column "${action.column.name.name}" of ${relation(name)}`, column?.end));
    }
    case "dropColumn": {
      if (action.ifExists) return [];
      const fails = `column "${action.column.name}" of ${relation(name)} does not exist`;
      return listed(words(range, fails, "IF EXISTS", column?.end));
    }
    case "dropConstraint": {
      if (action.ifExists) return [];
      const fails = `constraint "${action.constraint.name}" of ${relation(name)} does not exist`;
      return listed(words(range, fails, "IF EXISTS", written.tokens[1]?.end));
    }
    case "addConstraint": {
      const { constraint } = action;
      const own = constraint.name?.name;
      const fails =
        own === undefined ? "a second constraint is made" : `constraint "${own}" for ${relation(name)} already exists`;
      const advice =
        own === undefined
          ? "Give it a name, and put DROP CONSTRAINT IF EXISTS with that name before it"
          : `Put DROP CONSTRAINT IF EXISTS ${quoteIdentifier(own)} before it`;
      return [{ range, fails, cure: { kind: "none", advice } }];
    }
    default:
      return [];
  }
}

function listed(found: Unrepeatable | undefined): readonly Unrepeatable[] {
  return found === undefined ? [] : [found];
}

function relation({ name }: ObjectName): string {
  return `relation "${name}"`;
}

function made(range: Range, what: string, at: number | undefined): Unrepeatable | undefined {
  return words(range, `${what} already exists`, "IF NOT EXISTS", at);
}

function words(range: Range, fails: string, added: string, at: number | undefined): Unrepeatable | undefined {
  return at === undefined ? undefined : { range, fails, cure: { kind: "words", words: added, at } };
}
