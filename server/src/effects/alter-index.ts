import { type FoundIndex, findIndex } from "../catalog/resolve.ts";
import type { AlterTable, PartitionAction } from "../sql/statement.ts";
import { assumption, type Fact } from "./fact.ts";
import { type Context, lock, lockIndexes, subjectOf, subjectOfTable } from "./subject.ts";

/** What ALTER INDEX does: to the index alone, but for ATTACH PARTITION. Undefined where the index is not known. */
export function alterIndexFacts(context: Context, { name, actions }: AlterTable): readonly Fact[] | undefined {
  const [action] = actions;
  const found = findIndex(context.reader, name);
  if (found === undefined || action === undefined || actions.length > 1) return undefined;
  const own = (mode: "ACCESS EXCLUSIVE" | "SHARE UPDATE EXCLUSIVE") =>
    lockIndexes(subjectOf(context, found.owner), mode, (index) => index === found.index);
  switch (action.kind) {
    case "attachPartition":
      return attachIndex(context, found, action);
    case "setOptions":
    case "resetOptions":
    case "setStatistics":
      return own("SHARE UPDATE EXCLUSIVE");
    case "setTablespace":
      return [...own("ACCESS EXCLUSIVE"), ...copyFacts(found, action.name?.name)];
    default:
      return undefined;
  }
}

// One of a partitioned table has no file. What is Postgres's own place is taken for where the index is already.
function copyFacts({ owner, index }: FoundIndex, place: string | undefined): readonly Fact[] {
  if (owner.kind === "table" && owner.tableKind === "partitioned") return [];
  if (place === undefined || place === "pg_default") {
    return [assumption(`${index.name} stands there already: else it is copied as a whole.`)];
  }
  return [{ kind: "copiesIndex", index: index.name }];
}

function attachIndex(context: Context, parent: FoundIndex, action: PartitionAction): readonly Fact[] | undefined {
  const child = findIndex(context.reader, action.partition);
  if (parent.owner.kind !== "table" || child?.owner.kind !== "table") return undefined;
  const [above, below] = [subjectOfTable(parent.owner), subjectOfTable(child.owner)];
  return [
    ...lock([above, below], "ACCESS SHARE"),
    ...lockIndexes(above, "SHARE UPDATE EXCLUSIVE", (index) => index === parent.index),
    ...lockIndexes(below, "ACCESS EXCLUSIVE", (index) => index === child.index),
  ];
}
