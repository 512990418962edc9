import type { TransactionHabit } from "./project.ts";

/** What each habit means, for people. */
export const HABIT_WORDS: Readonly<Record<TransactionHabit, string>> = {
  "each-file": "a transaction around each file",
  "all-files": "one transaction around all files of a run",
  none: "no transaction: each statement is sent and committed by itself",
  implicit:
    "no transaction of the tool's, but each file is one query, which Postgres runs as one transaction where it holds more than one statement",
};
