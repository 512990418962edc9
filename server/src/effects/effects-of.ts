import type { CatalogReader } from "../catalog/catalog.ts";
import type { DataChange, DoBlock, Explain, ObjectName, Statement, Surrounding } from "../sql/statement.ts";
import { alterTableFacts } from "./alter-table.ts";
import { combine, UNKNOWN_EFFECTS } from "./combine.ts";
import { contextAfter } from "./context-after.ts";
import { createIndexFacts } from "./create-index.ts";
import { createTableFacts } from "./create-table.ts";
import { createViewFacts } from "./create-view.ts";
import { dataChangeFacts, planFacts } from "./data-change.ts";
import { dropFacts } from "./drop.ts";
import type { Effects } from "./effects.ts";
import { assumption, type Fact } from "./fact.ts";
import { maintenanceFacts } from "./maintenance.ts";
import { renameFacts, setSchemaFacts } from "./move-and-name.ts";
import { asBefore, type NamesBefore, namesAfter } from "./names-before.ts";
import {
  commentFacts,
  domainFacts,
  extensionFacts,
  grantFacts,
  publicationFacts,
  sequenceFacts,
} from "./object-change.ts";
import { onTableFacts } from "./on-table.ts";
import { otherFacts } from "./other-statement.ts";
import { readFacts, useFacts } from "./reading.ts";
import { type Context, subjectOf } from "./subject.ts";

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
    case "do":
      return statement.dynamic ? undefined : blockFacts(context, statement);
    case "createSchema":
      return together(
        context,
        statement.elements.map((each) => ({ statement: each, conditions: [] })),
      );
    case "explain":
      return explainFacts(context, statement);
    case "other":
      return otherFacts(statement);
    default:
      return lesserFacts(context, statement);
  }
}

type Lesser = Exclude<
  Statement,
  { readonly kind: DataChange["kind"] | "drop" | "rename" | "setSchema" | "explain" | "other" }
>;

// Of what is neither a table, an index nor a view.
function lesserFacts(context: Context, statement: Lesser): readonly Fact[] | undefined {
  switch (statement.kind) {
    case "reindex":
    case "vacuum":
    case "analyze":
    case "cluster":
    case "refresh":
    case "lockTable":
      return maintenanceFacts(context, statement);
    case "createTrigger":
    case "createPolicy":
    case "alterPolicy":
    case "createRule":
    case "createStatistics":
      return onTableFacts(context, statement);
    case "comment":
      return commentFacts(context, statement);
    case "grant":
      return grantFacts(context, statement);
    case "createSequence":
    case "alterSequence":
      return sequenceFacts(context, statement);
    case "alterDomain":
      return domainFacts(context, statement);
    case "createPublication":
    case "alterPublication":
      return publicationFacts(context, statement);
    case "createExtension":
      return extensionFacts(context, statement);
    case "alterEnum":
    case "alterOwner":
    case "createDomain":
    case "createRoutine":
    case "createType":
    case "set":
    case "transaction":
      return [];
    default:
      return undefined;
  }
}

// Without ANALYZE the statement is only planned: what it names is locked, no row is touched, and no key is looked up.
function explainFacts(context: Context, { analyze, statement }: Explain): readonly Fact[] | undefined {
  if (analyze) return factsOf(context, statement);
  switch (statement.kind) {
    case "insert":
    case "update":
    case "delete":
    case "merge":
    case "select":
      return planFacts(context, statement);
    case "createTable":
    case "createView":
      return (statement.reads ?? []).flatMap((name) => useFacts(context, subjectOf(context, name), "ACCESS SHARE"));
    default:
      return undefined;
  }
}

// The sum of what its statements do, each after those before it, to what was there when the block began.
function blockFacts(context: Context, { statements }: DoBlock): readonly Fact[] | undefined {
  const facts = together(
    context,
    statements.map(({ statement, inside }) => ({ statement, conditions: inside.flatMap(readsOf) })),
  );
  if (facts === undefined || !statements.some(({ conditional }) => conditional)) return facts;
  return [...facts, assumption("Every statement of the block runs.")];
}

function readsOf(around: Surrounding): readonly ObjectName[] {
  return around.kind === "condition" ? (around.reads ?? []) : [];
}

interface InOrder {
  readonly statement: Statement;
  /** What is read to decide whether it runs. */
  readonly conditions: readonly ObjectName[];
}

function together(context: Context, statements: readonly InOrder[]): readonly Fact[] | undefined {
  const facts: Fact[] = [];
  let names: NamesBefore = new Map();
  let now = context;
  for (const { statement, conditions } of statements) {
    const own = factsOf(now, statement);
    if (own === undefined) return undefined;
    const read = conditions.flatMap((name) => readFacts(now, subjectOf(now, name)));
    facts.push(...asBefore([...read, ...own], names));
    const next = contextAfter(now, statement);
    names = namesAfter(names, now, next, statement);
    now = next;
  }
  return facts;
}
