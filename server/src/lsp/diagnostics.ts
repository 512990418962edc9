import {
  type CancellationToken,
  CodeLensRefreshRequest,
  type Connection,
  type Diagnostic,
  DiagnosticRefreshRequest,
  type DiagnosticServerCancellationData,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  FileChangeType,
  InlayHintRefreshRequest,
  LSPErrorCodes,
  ResponseError,
} from "vscode-languageserver/node";
import { type PostgresStatus, STATUS_METHOD, type StatusParams } from "../../../shared/src/protocol.ts";
import { isConfiguration } from "../engine/documents.ts";
import type { Finding } from "../engine/finding.ts";
import type { Review } from "../engine/review.ts";
import type { FileFacts } from "../project/project.ts";
import { diagnosticsOf } from "../service/diagnostics.ts";
import { whyVersion } from "../service/version-words.ts";
import { pathOf, uriOf } from "./document-path.ts";
import { href } from "./rule-pages.ts";
import type { Client } from "./serve.ts";
import type { OpenDocument, Session } from "./session.ts";

/** How the other handlers make diagnostics follow what changed. */
export interface DiagnosticsHandler {
  /** What open documents rest on changed: answers are given anew, hints and lenses too. */
  refresh(): void;
}

/** Answers pulls where the client pulls, else pushes after each change; both say the status besides. */
export function handleDiagnostics(connection: Connection, session: Session, client: Client): DiagnosticsHandler {
  const show = shower(session, client);
  const push = pusher(connection, session, show);
  const refresh = () => {
    if (!client.pullsDiagnostics) push.all();
    else if (client.refreshesDiagnostics) connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => undefined);
    if (client.refreshesHints) connection.sendRequest(InlayHintRefreshRequest.type).catch(() => undefined);
    if (client.refreshesLenses) connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  };
  const changed = (uri: string) => {
    const path = session.get(uri)?.path;
    if (path !== undefined && isConfiguration(path)) {
      session.refresh();
      refresh();
    } else if (!client.pullsDiagnostics) push.all();
  };
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    session.open(uri, languageId, version, text);
    changed(uri);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    session.change(uri, version, contentChanges);
    changed(uri);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const open = session.get(uri);
    if (open === undefined) return;
    session.close(uri);
    if (!client.pullsDiagnostics) void connection.sendDiagnostics({ uri, diagnostics: [] });
    if (isConfiguration(open.path)) session.refresh();
    // What was not saved is gone, and other files may have rested on it.
    refresh();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const onDisk = changes.map(({ uri, type }) => ({ path: pathOf(uri), isOnlyText: type === FileChangeType.Changed }));
    if (session.changedOnDisk(onDisk)) refresh();
  });
  if (client.pullsDiagnostics) {
    const pull = puller(connection, session, show);
    connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }, token) =>
      pull(uri, previousResultId, token),
    );
  }
  return { refresh };
}

type PullAnswer = DocumentDiagnosticReport | ResponseError<DiagnosticServerCancellationData>;

/** Says to ask again: some clients take a refusal without that for the last word on the document. */
const CANCELLED = new ResponseError<DiagnosticServerCancellationData>(LSPErrorCodes.ServerCancelled, "cancelled", {
  retriggerRequest: true,
});

interface Answer {
  readonly resultId: string;
  readonly epoch: number;
  readonly findings: readonly Finding[];
}

/** Findings of a document as the client shows them. */
type Show = (open: OpenDocument, findings: readonly Finding[]) => Diagnostic[];

function shower(session: Session, { showsRelated }: Client): Show {
  return ({ document }, findings) => {
    const places = { uri: document.uri, uriOf, document: (path: string) => session.workspace.documents.get(path) };
    return diagnosticsOf(findings, document, href, showsRelated ? places : undefined);
  };
}

function puller(connection: Connection, session: Session, show: Show) {
  const answers = new Map<string, Answer>();
  let results = 0;
  return (uri: string, previous: string | undefined, token: CancellationToken): PullAnswer => {
    if (token.isCancellationRequested) return CANCELLED;
    const open = session.get(uri);
    if (open === undefined) {
      answers.delete(uri);
      return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    }
    const last = answers.get(uri);
    const isKnown = last !== undefined && last.resultId === previous;
    if (isKnown && last.epoch === session.epoch)
      return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: last.resultId };
    const reviewed = session.review(open);
    sayStatus(connection, session, open, reviewed);
    const { findings } = reviewed;
    results += 1;
    const resultId = isKnown && sameFindings(last.findings, findings) ? last.resultId : String(results);
    answers.set(uri, { resultId, epoch: session.epoch, findings });
    if (resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: show(open, findings) };
  };
}

/** Whether an editor would show the same: place, rule, severity and words. */
function sameFindings(a: readonly Finding[], b: readonly Finding[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return (
        other !== undefined &&
        one.rule === other.rule &&
        one.range.start === other.range.start &&
        one.range.end === other.range.end &&
        one.message === other.message &&
        one.severity === other.severity &&
        sameRelated(one.related, other.related)
      );
    })
  );
}

function sameRelated(a: Finding["related"], b: Finding["related"]): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return (
        one.path === other?.path &&
        one.message === other?.message &&
        one.range.start === other.range.start &&
        one.range.end === other.range.end
      );
    })
  );
}

/** Reviews after the notifications at hand are read, so that a burst of edits is one review of the last version. */
function pusher(connection: Connection, session: Session, show: Show) {
  const scheduled = new Set<NodeJS.Immediate>();
  const pushAll = () => {
    scheduled.clear();
    for (const open of session.opened) {
      const { uri, version } = open.document;
      const reviewed = session.review(open);
      sayStatus(connection, session, open, reviewed);
      const diagnostics = show(open, reviewed.findings);
      void connection.sendDiagnostics({ uri, version, diagnostics });
    }
  };
  return {
    all: () => {
      if (scheduled.size === 0) scheduled.add(setImmediate(pushAll));
    },
  };
}

/** What was last said of each document without its version: an edit that changes nothing of it is not worth a message. */
const said = new WeakMap<OpenDocument, string>();

function sayStatus(connection: Connection, session: Session, open: OpenDocument, { facts, findings }: Review): void {
  const { path, document } = open;
  const { root } = session.workspace.configurations.configFor(path);
  const status: Omit<StatusParams, "version"> = {
    uri: document.uri,
    findings: findings.length,
    engine: facts?.engine.name ?? "postgres",
    postgres: facts?.engine.name === "postgres" ? postgresStatus(facts, root) : null,
    tool: facts?.tool ?? null,
    pid: process.pid,
  };
  const words = JSON.stringify(status);
  if (said.get(open) === words) return;
  said.set(open, words);
  void connection.sendNotification(STATUS_METHOD, { ...status, version: document.version });
}

function postgresStatus({ engine }: FileFacts, root: string): PostgresStatus {
  return { version: engine.version, assumed: engine.versionFrom === undefined, why: whyVersion(engine, root) };
}
