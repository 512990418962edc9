import { type Hover, MarkupKind } from "vscode-languageserver-types";
import type { Effects, RelationLock } from "../effects/effects.ts";
import { blocksInWords, durationInWords, queueInWords, rowsInWords } from "../effects/lock-words.ts";
import type { FileFacts } from "../project/project.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import type { LineIndex } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";

/** A statement with what it does, as a hover shows it. */
export interface HoverSubject {
  /** Offsets in the file. */
  readonly range: Range;
  readonly effects: Effects;
  readonly transaction: "tool" | "file" | "none";
  readonly file: FileFacts;
}

/** What a statement locks, whom that blocks, and for how long; undefined where nothing is known of it. */
export function hoverFor(subject: HoverSubject, lines: LineIndex): Hover | undefined {
  if (!subject.effects.known) return undefined;
  const { range } = subject;
  return {
    contents: { kind: MarkupKind.Markdown, value: markdown(subject) },
    range: { start: lines.positionAt(range.start), end: lines.positionAt(range.end) },
  };
}

function markdown({ effects, transaction, file }: HoverSubject): string {
  const lines = effects.locks.length === 0 ? ["**No lock** on any table that existed before."] : [];
  for (const lock of effects.locks) lines.push(lockLine(lock));
  for (const { index, relation, mode } of effects.indexLocks) {
    lines.push(
      `**${mode}** on the index ${codeSpan(index)}, which stops every query on ${codeSpan(relation)} that plans with it.`,
    );
  }
  const details = [
    `- **Rows:** ${plain(rowsInWords(effects))}.`,
    `- **Time:** ${plain(durationInWords(effects))}.${waits(effects)}`,
    `- **Transaction:** ${transactionInWords(effects, transaction)}`,
    ...effects.assumes.map((assumption) => `- **Assumes:** ${plain(assumption)}`),
  ];
  const queue = queueInWords(effects.locks);
  return [...lines, details.join("\n"), ...(queue === undefined ? [] : [queue]), versionInWords(file)].join("\n\n");
}

function lockLine({ relation, mode, blocks, because }: RelationLock): string {
  const why = because === undefined ? "" : ` (${plain(because)})`;
  return `**${mode}** on ${codeSpan(relation)}${why}: ${blocksInWords(blocks)}.`;
}

function waits(effects: Effects): string {
  if (effects.waitsFor === "nothing") return "";
  return " It also waits until every transaction that was open when it started has ended.";
}

function transactionInWords(effects: Effects, transaction: HoverSubject["transaction"]): string {
  if (effects.transaction === "must-be-outside") {
    return transaction === "none"
      ? "Postgres runs it only outside a transaction block, as here."
      : "Postgres refuses it inside a transaction block, and here it stands in one.";
  }
  if (transaction === "none") return "runs on its own; its locks end with it.";
  const opener = transaction === "tool" ? "the migration tool opens" : "this file opens";
  return `inside the one that ${opener}; its locks are held until that commits.`;
}

function versionInWords({ engine }: FileFacts): string {
  const evidence = engine.evidence[0];
  if (engine.assumed || evidence === undefined) {
    return engine.assumed
      ? `*Postgres ${engine.version}, assumed: the oldest version that is still supported.*`
      : `*Postgres ${engine.version}.*`;
  }
  return `*Postgres ${engine.version}, from ${escapeMarkdown(evidence.path)}:${evidence.line}.*`;
}

/** Names from the workspace stand in these sentences, so they are made plain text. */
function plain(sentence: string): string {
  return escapeMarkdown(sentence);
}
