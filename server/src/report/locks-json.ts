import { blocksOf } from "../effects/lock-conflicts.ts";
import { durationInWords } from "../effects/lock-words.ts";
import type { StatementEffects } from "../engine/locks.ts";
import { lineIndexOf } from "../text/line-index.ts";
import type { Range } from "../text/range.ts";
import { maskedSlice } from "../text/secrets.ts";
import { oneBased } from "./one-based.ts";
import { printJson } from "./print-json.ts";

/** The statements of one file with what they do. */
export interface FileLocks {
  /** As reports name it. */
  readonly path: string;
  readonly text: string;
  /** Credentials in the text, in order. */
  readonly secrets: readonly Range[];
  readonly postgres: number;
  readonly statements: readonly StatementEffects[];
}

/** The document that `locks --format json` prints. */
export function locksJson(files: readonly FileLocks[]): string {
  return printJson({ version: 1, files: files.map(fileJson) });
}

function fileJson({ path, text, secrets, postgres, statements }: FileLocks): object {
  const lines = lineIndexOf(text);
  return {
    path,
    postgres,
    statements: statements.map(({ statement, range, effects, transaction }) => ({
      statement,
      sql: maskedSlice(text, range, secrets),
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
      assumes: effects.known ? effects.assumes : [NOT_KNOWN],
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

/** Said of a statement that nothing is known of, for which the costlier answer is given. */
const NOT_KNOWN = "Lockkeeper does not know what this statement does, so it is not taken for an online one.";

/** Whether neither reads nor writes wait longer than a change of the catalogue takes. */
export function isOnline({ known, locks, indexLocks, duration }: StatementEffects["effects"]): boolean {
  if (!known) return false;
  if (duration.grows === "no") return true;
  const blocks = [...locks.flatMap((lock) => lock.blocks), ...indexLocks.flatMap(({ mode }) => blocksOf(mode))];
  return !blocks.includes("read") && !blocks.includes("write");
}
