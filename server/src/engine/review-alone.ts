import { EMPTY_CATALOG } from "../catalog/catalog.ts";
import { isSent } from "../sql/segments.ts";
import { conventionsFrom } from "./conventions.ts";
import type { Document } from "./documents.ts";
import { errorWords } from "./error-words.ts";
import { NO_MENTIONS } from "./mentions.ts";
import { placeFindings } from "./place-findings.ts";
import { isContext, type Review, rulesFor } from "./review.ts";
import { lineBreakOf } from "./review-sql.ts";
import { runSqlRules } from "./run-sql-rules.ts";
import type { Step } from "./step.ts";
import { applySuppressions } from "./suppress.ts";
import { tableSizes } from "./table-sizes.ts";
import { transactionsOf } from "./transactions.ts";
import { wayUp } from "./way-up.ts";
import type { Workspace } from "./workspace.ts";

/**
 * What can be said of a migration before its history is read: what does not parse, and what rules say that ask nothing
 * of the schema. All of it is said again once the history is known, so that nothing that is shown is taken back.
 */
export function reviewAlone(workspace: Workspace, document: Document): Review {
  const { path, segments } = document;
  const facts = workspace.facts(document);
  const nothing = { path, facts, document, suppressed: 0, statements: segments.filter(isSent).length };
  if (facts.engine.name !== "postgres" || isContext(workspace, path)) return { ...nothing, findings: [] };
  const rules = rulesFor(workspace, path, facts);
  const isUp = wayUp(segments, facts);
  const sent = segments.filter((segment, index) => isSent(segment) && isUp(index)).length;
  const transactions = transactionsOf(segments, facts, sent);
  const { conventions } = conventionsFrom([path], workspace.documents);
  const sizes = tableSizes(workspace.configurations.configFor(path));
  const about = { file: facts, conventions, rules, mentions: () => NO_MENTIONS, tableSizes: sizes };
  const place = { ...about, alone: sent === 1, lineBreak: lineBreakOf(segments) };
  const schema = { before: EMPTY_CATALOG, changes: [], final: EMPTY_CATALOG };
  const onError = (error: unknown) => workspace.options.log(`A rule failed on ${path}: ${errorWords(error)}`);
  const steps = segments.map((segment, index): Step => {
    const counts = isUp(index);
    const step = { segment, reads: new Map(), changes: [], counts, kept: undefined };
    if (!counts || segment.parsed?.statement === undefined) return step;
    const around = { ...place, transaction: transactions[index] ?? "none", next: segments[index + 1] };
    const reviews = rules.map((rule) => runSqlRules(segment, around, schema, [rule], onError));
    const reports = reviews
      .filter(({ reads }) => reads.before.size === 0 && reads.final.size === 0)
      .flatMap((review) => review.reports);
    const review = { reports, views: [], reads: { before: new Map(), final: new Map() } };
    return { ...step, kept: { ...around, place, review, placed: undefined } };
  });
  const memory = { layout: undefined };
  const { findings, suppressed } = applySuppressions(
    document,
    placeFindings(steps, memory),
    workspace.rules,
    () => false,
  );
  return { ...nothing, findings, suppressed };
}
