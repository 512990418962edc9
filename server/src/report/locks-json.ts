import { durationInWords } from "../effects/lock-words.ts";
import type { StatementEffects } from "../engine/locks.ts";
import { lineIndexOf } from "../text/line-index.ts";
import { oneBased } from "./one-based.ts";

/** The statements of one file with what they do. */
export interface FileLocks {
  /** As reports name it. */
  readonly path: string;
  readonly text: string;
  readonly postgres: number;
  readonly statements: readonly StatementEffects[];
}

/** The document that `locks --format json` prints. */
export function locksJson(files: readonly FileLocks[]): string {
  return JSON.stringify({ version: 1, files: files.map(fileJson) }, undefined, 2);
}

function fileJson({ path, text, postgres, statements }: FileLocks): object {
  const lines = lineIndexOf(text);
  return {
    path,
    postgres,
    statements: statements.map(({ statement, range, effects, transaction }) => ({
      statement,
      sql: text.slice(range.start, range.end),
      start: oneBased(lines, range.start),
      end: oneBased(lines, range.end),
      transaction: transactionWord(effects.transaction, transaction),
      known: effects.known,
      locks: effects.locks.map(({ relation, mode, blocks }) => ({ relation, mode, blocks })),
      indexLocks: effects.indexLocks,
      rewrites: effects.rewrites,
      scans: effects.scans,
      online: isOnline(effects),
      duration: effects.known ? durationInWords(effects) : "not known",
      assumes: effects.assumes,
    })),
  };
}

/** `inside` or `outside` as the tool and the file have it; what Postgres refuses in a block wins over both. */
export function transactionWord(
  allowed: StatementEffects["effects"]["transaction"],
  transaction: StatementEffects["transaction"],
): "inside" | "outside" | "must-be-outside" {
  if (allowed === "must-be-outside") return "must-be-outside";
  return transaction === "none" ? "outside" : "inside";
}

/** Whether neither reads nor writes wait longer than a change of the catalogue takes. */
export function isOnline({ locks, indexLocks, duration }: StatementEffects["effects"]): boolean {
  if (duration.grows === "no") return true;
  return indexLocks.length === 0 && !locks.some(({ blocks }) => blocks.includes("read") || blocks.includes("write"));
}
