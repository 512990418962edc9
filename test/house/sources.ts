import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** The project's folder, absolute. */
export const root = join(import.meta.dirname, "../..");

/** A source file with its path from the project's folder. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below the folders, fixtures and what is installed left out. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() && /\.m?ts$/.test(entry.name) && !/node_modules|\.cache|samples/.test(entry.parentPath),
      )
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path: relative(root, path), text: readFileSync(path, "utf8") };
      }),
  );
}

/** What a file imports, as it is written. */
export function importsOf({ text }: SourceFile): readonly string[] {
  return [...text.matchAll(/^\s*(?:import|export)\b(?:[^"';]*?\bfrom)?\s*"([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    ([, named, dynamic]) => named ?? dynamic ?? "",
  );
}
