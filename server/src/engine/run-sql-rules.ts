import { applyStatement } from "../catalog/apply-statement.ts";
import type { CatalogReader, Change } from "../catalog/catalog.ts";
import { findTable } from "../catalog/resolve.ts";
import type { Effects } from "../effects/effects.ts";
import { effectsOf } from "../effects/effects-of.ts";
import type { FileFacts } from "../project/project.ts";
import type { Segment } from "../sql/segment.ts";
import type { Statement } from "../sql/statement.ts";
import { draftOver, type Reads, recordingReader } from "./catalog-draft.ts";
import type { EnabledRule } from "./enabled-rules.ts";
import { locksOfOthers } from "./locks-of-others.ts";
import { isMadeHere } from "./made-here.ts";
import type { FindMentions } from "./mentions.ts";
import type { Conventions, LineBreak, Report, Rule, SqlContext, StatementHandlers, StatementView } from "./rule.ts";
import { sizeWords, type TableSizes } from "./table-sizes.ts";
import { foreignKeysOf, type PlacedForeignKey, type PlacedType, typesOf } from "./words.ts";

/** A report with the rule that made it; ranges count from the segment's start. */
export interface RuleReport {
  readonly enabled: EnabledRule;
  readonly report: Report;
}

/** What the rules said of one segment, and what that rested on. */
export interface SegmentReview {
  readonly reports: readonly RuleReport[];
  /** What its statements are and do, for rules about the whole migration; empty where none is on. */
  readonly views: readonly StatementView[];
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
  readonly mentions: FindMentions;
  readonly tableSizes: TableSizes;
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
  onError: (error: unknown, rule: Rule | undefined, segment: Segment) => void,
): SegmentReview {
  const reads = { before: new Map(), final: new Map() };
  const reports: RuleReport[] = [];
  const views: StatementView[] = [];
  const isViewed = rules.some(({ rule }) => rule.on.migration !== undefined);
  const attempt = (rule: Rule | undefined, work: () => void) => {
    try {
      work();
    } catch (error) {
      onError(error, rule, segment);
    }
  };
  for (const shared of contextsOf(segment, place, schema, reads, attempt)) {
    const words = wordsOf(shared.statement);
    for (const enabled of rules) {
      if (!hears(enabled.rule, words)) continue;
      const report = (said: Report) => {
        const sized = enabled.rule.group === "migration" ? withSizes(said, shared) : said;
        reports.push({ enabled, report: shared.nested ? unfixed(sized) : sized });
      };
      attempt(enabled.rule, () => dispatch(enabled.rule, words, { ...shared, options: enabled.options, report }));
    }
    if (isViewed) attempt(undefined, () => void views.push(viewOf(shared, segment)));
  }
  return { reports, views, reads };
}

/** What stands inside a string is not rewritten. */
function unfixed({ fixes: _, rewrites: __, ...report }: Report): Report {
  return report;
}

/** The report with how large its tables are, where `lockkeeper.json` says so. */
function withSizes(said: Report, { effects, tableSizes }: Shared): Report {
  const words = tableSizes.size === 0 ? "" : sizeWords(said.message, effects, tableSizes);
  return words === "" ? said : { ...said, message: said.message + words };
}

type Shared = Omit<SqlContext, "options" | "report">;

/** A context for the segment's statement, and for each that stands inside a DO block, in order. */
function* contextsOf(
  segment: Segment,
  place: SegmentPlace,
  schema: SchemaAround,
  reads: SegmentReview["reads"],
  attempt: (rule: undefined, work: () => void) => void,
): Generator<Shared> {
  const statement = segment.parsed?.statement;
  if (statement === undefined) return;
  const before = recordingReader(schema.before, reads.before);
  const final = recordingReader(schema.final, reads.final);
  const common = { ...place, text: segment.text, final };
  yield sharedContext(common, statement, { before, changes: () => schema.changes });
  if (statement.kind !== "do") return;
  const origin = { file: place.file.path, segment: 0 };
  const inside = draftOver(before);
  for (const { statement: inner } of statement.statements) {
    const changes = once(() => applyStatement(inside, inner, origin));
    yield { ...sharedContext(common, inner, { before: inside, changes }), nested: true };
    attempt(undefined, () => inside.apply(changes()));
  }
}

interface Around {
  readonly before: CatalogReader;
  readonly changes: () => readonly Change[];
}

type Common = Pick<Shared, keyof SegmentPlace | "text" | "final">;

function sharedContext(common: Common, statement: Statement, { before, changes }: Around): Shared {
  const after = once(() => {
    const draft = draftOver(before);
    draft.apply(changes());
    return draft;
  });
  return {
    ...common,
    statement,
    nested: false,
    before,
    after: { get: (key) => after().get(key) },
    effects: once((): Effects => effectsOf(statement, before, common.file.engine.version)),
    table: (name) => findTable(before, name),
    createdHere: ({ origin }) => isMadeHere(origin, common.file),
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function viewOf({ statement, nested, before, effects, file }: Shared, segment: Segment): StatementView {
  return { statement, segment, nested, effects: effects(), locks: locksOfOthers(effects(), before, file) };
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
    on[statement.kind] !== undefined ||
    (on.action !== undefined && statement.kind === "alterTable") ||
    (on.foreignKey !== undefined && foreignKeys.length > 0) ||
    (on.columnType !== undefined && types.length > 0)
  );
}

function dispatch({ on }: Rule, { statement, foreignKeys, types }: Words, ctx: SqlContext): void {
  on.statement?.(statement, ctx);
  handlerOf(on, statement)?.(statement, ctx);
  if (statement.kind === "alterTable") {
    for (const action of statement.actions) on.action?.(action, { ...ctx, alter: statement });
  }
  for (const { key, owner, column } of foreignKeys) on.foreignKey?.(key, { ...ctx, owner, column });
  for (const { type, given } of types) on.columnType?.(type, { ...ctx, given });
}

/** The handler that stands under the statement's kind takes statements of that kind, which the compiler cannot follow through the look-up. */
function handlerOf(
  on: StatementHandlers,
  { kind }: Statement,
): ((statement: Statement, ctx: SqlContext) => void) | undefined {
  return on[kind] as ((statement: Statement, ctx: SqlContext) => void) | undefined;
}
