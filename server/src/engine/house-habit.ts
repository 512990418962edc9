import type { Evidence, FileFacts } from "../project/project.ts";
import type { Document } from "./documents.ts";

/** A habit that the project's migrations show, with how many of those that could follow it do. */
export interface HouseHabit {
  /** What it is a habit of: `tables`, `indexes`, `concurrently`. */
  readonly name: string;
  /** `snake_case plural`, `{table}_{columns}_idx`, `always`. */
  readonly says: string;
  readonly follow: number;
  readonly of: number;
  /** The last place that follows it. */
  readonly example: Evidence | undefined;
}

/** A migration with how it runs. */
export interface Migration {
  readonly document: Document;
  readonly facts: FileFacts;
}
