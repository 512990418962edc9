import type { Effects, RelationLock } from "../../effects/effects.ts";
import { effectsOf } from "../../effects/effects-of.ts";
import type { ActionContext } from "../../engine/rule.ts";
import type { AlterTableAction } from "../../sql/statement.ts";

/** What one subcommand of an ALTER TABLE does by itself, so that it is not blamed for what another one does. */
export function actionEffects(action: AlterTableAction, ctx: ActionContext): Effects {
  const { alter, before, file } = ctx;
  if (alter.actions.length === 1) return ctx.effects();
  return effectsOf({ ...alter, actions: [action] }, before, file.engine.version);
}

/** The lock on a relation in the words of a message: `an ACCESS EXCLUSIVE lock`; undefined where it takes none. */
export function lockWords(effects: Effects, relation: string): string | undefined {
  const mode = effects.locks.find((lock) => lock.relation === relation)?.mode;
  return mode === undefined ? undefined : `${/^[AE]/.test(mode) ? "an" : "a"} ${mode} lock`;
}

/** The locks on other relations than the one named that stop somebody who reads or writes. */
export function locksElsewhere(effects: Effects, relation: string): readonly RelationLock[] {
  return effects.locks.filter((lock) => lock.relation !== relation && lock.blocks.some((each) => each !== "ddl"));
}
