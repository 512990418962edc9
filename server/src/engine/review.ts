import { newMigrations } from "../project/new-migrations.ts";
import type { FileFacts } from "../project/project.ts";
import { looksForeign } from "../sql/foreign.ts";
import type { Segment } from "../sql/segment.ts";
import { isSent, segmentStarts } from "../sql/segments.ts";
import { firstEndingAfter, type Range, shiftRange } from "../text/range.ts";
import { baselineOf } from "./baseline.ts";
import { type Document, isConfiguration, isPrisma } from "./documents.ts";
import { type EnabledRule, enabledRules } from "./enabled-rules.ts";
import { errorWords } from "./error-words.ts";
import type { Finding } from "./finding.ts";
import { firstLine } from "./first-line.ts";
import { configurationFindings, ownFinding, withOwnSettings } from "./own-findings.ts";
import { engineUnclear, unreadableFile } from "./own-rules.ts";
import { prismaSchemaOf } from "./prisma-schema-of.ts";
import { reviewApplied } from "./review-applied.ts";
import { reviewDown } from "./review-down.ts";
import { reviewDrift } from "./review-drift.ts";
import { reviewPrisma } from "./review-prisma.ts";
import { reviewSql } from "./review-sql.ts";
import type { Rule } from "./rule.ts";
import { applySuppressions } from "./suppress.ts";
import { tableSizes } from "./table-sizes.ts";
import { wayUp } from "./way-up.ts";
import type { Workspace } from "./workspace.ts";

/** What was found in one file. */
export interface Review {
  readonly path: string;
  /** Absent for a file that cannot be read and for `lockkeeper.json`. */
  readonly facts: FileFacts | undefined;
  readonly document: Document | undefined;
  /** In order of offset, suppressed ones left out. */
  readonly findings: readonly Finding[];
  readonly suppressed: number;
  /** How many statements are sent to the server. */
  readonly statements: number;
}

/** Reviews a file as it stands in the workspace now. Never throws for what a file holds. */
export function review(workspace: Workspace, path: string): Review {
  const document = workspace.documents.get(path);
  const nothing = { path, facts: undefined, document, suppressed: 0, statements: 0 };
  if (isConfiguration(path)) return reviewConfiguration(workspace, path);
  if (document === undefined) return { ...nothing, findings: unreadable(workspace, path) };
  const facts = workspace.facts(document);
  if (isContext(workspace, path)) return { ...nothing, facts, findings: [] };
  const enabled = rulesFor(workspace, path, facts);
  const own = isPrisma(path)
    ? prismaFindings(workspace, document, facts, enabled)
    : sqlFindings(workspace, document, facts, enabled);
  const beside = [
    ...reviewDrift(workspace, document, facts, enabled),
    ...reviewApplied(workspace, document, facts, enabled),
    ...reviewDown(workspace, document, facts, enabled),
  ];
  const found = inOrder(own, beside);
  const isJudged = judgedIn(document, facts, found);
  const { findings, suppressed } = applySuppressions(document, found, workspace.rules, isJudged);
  const statements = document.segments.filter(isSent).length;
  return { path, facts, document, findings: withOwnSettings(findings, enabled), suppressed, statements };
}

/** Whether the file is a migration that stands before those that are reviewed. */
export function isContext(workspace: Workspace, path: string): boolean {
  return baselineOf(workspace.project(path), workspace.options).older?.has(path) === true;
}

/** The same list where there is nothing to add, so that what is kept between edits can compare it. */
function inOrder(found: readonly Finding[], more: readonly Finding[]): readonly Finding[] {
  return more.length === 0 ? found : [...found, ...more].sort((a, b) => a.range.start - b.range.start);
}

/** Whether the file is another database's, so that its SQL is not looked at. */
function isLeftAlone(path: string, { engine }: FileFacts, found: readonly Finding[]): boolean {
  return !isPrisma(path) && (engine.name !== "postgres" || found.some(({ rule }) => rule === engineUnclear.id));
}

/** What is wrong in a configuration file, whatever its name. */
export function reviewConfiguration(workspace: Workspace, path: string): Review {
  const findings = configurationFindings(workspace.configurations.problemsIn(path));
  const answer = workspace.documents.files.read(path);
  const document = answer.kind === "text" ? { path, text: answer.text, segments: [] } : undefined;
  return { path, facts: undefined, document, findings, suppressed: 0, statements: 0 };
}

function unreadable(workspace: Workspace, path: string): Finding[] {
  const answer = workspace.documents.files.read(path);
  const reason = answer.kind === "unreadable" ? answer.reason : "it is gone, or a link that leads nowhere";
  const message = `This file is not reviewed: ${reason}. Save it as UTF-8 text, or list it under \`ignore\` in lockkeeper.json.`;
  const config = workspace.configurations.configFor(path);
  const enabled = enabledRules(workspace.options.rules, config, "postgres");
  return [...withOwnSettings([ownFinding(unreadableFile, { start: 0, end: 0 }, message)], enabled)];
}

/** The same list for the same configuration and engine, so that what is kept between edits can compare it. */
const enabledFor = new WeakMap<object, Map<string, readonly EnabledRule[]>>();

/** The rules that are in force for the file. */
export function rulesFor(workspace: Workspace, path: string, facts: FileFacts): readonly EnabledRule[] {
  const config = workspace.configurations.configFor(path);
  const byEngine = enabledFor.get(config) ?? new Map<string, readonly EnabledRule[]>();
  enabledFor.set(config, byEngine);
  const known = byEngine.get(facts.engine.name) ?? enabledRules(workspace.options.rules, config, facts.engine.name);
  byEngine.set(facts.engine.name, known);
  return known;
}

function sqlFindings(
  workspace: Workspace,
  document: Document,
  facts: FileFacts,
  rules: readonly EnabledRule[],
): readonly Finding[] {
  const { segments, path } = document;
  if (facts.engine.name !== "postgres") return [];
  if (facts.engine.assumed && looksForeign(segments)) return [unclear(segments)];
  const around = workspace.around(document, facts);
  return reviewSql({
    segments,
    file: facts,
    isUp: wayUp(segments, facts),
    base: around.base,
    final: around.final,
    conventions: workspace.conventions(document, facts),
    mentions: workspace.mentions(document, facts),
    tableSizes: tableSizes(workspace.configurations.configFor(path)),
    later: (migrations) => newMigrations(workspace.project(path), path, migrations),
    rules,
    memory: around.memory,
    onError: (error, rule) =>
      workspace.options.log(`${rule?.id ?? "The schema catalogue"} failed on ${path}: ${errorWords(error)}`),
  });
}

function unclear(segments: readonly Segment[]): Finding {
  const message =
    'This does not look like Postgres, so the file is not reviewed. If it is, set `"engine": "postgres"` in lockkeeper.json; if it is not, say `"mysql"` or `"sqlite"` there, or list it under `ignore`.';
  return ownFinding(engineUnclear, firstLine(segments, segments.findIndex(isSent)), message);
}

function prismaFindings(
  workspace: Workspace,
  document: Document,
  facts: FileFacts,
  rules: readonly EnabledRule[],
): readonly Finding[] {
  const { own, schema } = prismaSchemaOf(workspace.documents, document);
  return reviewPrisma({
    text: document.text,
    file: facts,
    schema,
    own,
    rules,
    onError: (error, rule) => workspace.options.log(`${rule.id} failed on ${document.path}: ${errorWords(error)}`),
  });
}

/** Whether a rule has read all that stands between two offsets: it is for the file's engine, and every statement there parses. */
function judgedIn({ path, segments }: Document, facts: FileFacts, found: readonly Finding[]) {
  return (rule: Rule, from: number, to: number): boolean => {
    if (isLeftAlone(path, facts, found) || !rule.engines.includes(facts.engine.name)) return false;
    const unread = unreadIn(segments);
    const range = unread[firstEndingAfter(unread, from)];
    return range === undefined || range.start >= to;
  };
}

const unreadOf = new WeakMap<readonly Segment[], readonly Range[]>();

/** The statements that do not parse, or are too long to be parsed. */
function unreadIn(segments: readonly Segment[]): readonly Range[] {
  const known = unreadOf.get(segments);
  if (known !== undefined) return known;
  const starts = segmentStarts(segments);
  const unread = segments.flatMap(({ body, kind, parsed }, index) => {
    return kind === "statement" && parsed?.statement === undefined ? [shiftRange(body, starts[index] ?? 0)] : [];
  });
  unreadOf.set(segments, unread);
  return unread;
}
