import { relativeTo } from "../project/paths.ts";
import type { EngineFacts } from "../project/project.ts";

/** Why a file is reviewed for its Postgres version, as one line for a person. Paths are shown as seen from `root`. */
export function whyVersion({ versionFrom }: EngineFacts, root: string): string {
  if (versionFrom === undefined) {
    return "nothing in the workspace names a version, so the oldest supported one is taken";
  }
  if (versionFrom === "setting") return "as the settings say";
  return `${relativeTo(root, versionFrom.path)}:${versionFrom.line} says ${versionFrom.text.trim()}`;
}
