import type { CatalogReader, Change } from "../catalog/catalog.ts";
import { findTable } from "../catalog/resolve.ts";
import { effectsOf } from "../effects/effects-of.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import type { Statement } from "../sql/statement.ts";
import { draftOver, type Reads, recordingReader } from "./catalog-draft.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import type { Conventions, LineBreak, Report, Rule, SqlContext } from "./rule.ts";
import { foreignKeysOf, typesOf } from "./words.ts";

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
  const shared = sharedContext(segment, statement, place, schema, reads);
  for (const enabled of rules) {
    const report = (said: Report) => void reports.push({ enabled, report: said });
    const ctx: SqlContext = { ...shared, options: enabled.options, report };
    try {
      dispatch(enabled.rule, statement, ctx);
    } catch (error) {
      onError(error, enabled.rule, segment);
    }
  }
  return { reports, reads };
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

function dispatch(rule: Rule, statement: Statement, ctx: SqlContext): void {
  const { on } = rule;
  on.statement?.(statement, ctx);
  if (statement.kind === "createIndex") on.createIndex?.(statement, ctx);
  if (on.foreignKey !== undefined) {
    for (const { key, owner, column } of foreignKeysOf(statement)) on.foreignKey(key, { ...ctx, owner, column });
  }
  if (on.columnType === undefined) return;
  for (const { type, given } of typesOf(statement)) on.columnType(type, { ...ctx, given });
}
