import { applyStatement } from "../../catalog/apply-statement.ts";
import { type Catalog, withChanges } from "../../catalog/catalog.ts";
import { differenceWords } from "../../catalog/way-back/difference-words.ts";
import { privilegesSql } from "../../catalog/way-back/privileges-sql.ts";
import { wayBack } from "../../catalog/way-back/way-back.ts";
import type { Effects } from "../../effects/effects.ts";
import { effectsOf } from "../../effects/effects-of.ts";
import { isSent, segmentsOf } from "../../sql/segments.ts";
import { downStatements } from "./down-statements.ts";
import type { Grade, Loss } from "./loss.ts";
import { type Plan, type PlanInput, planOf } from "./plan.ts";
import { discarded, schemaLosses } from "./schema-losses.ts";
import { type Before, type UpStatement, unkept } from "./statement-losses.ts";

/** A migration to take back. */
export interface RollbackInput extends Pick<PlanInput, "sourceOf" | "version"> {
  readonly before: Before;
  readonly after: Catalog;
  readonly up: readonly UpStatement[];
  /** Whether the tool runs the way back in a transaction; `alone`: unless it is one statement. */
  readonly transaction: PlanInput["transaction"] | "alone";
}

/** The way back from a migration. */
export interface Rollback {
  readonly grade: Grade;
  readonly losses: readonly Loss[];
  /** What was written since into what the rollback takes out, and goes with it. */
  readonly discards: readonly string[];
  readonly statements: readonly DownStatement[];
  readonly transaction: PlanInput["transaction"];
}

/** One statement of the way back. */
interface DownStatement {
  /** As it is written, with its semicolon and the comment that leads it. */
  readonly sql: string;
  /** Undefined for a comment. */
  readonly effects: Effects | undefined;
}

/** What takes the migration back, as far as anything does. */
export function rollbackOf(input: RollbackInput): Rollback {
  const { before, after, up } = input;
  const plan = (transaction: PlanInput["transaction"]) =>
    planOf({ ...input, now: after, wanted: before.catalog, transaction });
  const { losses, undo } = unkept(up, before, after);
  const inside = input.transaction === "outside" ? plan("outside") : plan("inside");
  const written = withGrants(inside, [...undo, ...downStatements(inside)]);
  const isAlone = input.transaction === "alone" && written.length === 1;
  const used = isAlone ? plan("outside") : inside;
  const statements = isAlone ? withGrants(used, [...undo, ...downStatements(used)]) : written;
  const run = replayed(after, statements, input.version);
  const all = unique([...losses, ...schemaLosses(used), ...leftOver(used, run.end)]);
  return {
    grade: gradeOf(all, statements),
    losses: all,
    discards: discarded(used),
    statements: run.statements,
    transaction: used.transaction,
  };
}

/** The statements, and behind them those for the privileges that are not yet what they were: what is made anew has none. */
function withGrants({ now, wanted, version }: Plan, statements: readonly string[]): readonly string[] {
  const { privileges } = wayBack(replayed(now, statements, version).end, wanted);
  return [...statements, ...privilegesSql(privileges, version).map((sql) => `${sql};`)];
}

/** A migration that only changed rows leaves nothing to take back. */
function gradeOf(losses: readonly Loss[], statements: readonly string[]): Grade {
  const isLost = (kind: Loss["kind"]) => losses.some((loss) => loss.kind === kind);
  if (isLost("schema") || (isLost("data") && statements.length === 0)) return "irreversible";
  return losses.length > 0 ? "reversible with loss" : "reversible";
}

function unique(losses: readonly Loss[]): readonly Loss[] {
  const seen = new Set<string>();
  return losses.filter(({ words }) => !seen.has(words) && seen.add(words));
}

/** Runs the statements on the schema after the migration, as the catalogue takes them. */
function replayed(after: Catalog, statements: readonly string[], version: number) {
  let now = after;
  const run = statements.map((sql, index): DownStatement => {
    const segments = segmentsOf(sql).filter(isSent);
    let effects: Effects | undefined;
    for (const { parsed } of segments) {
      if (parsed?.statement === undefined) continue;
      effects ??= effectsOf(parsed.statement, now, version);
      now = withChanges(now, applyStatement(now, parsed.statement, { file: "rollback", segment: index }));
    }
    return { sql, effects };
  });
  return { statements: run, end: now };
}

/** What the catalogue itself says is not as it was after the statements; what the plan knows of is not said twice. */
function leftOver({ wanted, version }: Plan, end: Catalog): readonly Loss[] {
  return differenceWords(wayBack(end, wanted), version).map((words) => ({
    kind: "schema",
    words: `The rollback ${words}.`,
    statement: undefined,
  }));
}
