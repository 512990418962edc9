import { type Disposable, LanguageStatusSeverity, languages, window } from "vscode";
import { COMMANDS } from "../../shared/src/commands.ts";
import type { StatusParams } from "../../shared/src/protocol.ts";
import { DOCUMENT_SELECTOR } from "./document-selector.ts";
import { findingsText, postgresText, type ServerState } from "./status-text.ts";

/** The two lines of the language status: findings or the server's state, and the Postgres version reviewed for. */
export interface StatusItems extends Disposable {
  /** Shows the server's new state; anything but `running` forgets what was said of documents. */
  setState(state: ServerState): void;
  /** Keeps what the server says of a document, and shows it where that is the one in front. */
  setStatus(status: StatusParams): void;
  /** What the server last said of a document, by its URI as text. */
  status(uri: string): StatusParams | undefined;
}

/** Makes the items; they follow the active editor until disposed. */
export function createStatusItems(): StatusItems {
  const findings = languages.createLanguageStatusItem("lockkeeper.findings", [...DOCUMENT_SELECTOR]);
  const postgres = languages.createLanguageStatusItem("lockkeeper.postgres", [...DOCUMENT_SELECTOR]);
  findings.name = "Lockkeeper";
  postgres.name = "Lockkeeper: Postgres version";
  const statuses = new Map<string, StatusParams>();
  let state: ServerState = "off";

  const show = () => {
    const status = statuses.get(window.activeTextEditor?.document.uri.toString() ?? "");
    const stopped = state === "stopped";
    const { text, detail } = findingsText(state, status);
    Object.assign(findings, { text, detail, busy: state === "starting" });
    findings.severity = stopped ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
    const { id, title } = stopped ? COMMANDS.restart : COMMANDS.showOutput;
    findings.command = { command: id, title };
    const { text: version, detail: why } = postgresText(state, status) ?? { text: "Postgres", detail: "" };
    Object.assign(postgres, { text: version, detail: why });
  };
  const editorListener = window.onDidChangeActiveTextEditor(show);
  show();

  return {
    setState(next) {
      state = next;
      if (next !== "running") statuses.clear();
      show();
    },
    setStatus(status) {
      statuses.set(status.uri, status);
      show();
    },
    status: (uri) => statuses.get(uri),
    dispose() {
      editorListener.dispose();
      findings.dispose();
      postgres.dispose();
    },
  };
}
