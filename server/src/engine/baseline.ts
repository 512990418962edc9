import type { Project } from "../project/detect-project.ts";
import { olderMigrations } from "../project/older-migrations.ts";
import type { Git } from "./git.ts";

/** Who says from where on migrations are reviewed, over the configuration, and whom a revision is asked of. */
export interface BaselineOptions {
  readonly since?: string | undefined;
  readonly git?: Git | undefined;
}

/** Where the review of a project's migrations begins. */
export interface Baseline {
  /** What it was told to begin with. */
  readonly since: string | undefined;
  /** The migrations before, absolute: they are context only. Undefined where it is not known what `since` means. */
  readonly older: ReadonlySet<string> | undefined;
}

const NOTHING_OLDER: ReadonlySet<string> = new Set();
const baselines = new WeakMap<Project, Baseline>();

/** The baseline of a project; found out once, for the project is another value when a file changes on disk. */
export function baselineOf(project: Project, options: BaselineOptions): Baseline {
  const known = baselines.get(project);
  if (known !== undefined) return known;
  const since = options.since ?? project.config.since;
  const { git } = options;
  const filesAt = (revision: string) => {
    const stored = project.histories.map(({ folder }) => git?.filesAt(folder, revision));
    if (stored.length === 0 || stored.includes(undefined)) return undefined;
    return new Set(stored.flatMap((files) => [...(files?.keys() ?? [])]));
  };
  const older = since === undefined ? NOTHING_OLDER : olderMigrations(project, since, filesAt);
  const baseline = { since, older };
  baselines.set(project, baseline);
  return baseline;
}
