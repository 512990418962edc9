import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { vi } from "vitest";
import { locks } from "../../../server/src/cli/locks.ts";
import { project } from "../../../server/src/cli/project.ts";
import type { LockMode } from "../../../shared/src/lock-modes.ts";
import { type CorpusHistory, repositoryOf } from "../../catalog/support/corpus-histories.ts";

/** A statement of a history, and what `lockkeeper locks --format json` says of it. */
export interface SaidStatement {
  readonly file: string;
  /** As the server is sent it. */
  readonly sql: string;
  readonly known: boolean;
  readonly locks: readonly { readonly relation: string; readonly mode: LockMode }[];
  readonly indexLocks: readonly { readonly index: string; readonly mode: LockMode }[];
  readonly rewrites: readonly string[];
  readonly scans: readonly string[];
  readonly transaction: "inside" | "outside" | "must-be-outside";
}

interface LocksDocument {
  readonly files: readonly {
    readonly path: string;
    readonly statements: readonly (SaidStatement & {
      readonly start: { readonly offset: number };
      readonly end: { readonly offset: number };
    })[];
  }[];
}

interface ProjectDocument {
  readonly histories: readonly { readonly folder: string; readonly files: readonly string[] }[];
}

/**
 * Every statement of the way up of the history in that folder, in the order of its tool, as the command says. Throws
 * where the command detects no history there.
 */
export async function saidOfHistory(history: CorpusHistory, postgres: number): Promise<readonly SaidStatement[]> {
  const { folder, replaced } = history;
  const repository = repositoryOf(history);
  const path = join(repository, folder);
  const { histories }: ProjectDocument = await printed(project, ["--format", "json", repository]);
  const detected = histories.find((each) => resolve(each.folder) === path);
  if (detected === undefined) throw new Error(`no history is detected in ${path}`);
  const options = ["--format", "json", "--postgres", String(postgres)];
  const { files }: LocksDocument = await printed(locks, [...options, ...detected.files.map((each) => resolve(each))]);
  return files.flatMap((file) => {
    const text = readFileSync(resolve(file.path), "utf8").replace(/^\uFEFF/, "");
    // The report hides what looks like a credential; the server is sent what the file says.
    return file.statements.map((each) => ({
      ...each,
      file: file.path.slice(file.path.lastIndexOf(folder)),
      sql: sentFor(text.slice(each.start.offset, each.end.offset), replaced),
    }));
  });
}

// What the tool makes of the text: a template that stands in a comment is nothing, but one in a literal would be part of it.
function sentFor(sql: string, replaced: string | undefined): string {
  return replaced === undefined ? sql : sql.replaceAll(replaced, "");
}

async function printed(command: (args: readonly string[]) => Promise<number>, args: readonly string[]) {
  let text = "";
  const write = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await command(args);
  } finally {
    write.mockRestore();
  }
  return JSON.parse(text);
}
