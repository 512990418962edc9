import type { Effects } from "../../effects/effects.ts";
import { durationInWords, listed } from "../../effects/lock-words.ts";
import type { MigrationTool } from "../../project/project.ts";
import type { Statement } from "../../sql/statement.ts";
import { printedName } from "../schema/listed-schema.ts";
import type { MigrationRollback } from "./migration-rollback.ts";

/** One thing to do when a migration goes wrong in the night. */
interface RunbookStep {
  /** An imperative, one or two sentences. */
  readonly step: string;
  /** What to send; undefined where it is not a statement's affair. */
  readonly sql: string | undefined;
  /** How long it takes, as a function of what. */
  readonly takes: string;
}

/** What to do in which order while a migration runs that should not, or has run and should not have. */
export function runbook(migration: MigrationRollback): readonly RunbookStep[] {
  return [
    {
      step: "Stop the deploy, so that no further migration starts and no new code starts on half a schema.",
      sql: undefined,
      takes: "as long as your deploy tool takes",
    },
    { step: "See who waits and for whom.", sql: WAITING, takes: AN_INSTANT },
    {
      step: "End the migration if it still runs: cancel its statement, and where that does not end it within seconds its session.",
      sql: "SELECT pg_cancel_backend(:pid);  -- else: SELECT pg_terminate_backend(:pid);",
      takes: `${AN_INSTANT}; what it wrote in an open transaction is thrown away without being undone row by row`,
    },
    committed(migration),
    ...leftIndexes(migration),
    ...migration.rollback.statements.map(({ sql, effects }, index) => ({
      step: `Rollback, ${index + 1} of ${migration.rollback.statements.length}${locksOf(effects)}.`,
      sql,
      takes: effects === undefined || !effects.known ? "not known" : takes(effects),
    })),
    told(migration),
  ];
}

const AN_INSTANT = "an instant";

const WAITING = `SELECT pid, pg_blocking_pids(pid) AS waits_for, now() - xact_start AS in_transaction, state, left(query, 100) AS query
FROM pg_stat_activity
WHERE cardinality(pg_blocking_pids(pid)) > 0 OR pid IN (SELECT unnest(pg_blocking_pids(pid)) FROM pg_stat_activity)
ORDER BY xact_start;`;

function takes(effects: Effects): string {
  const words = durationInWords(effects);
  const what = effects.rewrites.length > 0 ? ` (it writes ${listed(effects.rewrites)} anew)` : "";
  return effects.duration.grows === "no" && effects.locks.length === 0 ? AN_INSTANT : `${words}${what}`;
}

function locksOf(effects: Effects | undefined): string {
  const strong = (effects?.locks ?? []).filter(({ blocks }) => blocks.includes("write"));
  if (strong.length === 0) return "";
  const waits = strong.some(({ blocks }) => blocks.includes("read")) ? "readers and writers" : "writers";
  return `: ${waits} of ${listed(strong.map(({ relation }) => relation))} wait meanwhile`;
}

/** What is in the database already when the migration is ended in the middle. */
function committed({ facts, up }: MigrationRollback): RunbookStep {
  const own = up.some(({ statement }) => statement?.kind === "transaction" && statement.action === "commit");
  const whole =
    "Nothing of it is committed if it was ended before its end: the rollback below is for when it has run whole.";
  const each =
    "Its statements up to the ended one are committed one by one: skip the steps below that take back what never ran.";
  const isWhole = facts.transaction !== "none" && !own;
  const how = {
    "each-file": `${facts.tool ?? "The tool"} runs the file in one transaction.`,
    "all-files": `${facts.tool ?? "The tool"} runs all new files in one transaction.`,
    implicit: "The file is sent as one query, which Postgres runs as one transaction.",
    none: "The file's statements run one by one.",
  }[facts.transaction];
  const words = own ? "The file ends transactions itself." : how;
  return { step: `Know what is there. ${words} ${isWhole ? whole : each}`, sql: undefined, takes: AN_INSTANT };
}

/** CREATE INDEX and REINDEX CONCURRENTLY that are ended in the middle leave an index that every write maintains and nobody reads. */
function leftIndexes({ up }: MigrationRollback): readonly RunbookStep[] {
  const names = up.flatMap(({ statement }) => (statement === undefined ? [] : builtIndexes(statement)));
  const invalid = "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid;";
  if (names.length === 0) return [];
  const drops = names.map((name) => `DROP INDEX CONCURRENTLY IF EXISTS ${name};`);
  return [
    {
      step: "Drop what an ended CONCURRENTLY left: an INVALID index that every write maintains and no query uses.",
      sql: [invalid, ...drops].join("\n"),
      takes: "until the transactions that are open now have ended",
    },
  ];
}

function builtIndexes(statement: Statement): readonly string[] {
  if (statement.kind === "createIndex" && statement.concurrently && statement.name !== undefined) {
    return [printedName({ schema: statement.table.schema ?? "public", name: statement.name.name })];
  }
  const isReindex = statement.kind === "reindex" && statement.concurrently && statement.target === "index";
  return isReindex && statement.name !== undefined
    ? [printedName({ schema: statement.name.schema ?? "public", name: `${statement.name.name}_ccnew` })]
    : [];
}

/** How each tool is told that the migration is taken back, by the words of its own manual. */
const COMMANDS: Readonly<Partial<Record<MigrationTool, string>>> = {
  goose: "goose down",
  dbmate: "dbmate rollback",
  "golang-migrate": "migrate down 1 (after a failure: migrate force with the version before)",
  sqlx: "sqlx migrate revert",
  diesel: "diesel migration revert",
  sqitch: "sqitch revert --to @HEAD^",
  flyway: "flyway undo, or flyway repair after a failure",
  prisma: "prisma migrate resolve --rolled-back with the migration's name",
  popx: "the down command of your own binary",
};

function told({ facts }: MigrationRollback): RunbookStep {
  const command = facts.tool === undefined ? undefined : COMMANDS[facts.tool];
  const how = command === undefined ? "take its row out of the table in which your tool keeps count" : command;
  return {
    step: `Tell the tool, or run the steps through it: ${how}. Then start the code that fits the schema.`,
    sql: undefined,
    takes: AN_INSTANT,
  };
}
