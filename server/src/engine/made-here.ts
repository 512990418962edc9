import type { Origin } from "../catalog/catalog.ts";
import type { FileFacts } from "../project/project.ts";

/** A file, and the others that are applied together with it. */
export type Together = Pick<FileFacts, "path" | "together">;

/** Whether the file made it, or one that is applied together with it, so that nobody else can be using it yet; false of what no file makes. */
export function isMadeHere(origin: Origin | undefined, { path, together }: Together): boolean {
  return origin !== undefined && (origin.file === path || together?.includes(origin.file) === true);
}
