import { blocksInWords, durationInWords, rowsInWords } from "../effects/lock-words.ts";
import type { StatementEffects } from "../engine/locks.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import { lineIndexOf } from "../text/line-index.ts";
import { maskedSlice } from "../text/secrets.ts";
import type { FileLocks } from "./locks-json.ts";
import { oneBased } from "./one-based.ts";
import type { Paint } from "./paint.ts";
import { plural } from "./plural.ts";

/** What each statement locks, as a person reads it in a terminal. */
export function locksText(files: readonly FileLocks[], paint: Paint): string {
  return [...files.flatMap((file) => fileText(file, paint)), countText(files)].join("\n\n");
}

function countText(files: readonly FileLocks[]): string {
  const statements = files.reduce((sum, file) => sum + file.statements.length, 0);
  return `${plural(files.length, "file")}, ${plural(statements, "statement")}`;
}

function fileText({ path, text, secrets, postgres, statements }: FileLocks, paint: Paint): string[] {
  const lines = lineIndexOf(text);
  return statements.map((statement) => {
    const { start, end } = statement.range;
    const sql = maskedSlice(text, { start, end: Math.min(end, start + WIDEST * 4) }, secrets);
    const { line } = oneBased(lines, start);
    const head = `${paint("place", `${escapeTerminal(path)}:${line}`)}  ${escapeTerminal(shortened(sql))}`;
    return [head, ...effectLines(statement, postgres)].join("\n");
  });
}

const WIDEST = 100;

function shortened(sql: string): string {
  const flat = sql.split(/\s+/).join(" ");
  return flat.length > WIDEST ? `${flat.slice(0, WIDEST)}…` : flat;
}

function effectLines({ effects }: StatementEffects, postgres: number): string[] {
  if (!effects.known) return ["  not in the catalogue yet: nothing is claimed about it"];
  const locks = effects.locks.map(({ relation, mode, blocks, because }) => {
    const why = because === undefined ? "" : ` (${because})`;
    return `  ${mode} on ${escapeTerminal(relation)}${escapeTerminal(why)}: ${blocksInWords(blocks)}`;
  });
  const indexes = effects.indexLocks.map(({ index, mode }) => `  ${mode} on the index ${escapeTerminal(index)}`);
  const none = locks.length === 0 ? ["  no lock on any table that existed before"] : [];
  const outside = effects.transaction === "must-be-outside" ? ["  only outside a transaction block"] : [];
  const work = `  ${escapeTerminal(rowsInWords(effects))}; ${escapeTerminal(durationInWords(effects))} (Postgres ${postgres})`;
  const assumes = effects.assumes.map((assumption) => `  assumes: ${escapeTerminal(assumption)}`);
  return [...none, ...locks, ...indexes, work, ...outside, ...assumes];
}
