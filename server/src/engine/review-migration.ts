import type { CatalogReader } from "../catalog/catalog.ts";
import { sectionsOf } from "../sql/sections.ts";
import { segmentStarts } from "../sql/segments.ts";
import { shiftRange } from "../text/range.ts";
import { askRules } from "./ask-rules.ts";
import type { Finding } from "./finding.ts";
import type { SqlInput } from "./review-sql.ts";
import type { LineBreak, Migration, MigrationContext, MigrationStatement, SqlContext } from "./rule.ts";
import type { Step } from "./step.ts";

/** A file whose statements were reviewed one by one. */
export interface ReviewedFile
  extends Pick<SqlInput, "segments" | "file" | "base" | "rules" | "isUp" | "memory" | "onError"> {
  readonly steps: readonly Step[];
  readonly transactions: readonly SqlContext["transaction"][];
  readonly final: CatalogReader;
  readonly isFollowed: boolean;
  readonly lineBreak: LineBreak;
}

/** What rules about whole migrations say of the file, in no order. Nothing is said of one that only takes another back. */
export function reviewMigration(input: ReviewedFile): readonly Finding[] {
  const { file, base, final, isFollowed, lineBreak, segments } = input;
  const listening = input.rules.filter(({ rule }) => rule.on.migration !== undefined);
  const [first] = segments;
  if (listening.length === 0 || file.direction === "down" || first === undefined) return [];
  const migration = migrationOf(input);
  const at: MigrationContext["at"] = (statement, range) => shiftRange(range, statement.start);
  return askRules(
    listening,
    ({ rule, options }, report) => {
      const reportOn: MigrationContext["reportOn"] = ({ start }, said) =>
        report(said, { start, statement: undefined, memory: input.memory });
      rule.on.migration?.(migration, { file, base, final, isFollowed, lineBreak, at, report, reportOn, options });
    },
    (error, rule) => input.onError(error, rule, first),
  );
}

function migrationOf({ steps, segments, transactions }: ReviewedFile): Migration {
  const starts = segmentStarts(segments);
  const sections = sectionsOf(segments);
  const statements: MigrationStatement[] = [];
  steps.forEach(({ kept }, index) => {
    const start = starts[index] ?? 0;
    const transaction = transactions[index] ?? "none";
    // Field by field: this runs for every statement at every edit, and a spread takes ten times as long.
    for (const { statement, segment, effects, locks, nested } of kept?.review.views ?? []) {
      statements.push({ statement, segment, effects, locks, nested, index, start, transaction });
    }
  });
  const downs = segments.flatMap(({ parsed }, index) => {
    const statement = sections[index] === "down" ? parsed?.statement : undefined;
    return statement === undefined ? [] : [statement];
  });
  return { statements, downs, segments };
}
