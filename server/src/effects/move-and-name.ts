import { findIndex, findRelation, findType } from "../catalog/resolve.ts";
import type { ObjectName, Rename, SetSchema } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { renameOnTable } from "./on-table.ts";
import { type Context, family, lock, lockFamily, lockIndexes, subjectOf, subjectOfTable } from "./subject.ts";
import { tablesOfType } from "./typed-tables.ts";

/** What ALTER … RENAME does; undefined where the text does not say of what. */
export function renameFacts(context: Context, statement: Rename): readonly Fact[] | undefined {
  const subject = subjectOf(context, statement.name);
  switch (statement.objectKind) {
    case "table":
    case "foreign table":
    case "view":
    case "materialized view": {
      const index = renameIndex(context, statement, "ACCESS EXCLUSIVE");
      if (index !== undefined) return index;
      return subject.relation?.kind === "sequence" ? [] : lock(subject, "ACCESS EXCLUSIVE");
    }
    case "index":
      return renameIndex(context, statement, "SHARE UPDATE EXCLUSIVE");
    case "column":
      return lockFamily(context, subject, "ACCESS EXCLUSIVE");
    case "constraint":
      return renameConstraint(context, statement.name, statement.part);
    case "trigger":
    case "policy":
    case "rule":
      return renameOnTable(context, statement);
    case "attribute": {
      const because = "it is made of the type";
      return tablesOfType(context, statement.name).flatMap((table) =>
        lock(family(context, subjectOfTable(table)), "ACCESS EXCLUSIVE", because),
      );
    }
    case "other":
      return undefined;
    default:
      return [];
  }
}

function renameIndex(
  context: Context,
  { name }: Rename,
  mode: "ACCESS EXCLUSIVE" | "SHARE UPDATE EXCLUSIVE",
): readonly Fact[] | undefined {
  const found = findIndex(context.reader, name);
  return found && lockIndexes(subjectOf(context, found.owner), mode, (index) => index === found.index);
}

function renameConstraint(context: Context, target: ObjectName, name: string | undefined): readonly Fact[] {
  const subject = subjectOf(context, target);
  if (subject.table === undefined && isDomain(context, target)) return [];
  const constraint = subject.table?.constraints.find((each) => each.name === name);
  return [
    // A CHECK goes by the same name on the tables below.
    ...(constraint?.kind === "check" && !constraint.noInherit
      ? lockFamily(context, subject, "ACCESS EXCLUSIVE")
      : lock(subject, "ACCESS EXCLUSIVE")),
    ...lockIndexes(subject, "SHARE UPDATE EXCLUSIVE", (index) => index.constraint === name),
  ];
}

function isDomain({ reader }: Context, name: ObjectName): boolean {
  return findType(reader, name)?.entry.form === "domain";
}

/** What ALTER … SET SCHEMA does; undefined where the text does not say to what. */
export function setSchemaFacts(context: Context, statement: SetSchema): readonly Fact[] | undefined {
  switch (statement.objectKind) {
    case "table":
    case "foreign table":
    case "view":
    case "materialized view": {
      const isSequence = findRelation(context.reader, statement.name)?.entry.kind === "sequence";
      return isSequence ? [] : lock(subjectOf(context, statement.name), "ACCESS EXCLUSIVE");
    }
    case "index":
    case "sequence":
    case "schema":
    case "type":
    case "domain":
    case "column":
    case "constraint":
      return [];
    default:
      return undefined;
  }
}
