import type { Workspace } from "../engine/workspace.ts";

/** The configuration files of the paths that have something wrong in them and are not among the paths themselves. */
export function brokenConfigurations({ configurations }: Workspace, paths: readonly string[]): readonly string[] {
  const used = new Set(paths.flatMap((path) => configurations.configPathFor(path) ?? []));
  return [...used].filter((path) => !paths.includes(path) && configurations.problemsIn(path).length > 0);
}
