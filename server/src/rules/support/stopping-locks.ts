import type { CatalogReader } from "../../catalog/catalog.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import type { Effects, RelationLock } from "../../effects/effects.ts";
import { lockStrength } from "../../effects/lock-strength.ts";
import { locksOfOthers } from "../../engine/locks-of-others.ts";
import type { Together } from "../../engine/made-here.ts";
import type { StatementView } from "../../engine/rule.ts";
import type { ObjectName } from "../../sql/statement.ts";

/** Whether the lock keeps others from reading or writing. */
function stopsOthers({ blocks }: RelationLock): boolean {
  return blocks.includes("read") || blocks.includes("write");
}

/** Those of the locks that keep others from reading or writing, the strongest first and else in their order. */
export function stoppingLocks(locks: readonly RelationLock[]): readonly RelationLock[] {
  return locks.filter(stopsOthers).sort((a, b) => lockStrength(b.mode) - lockStrength(a.mode));
}

/** The same of the statement that a handler is given, on what others may be using. */
export function stoppingLocksOf(ctx: {
  readonly before: CatalogReader;
  readonly file: Together;
  effects(): Effects;
}): readonly RelationLock[] {
  return stoppingLocks(locksOfOthers(ctx.effects(), ctx.before, ctx.file));
}

/** The same of a statement in its migration. Where it names an index that no file makes, that stands for its table. */
export function stoppingLocksIn({ statement, locks, effects }: StatementView): readonly RelationLock[] {
  if (effects.known) return stoppingLocks(locks);
  if (statement.kind === "reindex" && statement.target === "index" && !statement.concurrently && statement.name) {
    const relation = tableOf(statement.name);
    return [{ relation, mode: "SHARE", blocks: ["write", "ddl"], because: undefined }];
  }
  if (statement.kind !== "drop" || statement.objectKind !== "index" || statement.concurrently) return [];
  const [name] = statement.names;
  if (name === undefined) return [];
  return [{ relation: tableOf(name), mode: "ACCESS EXCLUSIVE", blocks: ["read", "write", "ddl"], because: undefined }];
}

function tableOf({ schema, name }: ObjectName): string {
  return `the table of ${quotedName(schema ?? "public", name)}`;
}

/** Who waits for the lock: `every read and write of orders waits`. */
export function whoWaits({ blocks, relation }: RelationLock): string {
  if (blocks.includes("read")) return `every read and write of ${relation} waits`;
  return `every INSERT, UPDATE and DELETE on ${relation} waits`;
}
