import type { FileFacts } from "../project/project.ts";
import type { Range } from "../text/range.ts";
import type { Report } from "./report.ts";

/** What a rule does on the way back of a migration, in a file of its own or in a section. Ranges count from the file's start. */
export interface DownHandlers {
  /** A way back whose every statement is understood, and that of the migration too. */
  down?(down: Down, ctx: DownContext): void;
}

/** A way back, compared with what it takes back. */
export interface Down {
  /** The first line of its first statement. */
  readonly range: Range;
  /** What is not as it was before the migration, each as the end of a sentence: "leaves the table orders". Empty where all is. */
  readonly differences: readonly string[];
  /** The migration, as reports name it. */
  readonly migration: string;
}

/** What a handler of ways back is given. */
interface DownContext {
  readonly file: FileFacts;
  readonly options: Readonly<Record<string, unknown>>;
  report(report: Report): void;
}
