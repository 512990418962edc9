import type { Severity } from "../project/config.ts";
import type { FileEdit, NewFile } from "../project/new-migration.ts";
import type { Range } from "../text/range.ts";
import type { Edit, RuleGroup, Tag } from "./rule.ts";

/** What a rule said of one place in a file, after configuration. Ranges count UTF-16 code units from the file's start. */
export interface Finding {
  readonly rule: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  readonly tag: Tag;
  readonly message: string;
  readonly range: Range;
  /** Which statement sent to the server it belongs to, from 1; undefined where it belongs to none. */
  readonly statement: number | undefined;
  /** Other places that it has to do with; those of the same file have no path. */
  readonly related: readonly FindingPlace[];
  readonly fixes: readonly FindingFix[];
}

/** A place that a finding has to do with. */
export interface FindingPlace {
  /** Absolute; undefined for the finding's own file. */
  readonly path: string | undefined;
  readonly range: Range;
  readonly message: string;
}

/** An edit that a person may accept, with ranges from the file's start. */
export interface FindingFix {
  readonly title: string;
  readonly safe: boolean;
  /** Edits to the file that the finding stands in. */
  readonly edits: readonly Edit[];
  /** Edits to other files. */
  readonly elsewhere: readonly FileEdit[];
  /** Files to create. */
  readonly creates: readonly NewFile[];
}
