import type { FoundProject } from "../engine/found-project.ts";
import type { Evidence } from "../project/project.ts";
import { printJson } from "./print-json.ts";

/** Absolute paths as reports name them. */
export type PathNames = (path: string) => string;

/** The document that `project --format json` prints. */
export function projectJson({ project, histories, habits, missing }: FoundProject, named: PathNames): string {
  const evidence = ({ path, line, text }: Evidence) => ({ path: named(path), line, text });
  const { engine, otherVersions } = project;
  return printJson({
    version: 1,
    engine: {
      name: engine.name,
      version: engine.version,
      assumed: engine.assumed,
      evidence: engine.evidence.map(evidence),
      others: otherVersions.map((other) => ({ version: other.version, evidence: [evidence(other.evidence)] })),
    },
    histories: histories.map(({ history, outside }) => ({
      folder: named(history.folder),
      tool: history.tool,
      evidence: history.evidence.map(evidence),
      transaction: history.transaction,
      outside: outside.map(named),
      files: history.files.map(named),
      down: history.down.map(named),
    })),
    conventions: Object.fromEntries(habits.map(({ name, says }) => [name, says])),
    conventionEvidence: habits.map(({ name, follow, of, example }) => ({
      name,
      follow,
      of,
      example: example === undefined ? null : evidence(example),
    })),
    missing,
  });
}
