import { isSent, segmentsOf } from "../../sql/segments.ts";
import type { MigrationRollback } from "./migration-rollback.ts";

/** What the tool's own place holds: the grade and what is lost as comments, then the statements. */
export function rollbackScript(migration: MigrationRollback): string {
  const { facts, place, rollback } = migration;
  const mark = place.kind === "section" ? [place.mark] : headOf(migration);
  const statements = rollback.statements.map(({ sql }) => (needsBlock(migration) ? asOne(sql, place) : sql));
  const isWrapped =
    place.kind !== "section" &&
    facts.transaction === "none" &&
    statements.length > 1 &&
    rollback.statements.every(({ effects }) => effects?.transaction !== "must-be-outside");
  const body = isWrapped ? ["BEGIN;", ...statements, "COMMIT;"] : statements;
  return `${[...mark, ...gradeLines(migration), ...body].join("\n")}\n`;
}

/** The line by which the tool runs a file of its own outside a transaction, where the migration has it too. */
function headOf({ facts, place, rollback }: MigrationRollback): readonly string[] {
  const isOutside = facts.optsOut && rollback.transaction === "outside";
  return place.kind === "file" && facts.tool === "sqlx" && isOutside ? ["-- no-transaction"] : [];
}

/** The grade and its reasons, a comment a line. */
function gradeLines({ rollback }: MigrationRollback): readonly string[] {
  const { grade, losses, discards, statements } = rollback;
  return [
    `-- Rollback: ${grade}.`,
    ...losses.map(({ words }) => `-- ${oneLine(words)}`),
    ...discards.map((what) => `-- Running it throws away ${oneLine(what)}.`),
    ...(statements.length === 0 ? ["-- There is nothing that a statement could take back."] : []),
  ];
}

/** Words as a comment of one line holds them. */
export function oneLine(words: string): string {
  return words.replace(/\s+/g, " ");
}

function needsBlock({ place }: MigrationRollback): boolean {
  return place.kind === "section" && place.mark !== "-- migrate:down";
}

/** goose and sql-migrate cut at semicolons, those inside a function's body too. */
function asOne(sql: string, place: MigrationRollback["place"]): string {
  const [segment] = segmentsOf(sql).filter(isSent);
  const body = segment?.text.slice(segment.body.start, segment.body.end) ?? "";
  if (place.kind !== "section" || !body.includes(";")) return sql;
  const tool = place.mark.replace(/ Down$/, "");
  return `${tool} StatementBegin\n${sql}\n${tool} StatementEnd`;
}
