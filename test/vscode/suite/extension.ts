import assert from "node:assert/strict";
import process from "node:process";
import { commands, TabInputWebview, type TextDocument, Uri, window } from "vscode";
import { COMMANDS } from "../../../shared/src/commands.ts";
import { api, changing, FILES, findingsOf, firstFinding, open, write } from "./editor.ts";
import { type Test, until } from "./runner.ts";
import { screenshot } from "./screenshot.ts";

/** Waits until a server other than `old` has reviewed a document; gives its process id. */
async function reviewedBy(document: TextDocument, old?: number): Promise<number> {
  const { status } = await api();
  return until("another server to review the document", () => {
    const pid = status(document.uri.toString())?.pid;
    return pid !== undefined && pid !== old && pid;
  });
}

/** Whether a new hazard, typed now, is found: the server that answers is alive. */
async function reviewsWhatIsTyped(document: TextDocument): Promise<void> {
  await changing(document, async () => {
    await write(document, document.getText().replace("carrier text", "packed_at timestamp,\n    carrier text"));
    await findingsOf(document, "timestamp-without-time-zone", 2);
  });
  await findingsOf(document, "timestamp-without-time-zone", 1);
}

/** The extension itself: its server's life, its commands. */
export const extensionTests: readonly Test[] = [
  {
    name: "a server that is killed is started again, and findings come back",
    async run() {
      const document = await open(FILES.shipments);
      const killed = await reviewedBy(document);
      process.kill(killed, "SIGKILL");
      await reviewedBy(document, killed);
      await reviewsWhatIsTyped(document);
    },
  },
  {
    name: "the restart command starts another server, and findings come back",
    async run() {
      const document = await open(FILES.shipments);
      const old = await reviewedBy(document);
      await commands.executeCommand(COMMANDS.restart.id);
      await reviewedBy(document, old);
      await reviewsWhatIsTyped(document);
    },
  },
  {
    name: "a finding's code opens its rule's page without the network",
    async run() {
      const { code } = await firstFinding(await open(FILES.index), "index-not-concurrent");
      assert.ok(typeof code === "object");
      assert.equal(code.value, "index-not-concurrent");
      const { scheme, path, query } = Uri.parse(code.target.toString());
      assert.equal(scheme, "command");
      await commands.executeCommand(path, ...JSON.parse(query));
      const isPreview = (input: unknown) =>
        input instanceof TabInputWebview && input.viewType.includes("markdown.preview");
      await until("the page's preview", () =>
        window.tabGroups.all.some(
          ({ activeTab }) => isPreview(activeTab?.input) && activeTab?.label.includes("index-not-concurrent"),
        ),
      );
      await screenshot("rule-page", "Index built while writers wait");
    },
  },
  {
    name: "every declared command exists",
    async run() {
      const known = new Set(await commands.getCommands(true));
      for (const { id } of Object.values(COMMANDS)) assert.ok(known.has(id), id);
    },
  },
];
