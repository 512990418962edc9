import type { Blocked, LockMode } from "../../../shared/src/lock-modes.ts";
import type { Duration, Effects, IndexLock, RelationLock } from "./effects.ts";
import type { Fact } from "./fact.ts";
import { blocksOf, stronger } from "./lock-conflicts.ts";

/** What is said of a statement that has no entry: nothing. */
export const UNKNOWN_EFFECTS: Effects = {
  locks: [],
  indexLocks: [],
  rewrites: [],
  scans: [],
  transaction: "any",
  waitsFor: "nothing",
  duration: { grows: "no" },
  assumes: [],
  known: false,
};

/** A statement's effects from all that it does: the strongest lock of each relation, each scan and rewrite once. */
export function combine(all: readonly Fact[]): Effects {
  const facts = all.filter((fact) => !("relation" in fact) || !OF_THE_SYSTEM.test(fact.relation));
  const indexLocks = strongestIndexLocks(facts);
  const rewrites = relationsOf(facts, "rewrite");
  const scans = relationsOf(facts, "scan");
  const has = (kind: Fact["kind"]) => facts.some((fact) => fact.kind === kind);
  return {
    locks: strongestLocks(facts, indexLocks),
    indexLocks,
    rewrites,
    scans,
    transaction: has("outside") ? "must-be-outside" : "any",
    waitsFor: has("waits") ? "open transactions" : "nothing",
    duration: durationOf(facts, [...new Set([...rewrites, ...scans, ...relationsOf(facts, "works")])]),
    assumes: [...new Set(facts.flatMap((fact) => (fact.kind === "assumption" ? [fact.sentence] : [])))],
    known: true,
  };
}

// Who reads the system's catalogues disturbs nobody. A name without a schema is looked for there first.
const OF_THE_SYSTEM = /^(?:pg_catalog|information_schema|pg_toast)\./;

function durationOf(facts: readonly Fact[], relations: readonly string[]): Duration {
  if (facts.some(({ kind }) => kind === "touchesRows")) return { grows: "with-rows-touched" };
  if (relations.length > 0) return { grows: "with-table", relations };
  const indexes = facts.flatMap((fact) => (fact.kind === "copiesIndex" ? [fact.index] : []));
  return indexes.length > 0 ? { grows: "with-index", indexes } : { grows: "no" };
}

function relationsOf(facts: readonly Fact[], kind: "rewrite" | "scan" | "works"): readonly string[] {
  return [...new Set(facts.flatMap((fact) => (fact.kind === kind ? [fact.relation] : [])))];
}

function strongestLocks(facts: readonly Fact[], indexLocks: readonly IndexLock[]): readonly RelationLock[] {
  const locks = new Map<string, RelationLock>();
  for (const fact of facts) {
    if (fact.kind !== "lock") continue;
    const { relation, mode, because } = fact;
    const known = locks.get(relation);
    if (known !== undefined && stronger(known.mode, mode) === known.mode) continue;
    locks.set(relation, { relation, mode, because, blocks: blocked(relation, mode, indexLocks) });
  }
  return [...locks.values()];
}

// Planning takes ACCESS SHARE on every index of a table, writing ROW EXCLUSIVE: who cannot get it waits as for the table.
function blocked(relation: string, mode: LockMode, indexLocks: readonly IndexLock[]): readonly Blocked[] {
  return blocksOf(mode, ...indexLocks.filter((lock) => lock.relation === relation).map((lock) => lock.mode));
}

function strongestIndexLocks(facts: readonly Fact[]): readonly IndexLock[] {
  const locks = new Map<string, IndexLock>();
  for (const fact of facts) {
    if (fact.kind !== "indexLock") continue;
    const { index, relation, mode } = fact;
    const key = JSON.stringify([relation, index]);
    locks.set(key, { index, relation, mode: stronger(mode, locks.get(key)?.mode) });
  }
  return [...locks.values()];
}
