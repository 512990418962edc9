import { foundProject } from "../engine/found-project.ts";
import { projectJson } from "../report/project-json.ts";
import { projectText } from "../report/project-text.ts";
import { brokenConfigurations } from "./broken-configurations.ts";
import { CommandError } from "./command-error.ts";
import { log } from "./log.ts";
import { openWorkspace, reportPath, workspacePath } from "./open-workspace.ts";
import { readOptions } from "./options.ts";
import { terminalPaint } from "./terminal-paint.ts";

/** `lockkeeper project [PATH]`: what was found out about the workspace, with evidence. */
export async function project(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.words.length > 1) throw new CommandError("name one path, of the workspace or of a file in it");
  const { workspace } = await openWorkspace(options);
  const path = workspacePath(options.words[0] ?? ".");
  for (const broken of brokenConfigurations(workspace, [path])) {
    log(`${reportPath(broken)} has something wrong in it; lockkeeper lint says what`);
  }
  const found = foundProject(workspace, path);
  const report =
    options.format === "json" ? projectJson(found, reportPath) : projectText(found, reportPath, terminalPaint());
  process.stdout.write(`${report}\n`);
  return 0;
}
