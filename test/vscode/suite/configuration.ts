import assert from "node:assert/strict";
import { ConfigurationTarget, commands, type TextDocument, workspace } from "vscode";
import { api, FILES, findings, findingsOf, firstFinding, open, sampleUri } from "./editor.ts";
import { type Test, until } from "./runner.ts";

/** Has a `lockkeeper.json` in the project's folder while something is tried. */
async function withConfig(content: string, attempt: () => Promise<void>): Promise<void> {
  await workspace.fs.writeFile(sampleUri(FILES.config), Buffer.from(content));
  try {
    await attempt();
  } finally {
    await workspace.fs.delete(sampleUri(FILES.config));
  }
}

/** Has a setting of VS Code at another value while something is tried. */
async function withSetting(name: string, value: unknown, attempt: () => Promise<void>): Promise<void> {
  const set = (to: unknown) => workspace.getConfiguration("lockkeeper").update(name, to, ConfigurationTarget.Global);
  await set(value);
  try {
    await attempt();
  } finally {
    await set(undefined);
  }
}

/** Waits until a document is reviewed for a version of Postgres; gives why. */
async function reviewedFor(document: TextDocument, version: number): Promise<string> {
  const { status } = await api();
  return until(`${document.uri.path} to be reviewed for Postgres ${version}`, () => {
    const postgres = status(document.uri.toString())?.postgres;
    return postgres?.version === version && postgres.why;
  });
}

/** `lockkeeper.json` and VS Code's settings, changed while the editor is open. */
export const configurationTests: readonly Test[] = [
  {
    name: "a rule that lockkeeper.json turns off is silent, and speaks again when the file is gone",
    async run() {
      const document = await open(FILES.orders);
      await firstFinding(document, "timestamp-without-time-zone");
      await withConfig('{ "rules": { "timestamp-without-time-zone": "off" } }\n', async () => {
        await findingsOf(document, "timestamp-without-time-zone", 0);
        await findingsOf(document, "foreign-key-without-index", 1);
      });
      await findingsOf(document, "timestamp-without-time-zone", 1);
    },
  },
  {
    name: "an unknown key of lockkeeper.json is underlined in it",
    async run() {
      await withConfig('{\n  "ruless": {} // a slip\n}\n', async () => {
        const config = await open(FILES.config);
        const found = await firstFinding(config, "invalid-configuration");
        assert.match(config.getText(found.range), /ruless/);
        assert.deepEqual(findings(config, "syntax-error"), []);
        await commands.executeCommand("workbench.action.closeActiveEditor");
      });
    },
  },
  {
    name: "the version of Postgres comes from compose.yaml, and a setting wins over it",
    async run() {
      const document = await open(FILES.index);
      assert.match(await reviewedFor(document, 16), /compose\.yaml/);
      await withSetting("postgres", 13, async () => {
        await reviewedFor(document, 13);
      });
      await reviewedFor(document, 16);
    },
  },
  {
    name: "lockkeeper.enable: false takes every finding away, true brings them back",
    async run() {
      const document = await open(FILES.index);
      await firstFinding(document, "index-not-concurrent");
      await withSetting("enable", false, async () => {
        await until("no findings", () => findings(document).length === 0);
      });
      await firstFinding(document, "index-not-concurrent");
    },
  },
];
