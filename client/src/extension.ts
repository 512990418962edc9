import { commands, type ExtensionContext, window, workspace } from "vscode";
import { COMMANDS } from "../../shared/src/commands.ts";
import type { StatusParams } from "../../shared/src/protocol.ts";
import { openLocks, openRule } from "./open-rule.ts";
import { provideSchemaDocuments } from "./schema-documents.ts";
import { createServerRun } from "./server-run.ts";
import { showSchema } from "./show-schema.ts";
import { createStatusItems } from "./status-items.ts";
import { writeRollback } from "./write-rollback.ts";

/** What the extension gives to others that ask VS Code for it. */
export interface LockkeeperApi {
  /** What the server last said of a document, by its URI as text; undefined where it is not reviewed. */
  status(uri: string): StatusParams | undefined;
}

let stop: () => Promise<void> = async () => undefined;

/** Called by VS Code when a document that we review is opened. */
export async function activate(context: ExtensionContext): Promise<LockkeeperApi> {
  const output = window.createOutputChannel("Lockkeeper", { log: true });
  const items = createStatusItems();
  const server = createServerRun({ module: context.asAbsolutePath("dist/server.js"), output, items });
  stop = server.stop;
  context.subscriptions.push(
    output,
    items,
    commands.registerCommand(COMMANDS.restart.id, server.restart),
    commands.registerCommand(COMMANDS.showOutput.id, () => output.show()),
    provideSchemaDocuments(server),
    commands.registerCommand(COMMANDS.showSchema.id, (view: unknown) => showSchema(context.extensionUri, server, view)),
    commands.registerCommand(COMMANDS.writeRollback.id, () => writeRollback(server)),
    commands.registerCommand(COMMANDS.showLocks.id, () => openLocks(context.extensionUri)),
    commands.registerCommand(COMMANDS.openRule.id, (id: unknown) => openRule(context.extensionUri, id)),
    // Git is asked about a folder only once somebody trusts it, and the server is told at its start.
    workspace.onDidGrantWorkspaceTrust(() => server.restart()),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("lockkeeper.enable")) return server.restart();
    }),
  );
  await server.restart();
  return { status: items.status };
}

/** Called by VS Code when it closes or the extension is turned off. */
export function deactivate(): Promise<void> {
  return stop();
}
