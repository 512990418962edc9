import { quotedName } from "../catalog/quoted-name.ts";
import type { Statement } from "../sql/statement.ts";
import type { Fact } from "./fact.ts";
import { type Context, subjectOf } from "./subject.ts";

/**
 * What relations were called before a run of statements, by what they are called now; undefined for one that the run
 * itself made. A name that is not in it is as it was.
 */
export type NamesBefore = ReadonlyMap<string, string | undefined>;

/** The names after one more statement, which leads from one schema to the next. */
export function namesAfter(names: NamesBefore, now: Context, next: Context, statement: Statement): NamesBefore {
  switch (statement.kind) {
    case "createTable":
    case "createView": {
      const { table, relation } = subjectOf(now, statement.name);
      const isNew = table === undefined && relation === undefined;
      return isNew ? new Map(names).set(subjectOf(next, statement.name).name, undefined) : names;
    }
    case "rename":
      return MOVING.has(statement.objectKind) ? moved(names, now, statement.name, { name: statement.newName }) : names;
    case "setSchema":
      return MOVING.has(statement.objectKind)
        ? moved(names, now, statement.name, { schema: statement.newSchema })
        : names;
    default:
      return names;
  }
}

const MOVING: ReadonlySet<string> = new Set(["table", "foreign table", "view", "materialized view"]);

interface Place {
  readonly schema?: string;
  readonly name?: string;
}

function moved(
  names: NamesBefore,
  now: Context,
  from: Parameters<typeof subjectOf>[1],
  { schema, name }: Place,
): NamesBefore {
  const subject = subjectOf(now, from);
  const place = subject.table ?? subject.relation ?? { schema: from.schema ?? "public", name: from.name };
  const changed = new Map(names);
  changed.delete(subject.name);
  return changed.set(
    quotedName(schema ?? place.schema, name ?? place.name),
    names.has(subject.name) ? names.get(subject.name) : subject.name,
  );
}

/** What is done to what was there before, under the names that it had. */
export function asBefore(facts: readonly Fact[], names: NamesBefore): readonly Fact[] {
  return facts.flatMap((fact) => {
    if (!("relation" in fact) || !names.has(fact.relation)) return [fact];
    const relation = names.get(fact.relation);
    return relation === undefined ? [] : [{ ...fact, relation }];
  });
}
