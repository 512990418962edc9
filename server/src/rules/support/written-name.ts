import type { ObjectName } from "../../sql/statement.ts";

/** A name as Postgres's own messages print it: what was written, without quotes of its own. */
export function writtenName({ schema, name }: ObjectName): string {
  return schema === undefined ? name : `${schema}.${name}`;
}
