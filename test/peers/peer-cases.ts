import { readFileSync } from "node:fs";
import { join } from "node:path";
import { review } from "../../server/src/engine/review.ts";
import { createWorkspace } from "../../server/src/engine/workspace.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { memoryFiles } from "../support/memory-files.ts";

/** What a peer's own test asserts of one of its rules. */
export interface PeerCase {
  readonly peer: string;
  readonly rule: string;
  readonly sql: string;
  readonly expect: "flag" | "clean" | "other-rules";
  readonly prior_sql?: string;
  readonly pg_version?: string;
  /** Where it stands in the peer's source. */
  readonly source: string;
  readonly test?: string;
  readonly assume_in_transaction?: boolean;
}

/** The cases of the peer's rules that `names` holds, as `tool/rule`. */
export function peerCases(corpus: string, names: ReadonlySet<string>): readonly PeerCase[] {
  return ["squawk", "eugene", "pgfence"].flatMap((peer) =>
    readFileSync(join(corpus, `peer-cases/${peer}.jsonl`), "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line): PeerCase => JSON.parse(line))
      .filter((each) => names.has(sourceOf(each))),
  );
}

/** The peer's rule as our rules name it. */
export function sourceOf({ peer, rule }: PeerCase): string {
  return `${peer}/${rule}`;
}

/** A name for a case that stays the same. */
export function nameOf(each: PeerCase): string {
  return `${sourceOf(each)} ${each.expect} ${each.source}${each.test === undefined ? "" : ` ${each.test}`}`;
}

/** Whether one of our rules that name the peer's rule finds something in the case, with every rule on. */
export function flags(each: PeerCase): boolean {
  const source = sourceOf(each);
  const ours = new Set(ALL_RULES.filter(({ sources }) => sources.includes(source)).map(({ id }) => id));
  return findingsOf(each).some(({ rule }) => ours.has(rule));
}

/** What we say of the case. Eugene runs every script in a transaction; squawk says which of its cases are. */
export function findingsOf(each: PeerCase) {
  const isWrapped =
    each.assume_in_transaction === true || (each.peer === "eugene" && !/\bconcurrently\b/i.test(each.sql));
  const config = { extends: ["all"], ...(isWrapped ? { migrations: [{ folder: "db", tool: "flyway" }] } : {}) };
  // Flyway runs a file in a transaction; nothing runs numbered files in one.
  const [prior, reviewed] = isWrapped
    ? ["/project/db/V1__prior.sql", "/project/db/V2__case.sql"]
    : ["/project/db/0001_prior.sql", "/project/db/0002_case.sql"];
  const workspace = createWorkspace({
    files: memoryFiles({
      "/project/lockkeeper.json": JSON.stringify(config),
      ...(each.prior_sql === undefined ? {} : { [prior]: each.prior_sql }),
      [reviewed]: each.sql,
    }),
    roots: ["/project"],
    rules: ALL_RULES,
    config: { kind: "found" },
    engine: "postgres",
    postgres: each.pg_version === undefined ? undefined : Number.parseInt(each.pg_version, 10),
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-one-run",
    log: () => undefined,
  });
  return review(workspace, reviewed).findings;
}
