import { isConfiguration, isPrisma } from "../engine/documents.ts";
import type { Workspace } from "../engine/workspace.ts";
import { migrationRollback } from "../report/rollback/migration-rollback.ts";
import { rollbackJson } from "../report/rollback/rollback-json.ts";
import { rollbackText } from "../report/rollback/rollback-text.ts";
import { CommandError } from "./command-error.ts";
import { openWorkspace, reportPath } from "./open-workspace.ts";
import { readOptions } from "./options.ts";

/** `lockkeeper rollback FILE`: what takes a migration back, and what does not come back. */
export async function rollback(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.words.length !== 1)
    throw new CommandError("name the one migration to take back: lockkeeper rollback FILE");
  const { workspace, paths } = await openWorkspace(options);
  const [path, ...others] = paths;
  if (path === undefined || others.length > 0) {
    throw new CommandError(`${options.words[0]} is a folder; name the one migration in it to take back`);
  }
  const migration = migrationRollback(workspace, migrationAt(workspace, path));
  const text =
    options.format === "json" ? rollbackJson(migration, reportPath) : rollbackText(migration, reportPath(path));
  process.stdout.write(`${text}\n`);
  return 0;
}

function migrationAt(workspace: Workspace, path: string) {
  const document = workspace.documents.get(path);
  if (document === undefined) throw new CommandError(`${reportPath(path)} cannot be read as text; name a migration`);
  if (isPrisma(path) || isConfiguration(path)) throw new CommandError(`${reportPath(path)} is no migration; name one`);
  const { engine, direction } = workspace.facts(document);
  if (engine.name !== "postgres") throw new CommandError(`${reportPath(path)} is written for ${engine.name}`);
  if (direction === "down") {
    throw new CommandError(`${reportPath(path)} takes a migration back itself; name the migration`);
  }
  return document;
}
