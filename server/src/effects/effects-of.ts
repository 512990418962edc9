import type { CatalogReader } from "../catalog/catalog.ts";
import type { Statement } from "../sql/statement.ts";
import { alterTableFacts } from "./alter-table.ts";
import { combine, UNKNOWN_EFFECTS } from "./combine.ts";
import { createIndexFacts } from "./create-index.ts";
import { createTableFacts } from "./create-table.ts";
import { createViewFacts } from "./create-view.ts";
import { dataChangeFacts } from "./data-change.ts";
import { dropFacts } from "./drop.ts";
import type { Effects } from "./effects.ts";
import type { Fact } from "./fact.ts";
import { renameFacts, setSchemaFacts } from "./move-and-name.ts";
import { otherFacts } from "./other-statement.ts";
import type { Context } from "./subject.ts";

/**
 * What the statement does at run time to what stands in `before`, on that major version of Postgres. A relation that
 * `before` does not know is taken for an existing plain table; where the text does not say enough, `known` is false.
 * Each answer is watched on real servers by `test/postgres/effects.test.ts`.
 */
export function effectsOf(statement: Statement, before: CatalogReader, version: number): Effects {
  const facts = factsOf({ reader: before, version }, statement);
  return facts === undefined ? UNKNOWN_EFFECTS : combine(facts);
}

function factsOf(context: Context, statement: Statement): readonly Fact[] | undefined {
  switch (statement.kind) {
    case "createIndex":
      return createIndexFacts(context, statement);
    case "createTable":
      return createTableFacts(context, statement);
    case "alterTable":
      return alterTableFacts(context, statement);
    case "drop":
      return dropFacts(context, statement);
    case "rename":
      return renameFacts(context, statement);
    case "setSchema":
      return setSchemaFacts(context, statement);
    case "createView":
      return createViewFacts(context, statement);
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "truncate":
    case "copy":
    case "select":
      return dataChangeFacts(context, statement);
    case "createSequence":
    case "createType":
    case "createDomain":
    case "createSchema":
    case "transaction":
    case "set":
      return [];
    default:
      return otherFacts(context, statement);
  }
}
