import type { FileEdit, NewFile, NewMigration } from "../new-migration.ts";
import { below } from "../paths.ts";
import type { FolderView } from "../tree.ts";

/** The name of a migration's file, or of its folder, taken apart so that the next one is named after it. */
export interface NameParts {
  /** `V` of `V0007__add_orders.sql`. */
  readonly before: string;
  /** `0007`; empty where the order is written down elsewhere. */
  readonly version: string;
  /** `__`. */
  readonly between: string;
  /** `add_orders`; empty where the project's names say nothing but the version. */
  readonly words: string;
  /** `.sql`; empty for a folder. */
  readonly after: string;
}

/** How a tool's next migration is named and written. */
export interface Making {
  /** Whether a migration is one file, or a folder that holds its files. */
  readonly unit: "file" | "folder";
  /** Whether a tool takes a new one that others come after, or only at the end of its list. */
  readonly place: "anywhere" | "end";
  /** Takes the name of a migration apart; undefined for a name that none can be made after. */
  readonly takeApart: (name: string) => NameParts | undefined;
  /** The files of one migration, with `\n` at the end of lines; undefined where the tool has no way to run it so. */
  readonly write: (made: Made) => readonly NewFile[] | undefined;
  /** The edits of the list that the tool keeps, none where it keeps none here; undefined where no way is known. */
  readonly list?: (listing: Listing) => readonly FileEdit[] | undefined;
  /** What a person has to do before the tool takes new files. */
  readonly afterwards?: string;
}

/** A new migration with its name. */
export interface Made {
  readonly migration: NewMigration;
  /** The folder in which its file or its own folder stands, absolute. */
  readonly folder: string;
  readonly parts: NameParts;
  /** The history that it is added to. */
  readonly history: FolderView;
  /** The migration that it is named after, absolute. */
  readonly model: string;
  /** Whether files of this history take migrations back. */
  readonly takesBack: boolean;
}

/** What a list is told of. */
export interface Listing {
  readonly history: FolderView;
  /** The migration that they come right after, absolute. */
  readonly after: string;
  readonly made: readonly Made[];
}

/** The name that the parts make. */
export function nameFrom({ before, version, between, words, after }: NameParts): string {
  return before + version + between + words + after;
}

/** The name without what comes after its words. */
export function stemFrom(parts: NameParts): string {
  return nameFrom({ ...parts, after: "" });
}

/** What stands where nothing is to be taken back. */
const NOTHING_BACK = "-- Nothing is to be taken back here.\n";

/** What takes the migration back, or a comment that there is nothing to do. */
export function downText({ migration }: Made): string {
  return migration.down ?? NOTHING_BACK;
}

/** Whether what takes the migration back must run outside a transaction as well. */
export function isDownOutside({ migration }: Made): boolean {
  return /\bconcurrently\b/i.test(migration.down ?? "");
}

/** Takes `0007_add_orders.sql` apart, with what a separator is to the tool: any character that is neither letter nor digit. */
export function numberedName(name: string): NameParts | undefined {
  const after = /(?:\.(?:up|down))?\.sql$/.exec(name)?.[0] ?? "";
  const stem = name.slice(0, name.length - after.length);
  const version = /^\d+/.exec(stem)?.[0];
  if (version === undefined) return undefined;
  const between = /^[^A-Za-z0-9]*/.exec(stem.slice(version.length))?.[0] ?? "";
  return { before: "", version, between, words: stem.slice(version.length + between.length), after };
}

/** Takes a name apart that need not begin with a number: behind `orders.sql` comes `orders_2_….sql`. */
export function anyName(name: string): NameParts {
  const numbered = numberedName(name);
  if (numbered !== undefined) return numbered;
  const after = name.endsWith(".sql") ? ".sql" : "";
  const stem = name.slice(0, name.length - after.length);
  const [, first, version, words] = /^(.*)_(\d+)_(.*)$/.exec(stem) ?? [];
  if (first === undefined || version === undefined || words === undefined) {
    return { before: `${stem}_`, version: "1", between: "_", words: stem, after };
  }
  return { before: `${first}_`, version, between: "_", words, after };
}

/** One file, and one that takes it back where its name ends in `.up.sql` and the project writes such files. */
export function plainFiles(made: Made): readonly NewFile[] {
  const path = below(made.folder, nameFrom(made.parts));
  const files = [{ path, text: made.migration.up }];
  if (path.endsWith(".up.sql") && made.takesBack) {
    files.push({ path: path.replace(/\.up\.sql$/, ".down.sql"), text: downText(made) });
  }
  return files;
}

/** A way of writing that tools share whose migrations are numbered files of nothing but SQL. */
export const NUMBERED_FILES: Making = {
  unit: "file",
  place: "anywhere",
  takeApart: numberedName,
  write: plainFiles,
};
