import type { Severity } from "../project/config.ts";
import type { FileEdit, NewFile } from "../project/new-migration.ts";
import type { Range } from "../text/range.ts";
import type { Rewrite } from "./rewrite.ts";
import type { Tag } from "./rule.ts";

/** What a rule says. */
export interface Report {
  /** What is underlined: the few words that matter. */
  readonly range: Range;
  /** What happens, why here, what to write instead. */
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly tag?: Tag;
  /** Other places that it has to do with. */
  readonly related?: readonly RelatedPlace[];
  /** Edits of this file alone; they come before the rewrites. */
  readonly fixes?: readonly Fix[];
  /** Steps that the engine lays out over this file and later migrations; one that has no place is not offered. */
  readonly rewrites?: readonly Rewrite[];
}

/** Another place that a finding has to do with. */
export interface RelatedPlace {
  /** Absolute; the reported file itself where it is absent, and then the range counts as the report's does. */
  readonly path?: string;
  readonly range: Range;
  readonly message: string;
}

/** An edit that a person may accept. */
export interface Fix {
  /** An imperative: "Build the index CONCURRENTLY". */
  readonly title: string;
  /** Whether it can be accepted unseen, as `source.fixAll` does: it changes how a statement works, never what it makes. */
  readonly safe: boolean;
  /** Ranges count as the handler's nodes do: from the segment's start in SQL, from the file's in Prisma. */
  readonly edits: readonly Edit[];
  /** Edits whose ranges count from the file's start: annotations at its top. */
  readonly fileEdits?: readonly Edit[];
  /** Files to create, absolute paths. */
  readonly creates?: readonly NewFile[];
  /** Edits of other files. */
  readonly elsewhere?: readonly FileEdit[];
}

/** Text in place of a range, in UTF-16 code units. */
export interface Edit {
  readonly range: Range;
  readonly text: string;
}
