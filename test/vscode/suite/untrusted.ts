import assert from "node:assert/strict";
import { workspace } from "vscode";
import { FILES, firstFinding, open } from "./editor.ts";
import { runTests } from "./runner.ts";
import { screenshot } from "./screenshot.ts";

/** Called by VS Code with the sample project open in a window that nobody said to trust. */
export function run(): Promise<void> {
  return runTests([
    {
      name: "a folder that is not trusted is reviewed all the same",
      async run() {
        assert.equal(workspace.isTrusted, false);
        await firstFinding(await open(FILES.index), "index-not-concurrent");
        await firstFinding(await open(FILES.prisma), "prisma-relation-without-index");
        await screenshot("untrusted", "Restricted Mode");
      },
    },
  ]);
}
