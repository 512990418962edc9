import { filesOutside, type Project } from "../project/detect-project.ts";
import type { History } from "../project/project.ts";
import { isReviewable } from "../project/reviewable-files.ts";
import { isPrisma } from "./documents.ts";
import type { HouseHabit, Migration } from "./house-habit.ts";
import { houseHabits } from "./house-habits.ts";
import type { Workspace } from "./workspace.ts";

/** All that was found out about a workspace. */
export interface FoundProject {
  readonly project: Project;
  /** Histories with the files of each that opt out of its habit. */
  readonly histories: readonly { readonly history: History; readonly outside: readonly string[] }[];
  /** What the migrations for Postgres show of the house. */
  readonly habits: readonly HouseHabit[];
  /** What would make claims surer and was found nowhere. */
  readonly missing: readonly string[];
}

/** Finds out about the workspace that the path stands in. */
export function foundProject(workspace: Workspace, path: string): FoundProject {
  const project = workspace.project(path);
  const { files } = workspace.documents;
  const histories = project.histories.map((history) => ({ history, outside: filesOutside(project, files, history) }));
  const habits = houseHabits(project.histories.flatMap((history) => migrationsOf(workspace, history)));
  return { project, histories, habits, missing: missingIn(project) };
}

function migrationsOf(workspace: Workspace, { files }: History): readonly Migration[] {
  return files.flatMap((path) => {
    if (!isReviewable(path) || isPrisma(path)) return [];
    const document = workspace.documents.get(path);
    const facts = document && workspace.facts(document);
    return document === undefined || facts?.engine.name !== "postgres" ? [] : [{ document, facts }];
  });
}

function missingIn({ config, engine, histories }: Project): readonly string[] {
  const missing: string[] = [];
  if (engine.assumed) missing.push("engine");
  if (engine.name === "postgres" && engine.versionFrom === undefined) missing.push("Postgres version");
  if (histories.length === 0) missing.push("migrations");
  if (histories.some(({ tool }) => tool === "plain")) missing.push("migration tool");
  if (![...config.tables.values()].some(({ rows }) => rows !== undefined)) missing.push("row counts");
  if (![...config.tables.values()].some(({ writesPerSecond }) => writesPerSecond !== undefined))
    missing.push("writes per second");
  return missing;
}
