import { findIndex, findRelation } from "../catalog/resolve.ts";
import type { Rename, SetSchema } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { type Context, lock, lockFamily, lockIndexes, type Subject, subjectOf } from "./subject.ts";

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
    case "attribute":
      return lockFamily(context, subject, "ACCESS EXCLUSIVE");
    case "constraint":
      return renameConstraint(context, subject, statement.part);
    case "sequence":
    case "schema":
    case "type":
    case "domain":
      return [];
    default:
      return undefined;
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

function renameConstraint(context: Context, subject: Subject, name: string | undefined): readonly Fact[] {
  const constraint = subject.table?.constraints.find((each) => each.name === name);
  return [
    // A CHECK goes by the same name on the tables below.
    ...(constraint?.kind === "check" && !constraint.noInherit
      ? lockFamily(context, subject, "ACCESS EXCLUSIVE")
      : lock(subject, "ACCESS EXCLUSIVE")),
    ...lockIndexes(subject, "SHARE UPDATE EXCLUSIVE", (index) => index.constraint === name),
  ];
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
