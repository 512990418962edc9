import { isPrisma } from "../engine/documents.ts";
import { statementEffects } from "../engine/locks.ts";
import { type FileLocks, locksJson } from "../report/locks-json.ts";
import { locksText } from "../report/locks-text.ts";
import { openWorkspace, reportPath } from "./open-workspace.ts";
import { readOptions } from "./options.ts";

/** `lockkeeper locks [PATH…]`: what each statement locks, rewrites and scans. */
export async function locks(args: readonly string[]): Promise<number> {
  const options = readOptions(args, ["text", "json"]);
  const { workspace, paths } = await openWorkspace(options);
  const files = paths.flatMap((path): FileLocks[] => {
    const document = isPrisma(path) ? undefined : workspace.documents.get(path);
    if (document === undefined) return [];
    const { engine } = workspace.facts(document);
    if (engine.name !== "postgres") return [];
    const statements = statementEffects(workspace, document);
    return [{ path: reportPath(path), text: document.text, postgres: engine.version, statements }];
  });
  const print = options.format === "json" ? locksJson : locksText;
  process.stdout.write(`${print(files)}\n`);
  return 0;
}
