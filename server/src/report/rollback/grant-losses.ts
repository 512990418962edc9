import type { CatalogEntry, CatalogReader, Relation } from "../../catalog/catalog.ts";
import { grantedOn } from "../../catalog/grants.ts";
import { subjectOf } from "../../catalog/privileges.ts";
import { quotedName } from "../../catalog/quoted-name.ts";
import type { Grant, ObjectName } from "../../sql/statement.ts";
import type { WrittenStatement } from "./former-setting.ts";
import type { Around, Unkept, UpStatement } from "./statement-losses.ts";
import { madeBy } from "./unknown-relations.ts";

const NOTHING: Unkept = { losses: [], undo: [] };

/**
 * What the schemas do not show of a GRANT or REVOKE. On an object that no file makes (the schema `public`, a database)
 * what is granted is revoked by the statement's own words, unless it had been granted before.
 */
export function grantLosses(statement: Grant, written: UpStatement, around: Around): Unkept {
  const unknown = statement.names.filter((_, at) => !isKnown(statement, at, around));
  const said = [
    ...(unknown.length === statement.names.length
      ? []
      : [
          unnamedGrantee(statement),
          unknownColumns(statement, around),
          passedOn(statement, around),
          givenByNobody(statement, around),
        ]),
    unknownDefaults(around),
  ].flatMap((words) => words ?? []);
  const losses = said.map((words) => ({
    kind: "setting" as const,
    words: `Statement ${written.number} ${words}`,
    statement: written.number,
  }));
  if (unknown.length === 0) return { losses, undo: [] };
  const onUnknown = inOwnWords(statement, written, around, unknown);
  return { losses: [...losses, ...onUnknown.losses], undo: onUnknown.undo };
}

/** Whether the catalogue keeps the privileges on one of the statement's objects, or this migration itself makes it. */
function isKnown(statement: Grant, at: number, { before, after, earlier }: Around): boolean {
  const alone = ofOne(statement, at);
  const isIn = (reader: CatalogReader) => grantedOn(reader, alone).some(({ entry }) => subjectOf(entry) !== undefined);
  const name = statement.names[at]?.name ?? "";
  return isIn(before.catalog) || isIn(after) || (!statement.allInSchema && madeBy(earlier).has(name));
}

function ofOne(statement: Grant, at: number): Grant {
  const signatures = statement.signatures?.slice(at, at + 1);
  return { ...statement, names: statement.names.slice(at, at + 1), ...(signatures && { signatures }) };
}

/** The catalogue does not know which role CURRENT_USER and its like mean. */
function unnamedGrantee({ grantees, isGrant }: Grant): string | undefined {
  if (!grantees.includes(undefined)) return undefined;
  return isGrant
    ? "gives privileges to whoever runs it: that stays."
    : "takes privileges from whoever runs it: they do not come back.";
}

/** Of a view whose columns are computed no names are known. */
function unknownColumns(statement: Grant, { after }: Around): string | undefined {
  if (statement.privileges.every(({ columns }) => columns === undefined)) return undefined;
  const isUnknown = grantedOn(after, statement).some(({ entry }) =>
    entry.kind === "table" ? !entry.columnsKnown : isView(entry) && entry.columns === undefined,
  );
  return isUnknown ? "is about columns that are not known; take it back by hand." : undefined;
}

function isView(entry: CatalogEntry): entry is Relation {
  return entry.kind === "view" || entry.kind === "materialized view";
}

/** What a role may grant to others it may have granted, which no file of the owner's says. */
function passedOn(statement: Grant, { before }: Around): string | undefined {
  const mayPassOn = grantedOn(before.catalog, statement).some(
    ({ entry }) =>
      "privileges" in entry &&
      entry.privileges?.some(({ grantee, state }) => state === "grantable" && statement.grantees.includes(grantee)),
  );
  return statement.cascade && mayPassOn
    ? "takes privileges also from those who have them from the ones that it names: who that is is not known."
    : undefined;
}

/** What is taken from a role that no file gave it: a platform's default privileges may have. PUBLIC gets none by those. */
function givenByNobody(statement: Grant, { before, earlier }: Around): string | undefined {
  const entries = statement.isGrant ? [] : grantedOn(before.catalog, statement).map(({ entry }) => entry);
  const roles = statement.grantees.filter((grantee) => grantee !== undefined && grantee !== "public");
  const given = earlier.flatMap(({ statement: own }) => (own?.kind === "grant" && own.isGrant ? own.grantees : []));
  const isGiven = (role: string | undefined) =>
    given.includes(role) ||
    entries.some((entry) => ("owner" in entry && entry.owner === role) || holders(entry).includes(role ?? ""));
  return entries.length > 0 && !roles.every(isGiven)
    ? "takes privileges away that no file gave; whether they were there before is not known."
    : undefined;
}

/** The roles of whom a file says something, on the object or a column of it. */
function holders(entry: CatalogEntry): readonly string[] {
  const own = "privileges" in entry ? (entry.privileges ?? []) : [];
  const columns = entry.kind === "table" || isView(entry) ? (entry.columns ?? []) : [];
  return [...own, ...columns.flatMap(({ privileges = [] }) => privileges)].map(({ grantee }) => grantee);
}

/** What new objects get from ALTER DEFAULT PRIVILEGES is not told by what makes them. */
function unknownDefaults({ before }: Around): string | undefined {
  const isChanged = before
    .statements()
    .some(({ statement }) => statement.kind === "other" && statement.command === "ALTER DEFAULT PRIVILEGES");
  return isChanged
    ? "changes privileges, of which ALTER DEFAULT PRIVILEGES in an earlier file may have given some: those are not known."
    : undefined;
}

function inOwnWords(
  statement: Grant,
  { text, number }: UpStatement,
  { before }: Around,
  unknown: readonly ObjectName[],
): Unkept {
  const [, what = "", who = ""] = /^\s*GRANT\b(.*?)\bTO\b(.*)$/is.exec(text) ?? [];
  if (!statement.isGrant || what === "" || unknown.length < statement.names.length) {
    const names = unknown.map(({ schema, name }) => quotedName(schema ?? "public", name)).join(", ");
    const words = `Statement ${number} changes privileges on ${names}; whether they were there before is not known.`;
    return { losses: [{ kind: "setting", words, statement: number }], undo: [] };
  }
  if (before.statements().some((earlier) => isSameGrant(earlier, text))) return NOTHING;
  const from = who.replace(/\bWITH\s+GRANT\s+OPTION\b/i, "").trimEnd();
  return { losses: [], undo: [`REVOKE${what}FROM${from};`] };
}

function isSameGrant({ text, statement }: WrittenStatement, granted: string): boolean {
  const plain = (words: string) => words.replace(/\s+/g, " ").trim().toLowerCase();
  return statement.kind === "grant" && plain(text) === plain(granted);
}
