import type { CatalogReader, Column } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import { relationKey } from "./keys.ts";
import { mapShared } from "./lists.ts";
import { putTable } from "./put-table.ts";
import { quoteIdentifier } from "./quoted-name.ts";
import { findRelation, type Name, tableById } from "./resolve.ts";

const NEXTVAL = /^\s*(?:pg_catalog\s*\.\s*)?nextval\s*\(\s*'([^']+)'/i;
const PART = /"(?:[^"]|"")+"|[^".]+/g;

/** The key of the sequence that a default takes from, where its text says so: `nextval('shop.orders_id_seq')`. */
export function takenSequence(reader: CatalogReader, text: string | undefined): string | undefined {
  const written = text === undefined ? undefined : NEXTVAL.exec(text)?.[1];
  const name = written === undefined ? undefined : nameOf(written);
  const found = name && findRelation(reader, name);
  return found?.entry.kind === "sequence" ? found.key : undefined;
}

function nameOf(written: string): Name | undefined {
  const parts = Array.from(written.matchAll(PART), ([part]) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part.trim().toLowerCase(),
  );
  const name = parts.at(-1);
  return name === undefined ? undefined : { schema: parts.at(-2), name };
}

/** The column with the note of the sequence that its default takes from. */
export function withTakenSequence({ takesFrom: _, ...column }: Column, sequence: string | undefined): Column {
  return sequence === undefined ? column : { ...column, takesFrom: sequence };
}

/** The default of a column that takes from a sequence, as `pg_get_expr` prints it where the search path leads there. */
export function sequenceDefault(sequence: string): string {
  const quoted = quoteIdentifier(sequence);
  return `nextval('${quoted.replaceAll("'", "''")}'::regclass)`;
}

/** Takes away the defaults that take from the sequence, which goes with CASCADE. */
export function dropTakingDefaults(draft: Draft, key: string): void {
  const sequence = draft.get(key);
  if (sequence?.kind !== "sequence") return;
  for (const id of sequence.takers ?? []) {
    const table = tableById(draft, id);
    if (table === undefined) continue;
    const columns = mapShared(table.columns, (column) =>
      column.takesFrom === key ? { ...withTakenSequence(column, undefined), default: undefined } : column,
    );
    putTable(draft, relationKey(table.schema, table.name), { ...table, columns });
  }
}
