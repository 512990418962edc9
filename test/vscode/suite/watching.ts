import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { TextDocument } from "vscode";
import { api, FILES, findingsOf, open, sampleUri } from "./editor.ts";
import { type Test, until } from "./runner.ts";

const WITHOUT = "foreign-key-without-index";
const INDEX =
  "-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX CONCURRENTLY made_outside ON orders (customer_id);\n";
const OTHER = INDEX.replace("(customer_id)", "(status)");

const pathOf = (name: string) => sampleUri(name).fsPath;

/** Writes a file as another program would, behind the editor's back. */
function put(name: string, text: string): void {
  mkdirSync(dirname(pathOf(name)), { recursive: true });
  writeFileSync(pathOf(name), text);
}

function remove(name: string): void {
  rmSync(pathOf(name), { recursive: true, force: true });
}

function git(...args: readonly string[]): void {
  const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
  execFileSync("git", [...identity, ...args], { cwd: pathOf("."), stdio: "ignore" });
}

/** The migration whose foreign key has no index for as long as no other file makes one. */
async function openKey(): Promise<TextDocument> {
  const document = await open(FILES.foreignKey);
  await findingsOf(document, WITHOUT, 1);
  return document;
}

/** Files that change on disk while nobody tells the editor. */
export const watchingTests: readonly Test[] = [
  {
    name: "on disk a later migration is added, changed, renamed and deleted, and the open one's findings follow",
    async run() {
      const document = await openKey();
      const [made, moved] = ["db/migrations/0006_outside.sql", "db/migrations/0006_outside.txt"];
      try {
        put(made, INDEX);
        await findingsOf(document, WITHOUT, 0);
        put(made, OTHER);
        await findingsOf(document, WITHOUT, 1);
        put(made, INDEX);
        await findingsOf(document, WITHOUT, 0);
        renameSync(pathOf(made), pathOf(moved));
        await findingsOf(document, WITHOUT, 1);
        renameSync(pathOf(moved), pathOf(made));
        await findingsOf(document, WITHOUT, 0);
        remove(made);
        await findingsOf(document, WITHOUT, 1);
      } finally {
        remove(made);
        remove(moved);
      }
    },
  },
  {
    name: "on disk a whole folder of migrations goes and comes back, and the findings of one that is open follow",
    async run() {
      const migration = (name: string) => `second/migrations/${name}/migration.sql`;
      const [there, away] = ["second/migrations/3_index", "3_index_put_away"];
      try {
        put("second/migrations/migration_lock.toml", 'provider = "postgresql"\n');
        put(migration("1_orders"), "CREATE TABLE orders (id bigint PRIMARY KEY, customer_id bigint);\n");
        put(migration("2_key"), "ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);\n");
        put(migration("3_index"), "CREATE INDEX made_outside ON orders (customer_id);\n");
        const document = await open(migration("2_key"));
        await findingsOf(document, WITHOUT, 0);
        renameSync(pathOf(there), pathOf(away));
        await findingsOf(document, WITHOUT, 1);
        renameSync(pathOf(away), pathOf(there));
        await findingsOf(document, WITHOUT, 0);
      } finally {
        remove("second");
        remove(away);
      }
    },
  },
  {
    name: "another branch is checked out, and the open migration's findings and its version follow",
    async run() {
      const document = await openKey();
      const version = async (wanted: number) => {
        const { status } = await api();
        const known = () => status(document.uri.toString())?.postgres?.version;
        await until(`Postgres ${wanted}`, () => known() === wanted, known);
      };
      try {
        git("init", "--quiet", "--initial-branch", "trunk");
        git("add", "--all");
        git("commit", "--quiet", "--message", "trunk");
        git("checkout", "--quiet", "-b", "other");
        put("db/migrations/0006_outside.sql", INDEX);
        put("compose.yaml", "services:\n  db:\n    image: postgres:14\n");
        git("add", "--all");
        git("commit", "--quiet", "--message", "other");
        await findingsOf(document, WITHOUT, 0);
        await version(14);
        git("checkout", "--quiet", "trunk");
        await findingsOf(document, WITHOUT, 1);
        await version(16);
        git("checkout", "--quiet", "other");
        await findingsOf(document, WITHOUT, 0);
        await version(14);
      } finally {
        git("checkout", "--quiet", "trunk");
        remove(".git");
        remove("db/migrations/0006_outside.sql");
      }
    },
  },
];
