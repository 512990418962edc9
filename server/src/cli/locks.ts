import { isConfiguration, isPrisma } from "../engine/documents.ts";
import { statementEffects } from "../engine/locks.ts";
import type { Workspace } from "../engine/workspace.ts";
import { type FileLocks, locksJson } from "../report/locks-json.ts";
import { locksText } from "../report/locks-text.ts";
import { documentSecrets } from "../report/reported-review.ts";
import { brokenConfigurations } from "./broken-configurations.ts";
import { log } from "./log.ts";
import { openWorkspace, reportPath } from "./open-workspace.ts";
import { readOptions } from "./options.ts";
import { terminalPaint } from "./terminal-paint.ts";

/** `lockkeeper locks [PATH…]`: what each statement locks, rewrites and scans. */
export async function locks(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  const { workspace, paths } = await openWorkspace(options);
  for (const path of brokenConfigurations(workspace, paths)) {
    log(`${reportPath(path)} has something wrong in it; lockkeeper lint says what`);
  }
  const files = paths.flatMap((path) => fileLocks(workspace, path));
  process.stdout.write(`${options.format === "json" ? locksJson(files) : locksText(files, terminalPaint())}\n`);
  return 0;
}

/** None for what holds no statements that Postgres is sent; for what cannot be read, with a line that says so. */
function fileLocks(workspace: Workspace, path: string): FileLocks[] {
  if (isPrisma(path) || isConfiguration(path)) return [];
  const document = workspace.documents.get(path);
  if (document === undefined) {
    log(`${reportPath(path)} is left out: it cannot be read as text; lockkeeper lint says why`);
    return [];
  }
  const { engine } = workspace.facts(document);
  if (engine.name !== "postgres") return [];
  const statements = statementEffects(workspace, document);
  const { text } = document;
  return [{ path: reportPath(path), text, secrets: documentSecrets(document), postgres: engine.version, statements }];
}
