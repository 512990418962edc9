import type { Migration, MigrationContext, MigrationStatement } from "../../engine/rule.ts";
import { isConcurrent } from "./missing-timeout.ts";
import { type Setting, settingOf } from "./session-settings.ts";
import { stoppingLocksIn } from "./stopping-locks.ts";
import { timeoutMilliseconds } from "./timeout-value.ts";

/** A SET of a timeout that lets a lock keep others waiting for longer than it should, or for ever. */
export interface TooLong {
  readonly setting: Setting;
  /** The first statement under it that takes such a lock. */
  readonly under: MigrationStatement;
  /** 0 for no timeout at all. */
  readonly milliseconds: number;
}

/** The settings of a timeout that are longer than `most` milliseconds or none, and under which others are stopped. */
export function tooLong(
  migration: Migration,
  ctx: MigrationContext,
  variable: string,
  most: number,
): readonly TooLong[] {
  const { inForce } = settingOf(migration, ctx.file, variable);
  const found = new Map<MigrationStatement, TooLong>();
  migration.statements.forEach((under, index) => {
    const setting = inForce[index];
    if (setting === undefined || found.has(setting.by)) return;
    const milliseconds = timeoutMilliseconds(setting.value);
    if (milliseconds === undefined || (milliseconds > 0 && milliseconds <= most)) return;
    if (under.statement.kind === "do" || isConcurrent(under) || stoppingLocksIn(under).length === 0) return;
    found.set(setting.by, { setting, under, milliseconds });
  });
  return [...found.values()];
}
