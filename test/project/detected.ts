import { expect } from "vitest";
import type { Config } from "../../server/src/project/config.ts";
import { defaultConfig } from "../../server/src/project/configuration.ts";
import { detectProject, fileFacts, filesOutside } from "../../server/src/project/detect-project.ts";
import type { FileFacts } from "../../server/src/project/project.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { memoryFiles } from "../support/memory-files.ts";

/** Paths below one folder, and their texts. */
export type Texts = Readonly<Record<string, string>>;

/** The texts below `/w`. */
export const rooted = (texts: Texts) =>
  Object.fromEntries(Object.entries(texts).map(([path, text]) => [`/w/${path}`, text]));

/** What is detected in the texts, with paths from their folder. */
export function detect(texts: Texts, config: Partial<Config> = {}) {
  const files = memoryFiles(rooted(texts));
  const project = detectProject(files, "/w", { ...defaultConfig("/w"), ...config });
  const short = (paths: readonly string[]) => paths.map((path) => path.slice("/w/".length));
  const histories = project.histories.map((history) => ({
    folder: history.folder.slice("/w/".length),
    tool: history.tool,
    transaction: history.transaction,
    files: short(history.files),
    down: short(history.down),
    outside: short(filesOutside(project, files, history)),
  }));
  const facts = (path: string, text = texts[path] ?? "") => fileFacts(project, `/w/${path}`, text);
  return { project, histories, facts };
}

/** The one history of the texts. */
export function history(texts: Texts) {
  const { histories } = detect(texts);
  expect(histories).toHaveLength(1);
  return histories[0];
}

/** The text after the tool's way out of its transaction. */
export const edited = (text: string, facts: FileFacts) => applyEdits(text, facts.wayOut?.edits ?? []);
