import { isStronger } from "../support/pg-locks.ts";
import type { RelationBefore } from "../support/relations-before.ts";
import type { Watched } from "../support/watched.ts";
import type { SaidStatement } from "./said-of-history.ts";

/** What a statement does, in lines that a difference shows side by side. */
interface Lines {
  readonly known: boolean;
  readonly locks: readonly string[];
  readonly indexLocks: readonly string[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly mustBeOutside: boolean;
}

/** A statement of which something else was seen than is said. */
export interface HistoryDifference {
  readonly file: string;
  readonly sql: string;
  readonly said: Lines;
  readonly seen: Lines;
}

type Relations = ReadonlyMap<number, RelationBefore>;

/**
 * The difference between what is said and what was seen, if there is one. Where a relation holds no rows, or is gone
 * with its counters after the statement, it shows no scan, and none is compared.
 */
export function differenceOf(
  statement: SaidStatement,
  seen: Watched,
  before: Relations,
  after: Relations,
): readonly HistoryDifference[] {
  const { file, sql } = statement;
  const silent = [...before.values()].filter(({ oid, rows }) => rows === 0 || !after.has(oid));
  const both = { said: saidLines(statement, new Set(silent.map(({ name }) => name))), seen: seenLines(seen) };
  const isSame = changesRows(sql) ? covers(statement, seen) : JSON.stringify(both.said) === JSON.stringify(both.seen);
  return isSame ? [] : [{ file, sql, ...both }];
}

/** Whether the statement changes or reads rows and nothing else. */
export function changesRows(sql: string): boolean {
  return /^\s*(?:WITH|INSERT|UPDATE|DELETE|MERGE|SELECT|COPY)\b/i.test(sql);
}

// Of a change of rows the most is said that it may do: that it finds rows, whose keys are not null. A history's own
// changes find none here, most of them, so that what they do must be within what is said.
function covers(said: SaidStatement, seen: Watched): boolean {
  const locks = new Map(said.locks.map(({ relation, mode }) => [relation, mode]));
  return (
    said.known &&
    [...seen.locks].every(([name, mode]) => locks.has(name) && !isStronger(mode, locks.get(name))) &&
    seen.scans.every((name) => said.scans.includes(name))
  );
}

function saidLines(said: SaidStatement, silent: ReadonlySet<string>): Lines {
  return {
    known: said.known,
    locks: said.locks.map(({ relation, mode }) => `${relation}: ${mode}`).sort(),
    indexLocks: said.indexLocks.map(({ index, mode }) => `${index}: ${mode}`).sort(),
    rewrites: said.rewrites.filter((name) => !silent.has(name)).sort(),
    scans: said.scans.filter((name) => !silent.has(name)).sort(),
    mustBeOutside: said.transaction === "must-be-outside",
  };
}

function seenLines(seen: Watched): Lines {
  return {
    known: true,
    locks: [...seen.locks].map(([relation, mode]) => `${relation}: ${mode}`).sort(),
    indexLocks: [...seen.indexLocks].map(([index, mode]) => `${index}: ${mode}`).sort(),
    rewrites: seen.rewrites,
    scans: seen.scans,
    mustBeOutside: seen.mustBeOutside,
  };
}
