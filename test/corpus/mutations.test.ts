import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { statementEffects } from "../../server/src/engine/locks.ts";
import { type Review, review } from "../../server/src/engine/review.ts";
import { createWorkspace, type Workspace } from "../../server/src/engine/workspace.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { hoverFor } from "../../server/src/service/hover.ts";
import { loadParser } from "../../server/src/sql/parse.ts";
import { lineIndexOf } from "../../server/src/text/line-index.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { readPage } from "../rules/page.ts";
import { corpus } from "../support/corpus.ts";
import { memoryFiles } from "../support/memory-files.ts";
import { randomFrom } from "../support/random.ts";
import { mutationOf } from "./mutate.ts";

beforeAll(loadParser);

/** A workspace in which anything that goes wrong inside, which a user would only find in the log, throws. */
function strictWorkspace(): Workspace {
  return createWorkspace({
    files: memoryFiles({}),
    roots: ["/project"],
    rules: ALL_RULES,
    config: { kind: "none" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: true,
    named: [],
    lifetime: "for-edits",
    log: (message) => {
      throw new Error(message);
    },
  });
}

/** Everything that an editor asks of a file: findings, and a hover somewhere. */
function askAll(workspace: Workspace, path: string, at: number): Review {
  const answer = review(workspace, path);
  const { document, facts } = answer;
  if (document === undefined || facts === undefined || document.segments.length === 0) return answer;
  const lines = lineIndexOf(document.text);
  for (const subject of statementEffects(workspace, document, { start: at, end: at })) {
    hoverFor({ ...subject, file: facts, root: "/project", locksPage: "https://lockkeeper.example/locks" }, lines);
  }
  return answer;
}

function expectRangesInside({ findings, document }: Review): void {
  const length = document?.text.length ?? 0;
  for (const { range } of findings) {
    if (range.start < 0 || range.end < range.start || range.end > length)
      throw new Error(`range ${range.start}–${range.end} of ${length}`);
  }
}

const pages = join(import.meta.dirname, "../../docs/rules");
const fixtures = readdirSync(pages).flatMap((name) =>
  readPage(readFileSync(join(pages, name), "utf8")).examples.flatMap(({ title, blocks }) =>
    blocks
      .filter(({ language }) => language !== "jsonc")
      .map(({ language, code }) => ({ name: `${name}: ${title}`, language, code })),
  ),
);

// Some hundred thousand answers.
const LONG = 600_000;

test("every fixture cut off at every character is answered", { timeout: LONG }, () => {
  let answers = 0;
  for (const { language, code } of fixtures) {
    const workspace = strictWorkspace();
    const path = `/project/cut.${language}`;
    for (let end = 0; end <= code.length; end += 1) {
      workspace.open(path, code.slice(0, end));
      expectRangesInside(askAll(workspace, path, end));
      answers += 1;
    }
  }
  expect(answers).toBeGreaterThan(5_000);
});

/** Above this size one file would take the place of many. */
const LARGEST = 40_000;

describe.skipIf(corpus === undefined)("random mutations of real files", () => {
  const files = corpus === undefined ? [] : corpusFiles(corpus);

  test.each([1, 2, 3, 4])(
    "20,000 edits in all, part %i: nothing throws, and an edit's answer is a fresh file's",
    (part) => {
      const random = randomFrom(part);
      for (let round = 0; round < 500; round += 1) {
        const path = `/project/mutated${round % 10 === 0 ? ".prisma" : ".sql"}`;
        const candidates = files.filter((file) => file.endsWith(".prisma") === path.endsWith(".prisma"));
        let text = readFileSync(random.pick(candidates), "utf8").slice(0, LARGEST);
        const workspace = strictWorkspace();
        workspace.open(path, text);
        for (let edit = 0; edit < 10; edit += 1) {
          const mutation = mutationOf(text, random);
          text = applyEdits(text, [mutation]);
          workspace.change(path, [mutation], text);
          expectRangesInside(askAll(workspace, path, mutation.range.start));
        }
        const edited = review(workspace, path).findings;
        const fresh = strictWorkspace();
        fresh.open(path, text);
        expect(edited, `seed ${part}, round ${round}`).toEqual(review(fresh, path).findings);
      }
    },
    600_000,
  );
});

function corpusFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(sql|prisma)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
