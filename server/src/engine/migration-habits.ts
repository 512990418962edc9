import type { Evidence } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import type { Statement } from "../sql/statement.ts";
import { evidenceAt } from "./evidence-at.ts";
import type { HouseHabit, Migration } from "./house-habit.ts";
import { wayUp } from "./way-up.ts";

/** How often something was done of the times that it could have been. */
interface Tally {
  follow: number;
  of: number;
  /** The last place that follows, looked up once all are counted. */
  example: Place | undefined;
}

type Place = () => Evidence;

/** What a habit is counted by: whether a statement is a case of it, and whether it follows it. */
type Counted = "concurrently" | "notValid" | "lockTimeout" | "batches";

/**
 * How migrations treat tables that earlier ones made: indexes CONCURRENTLY, constraints NOT VALID, a `lock_timeout` in
 * files that alter them, changes of rows in batches. What was never possible is left out.
 */
export function codeHabits(migrations: readonly Migration[]): readonly HouseHabit[] {
  const tallies: Record<Counted, Tally> = {
    concurrently: none(),
    notValid: none(),
    lockTimeout: none(),
    batches: none(),
  };
  const known = new Set<string>();
  for (const migration of migrations) countFile(migration, known, tallies);
  return (["concurrently", "notValid", "lockTimeout", "batches"] as const).flatMap((name) => {
    const { follow, of, example } = tallies[name];
    return of < 2 ? [] : [{ name, says: often(follow, of), follow, of, example: example?.() }];
  });
}

function none(): Tally {
  return { follow: 0, of: 0, example: undefined };
}

function often(follow: number, of: number): string {
  if (follow === 0) return "never";
  if (follow === of) return "always";
  return follow * 2 >= of ? "usually" : "sometimes";
}

function countFile({ document, facts }: Migration, known: Set<string>, tallies: Record<Counted, Tally>): void {
  const isUp = wayUp(document.segments, facts);
  const made = new Set<string>();
  let setsTimeout: Place | undefined;
  let alters = false;
  let offset = 0;
  document.segments.forEach((segment, index) => {
    const start = offset;
    offset += segment.text.length;
    const statement = isUp(index) ? segment.parsed?.statement : undefined;
    if (statement === undefined) return;
    const place = () => evidenceAt(document, start + statement.range.start);
    if (statement.kind === "createTable") made.add(statement.name.name);
    if (statement.kind === "set" && statement.variable === "lock_timeout") setsTimeout = place;
    const table = tableOf(statement);
    if (table === undefined || !known.has(table)) {
      if (isBatchedBlock(statement)) count(tallies.batches, "follows", place);
      return;
    }
    alters ||= statement.kind === "alterTable";
    countStatement(statement, segment, place, tallies);
  });
  if (alters) count(tallies.lockTimeout, setsTimeout === undefined ? "does not" : "follows", setsTimeout);
  for (const name of made) known.add(name);
}

function countStatement(statement: Statement, segment: Segment, place: Place, tallies: Record<Counted, Tally>): void {
  if (statement.kind === "createIndex")
    count(tallies.concurrently, statement.concurrently ? "follows" : "does not", place);
  if (statement.kind === "update" || statement.kind === "delete") {
    count(tallies.batches, isBatched(segment.text) ? "follows" : "does not", place);
  }
  if (statement.kind !== "alterTable") return;
  for (const action of statement.actions) {
    if (action.kind !== "addConstraint") continue;
    const { constraint } = action;
    if (constraint.kind !== "foreignKey" && constraint.kind !== "check") continue;
    count(tallies.notValid, constraint.notValid ? "follows" : "does not", place);
  }
}

function count(tally: Tally, how: "follows" | "does not", place: Place | undefined): void {
  tally.of += 1;
  if (how === "does not") return;
  tally.follow += 1;
  tally.example = place;
}

function tableOf(statement: Statement): string | undefined {
  if (statement.kind === "createIndex") return statement.table.name;
  if (statement.kind === "alterTable") return statement.name.name;
  return statement.kind === "update" || statement.kind === "delete" ? statement.targets[0]?.name : undefined;
}

/** Whether a change of rows is confined to some of them at a time. */
function isBatched(text: string): boolean {
  return /\b(?:limit|between|ctid)\b/i.test(text);
}

/** Whether a DO block changes rows of a table in a loop. */
function isBatchedBlock(statement: Statement): boolean {
  if (statement.kind !== "do") return false;
  return statement.statements.some(
    ({ statement: { kind }, inside }) =>
      (kind === "update" || kind === "delete") && inside.some((around) => around.kind === "loop"),
  );
}
