import { otherKey } from "../catalog/keys.ts";
import { findIndex, findRelation, findType, tableById } from "../catalog/resolve.ts";
import type {
  AlterDomain,
  AlterSequence,
  CommentOn,
  CreateExtension,
  CreateSequence,
  Grant,
  ObjectName,
  Publication,
} from "../sql/statement.ts";
import { EXTENSIONS_OF_POSTGRES } from "./extensions-of-postgres.ts";
import type { Fact } from "./fact.ts";
import {
  type Context,
  family,
  isPartitioned,
  lock,
  lockIndexes,
  type Subject,
  scan,
  subjectOf,
  subjectOfTable,
} from "./subject.ts";

/** What COMMENT ON does: a light lock on the relation itself, the lightest on that of a part of one. */
export function commentFacts(context: Context, { objectKind, name }: CommentOn): readonly Fact[] {
  switch (objectKind) {
    case "table":
    case "foreign table":
    case "view":
    case "materialized view":
      return lock(subjectOf(context, name), "SHARE UPDATE EXCLUSIVE");
    case "column":
      return isType(context, name) ? [] : lock(subjectOf(context, name), "SHARE UPDATE EXCLUSIVE");
    case "index": {
      const found = findIndex(context.reader, name);
      if (found === undefined) return [];
      const owner = subjectOf(context, found.owner);
      return lockIndexes(owner, "SHARE UPDATE EXCLUSIVE", (index) => index === found.index);
    }
    case "constraint":
    case "trigger":
    case "policy":
    case "rule":
      return isType(context, name) ? [] : lock(subjectOf(context, name), "ACCESS SHARE");
    default:
      return [];
  }
}

// A column may be an attribute, a constraint a domain's.
function isType({ reader }: Context, name: ObjectName): boolean {
  return findRelation(reader, name) === undefined && findType(reader, name) !== undefined;
}

/** What GRANT and REVOKE do. Until 17 no relation was locked. */
export function grantFacts(context: Context, { objectKind, names, allInSchema }: Grant): readonly Fact[] {
  if (context.version < 18 || allInSchema || objectKind !== "table") return [];
  const subjects = names.map((name) => subjectOf(context, name));
  return lock(subjects.filter(isNoSequence), "ACCESS SHARE");
}

function isNoSequence({ relation }: Subject): boolean {
  return relation?.kind !== "sequence";
}

/** What CREATE and ALTER SEQUENCE do to the table whose column shall own it. */
export function sequenceFacts(context: Context, { ownedBy }: AlterSequence | CreateSequence): readonly Fact[] {
  if (ownedBy === undefined || ownedBy === "none") return [];
  return lock(subjectOf(context, ownedBy.table), "ACCESS SHARE", "its column shall own the sequence");
}

/** What ALTER DOMAIN does: a new condition is checked in every table that has such columns. */
export function domainFacts(context: Context, { name, change }: AlterDomain): readonly Fact[] {
  if (!checksValues(change)) return [];
  const users = findType(context.reader, name)?.entry.usedBy ?? [];
  const tables = users.flatMap((id) => tableById(context.reader, id) ?? []).map(subjectOfTable);
  return [...lock(tables, "SHARE", "it has columns of the domain"), ...scan(tables)];
}

function checksValues(change: AlterDomain["change"]): boolean {
  if (change.kind === "addConstraint") {
    const { constraint } = change;
    return constraint.kind === "notNull" || (constraint.kind === "check" && !constraint.notValid);
  }
  return change.kind === "setNotNull" || change.kind === "validateConstraint";
}

/** What CREATE and ALTER PUBLICATION do to the tables that they name, and to those that were in it. */
export function publicationFacts(context: Context, statement: Publication): readonly Fact[] {
  const named = statement.tables.flatMap((name) => {
    const subject = subjectOf(context, name);
    return isPartitioned(subject) ? [subject] : family(context, subject);
  });
  const entry = context.reader.get(otherKey("publication", statement.name));
  const before = statement.action === "set" && entry?.kind === "publication" ? entry.tables : [];
  const left = before.flatMap((id) => tableById(context.reader, id) ?? []).map(subjectOfTable);
  return [
    ...lock(named, "SHARE UPDATE EXCLUSIVE"),
    ...lock(left, "SHARE UPDATE EXCLUSIVE", "it was in the publication"),
  ];
}

/**
 * What CREATE EXTENSION does: where it is there already, nothing. Its scripts are not in the text, but those that come
 * with Postgres make objects of their own and nothing else.
 */
export function extensionFacts({ reader }: Context, statement: CreateExtension): readonly Fact[] | undefined {
  if (EXTENSIONS_OF_POSTGRES.has(statement.name)) return [];
  const isThere = reader.get(otherKey("extension", statement.name)) !== undefined;
  return statement.ifNotExists && isThere ? [] : undefined;
}
