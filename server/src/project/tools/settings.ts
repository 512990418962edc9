import { below } from "../paths.ts";
import { evidenceOf, linesOf } from "../text-lines.ts";
import type { FolderView } from "../tree.ts";
import type { Setting } from "./tool.ts";

/** More of a file than this is no configuration, in UTF-16 code units. */
const MOST_READ = 65_536;

/** What one line sets; undefined for lines that set nothing of interest. */
type LineSetting = (line: string) => Pick<Setting, "name" | "value"> | undefined;

/**
 * The settings in the nearest file of one of these names, in the folder or above it. Names may lead into a folder:
 * `conf/flyway.conf`.
 */
export function nearestSettings(
  folder: FolderView,
  names: readonly string[],
  setting: LineSetting,
): readonly Setting[] {
  for (let view: FolderView | undefined = folder; view !== undefined; view = view.parent) {
    const found = names.flatMap((name) => settingsIn(view, name, setting));
    if (found.length > 0) return found;
  }
  return [];
}

function settingsIn(view: FolderView | undefined, name: string, setting: LineSetting): readonly Setting[] {
  const parts = name.split("/");
  const file = parts.pop() ?? "";
  let holder = view;
  for (const part of parts) holder = holder?.folder(part);
  if (holder === undefined || !holder.files.includes(file)) return [];
  const found: Setting[] = [];
  for (const line of linesOf(holder.read(file).slice(0, MOST_READ))) {
    const isComment = /^\s*(?:#|\/\/|--)/.test(line.text.slice(0, 500));
    const told = isComment ? undefined : setting(line.text.slice(0, 500));
    if (told !== undefined) found.push({ ...told, evidence: evidenceOf(below(holder.path, file), line) });
  }
  return found;
}
