import { describe, expect, it } from "vitest";
import type { RuleSchema } from "../../server/src/project/config.ts";
import { configSchema } from "../../server/src/project/config-schema.ts";
import { defaultConfig, findConfig, parseConfig } from "../../server/src/project/configuration.ts";
import { memoryFiles } from "../support/memory-files.ts";

const rules: readonly (RuleSchema & { title: string })[] = [
  { id: "index-not-concurrent", title: "Index built while writers wait", options: {} },
  {
    id: "name-too-long",
    title: "Name longer than Postgres keeps",
    options: {
      longest: { type: "number", default: 63, description: "In bytes." },
      allow: { type: "string[]", default: [], description: "Names left alone." },
    },
  },
];

const parse = (text: string) => parseConfig(text, "/w/lockkeeper.json", rules);

/** Each problem as the text that it underlines and what it says. */
function problems(text: string): readonly string[] {
  return parse(text).problems.map(({ range, message }) => `${text.slice(range.start, range.end)} → ${message}`);
}

describe("lockkeeper.json", () => {
  it("reads everything that the contract names", () => {
    const { config, problems: found } = parse(`{
      // the team's
      "$schema": "https://example.org/s.json",
      "extends": ["strict"], "engine": "postgres", "postgres": 15,
      "migrations": [ { "folder": "./db//migrations/", "tool": "goose" }, { "folder": "." } ],
      "schema": ["db/structure.sql"], "since": "0042_add_orders.sql", "ignore": ["**/seeds/**"],
      "rules": { "index-not-concurrent": "off", "name-too-long": ["medium", { "longest": 40, "allow": ["x"] }] },
      "tables": { "orders": { "rows": 40000000, "writesPerSecond": 0.5 }, },
    }`);
    expect(found).toEqual([]);
    expect(config).toEqual({
      path: "/w/lockkeeper.json",
      root: "/w",
      extends: ["strict"],
      engine: "postgres",
      postgres: 15,
      migrations: [
        { folder: "/w/db/migrations", tool: "goose" },
        { folder: "/w", tool: undefined },
      ],
      schema: ["/w/db/structure.sql"],
      since: "0042_add_orders.sql",
      ignore: ["**/seeds/**"],
      rules: new Map([
        ["index-not-concurrent", { severity: "off", options: {} }],
        ["name-too-long", { severity: "medium", options: { longest: 40, allow: ["x"] } }],
      ]),
      tables: new Map([["orders", { rows: 40000000, writesPerSecond: 0.5 }]]),
    });
  });

  it("is the defaults where it says nothing", () => {
    expect(parse("{}").config).toEqual({ ...defaultConfig("/w"), path: "/w/lockkeeper.json" });
  });

  it("underlines unknown names, says what was meant, and goes on without them", () => {
    const text = `{ "extend": ["all"], "engine": "postgres", "rules": { "index-not-concurent": "off", "zzzzzz": "off",
      "name-too-long": ["low", { "longestt": 3 }] } }`;
    expect(problems(text)).toEqual([
      '"extend" → There is no key "extend". Did you mean "extends"?',
      '"index-not-concurent" → There is no rule "index-not-concurent". Did you mean "index-not-concurrent"?',
      '"zzzzzz" → There is no rule "zzzzzz".',
      '"longestt" → There is no option of name-too-long "longestt". Did you mean "longest"?',
    ]);
    expect(parse(text).config?.engine).toBe("postgres");
    expect([...(parse(text).config?.rules ?? [])]).toEqual([["name-too-long", { severity: "low", options: {} }]]);
  });

  it.each([
    ['{ "postgres": "15" }', '"15" → This must be a number; it is a string.'],
    ['{ "postgres": 9 }', "9 → This must be a whole number from 12 to 18."],
    ['{ "postgres": 15.5 }', "15.5 → This must be a whole number from 12 to 18."],
    ['{ "engine": "postgre" }', '"postgre" → This must be one of postgres, mysql, sqlite. Did you mean "postgres"?'],
    ['{ "extends": "all" }', '"all" → This must be a list; it is a string.'],
    ['{ "rules": [] }', "[] → This must be an object; it is a list."],
    [
      '{ "rules": { "index-not-concurrent": "error" } }',
      '"error" → This must be one of off, critical, high, medium, low, nit.',
    ],
    [
      '{ "rules": { "index-not-concurrent": [] } }',
      "[] → This must be one of off, critical, high, medium, low, nit; it is a list.",
    ],
    [
      '{ "rules": { "index-not-concurrent": null } }',
      "null → This must be one of off, critical, high, medium, low, nit; it is null.",
    ],
    ['{ "rules": { "name-too-long": ["low", 3] } }', "3 → This must be an object; it is a number."],
    ['{ "rules": { "name-too-long": ["low", {}, 4] } }', "4 → Only a severity and an object of options stand here."],
    ['{ "rules": { "name-too-long": ["low", { "longest": "x" }] } }', '"x" → This must be a number; it is a string.'],
    [
      '{ "rules": { "name-too-long": ["low", { "allow": ["x", 1] }] } }',
      '["x", 1] → This must be a list of strings; it is a list.',
    ],
    ['{ "schema": ["../x.sql"] }', '"../x.sql" → This leaves the folder that lockkeeper.json stands in.'],
    ['{ "schema": ["/etc/passwd"] }', '"/etc/passwd" → This leaves the folder that lockkeeper.json stands in.'],
    ['{ "schema": ["C:/x.sql"] }', '"C:/x.sql" → This leaves the folder that lockkeeper.json stands in.'],
    ['{ "schema": ["a\\\\b.sql"] }', '"a\\\\b.sql" → Paths are written with /, on Windows too.'],
    ['{ "migrations": [{ "tool": "goose" }] }', '{ "tool": "goose" } → "folder" is missing here.'],
    [
      '{ "migrations": [{ "folder": "a/../../b" }] }',
      '"a/../../b" → This leaves the folder that lockkeeper.json stands in.',
    ],
    ['{ "ignore": ["!a"] }', '"!a" → A pattern cannot take files back in with !.'],
    ['{ "since": "" }', '"" → This is empty.'],
    ['{ "tables": { "t": { "rows": -1 } } }', "-1 → This must be 0 or more."],
    ['{ "engine": "mysql", "engine": "postgres" }', '"engine" → "engine" is written twice.'],
    ["[]", "[] → This must be an object; it is a list."],
    ["", " → This is empty: an object is expected, if only {}."],
    ['{ "engine" "mysql" }', '"mysql" → Colon expected.'],
  ])("refuses %s", (text, problem) => {
    expect(problems(text)).toContain(problem);
    expect(parse(text).config).toBeUndefined();
  });

  it("takes prototype keys for the unknown names that they are", () => {
    const text =
      '{ "__proto__": 1, "constructor": 2, "rules": { "__proto__": "off", "name-too-long": ["low", { "toString": 1, "__proto__": 1 }] }, "tables": { "__proto__": { "rows": 1 } } }';
    const { config, problems: found } = parse(text);
    expect(found.map(({ range }) => text.slice(range.start, range.end))).toEqual([
      '"__proto__"',
      '"constructor"',
      '"__proto__"',
      '"toString"',
      '"__proto__"',
    ]);
    expect(config?.rules.get("name-too-long")).toEqual({ severity: "low", options: {} });
    expect(config?.tables.get("__proto__")).toEqual({ rows: 1, writesPerSecond: undefined });
    expect(Object.getPrototypeOf(config?.rules.get("name-too-long")?.options)).toBe(Object.prototype);
  });

  it("survives hostile text", () => {
    const deep = `{ "rules": ${"[".repeat(200_000)} }`;
    expect(problems(deep)).toEqual(["[ → This is nested too deep."]);
    expect(parse(`{ "ignore": ["${"[".repeat(900)}"] }`).problems).toEqual([]);
    expect(parse(`{} // ${"[".repeat(5000)}`).problems).toEqual([]);
    expect(parse(`/* ${"{".repeat(5000)} */ {}`).problems).toEqual([]);
    expect(parse(`{ "x": "${"a".repeat(1_000_000)}" }`).problems[0]?.message).toBe(`There is no key "x".`);
    expect(parse(" ".repeat(1_100_000)).problems[0]?.message).toBe("This is larger than 1 MiB.");
    expect(parse(`{${'"a":1,'.repeat(20_000)}}`).problems).toHaveLength(100);
    expect(parse("}".repeat(50_000)).config).toBeUndefined();
    expect(parse(`{ "ignore": ["${"*".repeat(2000)}"] }`).problems[0]?.message).toBe(
      "This is longer than 1000 characters.",
    );
    for (const text of ["{", '{"', '{"a', '{"a"', '{"a":', '{"rules":{"', "\0", "{]}", "nul", "😀", '{"a":"\\'])
      expect(parse(text).config).toBeUndefined();
  });
});

describe("findConfig", () => {
  const file = "/w/a/b/c.sql";

  it("takes the nearest one above the file", () => {
    const files = memoryFiles({ "/w/lockkeeper.json": "{}", "/w/a/lockkeeper.json": "{}", [file]: "" });
    expect(findConfig(files, file, "/w")).toBe("/w/a/lockkeeper.json");
  });

  it("stops at the folder that holds .git, within or above the workspace", () => {
    const config = { "/w/lockkeeper.json": "{}" };
    expect(findConfig(memoryFiles({ ...config, "/w/a/.git/HEAD": "" }), file, "/w")).toBeUndefined();
    expect(findConfig(memoryFiles({ ...config, "/w/a/.git": "gitdir: x" }), file, "/w")).toBeUndefined();
    expect(findConfig(memoryFiles({ ...config, "/w/.git/HEAD": "" }), file, "/w/a/b")).toBe("/w/lockkeeper.json");
  });

  it("stops at the workspace, and at a foreign file's own folder, where there is no .git", () => {
    const files = memoryFiles({ "/w/lockkeeper.json": "{}" });
    expect(findConfig(files, file, "/w")).toBe("/w/lockkeeper.json");
    expect(findConfig(files, file, "/w/a")).toBeUndefined();
    expect(findConfig(files, file, "/elsewhere")).toBeUndefined();
    expect(findConfig(files, "/w/c.sql", "/elsewhere")).toBe("/w/lockkeeper.json");
  });
});

describe("configSchema", () => {
  it("has a property with a description for each key and rule", () => {
    const schema = JSON.parse(JSON.stringify(configSchema(rules)));
    expect(schema.properties.postgres).toEqual({
      description: "The major version of Postgres in production; found out where it is not named.",
      type: "integer",
      minimum: 12,
      maximum: 18,
    });
    expect(schema.properties.migrations.items.required).toEqual(["folder"]);
    expect(schema.properties.rules.properties["name-too-long"].description).toBe("Name longer than Postgres keeps");
    expect(schema.properties.rules.properties["name-too-long"].anyOf[1].items[1].properties.longest).toEqual({
      description: "In bytes.",
      type: "number",
      default: 63,
    });
    for (const [name, property] of Object.entries<{ description?: string }>(schema.properties)) {
      expect(property.description ?? (name === "rules" ? "" : undefined), name).toBeTypeOf("string");
    }
  });
});
