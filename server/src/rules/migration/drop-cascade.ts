import { quotedName, quoteIdentifier } from "../../catalog/quoted-name.ts";
import { findRelation, findType } from "../../catalog/resolve.ts";
import { findRoutine } from "../../catalog/routines.ts";
import { isMadeHere } from "../../engine/made-here.ts";
import { defineRule, type Fix, type Report, type SqlContext } from "../../engine/rule.ts";
import type { DropObjects } from "../../sql/statement.ts";
import type { Range } from "../../text/range.ts";
import { type Dependent, dependentsOfColumn, dependentsOfDrop, listed, lostForGood } from "../support/goes-with.ts";
import { usedRelation } from "../support/used-relation.ts";

/** A DROP that takes along whatever depends on it when it runs. */
export default defineRule({
  id: "drop-cascade",
  group: "migration",
  title: "CASCADE drops what is not named",
  severity: "medium",
  tag: "concern",
  fixable: true,
  why: "CASCADE drops everything that depends on the object at the moment when it runs, without asking: views that code reads, foreign keys that guard rows, columns of a dropped type with all their values. On production that may be more than on the machine where it was tried.",
  remedy:
    "Drop what depends on it by name, and leave CASCADE off, so that Postgres refuses where something was forgotten.",
  sources: ["migrationpilot/MP022"],
  references: ["https://www.postgresql.org/docs/current/ddl-depend.html"],
  on: {
    drop(statement, ctx) {
      if (!statement.cascade || statement.objectKind === "schema" || isNobodysYet(statement, ctx)) return;
      const shown = statement.names.map(({ schema, name }) => shownName(schema, name)).join(", ");
      report({ shown, range: statement.range, goes: dependentsOfDrop(ctx.before, statement) }, ctx);
    },
    action(action, ctx) {
      if ((action.kind !== "dropColumn" && action.kind !== "dropConstraint") || !action.cascade) return;
      const table = usedRelation(ctx.alter.name, ctx)?.table;
      if (table === undefined) return;
      const { name } = action.kind === "dropColumn" ? action.column : action.constraint;
      const columns =
        action.kind === "dropColumn" ? [name] : (table.constraints.find((own) => own.name === name)?.columns ?? []);
      const all = columns.flatMap((column) => dependentsOfColumn(ctx.before, table, column));
      // Only foreign keys rest on a constraint.
      const goes = action.kind === "dropColumn" ? all : all.filter(({ loss }) => loss === "rule");
      const shown = `${quotedName(table.schema, table.name)}.${quoteIdentifier(name)}`;
      report({ shown, range: action.range, goes }, ctx);
    },
  },
});

interface Cascade {
  readonly shown: string;
  readonly range: Range;
  readonly goes: readonly Dependent[];
}

function report({ shown, range, goes: all }: Cascade, ctx: SqlContext): void {
  const goes = lostForGood(all, ctx);
  if (all.length > goes.length && goes.length === 0) return;
  const word = cascadeAt(range, ctx.text);
  if (goes.length === 0) {
    const message = `CASCADE drops whatever depends on ${shown} when this runs. Nothing that the history makes does, so it can only hit what was made by hand or elsewhere. Leave CASCADE off: then Postgres refuses where something depends on it.`;
    ctx.report({ range: word, message, severity: "low", tag: "concern", fixes: [withoutCascade(word, ctx.text)] });
    return;
  }
  const message = `With ${shown} ${goes.length === 1 ? "goes" : "go"} ${listed(goes)}, and whatever else depends on it when this runs. ${consequence(goes)} Drop what depends on it by name, after the deploy of code that does not use it, and leave CASCADE off: then Postgres refuses where something was forgotten.`;
  ctx.report({ range: word, message, ...gravity(goes) });
}

function consequence(goes: readonly Dependent[]): string {
  if (goes.some(({ loss }) => loss === "data")) return "The values in it are gone.";
  if (goes.some(({ loss }) => loss === "relation")) return "Code that reads it fails from the commit on.";
  return "Rows that it kept from being written can be written from then on.";
}

function gravity(goes: readonly Dependent[]): Pick<Report, "severity" | "tag"> {
  if (goes.some(({ loss }) => loss === "data")) return { severity: "high", tag: "critical" };
  if (goes.some(({ loss }) => loss === "relation")) return { severity: "high", tag: "confirmed" };
  return { severity: "medium", tag: "confirmed" };
}

/** The word CASCADE, which stands last. */
function cascadeAt({ start, end }: Range, text: string): Range {
  const at = text.slice(start, end).toUpperCase().lastIndexOf("CASCADE");
  return { start: start + at, end: start + at + "CASCADE".length };
}

function withoutCascade({ start, end }: Range, text: string): Fix {
  const from = text.slice(0, start).trimEnd().length;
  // What stands on a line of its own, or behind a comment, leaves its blanks.
  const isBehindComment = /[\r\n]/.test(text.slice(from, start)) || text.slice(0, from).endsWith("*/");
  const range = { start: isBehindComment ? start : from, end };
  return {
    title: "Leave CASCADE off, so that Postgres refuses where something depends on it",
    safe: false,
    edits: [{ range, text: "" }],
  };
}

function shownName(schema: string | undefined, name: string): string {
  return quotedName(schema ?? "public", name);
}

/** What is not there, what only this session sees, what this file made. */
function isNobodysYet({ names, objectKind, signatures }: DropObjects, ctx: SqlContext): boolean {
  return names.every((name, place) => {
    const relation = findRelation(ctx.before, name)?.entry;
    if (relation?.kind === "table" && relation.temporary) return true;
    const type = objectKind === "type" || objectKind === "domain" ? findType(ctx.before, name)?.entry : undefined;
    const routine = findRoutine(ctx.before, name, signatures?.[place])?.entry;
    const entry = relation ?? type ?? routine;
    if (entry === undefined) return usedRelation(name, ctx) === undefined;
    return "origin" in entry && isMadeHere(entry.origin, ctx.file);
  });
}
