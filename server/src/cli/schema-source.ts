import { resolve } from "node:path";
import { type Document, isConfiguration, isPrisma } from "../engine/documents.ts";
import type { Workspace } from "../engine/workspace.ts";
import { CommandError } from "./command-error.ts";
import { type OpenedWorkspace, reportPath } from "./open-workspace.ts";
import type { CommandOptions } from "./options.ts";

/** Files that make one schema between them. */
interface Group {
  /** The best kind is taken where a folder holds several and none is named. */
  readonly kind: "history" | "loose" | "prisma";
  /** What a person would call it: a folder, or the file that it is. */
  readonly name: string;
  readonly documents: Document[];
}

const KINDS: readonly Group["kind"][] = ["history", "loose", "prisma"];

/**
 * The file after which the command line asks for the schema: the last of the history that its paths stand in. Throws a
 * CommandError where there is no such history, or several: their schemas stay apart.
 */
export function schemaSource({ workspace, paths }: OpenedWorkspace, options: CommandOptions): Document {
  const refusals: string[] = [];
  const groups = new Map<string, Group>();
  for (const path of paths) {
    const document = workspace.documents.get(path);
    const refusal = document === undefined ? "cannot be read as text" : refusalOf(workspace, document);
    if (document === undefined || refusal !== undefined) refusals.push(`${reportPath(path)} ${refusal}`);
    else addTo(groups, workspace, document, options);
  }
  const [group, ...others] = wanted(Array.from(groups.values()), options);
  if (group === undefined) throw new CommandError(noSchema(refusals));
  if (others.length > 0) {
    const names = [group, ...others].map(({ name }) => name).sort();
    throw new CommandError(`there are ${names.length} schemas here, name one of them: ${names.join(", ")}`);
  }
  return lastOf(workspace, group);
}

/** Why the file says nothing of a schema; undefined where it does. */
function refusalOf(workspace: Workspace, document: Document): string | undefined {
  if (isConfiguration(document.path)) return "is a configuration";
  const { engine, direction } = workspace.facts(document);
  if (engine.name !== "postgres") return `is written for ${engine.name}`;
  return direction === "down" ? "takes a migration back" : undefined;
}

function addTo(groups: Map<string, Group>, workspace: Workspace, document: Document, options: CommandOptions): void {
  const group = groupOf(workspace, document, options);
  const key = `${group.kind} ${group.name}`;
  groups.set(key, groups.get(key) ?? group);
  groups.get(key)?.documents.push(document);
}

function groupOf(workspace: Workspace, document: Document, { isolated }: CommandOptions): Group {
  const { path } = document;
  const folder = path.slice(0, path.lastIndexOf("/"));
  if (isPrisma(path)) return { kind: "prisma", name: reportPath(folder), documents: [] };
  const history = workspace.facts(document).folder;
  if (isolated) return { kind: history === undefined ? "loose" : "history", name: reportPath(path), documents: [] };
  if (history !== undefined) return { kind: "history", name: reportPath(history), documents: [] };
  return { kind: "loose", name: "the files of no history", documents: [] };
}

/** The groups that the command line means: those of files that it names, else those of the best kind that is there. */
function wanted(groups: readonly Group[], { words }: CommandOptions): readonly Group[] {
  const named = new Set(words.map((word) => resolve(word)));
  const isNamed = ({ documents }: Group) => documents.some(({ path }) => named.has(resolve(path)));
  const best = KINDS.find((kind) => groups.some((group) => group.kind === kind && !isNamed(group)));
  const isAsked = words.some((word) => !groups.some(({ documents }) => has(documents, word)));
  return groups.filter((group) => isNamed(group) || (group.kind === best && (isAsked || words.length === 0)));
}

function has(documents: readonly Document[], word: string): boolean {
  return documents.some(({ path }) => resolve(path) === resolve(word));
}

function noSchema([first, ...others]: readonly string[]): string {
  if (first === undefined) return "no file here makes a schema; name a folder of migrations, or a file";
  const more = others.length > 0 ? ` (and ${others.length} more like it)` : "";
  return `no file here makes a schema: ${first}${more}; name a migration for Postgres`;
}

/** The file of the group that its history applies last. */
function lastOf(workspace: Workspace, { documents }: Group): Document {
  const [first] = documents;
  if (first === undefined) throw new CommandError(noSchema([]));
  const place = new Map(workspace.sequence(first.path).map((path, index) => [path, index]));
  return documents.reduce((last, next) => ((place.get(next.path) ?? 0) > (place.get(last.path) ?? 0) ? next : last));
}
