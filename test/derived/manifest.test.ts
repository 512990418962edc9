import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configSchema } from "../../server/src/project/config-schema.ts";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { commandsContribution } from "../../shared/src/commands.ts";
import { configurationContribution, SETTINGS } from "../../shared/src/settings.ts";

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

test("the README's tables list every rule and every setting", async () => {
  const path = join(root, "README.md");
  const rules = ALL_RULES.map(
    ({ id, title, severity, fixable }) =>
      `| [\`${id}\`](docs/rules/${id}.md) | ${title} | ${severity} | ${fixable ? "yes" : ""} |`,
  );
  const settings = SETTINGS.map(
    ({ id, default: value, description }) => `| \`${id}\` | \`${JSON.stringify(value)}\` | ${description} |`,
  );
  const written = readFileSync(path, "utf8");
  const withRules = withTable(written, "rules", ["| rule | finds | severity | fix |", "|---|---|---|---|", ...rules]);
  const drawn = withTable(withRules, "settings", ["| setting | default | |", "|---|---|---|", ...settings]);
  await expect(drawn).toMatchFileSnapshot(path);
});

/** The text with a table between its marks `<!-- name -->` and `<!-- /name -->`; throws where it has no such marks. */
function withTable(text: string, name: string, rows: readonly string[]): string {
  const marks = new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- /${name} -->)`);
  expect(text).toMatch(marks);
  return text.replace(marks, (_, open: string, close: string) => `${open}\n${rows.join("\n")}\n\n${close}`);
}
