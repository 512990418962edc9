import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { assumption, type Fact } from "./fact.ts";
import { type Context, family, lock, type Subject, scan, subjectAt } from "./subject.ts";

/** The lock on a relation that a query uses: its partitions and inheriting tables too, and what stands under a view. */
export function useFacts(context: Context, subject: Subject, mode: LockMode): readonly Fact[] {
  const [, ...below] = usedBy(context, subject);
  return [...lock(subject, mode), ...lock(below, mode, `it is below ${subject.name}`)];
}

/** The relation and all that a query of it touches. */
export function usedBy(context: Context, subject: Subject): readonly Subject[] {
  const found = new Map<string, Subject>();
  const left = [subject];
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    if (found.has(next.name)) continue;
    found.set(next.name, next);
    left.push(...family(context, next).slice(1));
    if (next.relation?.kind === "view")
      left.push(...next.relation.reads.flatMap((key) => subjectAt(context, key) ?? []));
  }
  return [...found.values()];
}

/** A query's reading of a relation: which rows a plan passes over is not in the text. */
export function readFacts(context: Context, subject: Subject): readonly Fact[] {
  return [...useFacts(context, subject, "ACCESS SHARE"), ...scan(usedBy(context, subject)), assumption(NO_INDEX)];
}

/** What is assumed of every query whose plan decides what it reads. */
export const NO_INDEX = "No index spares the query from reading every row.";
