import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { REGISTRY } from "../../server/src/rules/registry.gen.ts";

const folder = join(import.meta.dirname, "../../server/src/rules");

/** Each rule's file as `group/id`; what several rules share stands beside the groups, in `support`. */
function ruleFiles(): string[] {
  const groups = readdirSync(folder, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && entry.name !== "support",
  );
  return groups
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file.replace(/\.ts$/, "")}`))
    .sort();
}

const camel = (id: string) => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

test("the registry lists every file of server/src/rules/<group>/", async () => {
  const files = ruleFiles();
  const names = files.map((file) => camel(file.split("/")[1] ?? "")).sort();
  const text = [
    "// Drawn from the files of this folder by test/derived/registry.test.ts; `npm test -- -u` redraws it.",
    'import type { Rule } from "../engine/rule.ts";',
    ...files.map((file) => `import ${camel(file.split("/")[1] ?? "")} from "./${file}.ts";`),
    "",
    "/** Every rule that has a file of its own, by id. */",
    `export const REGISTRY: readonly Rule[] = [\n${names.map((name) => `  ${name},\n`).join("")}];`,
    "",
  ].join("\n");
  await expect(text).toMatchFileSnapshot(join(folder, "registry.gen.ts"));
});

test("a rule's file has its id for a name and stands in its group's folder", () => {
  expect(REGISTRY.map(({ group, id }) => `${group}/${id}`).sort()).toEqual(ruleFiles());
});
