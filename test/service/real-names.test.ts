import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { makingsOf } from "../../server/src/engine/making-of.ts";
import { visitMoments } from "../../server/src/engine/moments.ts";
import { type NameSpace, nameSpaceOf } from "../../server/src/engine/name-at.ts";
import { type NamedObject, namedObject } from "../../server/src/engine/named-object.ts";
import { createWorkspace } from "../../server/src/engine/workspace.ts";
import { nodeFiles } from "../../server/src/project/node-files.ts";
import { type NameUse, namesIn } from "../../server/src/sql/names-in.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { corpus } from "../support/corpus.ts";

beforeAll(loadParser);

/** Histories that make every table that they name. */
const WHOLE = [
  "prisma/documenso__documenso",
  "prisma/mfts__papermark",
  "prisma/umami-software__umami",
  "postgres-migrations/Dokploy__dokploy",
];

function spacesIn(root: string): readonly NameSpace[] {
  const workspace = createWorkspace({
    files: nodeFiles(root),
    roots: [root],
    rules: [],
    config: { kind: "found" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: false,
    named: [],
    lifetime: "for-edits",
    log: () => undefined,
  });
  return workspace.historiesAround(`${root}/`).flatMap(({ files: [first = ""] }) => {
    const document = workspace.documents.get(first);
    return document === undefined ? [] : [nameSpaceOf(workspace, document)];
  });
}

/** Calls back for each name in a history with what it stands for, and its text. */
function eachName(
  { timeline }: NameSpace,
  call: (use: NameUse, object: NamedObject | undefined, text: string) => void,
): void {
  for (const file of timeline) {
    visitMoments(file, ({ segment, before, after }) => {
      for (const use of namesIn(segment)) {
        call(use, namedObject(use, before, after), segment.text.slice(use.range.start, use.range.end));
      }
      return undefined;
    });
  }
}

describe.skipIf(corpus === undefined)("real histories", () => {
  test.each(WHOLE)(
    "each table of %s leads to the statement that makes it, and each name stands where its text is",
    (name) => {
      const unresolved: string[] = [];
      const elsewhere: string[] = [];
      const lost: string[] = [];
      let count = 0;
      for (const space of spacesIn(join(corpus ?? "", name))) {
        const objects = new Map<string, NamedObject>();
        eachName(space, (use, object, text) => {
          count += 1;
          const stored = text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();
          // Names are cut off behind 63 bytes.
          if (use.role !== "alias" && !stored.startsWith(use.name)) elsewhere.push(`${text} is ${use.name}`);
          if (use.kind === "relation" && object === undefined) unresolved.push(use.name);
          if (object !== undefined && object.kind !== "routine") objects.set(object.id, object);
        });
        for (const object of objects.values()) if (makingsOf(space, object).length === 0) lost.push(object.id);
      }
      expect({ unresolved, elsewhere, lost }).toEqual({ unresolved: [], elsewhere: [], lost: [] });
      expect(count).toBeGreaterThan(500);
    },
  );
});
