import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configSchema } from "../../server/src/project/config-schema.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { commandsContribution } from "../../shared/src/commands.ts";
import { configurationContribution } from "../../shared/src/settings.ts";

const root = join(import.meta.dirname, "../..");
const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

test("package.json contributes the commands and settings that shared/ declares", async () => {
  const path = join(root, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  const { contributes } = manifest;
  const drawn = {
    ...manifest,
    contributes: { ...contributes, commands: commandsContribution(), configuration: configurationContribution() },
  };
  await expect(json(drawn)).toMatchFileSnapshot(path);
});

test("the JSON schema of lockkeeper.json knows every key, rule and option", async () => {
  await expect(json(configSchema(ALL_RULES))).toMatchFileSnapshot(join(root, "docs/lockkeeper.schema.json"));
});

test("the README's table lists every rule", async () => {
  const path = join(root, "README.md");
  const readme = readFileSync(path, "utf8");
  const rows = ALL_RULES.map(
    ({ id, title, severity, fixable }) =>
      `| [\`${id}\`](docs/rules/${id}.md) | ${title} | ${severity} | ${fixable ? "yes" : ""} |`,
  );
  const table = ["| rule | finds | severity | fix |", "|---|---|---|---|", ...rows].join("\n");
  const drawn = readme.replace(/(<!-- rules -->\n)[\s\S]*?(<!-- \/rules -->)/, `$1\n${table}\n\n$2`);
  expect(drawn).toContain(table);
  await expect(drawn).toMatchFileSnapshot(path);
});
