import { routineNamesKey, typeKey } from "../../catalog/keys.ts";
import { defineRule, type SqlContext } from "../../engine/rule.ts";
import { type FoundForm, newerSyntax } from "../../sql/newer-syntax.ts";
import type { Statement } from "../../sql/statement.ts";

/** A form of SQL that the server which the files name does not know yet. */
export default defineRule({
  id: "syntax-newer-than-server",
  group: "migration",
  title: "SQL that the server is too old for",
  severity: "high",
  tag: "confirmed",
  why: "A newer Postgres on a developer's machine takes what the one in production refuses, and the migration stops there, behind whatever it had done before.",
  remedy: "Write what the oldest server takes, or upgrade it first.",
  sources: [],
  references: [
    "https://www.postgresql.org/docs/current/release.html",
    "https://www.postgresql.org/docs/current/sql-commands.html",
  ],
  on: {
    statement(statement, ctx) {
      const { version, versionFrom } = ctx.file.engine;
      // A DO block may well look at the server's version before it does something.
      if (versionFrom === undefined || ctx.nested) return;
      const text = ctx.text.slice(statement.range.start, statement.range.end);
      for (const found of newerSyntax(text)) {
        if (found.form.since > version && !isOwn(found, ctx)) report(found, statement, ctx);
      }
    },
  },
});

function report({ form, range }: FoundForm, statement: Statement, ctx: SqlContext): void {
  const { version, versionFrom } = ctx.file.engine;
  const { name, since, instead } = form;
  const from =
    versionFrom === undefined || versionFrom === "setting"
      ? "as it is set"
      : `as line ${versionFrom.line} of ${versionFrom.path.split("/").at(-1) ?? versionFrom.path} says`;
  const start = statement.range.start;
  const knows = `${name.charAt(0).toUpperCase()}${name.slice(1)} came with Postgres ${since}.`;
  ctx.report({
    range: { start: start + range.start, end: start + range.end },
    message: `${knows} This file runs on Postgres ${version}, ${from}, which refuses the statement: the migration stops here. ${instead ?? "Leave it out, or upgrade the server first."}`,
  });
}

/** A function or a type that the project made itself, before Postgres had one of the name. */
function isOwn({ made }: FoundForm, { before }: SqlContext): boolean {
  if (made === undefined) return false;
  if (made.kind === "function") return before.get(routineNamesKey("public", made.name)) !== undefined;
  return before.get(typeKey("public", made.name)) !== undefined;
}
