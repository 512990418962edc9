import { type Hover, MarkupKind } from "vscode-languageserver-types";
import type { Effects, RelationLock } from "../effects/effects.ts";
import { blocksInWords, durationInWords, listed, rowsInWords } from "../effects/lock-words.ts";
import { watchedCase } from "../effects/watched-case.ts";
import type { StatementEffects } from "../engine/locks.ts";
import type { FileFacts } from "../project/project.ts";
import type { Statement } from "../sql/statement.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import type { LineIndex } from "../text/line-index.ts";
import { whyVersion } from "./version-words.ts";

/** A statement with what it does, as a hover shows it. */
export interface HoverSubject
  extends Pick<StatementEffects, "range" | "effects" | "transaction" | "madeHere" | "part"> {
  readonly file: FileFacts;
  readonly parsed: Statement;
  /** The folder that paths are shown from, absolute. */
  readonly root: string;
  /** The address of the page on what statements lock. */
  readonly locksPage: string;
}

/** What a statement locks, whom that blocks, and for how long; undefined where nothing is known of it. */
export function hoverFor(subject: HoverSubject, lines: LineIndex): Hover | undefined {
  if (!subject.effects.known) return undefined;
  const { range } = subject.part ?? subject;
  return {
    contents: { kind: MarkupKind.Markdown, value: [...partLines(subject), markdown(subject)].join("\n\n") },
    range: { start: lines.positionAt(range.start), end: lines.positionAt(range.end) },
  };
}

function markdown(subject: HoverSubject): string {
  const { effects, file, root } = subject;
  const details = [
    `- **Rows:** ${escapeMarkdown(rowsInWords(effects))}.`,
    `- **Time:** ${escapeMarkdown(durationInWords(effects))}.${waits(effects)}`,
    `- **Transaction:** ${transactionInWords(subject)}`,
    ...effects.assumes.map((assumption) => `- **Assumes:** ${escapeMarkdown(assumption)}`),
  ];
  const version = `*Postgres ${file.engine.version}: ${escapeMarkdown(whyVersion(file.engine, root))}.*`;
  const known = [...watchedWords(subject), `[What each lock conflicts with](${subject.locksPage})`].join(" ");
  return [...lockLines(subject), details.join("\n"), ...queueLines(subject), known, version].join("\n\n");
}

/** How we know: the statement like this one that was run on real servers. */
function watchedWords({ parsed, effects, file }: HoverSubject): string[] {
  const watched = watchedCase(parsed, effects, file.engine.version);
  if (watched === undefined) return [];
  const { sql, from, until } = watched;
  return [`Watched on Postgres ${from === until ? from : `${from}–${until}`} with ${codeSpan(sql)}.`];
}

/** The subcommand under the cursor by itself, above the statement that it is a part of. */
function partLines({ part, madeHere }: HoverSubject): string[] {
  if (part === undefined || !part.effects.known) return [];
  const { effects } = part;
  const details = [
    `- **Rows:** ${escapeMarkdown(rowsInWords(effects))}.`,
    `- **Time:** ${escapeMarkdown(durationInWords(effects))}.`,
  ];
  return ["This part by itself:", ...lockLines({ effects, madeHere }), details.join("\n"), "The whole statement:"];
}

function lockLines({ effects, madeHere }: Pick<HoverSubject, "effects" | "madeHere">): string[] {
  if (effects.locks.length === 0) return ["**No lock** on any table that existed before this statement."];
  const readersWait = new Set(
    effects.locks.flatMap(({ relation, blocks }) => (blocks.includes("read") ? [relation] : [])),
  );
  const onIndexes = effects.indexLocks
    .filter(({ relation, mode }) => mode === "ACCESS EXCLUSIVE" && !readersWait.has(relation))
    .map(
      ({ index, relation, mode }) =>
        `**${mode}** on the index ${codeSpan(index)}: every query on ${codeSpan(relation)} waits, for planning looks at all indexes of a table.`,
    );
  return [...effects.locks.map((lock) => lockLine(lock, madeHere)), ...onIndexes];
}

function lockLine({ relation, mode, blocks, because }: RelationLock, madeHere: ReadonlySet<string>): string {
  const why = because === undefined ? "" : ` (${escapeMarkdown(because)})`;
  if (madeHere.has(relation)) {
    return `**${mode}** on ${codeSpan(relation)}${why}: this file makes it, so nobody else is using it yet.`;
  }
  const whom = mode === "ROW EXCLUSIVE" ? "readers go on, and so do writers of other rows" : blocksInWords(blocks);
  return `**${mode}** on ${codeSpan(relation)}${why}: ${whom}.`;
}

function waits(effects: Effects): string {
  if (effects.waitsFor === "nothing") return "";
  return " It also waits until every transaction that was open when it started has ended.";
}

function transactionInWords({ effects, transaction, file }: HoverSubject): string {
  const opener = transaction === "file" ? "this file opens" : `${file.tool ?? "the migration tool"} opens`;
  if (effects.transaction === "must-be-outside") {
    if (transaction === "none") return "Postgres runs it only outside a transaction block, as here.";
    return `Postgres refuses it inside a transaction block, and here it stands in the one that ${opener}.`;
  }
  const locks = effects.locks.length > 0;
  if (transaction === "none") return locks ? "runs on its own; its locks end with it." : "runs on its own.";
  if (!locks) return `inside the one that ${opener}.`;
  return `inside the one that ${opener}; the locks are held until that ends, and everything after it adds to the wait.`;
}

/** A lock that is asked for holds up others before it is granted, however short the work is. */
function queueLines({ effects, madeHere }: HoverSubject): string[] {
  const waitedFor = (blocked: "read" | "write") =>
    effects.locks.filter(({ relation, blocks }) => !madeHere.has(relation) && blocks.includes(blocked));
  const all = waitedFor("read").map(({ relation }) => codeSpan(relation));
  if (all.length > 0) {
    return [
      `Before it starts it waits for every open transaction that has used ${listed(all)}, even only to read, and everyone who comes later queues behind it. Set \`lock_timeout\`, so that it gives up instead. A hot standby takes the lock too when it replays it, and its readers wait there.`,
    ];
  }
  const written = waitedFor("write").map(({ relation }) => codeSpan(relation));
  if (written.length === 0) return [];
  return [
    `Before it starts it waits for every open transaction that has written to ${listed(written)}, and every write that comes later queues behind it. Set \`lock_timeout\`, so that it gives up instead.`,
  ];
}
