import { applyStatement } from "../catalog/apply-statement.ts";
import { type Catalog, type Change, withChanges } from "../catalog/catalog.ts";
import { differenceWords } from "../catalog/way-back/difference-words.ts";
import { dropRefusal } from "../catalog/way-back/drop-refusal.ts";
import { wayBack } from "../catalog/way-back/way-back.ts";
import type { FileFacts } from "../project/project.ts";
import { isTakenBackBy } from "../project/taken-back.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent } from "../sql/segments.ts";
import type { Statement } from "../sql/statement.ts";
import { textHash } from "../text/text-hash.ts";
import type { Document } from "./documents.ts";
import type { Down } from "./down-handlers.ts";
import { firstLine } from "./first-line.ts";
import { replay } from "./replay.ts";
import { wayUp } from "./way-up.ts";
import type { Workspace } from "./workspace.ts";

/** The document's way back; undefined where it has none, or where not all of it or of the migration is understood. */
export function downOf(workspace: Workspace, document: Document, facts: FileFacts): Down | undefined {
  if (facts.engine.name !== "postgres") return undefined;
  const up = facts.direction === "down" ? migrationOf(workspace, document) : document;
  const isDown = facts.direction === "down" ? () => true : not(wayUp(document.segments, facts));
  const first = document.segments.findIndex((segment, index) => isSent(segment) && isDown(index));
  const downs = document.segments.filter((_, index) => isDown(index));
  if (up === undefined || first < 0 || !isUnderstood(downs)) return undefined;
  const differences = differencesAfter(workspace, up, downs);
  return (
    differences && { range: firstLine(document.segments, first), differences, migration: workspace.facts(up).path }
  );
}

function not(isUp: (index: number) => boolean): (index: number) => boolean {
  return (index) => !isUp(index);
}

function migrationOf(workspace: Workspace, { path }: Document): Document | undefined {
  const history = workspace.historiesAround(path).find(({ down }) => down.includes(path));
  const up = history?.files.find((file) => isTakenBackBy(file, path));
  return up === undefined ? undefined : workspace.documents.get(up);
}

function differencesAfter(
  workspace: Workspace,
  up: Document,
  downs: readonly Segment[],
): readonly string[] | undefined {
  const facts = workspace.facts(up);
  const isUp = wayUp(up.segments, facts);
  if (!isUnderstood(up.segments.filter((_, index) => isUp(index)))) return undefined;
  const { base, memory, after } = workspace.around(up, facts);
  const end = after();
  const onError = () => undefined;
  const { steps } = replay({ file: facts.path, segments: up.segments, base, memory, isUp, onError });
  const keys = new Set<string>();
  const note = (changes: readonly Change[]) => {
    for (const { key } of changes) keys.add(key);
  };
  for (const { changes } of steps) note(changes);
  const back = afterAll(end, downs, note);
  const isPresumed = [...keys].some((key) => key.startsWith("presumed "));
  // A way back that changes no schema is a note that there is none.
  if (isPresumed || (back.now === end && back.refusal === undefined)) return undefined;
  if (back.refusal !== undefined) return [back.refusal];
  const changes = wayBack(back.now, base, keys);
  const compared = downs.some(dropsOwned) ? { ...changes, privileges: [] } : changes;
  return differenceWords(compared, facts.engine.version);
}

/** DROP OWNED takes away all that a role was granted, which the catalogue does not follow. */
function dropsOwned({ parsed }: Segment): boolean {
  const statement = parsed?.statement;
  return statement?.kind === "other" && statement.command === "DROP OWNED";
}

/** Where a way back leads, and why Postgres refuses one of its statements. */
interface Outcome {
  readonly now: Catalog;
  readonly refusal: string | undefined;
}

function afterAll(end: Catalog, downs: readonly Segment[], note: (changes: readonly Change[]) => void): Outcome {
  let now = end;
  for (const { text, parsed } of downs) {
    if (parsed?.statement === undefined) continue;
    const refusal = dropRefusal(now, end, parsed.statement);
    if (refusal !== undefined) return { now, refusal };
    const changes = applyStatement(now, parsed.statement, { file: DOWN, segment: textHash(text) });
    note(changes);
    now = withChanges(now, changes);
  }
  return { now, refusal: undefined };
}

/** What a way back makes is made by no file of the history. */
const DOWN = "";

/** Whether the texts say all that happens: nothing is put together when it runs, and nothing is rolled back halfway. */
function isUnderstood(segments: readonly Segment[]): boolean {
  return segments.every((segment) => {
    if (!isSent(segment)) return segment.kind !== "meta" || !/^\s*\\i/.test(segment.text);
    const statement = segment.parsed?.statement;
    return statement !== undefined && isPlain(statement);
  });
}

function isPlain(statement: Statement): boolean {
  // What stands under a condition may not run, and then the catalogue only supposes that it does.
  if (statement.kind === "do")
    return !statement.dynamic && !statement.statements.some(({ conditional }) => conditional);
  if (statement.kind === "transaction") return statement.action !== "rollback";
  return !(statement.kind === "select" && statement.callsUnknown);
}
