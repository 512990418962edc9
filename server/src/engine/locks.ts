import { applyStatement } from "../catalog/apply-statement.ts";
import type { CatalogReader, Change, Origin } from "../catalog/catalog.ts";
import { quotedName } from "../catalog/quoted-name.ts";
import type { Effects } from "../effects/effects.ts";
import { effectsOf } from "../effects/effects-of.ts";
import { isSent, segmentStarts } from "../sql/segments.ts";
import type { Statement } from "../sql/statement.ts";
import { overlaps, type Range, shiftRange } from "../text/range.ts";
import { draftOver } from "./catalog-draft.ts";
import type { Document } from "./documents.ts";
import { replay, walk } from "./replay.ts";
import { transactionsOf } from "./transactions.ts";
import { wayUp } from "./way-up.ts";
import type { Workspace } from "./workspace.ts";

/** What one statement of a file does when it runs. */
export interface StatementEffects {
  /** Counts from 1 what is sent to the server. */
  readonly statement: number;
  /** Offsets in the file, without the semicolon. */
  readonly range: Range;
  readonly parsed: Statement;
  readonly effects: Effects;
  readonly transaction: "tool" | "file" | "none";
  /** Whether it belongs to the migration's way up: neither to a down file nor to a down section. */
  readonly isUp: boolean;
  /** Those of the locked relations that an earlier statement of the same file makes, named as the locks name them. */
  readonly madeHere: ReadonlySet<string>;
  /** The one of several subcommands of ALTER TABLE that was asked for. */
  readonly part: StatementPart | undefined;
}

/** A subcommand of ALTER TABLE, as if it were written alone after those before it. */
export interface StatementPart {
  /** Offsets in the file. */
  readonly range: Range;
  readonly effects: Effects;
}

/**
 * What each statement of a Postgres file does, in order; `within` limits it to the statements that overlap or touch these offsets.
 * Statements that do not parse are left out.
 */
export function statementEffects(
  workspace: Workspace,
  document: Document,
  within?: Range,
): readonly StatementEffects[] {
  const facts = workspace.facts(document);
  if (facts.engine.name !== "postgres") return [];
  const { segments } = document;
  const { base, memory } = workspace.around(document, facts);
  const isUp = wayUp(segments, facts);
  const sent = segments.filter((segment, index) => isSent(segment) && isUp(index)).length;
  const transactions = transactionsOf(segments, facts, sent);
  const starts = segmentStarts(segments);
  const found: StatementEffects[] = [];
  const made = new Set<string>();
  let statement = 0;
  const onError = () => undefined;
  const { steps } = replay({ file: facts.path, segments, base, memory, isUp, onError });
  let index = 0;
  walk(base, steps, ({ segment, changes }, before) => {
    if (isSent(segment)) statement += 1;
    const parsed = segment.parsed?.statement;
    const range = shiftRange(segment.body, starts[index] ?? 0);
    if (parsed !== undefined && (within === undefined || overlaps(range, within))) {
      const effects = effectsOf(parsed, before, facts.engine.version);
      const madeHere = new Set(effects.locks.flatMap(({ relation }) => (made.has(relation) ? [relation] : [])));
      const part =
        within && partAt(parsed, before, { within, start: starts[index] ?? 0, version: facts.engine.version });
      const transaction = transactions[index] ?? "none";
      found.push({ statement, range, parsed, effects, transaction, isUp: isUp(index), madeHere, part });
    }
    for (const name of relationsMade(changes, facts.path)) made.add(name);
    index += 1;
  });
  return found;
}

interface Asked {
  /** Offsets in the file. */
  readonly within: Range;
  /** Where the segment starts in the file. */
  readonly start: number;
  readonly version: number;
}

/** What no file makes: a subcommand that is only thought to have run. */
const SUPPOSED: Origin = { file: "", segment: 0 };

function partAt(statement: Statement, before: CatalogReader, asked: Asked): StatementPart | undefined {
  if (statement.kind !== "alterTable" || statement.actions.length < 2) return undefined;
  const index = statement.actions.findIndex(({ range }) => overlaps(shiftRange(range, asked.start), asked.within));
  const action = statement.actions[index];
  if (action === undefined) return undefined;
  const earlier = { ...statement, actions: statement.actions.slice(0, index) };
  const then = draftOver(before);
  if (index > 0) then.apply(applyStatement(before, earlier, SUPPOSED));
  const effects = effectsOf({ ...statement, actions: [action] }, then, asked.version);
  return { range: shiftRange(action.range, asked.start), effects };
}

function relationsMade(changes: readonly Change[], file: string): readonly string[] {
  return changes.flatMap(({ entry }) => {
    if (entry?.kind !== "table" && entry?.kind !== "view") return [];
    return entry.origin.file === file ? [quotedName(entry.schema, entry.name)] : [];
  });
}
