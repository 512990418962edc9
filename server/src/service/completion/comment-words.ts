import { CompletionItemKind } from "vscode-languageserver-types";
import type { Rule } from "../../engine/rule.ts";
import type { MigrationTool } from "../../project/project.ts";

/** Something that may be typed. */
export interface Proposal {
  readonly label: string;
  readonly kind: CompletionItemKind;
  readonly detail?: string;
  /** What is typed where it differs from the label. */
  readonly text?: string;
  /** The name without quotes, which the editor compares with what is typed. */
  readonly name?: string;
}

const SUPPRESSIONS = [
  ["lockkeeper-disable-next-line", "hide what a rule says of the next line"],
  ["lockkeeper-disable", "hide what a rule says from here on"],
  ["lockkeeper-enable", "end what lockkeeper-disable began"],
  ["lockkeeper-disable-file", "hide what a rule says of this file"],
] as const;

/** Comments that migration tools read, as their own documentation writes them. */
const ANNOTATIONS: Partial<Record<MigrationTool, readonly (readonly [text: string, says: string])[]>> = {
  goose: [
    ["+goose Up", "what follows applies the migration"],
    ["+goose Down", "what follows takes it back"],
    ["+goose NO TRANSACTION", "goose opens no transaction for this file"],
    ["+goose StatementBegin", "one statement, whatever semicolons it holds"],
    ["+goose StatementEnd", "the end of that statement"],
  ],
  dbmate: [
    ["migrate:up", "what follows applies the migration"],
    ["migrate:up transaction:false", "the same, outside a transaction"],
    ["migrate:down", "what follows takes it back"],
  ],
  sqlx: [["no-transaction", "sqlx opens no transaction for this file, where this is its first line"]],
  drizzle: [["> statement-breakpoint", "the end of a statement"]],
  atlas: [["atlas:txmode none", "Atlas opens no transaction for this file"]],
};

/** What may stand in a comment behind what is typed there: our own words, rules behind them, the tool's annotations. */
export function commentWords(
  typed: string,
  rules: Iterable<Rule>,
  tool: MigrationTool | undefined,
): { readonly from: number; readonly proposals: readonly Proposal[] } {
  const behind = /^lockkeeper-(?:disable-next-line|disable-file|disable|enable)[ \t]+(?:[a-z0-9-]+[ \t]*,[ \t]*)*/.exec(
    typed,
  );
  if (behind !== null) {
    const proposals = Array.from(rules, ({ id, title }) => ({
      label: id,
      kind: CompletionItemKind.Value,
      detail: title,
    }));
    return { from: behind[0].length, proposals };
  }
  const annotations = (tool && ANNOTATIONS[tool]) ?? [];
  const all = [...annotations, ...SUPPRESSIONS].filter(([text]) => text.toLowerCase().startsWith(typed.toLowerCase()));
  return { from: 0, proposals: all.map(([label, detail]) => ({ label, kind: CompletionItemKind.Keyword, detail })) };
}
