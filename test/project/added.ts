import type { NewMigration } from "../../server/src/project/new-migration.ts";
import { newMigrations } from "../../server/src/project/new-migrations.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { detect, type Texts } from "./detected.ts";

/** A migration to add; what is not said is the validation of a foreign key. */
export const migration = (said: Partial<NewMigration> = {}): NewMigration => ({
  words: "validate orders_user_id_fkey",
  up: "ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey;\n",
  down: undefined,
  outside: false,
  ...said,
});

/** One that must run outside a transaction. */
export const outside = migration({
  words: "build orders_user_id_idx",
  up: "CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);\n",
  down: "DROP INDEX CONCURRENTLY orders_user_id_idx;\n",
  outside: true,
});

/** What adding the migrations behind the path gives, and what is then detected; undefined where no way is known. */
export function added(texts: Texts, path: string, ...migrations: readonly NewMigration[]) {
  const before = detect(texts);
  const files = newMigrations(before.project, `/w/${path}`, migrations);
  if (files === undefined) return undefined;
  const after: Record<string, string> = { ...texts };
  for (const { path: created, text } of files.creates) {
    if (after[created.slice(3)] !== undefined) throw new Error(`${created} is there already`);
    after[created.slice(3)] = text;
  }
  for (const { path: edited, range, text } of files.edits) {
    after[edited.slice(3)] = applyEdits(after[edited.slice(3)] ?? "", [{ range, text }]);
  }
  const found = detect(after);
  const created = Object.fromEntries(files.creates.map((file) => [file.path.slice(3), file.text]));
  return {
    created,
    names: Object.keys(created),
    after: files.after.slice(3),
    afterwards: files.afterwards,
    texts: after,
    order: found.histories[0]?.files,
    down: found.histories[0]?.down,
    outside: found.histories[0]?.outside,
    facts: found.facts,
  };
}
