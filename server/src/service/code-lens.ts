import { CodeLens } from "vscode-languageserver-types";
import { listed } from "../effects/lock-words.ts";
import { type HeldLocks, heldLocks } from "../engine/held-locks.ts";
import type { StatementEffects } from "../engine/locks.ts";
import type { FileFacts } from "../project/project.ts";

/** More relations than these under one lock are counted and not named. */
const NAMED = 3;

/** The place of a migration's one lens, which is worked out only when it comes into sight. */
export function codeLensesFor({ engine, folder }: FileFacts, data: unknown): CodeLens[] {
  if (engine.name !== "postgres" || folder === undefined) return [];
  return [CodeLens.create({ start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, data)];
}

/** What a whole migration locks of what existed before it, and until when. A down section is another run than this. */
export function lockSummary(statements: readonly StatementEffects[], file: FileFacts): string {
  const run = file.direction === "down" ? statements : statements.filter(({ isUp }) => isUp);
  const held = heldLocks(run);
  const unknown = run.filter(({ effects }) => !effects.known).length;
  const but = unknown === 0 ? "" : ` (${unknown} ${unknown === 1 ? "statement" : "statements"} not known)`;
  if (held.locks.length === 0) return `Locks nothing that existed before this file${but}`;
  return `${byMode(held)}${but}${until(held, file)}`;
}

function byMode({ locks }: HeldLocks): string {
  const modes = [...new Set(locks.map(({ mode }) => mode))];
  const groups = modes.map((mode) => {
    const relations = locks.filter((lock) => lock.mode === mode).map(({ relation }) => relation);
    const more = relations.length > NAMED ? [`${relations.length - NAMED} more`] : [];
    return `${mode} on ${listed([...relations.slice(0, NAMED), ...more])}`;
  });
  return groups.join("; ");
}

function until({ held, growsWith, locks }: HeldLocks, { tool }: FileFacts): string {
  const work = growsWith.length === 0 ? "" : ` (grows with the size of ${listed(growsWith)})`;
  if (held === "a statement each") return `, each until its statement ends${work}`;
  const whose = `${tool ?? "the"}${tool === undefined ? "" : "'s"} transaction ends`;
  if (held === "partly") return `, some of them until a transaction ends${work}`;
  return `, ${locks.length === 1 ? "held" : "all held"} until ${whose}${work}`;
}
