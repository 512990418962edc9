import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { defaultConfig } from "../../server/src/project/configuration.ts";
import { detectProject, fileFacts } from "../../server/src/project/detect-project.ts";
import { newMigrations } from "../../server/src/project/new-migrations.ts";
import { nodeFiles } from "../../server/src/project/node-files.ts";
import { overlaidFiles } from "../../server/src/project/overlaid-files.ts";
import { applyEdits } from "../../server/src/text/text-edit.ts";
import { corpus } from "../support/corpus.ts";
import { migration, outside } from "./added.ts";
import { histories } from "./corpus-histories.ts";

/** Histories that no file can be added to: repeatable files only, dumps, files whose order says nothing. */
const CLOSED = /migration_external_postgres|^dumps\/|^mysql-sqlite\//;

describe.skipIf(!corpus)("new migrations in the histories of public projects", () => {
  it.each(Object.keys(histories).filter((name) => !CLOSED.test(name)))("%s", (name) => {
    const root = join(corpus ?? "", name);
    const disk = nodeFiles(root);
    const before = detectProject(disk, root, defaultConfig(root));
    const answers = before.histories
      .filter(({ folder }) => !CLOSED.test(folder))
      .map(({ files, folder }) => {
        const places = [0, files.length >> 1, files.length - 1].map((index) => files[index] ?? "");
        return places.map((path) => ({ folder, path, found: newMigrations(before, path, [migration(), migration()]) }));
      });
    for (const { folder, path, found } of answers.flat()) {
      expect(found, path).toBeDefined();
      if (found === undefined) continue;
      const after = overlaidFiles(disk);
      for (const { path: created, text } of found.creates) {
        expect(disk.read(created).kind).toBe("missing");
        after.put(created, text);
      }
      for (const { path: edited, range, text } of found.edits) {
        const old = disk.read(edited);
        after.put(edited, applyEdits(old.kind === "text" ? old.text : "", [{ range, text }]));
      }
      const history = detectProject(after, root, defaultConfig(root)).histories.find((one) => one.folder === folder);
      const own = history?.files ?? [];
      const fresh = own.filter((file) => found.creates.some((created) => created.path === file));
      expect(fresh, path).toHaveLength(2);
      const at = own.indexOf(found.after);
      expect(own.slice(at + 1, at + 3)).toEqual(fresh);
      expect(at).toBeGreaterThanOrEqual(own.indexOf(path));
    }
  });

  it.each(Object.keys(histories).filter((name) => !CLOSED.test(name)))("%s, outside a transaction", (name) => {
    const root = join(corpus ?? "", name);
    const disk = nodeFiles(root);
    const before = detectProject(disk, root, defaultConfig(root));
    for (const { files, folder } of before.histories) {
      const found = newMigrations(before, files.at(-1) ?? "", [outside]);
      if (found === undefined) continue;
      const after = overlaidFiles(disk);
      for (const { path, text } of found.creates) after.put(path, text);
      const [up] = found.creates;
      const project = detectProject(after, root, defaultConfig(root));
      expect(project.histories.some((history) => history.folder === folder)).toBe(true);
      const { transaction } = fileFacts(project, up?.path ?? "", up?.text ?? "");
      expect(["none", "implicit"]).toContain(transaction);
    }
  });
});
