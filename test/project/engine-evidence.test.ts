import { describe, expect, it } from "vitest";
import { detect, type Texts } from "./detected.ts";
import { kinds } from "./evidence-kinds.ts";

/** The engine of a migration in `db/`, and the line that names the version (or the engine, where no line does). */
function told(texts: Texts): string {
  const { facts, project } = detect({ "db/1_a.sql": "", ...texts });
  const { name, version, assumed, versionFrom, evidence } = facts("db/1_a.sql").engine;
  const from = versionFrom === "setting" ? undefined : (versionFrom ?? evidence[0]);
  const at = from === undefined ? "" : ` ${from.path.slice("/w/".length)}:${from.line} ${from.text}`;
  expect(project.root).toBe("/w");
  return `${name} ${version}${assumed ? " assumed" : ""}${at}`;
}

describe("each kind of evidence, alone in a workspace", () => {
  it.each(kinds)("%s", (_, texts, expected) => expect(told(texts)).toBe(expected));

  it("is one of many kinds, and none repeats a password", () => {
    expect(new Set(kinds.map(([kind]) => kind)).size).toBeGreaterThan(40);
    for (const [, texts] of kinds) expect(JSON.stringify(detect(texts).project.engine)).not.toContain("hunter2");
  });
});

describe("images", () => {
  it.each([
    ["supabase/postgres:15.1.0", 15],
    ["timescale/timescaledb-ha:pg14.6-ts2.8", 14],
    ["ghcr.io/acme/postgresql@sha256:0123", 15],
    ["registry.example:5000/team/postgres:17", 17],
    ["ghcr.io/zalando/spilo-16:3.2-p1", 16],
    ["registry.developers.crunchydata.com/crunchydata/crunchy-postgres:ubi8-14.7-0", 14],
    ["postgres:latest", 15],
    ["postgres:99999999999999999999", 15],
  ])("%s is Postgres %i", (image, version) => {
    expect(detect({ "compose.yaml": `services:\n  db:\n    image: ${image}\n` }).project.engine).toMatchObject({
      name: "postgres",
      version,
      assumed: false,
    });
  });

  it.each(["postgrest/postgrest:12", "postgres-exporter:15", "redis:7", ""])("%s is not", (image) => {
    expect(detect({ "compose.yaml": `services:\n  db:\n    image: ${image}\n` }).project.engine.assumed).toBe(true);
  });
});

describe("where several things tell", () => {
  const both = {
    "compose.yaml": "services:\n  db:\n    image: postgres:16\n",
    "infra/rds.tf": 'resource "aws_db_instance" "x" {\n  engine = "postgres"\n  engine_version = "14.1"\n}\n',
  };

  it("the nearest to the migrations wins, and the others are named", () => {
    expect(told(both)).toBe("postgres 16 compose.yaml:3 image: postgres:16");
    expect(told({ ...both, "db/compose.yml": "services:\n  db:\n    image: postgres:17\n" })).toMatch(
      /^postgres 17 db\//,
    );
    expect(detect({ "db/1_a.sql": "", ...both }).project.otherVersions).toEqual([
      { version: 14, evidence: { path: "/w/infra/rds.tf", line: 3, text: 'engine_version = "14.1"' } },
    ]);
  });

  it("reads no more files than it should, and nothing that is too large", () => {
    const many = Object.fromEntries(
      [...Array(401).keys()].map((index) => [`k/${1000 + index}.yaml`, "image: postgres:13\n"]),
    );
    expect(detect({ ...many, "z/last.yaml": "image: postgres:12\n" }).project.engine.version).toBe(13);
    expect(detect({ "k/a.yaml": `image: postgres:13\n#${"x".repeat(262_144)}` }).project.engine.assumed).toBe(true);
  });

  it("survives hostile files", () => {
    const texts = [
      "[".repeat(300_000),
      "- ".repeat(100_000),
      "{\n".repeat(50_000),
      "a:\n".repeat(50_000),
      `a: ${"x".repeat(200_000)}`,
    ];
    for (const text of [...texts, texts.map((one) => `postgres\n${one}`).join("\n")]) {
      const names = [
        "compose.yaml",
        "template.json",
        "a.tf",
        "fly.toml",
        ".env",
        "settings.py",
        "Dockerfile",
        "flake.nix",
      ];
      expect(detect(Object.fromEntries(names.map((name) => [name, text]))).project.engine.version).toBe(15);
    }
  });
});
