import type { Client } from "pg";
import { expect } from "vitest";
import type { FixProof } from "./fix-proof.ts";
import { type MigrationRun, runMigration } from "./migration-run.ts";
import { schemaSnapshot } from "./schema-snapshot.ts";

/** A claim that some statement of the file which runs without the timeout runs under it, and none under less than before. */
export function setsBefore(variable: "lock_timeout" | "statement_timeout"): (proof: FixProof) => Promise<void> {
  return async ({ original, fixed, inCopy }) => {
    const before = await settings(inCopy, original, variable);
    const after = await settings(inCopy, fixed, variable);
    const served = [...before].filter(([sql, value]) => value === "0" && (after.get(sql) ?? "0") !== "0");
    expect(served.map(([sql]) => sql)).not.toEqual([]);
    for (const [sql, value] of before) if (value !== "0") expect([sql, after.get(sql)]).toEqual([sql, value]);
    for (const [sql, value] of after) if (/\bCONCURRENTLY\b/i.test(sql)) expect([sql, value]).toEqual([sql, "0"]);
  };
}

/** A claim that what runs CONCURRENTLY under a timeout runs under none, and everything else as before. */
export async function freesConcurrent({ original, fixed, inCopy }: FixProof): Promise<void> {
  for (const variable of ["lock_timeout", "statement_timeout"]) {
    const before = await settings(inCopy, original, variable);
    const after = await settings(inCopy, fixed, variable);
    for (const [sql, value] of before) {
      const isConcurrent = /\bCONCURRENTLY\b/i.test(sql);
      expect([sql, after.get(sql)]).toEqual([sql, isConcurrent ? "0" : value]);
    }
  }
}

/** A claim that what the file makes stays when its session ends, which the original's does not. */
export async function isCommitted({ original, fixed, inCopy }: FixProof): Promise<void> {
  const kept = async (runs: readonly MigrationRun[]) => {
    const seen = await inSession(inCopy, async (session) => {
      for (const run of runs) await runMigration(session, run);
      const during = await schemaSnapshot(session);
      await session.query("ROLLBACK");
      return { during, after: await schemaSnapshot(session) };
    });
    return seen;
  };
  const open = await kept(original);
  expect(open.after).not.toEqual(open.during);
  const closed = await kept(fixed);
  expect(closed.after).toEqual(closed.during);
}

/** What the variable is before each statement, by the statement's text; BEGIN and COMMIT of the tool are sent as it sends them. */
async function settings(
  inCopy: FixProof["inCopy"],
  runs: readonly MigrationRun[],
  variable: string,
): Promise<ReadonlyMap<string, string>> {
  return inSession(inCopy, async (session) => {
    const seen = new Map<string, string>();
    for (const { sent, transaction } of runs) {
      const isOne = transaction !== "none" && sent.length > 1;
      if (isOne) await session.query("BEGIN");
      for (const sql of sent) {
        const { rows } = await session.query<{ value: string }>(`SELECT current_setting('${variable}') AS value`);
        seen.set(sql, rows[0]?.value ?? "");
        await session.query(sql);
      }
      if (isOne) await session.query("COMMIT");
    }
    return seen;
  });
}

async function inSession<Answer>(
  inCopy: FixProof["inCopy"],
  work: (session: Client) => Promise<Answer>,
): Promise<Answer> {
  const answers: Answer[] = [];
  await inCopy(async (session) => void answers.push(await work(session)));
  const [answer] = answers;
  if (answer === undefined) throw new Error("nothing was asked");
  return answer;
}
