import { durationInWords } from "../../effects/lock-words.ts";
import { printJson } from "../print-json.ts";
import type { MigrationRollback } from "./migration-rollback.ts";
import { rollbackScript } from "./rollback-script.ts";
import { runbook } from "./runbook.ts";

/** The document that `rollback --format json` prints; `nameOf` is how reports name a path. */
export function rollbackJson(migration: MigrationRollback, nameOf: (path: string) => string): string {
  const { document, facts, rollback, place } = migration;
  return printJson({
    version: 1,
    path: nameOf(document.path),
    postgres: facts.engine.version,
    tool: facts.tool ?? null,
    grade: rollback.grade,
    losses: rollback.losses.map(({ kind, words, statement }) => ({
      kind,
      message: words,
      statement: statement ?? null,
    })),
    discards: rollback.discards,
    place: place.kind === "file" ? { kind: "file", path: nameOf(place.path) } : { kind: place.kind },
    transaction: rollback.transaction,
    sql: rollbackScript(migration),
    statements: rollback.statements.map(({ sql, effects }) => ({
      sql,
      locks: effects?.locks.map(({ relation, mode, blocks }) => ({ relation, mode, blocks })) ?? [],
      rewrites: effects?.rewrites ?? [],
      scans: effects?.scans ?? [],
      duration: effects?.known ? durationInWords(effects) : "not known",
    })),
    runbook: runbook(migration).map(({ step, sql, takes }) => ({ step, sql: sql ?? null, takes })),
  });
}
