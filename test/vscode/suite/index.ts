import assert from "node:assert/strict";
import { workspace } from "vscode";
import { codeActionTests } from "./code-actions.ts";
import { configurationTests } from "./configuration.ts";
import { extensionTests } from "./extension.ts";
import { findingTests } from "./findings.ts";
import { hoverTests } from "./hovers.ts";
import { lockTests } from "./locks.ts";
import { nameTests } from "./names.ts";
import { runTests } from "./runner.ts";
import { schemaTests } from "./show-schema.ts";
import { watchingTests } from "./watching.ts";
import { rollbackTests } from "./write-rollback.ts";

/** Called by VS Code with the sample project open in a trusted window. */
export function run(): Promise<void> {
  assert.ok(workspace.isTrusted, "the workspace is trusted");
  return runTests([
    ...findingTests,
    ...hoverTests,
    ...lockTests,
    ...nameTests,
    ...codeActionTests,
    ...configurationTests,
    ...extensionTests,
    ...schemaTests,
    ...rollbackTests,
    ...watchingTests,
  ]);
}
