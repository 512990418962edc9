import type { LockMode } from "../../../shared/src/lock-modes.ts";
import type { Index } from "../catalog/catalog.ts";
import type { Fact } from "./fact.ts";
import { type Context, descendants, lockIndexes, type Subject, subjectOfTable } from "./subject.ts";

/** The lock on an index and on all indexes of partitions that are attached to it, at every depth. */
export function lockIndexFamily(context: Context, owner: Subject, mode: LockMode, root: Index): readonly Fact[] {
  const below = descendants(context, owner.table);
  const ids = new Set([root.id]);
  const attached = below.flatMap((table) => table.indexes).filter(({ parent }) => parent !== undefined);
  // Each round goes one level down; there are at most as many levels as tables.
  for (let known = 0; known < ids.size; ) {
    known = ids.size;
    for (const { id, parent } of attached) if (parent !== undefined && ids.has(parent)) ids.add(id);
  }
  return [owner, ...below.map(subjectOfTable)].flatMap((subject) =>
    lockIndexes(subject, mode, (index) => ids.has(index.id)),
  );
}
