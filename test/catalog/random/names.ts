import { quoteIdentifier } from "../../../server/src/catalog/quoted-name.ts";
import { anyOf, anyTable, often, type Scene } from "./scene.ts";

/** Few words, so that joined ones collide: `a` of `b_c` and `a_b` of `c` are both `a_b_c_key`. */
const WORDS = ["a", "b", "c", "a_b", "b_c", "id", "orders", "items", "users", "total", "note", "x1"];

/** Names that are folded, quoted, reserved, longer than 63 bytes, or of several bytes a character. */
const ODD = [
  "Orders",
  "order lines",
  "select",
  'say "hi"',
  "dotted.name",
  "naïve_tàble",
  "заказы_и_строки_заказов_которые_не_влезают_в_имя",
  "имя_ровно_такое_что_режется_по_середине_буквы",
  "表",
  "a_name_that_is_longer_than_any_name_can_be_and_so_will_lose_its_end_here",
  "a_name_of_quite_some_length_that_still_fits_in_what_is_allowed",
  "another_name_of_quite_some_length_that_leaves_no_place",
];

const LABELS = ["pkey", "key", "idx", "fkey", "check", "seq", "excl", "key1", "idx1", "not_null"];

/** A new object's name, seldom one that is taken; often one that Postgres could come to generate. */
export function newName(scene: Scene): string {
  const taken = new Set(
    scene.world.relations.flatMap(({ name, indexes }) => [name, ...indexes.map((index) => index.name)]),
  );
  for (let attempt = 0; ; attempt += 1) {
    const name = anyName(scene, attempt);
    if (!taken.has(name) || often(scene, 2)) return quoteIdentifier(name);
  }
}

function anyName(scene: Scene, attempt: number): string {
  const { random } = scene;
  if (often(scene, 10)) return generatedName(scene);
  const word = random.pick(often(scene, 20) ? ODD : WORDS);
  // Every attempt that failed makes longer numbers likelier, so that a name is found.
  return often(scene, 60 - attempt * 10) ? word : `${word}_${random.below(10 + attempt * 20)}`;
}

/** A name like those that Postgres makes itself for a table and a column that are there. */
function generatedName(scene: Scene): string {
  const table = anyTable(scene);
  const column = anyOf(scene, table?.columns ?? []);
  const parts = [table?.name ?? "orders", ...(column && often(scene, 80) ? [column.sql.replaceAll('"', "")] : [])];
  return [...parts, scene.random.pick(LABELS)].join("_");
}

/** A schema to make something in, as what stands before its name; mostly nothing. */
export function schemaPrefix(scene: Scene): string {
  const schema = often(scene, 15) ? anyOf(scene, scene.world.schemas) : undefined;
  return schema === undefined ? "" : `${schema}.`;
}

/** The type that most columns of a name have, so that columns of the same name go together. */
const COLUMNS: Readonly<Record<string, string>> = {
  a: "int",
  b: "text",
  c: "bigint",
  id: "int",
  b_c: "int",
  total: "numeric(10,2)",
  at: "timestamptz",
  on_day: "date",
  '"Mixed Case"': "varchar(20)",
  '"select"': "int",
  a_column_with_a_name_that_is_nearly_as_long_as_a_name_can_be: "int",
  столбец_с_длинным_именем: "text",
};

/** A column's name and the type that it usually has. */
export function newColumn(scene: Scene, taken: readonly string[]): { readonly name: string; readonly type: string } {
  const free = Object.entries(COLUMNS).filter(([name]) => !taken.includes(name));
  const [name, type] = anyOf(scene, free) ?? [`n${scene.count()}`, "int"];
  return { name, type };
}
