import type { CatalogReader, Change } from "../catalog/catalog.ts";
import { findTable } from "../catalog/resolve.ts";
import { effectsOf } from "../effects/effects-of.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import type { Statement } from "../sql/statement.ts";
import { draftOver, type Reads, recordingReader } from "./catalog-draft.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import type { Conventions, LineBreak, Report, Rule, SqlContext } from "./rule.ts";
import { foreignKeysOf, type PlacedForeignKey, type PlacedType, typesOf } from "./words.ts";

/** A report with the rule that made it; ranges count from the segment's start. */
export interface RuleReport {
  readonly enabled: EnabledRule;
  readonly report: Report;
}

/** What the rules said of one segment, and what that rested on. */
export interface SegmentReview {
  readonly reports: readonly RuleReport[];
  /** What was read of the schema before the statement, and of the final schema. */
  readonly reads: { readonly before: Reads; readonly final: Reads };
}

/** Where a segment stands: what rules may ask about besides the schema. */
export interface SegmentPlace {
  readonly file: FileFacts;
  readonly transaction: SqlContext["transaction"];
  readonly alone: boolean;
  readonly next: Segment | undefined;
  readonly lineBreak: LineBreak;
  readonly conventions: Conventions;
}

/** The schema around one statement. */
export interface SchemaAround {
  readonly before: CatalogReader;
  /** What the statement changes. */
  readonly changes: readonly Change[];
  readonly final: CatalogReader;
}

/** Runs the rules on the segment's statement. A rule that throws is reported to `onError` and the others run on. */
export function runSqlRules(
  segment: Segment,
  place: SegmentPlace,
  schema: SchemaAround,
  rules: readonly EnabledRule[],
  onError: (error: unknown, rule: Rule, segment: Segment) => void,
): SegmentReview {
  const reads = { before: new Map(), final: new Map() };
  const reports: RuleReport[] = [];
  const statement = segment.parsed?.statement;
  if (statement === undefined) return { reports, reads };
  const words = wordsOf(statement);
  let shared: Omit<SqlContext, "options" | "report"> | undefined;
  for (const enabled of rules) {
    if (!hears(enabled.rule, words)) continue;
    shared ??= sharedContext(segment, statement, place, schema, reads);
    const report = (said: Report) => void reports.push({ enabled, report: said });
    try {
      dispatch(enabled.rule, words, { ...shared, options: enabled.options, report });
    } catch (error) {
      onError(error, enabled.rule, segment);
    }
  }
  return { reports, reads };
}

/** The words of the vocabulary that a statement holds. */
interface Words {
  readonly statement: Statement;
  readonly foreignKeys: readonly PlacedForeignKey[];
  readonly types: readonly PlacedType[];
}

function wordsOf(statement: Statement): Words {
  return { statement, foreignKeys: foreignKeysOf(statement), types: typesOf(statement) };
}

/** Whether the rule has something to do on any of the words: most have not, on most statements. */
function hears({ on }: Rule, { statement, foreignKeys, types }: Words): boolean {
  return (
    on.statement !== undefined ||
    (on.createIndex !== undefined && statement.kind === "createIndex") ||
    (on.foreignKey !== undefined && foreignKeys.length > 0) ||
    (on.columnType !== undefined && types.length > 0)
  );
}

function sharedContext(
  segment: Segment,
  statement: Statement,
  place: SegmentPlace,
  schema: SchemaAround,
  reads: SegmentReview["reads"],
): Omit<SqlContext, "options" | "report"> {
  const before = recordingReader(schema.before, reads.before);
  const after = draftOver(before);
  after.apply(schema.changes);
  return {
    ...place,
    statement,
    text: segment.text,
    before,
    after,
    final: recordingReader(schema.final, reads.final),
    effects: () => effectsOf(statement, before, place.file.engine.version),
    table: (name) => findTable(before, name),
    createdHere: (table) => table.origin.file === place.file.path,
  };
}

function dispatch({ on }: Rule, { statement, foreignKeys, types }: Words, ctx: SqlContext): void {
  on.statement?.(statement, ctx);
  if (statement.kind === "createIndex") on.createIndex?.(statement, ctx);
  for (const { key, owner, column } of foreignKeys) on.foreignKey?.(key, { ...ctx, owner, column });
  for (const { type, given } of types) on.columnType?.(type, { ...ctx, given });
}
