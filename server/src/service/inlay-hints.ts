import type { InlayHint } from "vscode-languageserver-types";
import { MarkupKind } from "vscode-languageserver-types";
import type { InlayHintsMode } from "../../../shared/src/settings.ts";
import { blocksInWords, durationInWords } from "../effects/lock-words.ts";
import { strongestLock } from "../engine/held-locks.ts";
import type { StatementEffects } from "../engine/locks.ts";
import { codeSpan, escapeMarkdown } from "../text/escape-markdown.ts";
import type { LineIndex } from "../text/line-index.ts";

/** The document that hints stand in. */
export interface HintedDocument {
  readonly text: string;
  readonly lines: LineIndex;
}

/** Behind each statement, the strongest lock that it takes on something that existed before the file. */
export function inlayHintsFor(
  statements: readonly StatementEffects[],
  document: HintedDocument,
  mode: InlayHintsMode,
): InlayHint[] {
  if (mode === "off") return [];
  return statements.flatMap((statement) => hintFor(statement, document, mode) ?? []);
}

function hintFor(
  statement: StatementEffects,
  { text, lines }: HintedDocument,
  mode: InlayHintsMode,
): InlayHint | undefined {
  const { effects, range, madeHere } = statement;
  const strongest = strongestLock(statement);
  if (!effects.known || strongest === undefined) return undefined;
  if (mode === "risky" && !strongest.blocks.includes("write")) return undefined;
  const others = effects.locks.filter(({ relation }) => relation !== strongest.relation && !madeHere.has(relation));
  const more = others.length === 0 ? "" : ` +${others.length}`;
  const each = [strongest, ...others].map(
    ({ relation, mode: taken, blocks }) => `- **${taken}** on ${codeSpan(relation)}: ${blocksInWords(blocks)}.`,
  );
  return {
    position: lines.positionAt(text[range.end] === ";" ? range.end + 1 : range.end),
    label: `${strongest.mode} on ${strongest.relation}${more}`,
    paddingLeft: true,
    tooltip: {
      kind: MarkupKind.Markdown,
      value: `${each.join("\n")}\n\nTime: ${escapeMarkdown(durationInWords(effects))}.`,
    },
  };
}
