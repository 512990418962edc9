import type { Severity } from "../project/config.ts";
import type { Range } from "../text/range.ts";
import type { RuleGroup, Tag } from "./rule.ts";

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
  readonly fixes: readonly FindingFix[];
}

/** An edit that a person may accept, with ranges from the file's start. */
export interface FindingFix {
  readonly title: string;
  readonly safe: boolean;
  /** Edits to the file that the finding stands in. */
  readonly edits: readonly { readonly range: Range; readonly text: string }[];
  /** Files to create, absolute paths. */
  readonly creates: readonly { readonly path: string; readonly text: string }[];
}
