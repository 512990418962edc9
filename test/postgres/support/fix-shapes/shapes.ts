import type { FixShape } from "../fix-shapes.ts";

/** The SQL before, the SQL with the finding, and what is otherwise than in a folder of numbered files. */
type Shape = readonly [before: string, reviewed: string, otherwise?: Otherwise];

interface Otherwise {
  /** What lockkeeper.json says of the server's version. */
  readonly postgres?: number;
  /** Another migration comes after the reviewed one. */
  readonly followed?: true;
  /** The folder is Prisma's, which sends a file as one query. */
  readonly prisma?: true;
}

/** Histories of two files, by what is odd about the second. */
export function shapes(rule: string, files: Readonly<Record<string, Shape>>): readonly FixShape[] {
  return Object.entries(files).map(([name, [before, text, otherwise = {}]]) => {
    const { postgres, followed, prisma } = otherwise;
    const pathOf = (number: number) =>
      prisma
        ? `/project/prisma/migrations/2026010${number}000000_change/migration.sql`
        : `/project/db/migrations/000${number}_change.sql`;
    const history = {
      files: {
        ...(postgres === undefined ? {} : { "/project/lockkeeper.json": JSON.stringify({ postgres }) }),
        [pathOf(1)]: before,
        [pathOf(2)]: text,
        ...(followed ? { [pathOf(3)]: "CREATE TABLE later (id int);\n" } : {}),
      },
      reviewed: pathOf(2),
    };
    return { rule, name, history };
  });
}
