import { fixFiles } from "../engine/fix-files.ts";
import { type OverlaidFiles, overlaidFiles } from "../project/overlaid-files.ts";
import { fixJson, fixText } from "../report/fix-report.ts";
import { reaches } from "../report/lint-json.ts";
import { ALL_RULES } from "../service/all-rules.ts";
import { brokenConfigurations } from "./broken-configurations.ts";
import { CommandError } from "./command-error.ts";
import { log } from "./log.ts";
import { openWorkspace, reportPath } from "./open-workspace.ts";
import { readOptions } from "./options.ts";
import { terminalPaint } from "./terminal-paint.ts";
import { writeFiles } from "./write-files.ts";

/** `lockkeeper fix FILE…`: applies fixes until none is left, and writes the files; 1 where something still reaches --fail-on. */
export async function fix(args: readonly string[]): Promise<number> {
  const options = readOptions(args);
  if (options.words.length === 0) throw new CommandError("fix takes the files or folders to change");
  const unknown = options.rules.find((id) => !ALL_RULES.some((rule) => rule.id === id));
  if (unknown !== undefined) throw new CommandError(`there is no rule ${unknown}; lockkeeper rules lists them`);
  const over: { files?: OverlaidFiles } = {};
  const { workspace, paths } = await openWorkspace(options, {
    over(disk) {
      over.files = overlaidFiles(disk);
      return over.files;
    },
  });
  for (const path of brokenConfigurations(workspace, paths)) {
    log(`${reportPath(path)} has something wrong in it; lockkeeper lint says what`);
  }
  const { rules } = options;
  const files = over.files ?? overlaidFiles(workspace.documents.files);
  const fixed = fixFiles(workspace, files, paths, ({ rule }, { safe }) =>
    rules.length === 0 ? safe : rules.includes(rule),
  );
  const roots = [...workspace.options.roots, ...paths.map((path) => workspace.project(path).root)];
  if (!options.dryRun) writeFiles(fixed, [...new Set(roots)]);
  const written = options.dryRun ? "not written" : "written";
  const style = { path: reportPath, paint: terminalPaint() };
  const report = options.format === "json" ? fixJson(fixed, reportPath, written) : fixText(fixed, style, written);
  process.stdout.write(`${report}\n`);
  return reaches(fixed.left, options.failOn) ? 1 : 0;
}
