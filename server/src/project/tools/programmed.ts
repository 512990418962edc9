import { below } from "../paths.ts";
import { evidenceOf, findLine } from "../text-lines.ts";
import { type FolderView, nearestFile } from "../tree.ts";
import { isDownName } from "./plain.ts";
import { isSql, leadingDigits, presence, type Tool, type ToolAbout } from "./tool.ts";

/** The words on a tool's page that differ between tools whose migrations are programs. */
type Words = Pick<ToolAbout, "title" | "recognised" | "sources"> & Partial<Pick<ToolAbout, "optOut">>;

const byName: Tool["arrange"] = (folder) => ({
  files: folder.files.filter((file) => isSql(file) && !isDownName(file)).map((file) => below(folder.path, file)),
  down: folder.files.filter((file) => isSql(file) && isDownName(file)).map((file) => below(folder.path, file)),
});

const WORDS = { order: "by name", down: "files whose names end in `down`, `revert`, `rollback` or `undo`" };

function aboutOf(words: Words): ToolAbout {
  return { ...WORDS, optOut: undefined, ...words };
}

/** SQL files that migrations of a JavaScript library load: those beside a program of the same number. */
function loadedByPrograms(
  name: "knex" | "typeorm" | "sequelize",
  transaction: Tool["transaction"],
  words: Words,
): Tool {
  return {
    name,
    about: aboutOf(words),
    transaction,
    marks(folder) {
      const programs = programNumbers(folder);
      const file = folder.files.find((name) => isSql(name) && programs.has(leadingDigits(name) ?? ""));
      const manifest = file === undefined ? undefined : nearestFile(folder, ["package.json"]);
      const dependency = manifest && findLine(manifest.text, (line) => line.includes(`"${name}"`));
      return manifest === undefined || dependency === undefined ? [] : [evidenceOf(manifest.path, dependency)];
    },
    arrange: byName,
  };
}

/** The numbers that begin the names of programs beside the folder's files, or beside the folder. */
function programNumbers(folder: FolderView): ReadonlySet<string> {
  const around = [...folder.files, ...(folder.parent?.files ?? [])];
  return new Set(around.filter((name) => /\.[cm]?[jt]s$/.test(name)).flatMap((name) => leadingDigits(name) ?? []));
}

/** Knex runs each migration in a transaction; one query within it a file that `knex.raw` is given. */
const knex = loadedByPrograms("knex", "each-file", {
  title: "Knex",
  recognised: [
    "`knex` in `package.json`, and SQL files with the number of a program beside them or in the folder above",
  ],
  optOut: { how: "`exports.config = { transaction: false }` in the program that loads the file", runs: "implicit" },
  sources: ["https://knexjs.org/guide/migrations.html#transactions-in-migrations"],
});

/** TypeORM runs all pending migrations in one transaction (`--transaction all`). */
const typeorm = loadedByPrograms("typeorm", "all-files", {
  title: "TypeORM",
  recognised: [
    "`typeorm` in `package.json`, and SQL files with the number of a program beside them or in the folder above",
  ],
  sources: ["https://typeorm.io/docs/migrations/faking#transaction-modes"],
});

/** Umzug, which runs Sequelize's migrations, opens no transaction; a file is one query. */
const sequelize = loadedByPrograms("sequelize", "implicit", {
  title: "Sequelize",
  recognised: [
    "`sequelize` in `package.json`, and SQL files with the number of a program beside them or in the folder above",
  ],
  sources: [
    "https://github.com/sequelize/umzug/blob/main/README.md",
    "https://github.com/sequelize/umzug/discussions/486",
  ],
});

/** Tools that print their migrations as SQL scripts, which bring their own BEGIN and COMMIT and are run by psql. */
function printed(name: "django" | "alembic", transaction: Tool["transaction"], words: Words, beginning: RegExp): Tool {
  const isPrinted = (text: string) => beginning.test(text.slice(0, MOST_READ));
  return {
    name,
    about: aboutOf({
      ...words,
      optOut: { how: "by itself: a printed script holds its own BEGIN and COMMIT", runs: "none" },
    }),
    transaction,
    marks(folder) {
      const script = folder.files.find((file) => isSql(file) && isPrinted(folder.read(file)));
      return script === undefined ? [] : [presence(below(folder.path, script))];
    },
    arrange: byName,
    optOut: ({ text }) => (isPrinted(text) ? "none" : undefined),
  };
}

/** How much of a script is looked at for what the tool prints. */
const MOST_READ = 65_536;

/** Django runs each migration in a transaction unless it says `atomic = False`. */
const django = printed(
  "django",
  "each-file",
  {
    title: "Django",
    recognised: ["a script that begins as `sqlmigrate` prints it: `BEGIN;`, `--`, `-- Create model Order`, `--`"],
    sources: ["https://docs.djangoproject.com/en/stable/howto/writing-migrations/#non-atomic-migrations"],
  },
  /^(?:BEGIN;\r?\n)?--\r?\n-- (?:Create|Delete|Rename|Alter|Add|Remove|Concurrently|Raw) \w[^\r\n]{0,500}\r?\n--\r?\n/,
);

/** Alembic runs all pending migrations in one transaction (`transaction_per_migration` is off). */
const alembic = printed(
  "alembic",
  "all-files",
  {
    title: "Alembic",
    recognised: ["a script with the comments of `alembic upgrade --sql`: `-- Running upgrade … -> …`"],
    sources: [
      "https://alembic.sqlalchemy.org/en/latest/offline.html",
      "https://alembic.sqlalchemy.org/en/latest/api/runtime.html#alembic.runtime.environment.EnvironmentContext.configure.params.transaction_per_migration",
    ],
  },
  /^-- Running (?:upgrade|downgrade) .{0,80}-> /m,
);

/** Tools whose migrations are programs, for the SQL that they load or print. */
export const PROGRAMMED: readonly Tool[] = [knex, typeorm, sequelize, django, alembic];
