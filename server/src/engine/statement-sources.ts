import type { Origin } from "../catalog/catalog.ts";
import { textHash } from "../text/text-hash.ts";
import type { Document } from "./documents.ts";
import type { Workspace } from "./workspace.ts";

/** The text of the statement that made an object, without its semicolon; undefined where no file of the sequence holds it. */
export type StatementSources = (origin: Origin) => string | undefined;

/** Looks into the files that are applied together with this one, and into the schema files before them, as far as asked for. */
export function statementSources(workspace: Workspace, { path }: Document): StatementSources {
  const { schema } = workspace.options;
  const given = schema ?? workspace.configurations.configFor(path).schema;
  const paths = [...given, ...workspace.sequence(path)];
  const pathOf = new Map(paths.flatMap((each) => factsPath(workspace, each)));
  const texts = new Map<string, ReadonlyMap<number, string>>();
  return ({ file, segment }) => {
    const known = texts.get(file) ?? textsIn(workspace, pathOf.get(file));
    texts.set(file, known);
    return known.get(segment);
  };
}

/** A file's path as origins name it, and the path itself. */
function factsPath(workspace: Workspace, path: string): readonly (readonly [string, string])[] {
  const document = workspace.documents.get(path);
  return document === undefined ? [] : [[workspace.facts(document).path, path]];
}

function textsIn(workspace: Workspace, path: string | undefined): ReadonlyMap<number, string> {
  const segments = (path === undefined ? undefined : workspace.documents.get(path))?.segments ?? [];
  return new Map(segments.map(({ text, body }) => [textHash(text), text.slice(body.start, body.end)]));
}
