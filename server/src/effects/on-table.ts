import { otherKey } from "../catalog/keys.ts";
import { searchPath, tableById } from "../catalog/resolve.ts";
import type { CreateRule, CreateStatistics, CreateTrigger, DropObjects, Policy, Rename } from "../sql/statement.ts";
import { assumption, type Fact } from "./fact.ts";
import { type Context, isPartitioned, lock, lockFamily, type Subject, subjectOf, subjectOfTable } from "./subject.ts";

/** A statement that makes something of a table's, or changes it. */
export type OnTable = CreateTrigger | Policy | CreateRule | CreateStatistics;

/** What it does. */
export function onTableFacts(context: Context, statement: OnTable): readonly Fact[] {
  switch (statement.kind) {
    case "createTrigger":
      return triggerFacts(context, statement);
    case "createPolicy":
    case "alterPolicy":
      return [
        ...lock(subjectOf(context, statement.table), "ACCESS EXCLUSIVE"),
        ...lock(
          statement.reads.map((name) => subjectOf(context, name)),
          "ACCESS SHARE",
          "the policy reads it",
        ),
      ];
    case "createRule": {
      const reads = statement.reads.map((name) => subjectOf(context, name));
      return [
        ...lock(subjectOf(context, statement.table), "ACCESS EXCLUSIVE"),
        ...lock(reads, "ROW EXCLUSIVE", "the rule names it"),
        ...reads.map(({ name }) => assumption(`The rule writes to ${name}.`)),
      ];
    }
    case "createStatistics":
      return lock(
        statement.tables.map((name) => subjectOf(context, name)),
        "SHARE UPDATE EXCLUSIVE",
      );
  }
}

// Partitions get a trigger for each row, tables that inherit get none.
function triggerFacts(context: Context, { table, rowLevel, references }: CreateTrigger): readonly Fact[] {
  const subject = subjectOf(context, table);
  const isShared = rowLevel && isPartitioned(subject);
  return [
    ...(isShared ? lockFamily(context, subject, "SHARE ROW EXCLUSIVE") : lock(subject, "SHARE ROW EXCLUSIVE")),
    ...(references ? lock(subjectOf(context, references), "ACCESS SHARE", "the trigger's FROM names it") : []),
  ];
}

/** What RENAME of a trigger, a policy or a rule does; from 15 on partitions follow. */
export function renameOnTable(context: Context, { objectKind, name, part }: Rename): readonly Fact[] {
  const subject = subjectOf(context, name);
  const isShared = objectKind === "trigger" && context.version >= 15 && hasRowTrigger(subject, part);
  return isShared ? lockFamily(context, subject, "ACCESS EXCLUSIVE") : lock(subject, "ACCESS EXCLUSIVE");
}

/** What DROP of a trigger, a policy or a rule does. */
export function dropOnTable(context: Context, { objectKind, names, on }: DropObjects): readonly Fact[] | undefined {
  if (on === undefined) return undefined;
  const subject = subjectOf(context, on);
  const isShared = objectKind === "trigger" && names.some(({ name }) => hasRowTrigger(subject, name));
  return isShared ? lockFamily(context, subject, "ACCESS EXCLUSIVE") : lock(subject, "ACCESS EXCLUSIVE");
}

function hasRowTrigger(subject: Subject, name: string | undefined): boolean {
  if (!isPartitioned(subject)) return false;
  return subject.table?.triggers.some((trigger) => trigger.rowLevel && trigger.name === name) === true;
}

/** What DROP STATISTICS does; undefined where no file says of which table they are. */
export function dropStatistics(context: Context, { names }: DropObjects): readonly Fact[] | undefined {
  const facts: Fact[] = [];
  for (const { schema, name } of names) {
    const schemas = schema === undefined ? searchPath(context.reader) : [schema];
    const keys = schemas.map((each) => otherKey("statistics", `${each}.${name}`));
    const entry = keys.map((key) => context.reader.get(key)).find((each) => each?.kind === "statistics");
    const table = entry?.kind === "statistics" && entry.table ? tableById(context.reader, entry.table) : undefined;
    if (table === undefined) return undefined;
    facts.push(...lock(subjectOfTable(table), "SHARE UPDATE EXCLUSIVE", "the statistics are of it"));
  }
  return facts;
}
