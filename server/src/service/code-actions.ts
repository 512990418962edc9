import { type CodeAction, CodeActionKind, type WorkspaceEdit } from "vscode-languageserver-types";
import { editsOf, isLocal, localFixes } from "../engine/chosen-fixes.ts";
import type { Document } from "../engine/documents.ts";
import type { Finding, FindingFix } from "../engine/finding.ts";
import { overlaps, type Range } from "../text/range.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { type FixPlace, fixEdit } from "./fix-edit.ts";
import { suppressInFile, suppressOnLine } from "./suppress-edits.ts";

/** The kind that an editor runs on save to apply every safe fix. */
export const FIX_ALL = "source.fixAll.lockkeeper";

/** A file as code actions need it. */
export interface ActionDocument extends FixPlace {
  readonly source: Document;
  readonly findings: readonly Finding[];
  /** The address of a rule's page. */
  href(rule: string): string | undefined;
}

/** Quick fixes and suppressions for the findings that `range` touches, and the action that applies every safe fix. `only` lists the kinds that the editor asks for. */
export function codeActionsFor(
  document: ActionDocument,
  range: Range,
  only: readonly string[] | undefined,
): CodeAction[] {
  const wants = (kind: string) =>
    only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
  const touched = document.findings.filter((finding) => overlaps(finding.range, range));
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    actions.push(...touched.flatMap((finding) => fixesFor(document, finding)));
    actions.push(...touched.flatMap((finding) => suppressionsFor(document, finding)));
  }
  if (wants(FIX_ALL)) actions.push(...fixAll(document));
  return actions;
}

function fixesFor(document: ActionDocument, finding: Finding): CodeAction[] {
  const diagnostics = diagnosticsOf([finding], document.lines, document.href);
  return finding.fixes.flatMap((fix, index) => {
    const edit = fixEdit(document, fix);
    if (edit === undefined) return [];
    return [{ title: fix.title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred: index === 0, edit }];
  });
}

function suppressionsFor(document: ActionDocument, finding: Finding): CodeAction[] {
  if (finding.rule === "unused-suppression" || finding.rule === "invalid-configuration") return [];
  const diagnostics = diagnosticsOf([finding], document.lines, document.href);
  const action = (title: string, edit: FindingFix["edits"][number]): CodeAction => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit: ownEdit(document, title, [edit]),
  });
  return [
    action(`Suppress ${finding.rule} for this line`, suppressOnLine(document.source, finding)),
    action(`Suppress ${finding.rule} for this file`, suppressInFile(document.source, finding)),
  ];
}

/** The edits of every safe fix of the file alone, but for those that overlap an earlier one's. */
export function safeEdits(findings: readonly Finding[]): FindingFix["edits"] {
  return editsOf(localFixes(findings, (_, fix) => fix.safe && isLocal(fix)));
}

function fixAll(document: ActionDocument): CodeAction[] {
  const edits = safeEdits(document.findings);
  if (edits.length === 0) return [];
  const title = "Apply every safe fix of Lockkeeper";
  return [{ title, kind: FIX_ALL, edit: ownEdit(document, title, edits) }];
}

/** Edits of this file alone. */
function ownEdit(document: ActionDocument, title: string, edits: FindingFix["edits"]): WorkspaceEdit {
  return fixEdit(document, { title, safe: false, edits, elsewhere: [], creates: [] }) ?? {};
}
