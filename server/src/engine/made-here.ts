import type { Origin } from "../catalog/catalog.ts";
import type { FileFacts } from "../project/project.ts";

/** Whether the file made it, or one that is applied together with it, so that nobody else can be using it yet. */
export function isMadeHere({ file }: Origin, { path, together }: Pick<FileFacts, "path" | "together">): boolean {
  return file === path || together?.includes(file) === true;
}
