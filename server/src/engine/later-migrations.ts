import type { NewFiles, NewMigration } from "../project/new-migration.ts";
import { type Layout, type StepGroup, textOf } from "./lay-out.ts";

/** The files of later migrations, and what a person has to do before the tool takes them. */
export type LaterFiles = Pick<NewFiles, "creates" | "edits" | "afterwards">;

/** The files for groups of steps that have no place in their own: each is a migration. Undefined where no way is known. */
export function laterMigrations(groups: readonly StepGroup[], layout: Layout): LaterFiles | undefined {
  if (groups.length === 0) return { creates: [], edits: [], afterwards: undefined };
  const deploys = Math.max(...groups.map(([step]) => step?.deploy ?? 1));
  return layout.later(groups.map((group) => migrationOf(group, deploys, layout)));
}

function migrationOf(group: StepGroup, deploys: number, { lineBreak, file }: Layout): NewMigration {
  const [first] = group;
  const notes: string[] = [];
  if (deploys > 1) notes.push(`-- Deploy ${first?.deploy ?? 1} of ${deploys}.`);
  if (file.transaction === "all-files" && first?.transaction === "own" && (first.deploy ?? 1) === 1) {
    notes.push("-- Apply this in a later run: migrations that are pending together share one transaction.");
  }
  const up = group.map((step) => `${textOf(step, lineBreak)};`);
  return {
    words: first?.words ?? "",
    up: [...notes, ...up, ""].join(lineBreak),
    down: undefined,
    outside: first?.transaction === "outside",
  };
}
