import { describe, expect, test } from "vitest";
import type { DoBlock } from "../../server/src/sql/statement.ts";
import { lowered, shown } from "./lowered.ts";

function id(name: string) {
  return { name, range: name };
}

/** A block of these words, as `shown` shows it. */
function block(body: string): unknown {
  return shown(`do $$${body}$$`);
}

function blockOf(sql: string): DoBlock {
  const statement = lowered(sql);
  if (statement.kind !== "do") throw new Error(statement.kind);
  return statement;
}

const holds = (condition: string) => ({
  kind: "condition",
  condition: { text: condition, range: condition },
  holds: true,
});
const fails = (condition: string) => {
  const { holds: _, ...rest } = holds(condition);
  return rest;
};

describe("statements of a DO block", () => {
  test("as ORMs write it: a statement and a handler that lets it be there already", () => {
    const sql = `DO $$ BEGIN
 ALTER TABLE "s"."a" ADD CONSTRAINT "k" FOREIGN KEY ("x") REFERENCES b(y) ON DELETE cascade;
EXCEPTION
 WHEN duplicate_object OR sqlstate '42P07' THEN null; WHEN others THEN DROP TABLE c;
END $$`;
    const catches = ["duplicate_object", "sqlstate '42p07'", "others"];
    expect(shown(sql)).toMatchObject({
      kind: "do",
      range: sql,
      language: "plpgsql",
      statements: [
        {
          conditional: true,
          inside: [{ kind: "try", catches }],
          statement: {
            kind: "alterTable",
            name: { schema: "s", name: "a", range: `"s"."a"` },
            actions: [{ constraint: { kind: "foreignKey", keyword: "FOREIGN KEY", references: { table: id("b") } } }],
          },
        },
        { inside: [{ kind: "handler", catches: ["others"] }], statement: { kind: "drop", range: "DROP TABLE c" } },
      ],
    });
    expect(shown(sql)).not.toHaveProperty("dynamic");
  });

  test("IF, ELSIF, ELSE and CASE say which condition decides", () => {
    const body = `begin
      create type m as enum ('a');
      if not exists (select case when x then 1 end from pg_type) then drop table a;
      elsif case when y then true else false end then drop table b;
      else drop table c; if z then drop table d; end if;
      end if;
      case v when 1, 2 then drop table e; else drop table f; end case;
      case when w then drop table g; end case;
    end`;
    const first = "not exists (select case when x then 1 end from pg_type)";
    const second = "case when y then true else false end";
    expect(block(body)).toMatchObject({
      statements: [
        { statement: { kind: "createType", values: ["a"] } },
        { inside: [holds(first)], statement: { names: [id("a")] } },
        { inside: [fails(first), holds(second)], statement: { names: [id("b")] } },
        { inside: [fails(first), fails(second)], statement: { names: [id("c")] } },
        { inside: [fails(first), fails(second), holds("z")], statement: { names: [id("d")] } },
        { inside: [holds("1, 2")], statement: { names: [id("e")] } },
        { inside: [fails("1, 2")], statement: { names: [id("f")] } },
        { inside: [holds("w")], statement: { names: [id("g")] } },
      ],
    });
    // What is false is not shown, and an expectation of it would pass over what is there.
    const conditions = blockOf(`do $$${body}$$`).statements.map(({ inside }) =>
      inside.map((around) => around.kind === "condition" && around.holds),
    );
    expect(conditions).toEqual([
      [],
      [true],
      [false, true],
      [false, false],
      [false, false, true],
      [true],
      [false],
      [true],
    ]);
    expect(block(body)).not.toHaveProperty("statements.0.conditional");
    expect(block(body)).toHaveProperty("statements.1.conditional", true);
  });

  test("declarations, labels, assignments and plpgsql's own statements are passed over", () => {
    const body = `<<outer>> declare
      n int := (select count(*) from z); c cursor for select * from y; "update" text = 'drop table x;';
    begin
      n := 1; n = 2; r.x := f(); a[1] := 3; "update" := 'x';
      raise notice 'drop table %', 'a'; null; get diagnostics n = row_count; assert n > 0;
      -- drop table a;
      <<inner>> begin drop table b; end inner;
      exit outer when n > 1;
    end outer;`;
    expect(block(body)).toMatchObject({ statements: [{ statement: { kind: "drop", names: [id("b")] } }] });
    expect(block(body)).toHaveProperty("statements.length", 1);
  });

  test("loops, and the queries in their heads", () => {
    const body = `begin
      for r in select * from a loop update b set x = r.x where y = r.y; end loop;
      for r in (with d as (select 1) select * from c) loop null; end loop;
      for i in reverse 10..1 loop insert into e values (i); end loop;
      foreach x in array xs loop delete from f; end loop;
      while (select exists (select from g)) loop commit; end loop;
      loop truncate h; exit; end loop;
      open cur for select * from i; open cur2 no scroll for execute 'select * from ' || t;
    end`;
    const loop = (head: string) => [{ kind: "loop", head: { text: head } }];
    expect(block(body)).toMatchObject({
      statements: [
        { statement: { kind: "select", reads: [id("a")], range: "select * from a" } },
        { inside: loop("for r in select * from a loop"), statement: { kind: "update", targets: [id("b")] } },
        { statement: { kind: "select", reads: [id("c")] } },
        { inside: loop("for i in reverse 10..1 loop"), statement: { kind: "insert", targets: [id("e")] } },
        { inside: loop("foreach x in array xs loop"), statement: { kind: "delete", targets: [id("f")] } },
        { inside: loop("while (select exists (select from g)) loop"), statement: { kind: "transaction" } },
        { inside: loop("loop"), statement: { kind: "truncate", targets: [id("h")] } },
        { statement: { kind: "select", reads: [id("i")] } },
      ],
      dynamicParts: [{ range: "execute 'select * from ' || t" }],
    });
  });

  test("PERFORM is a SELECT, and INTO names variables", () => {
    const body = `begin
      perform 1 from a where x for update;
      select b.x, b.y into strict v, r.w from b;
      select into v x from c;
      insert into d (x) values (1) returning x into v;
      with q as (insert into e select 1 returning *) select count(*) into v from q;
      perform set_config('search_path', 's', false);
    end`;
    expect(block(body)).toMatchObject({
      statements: [
        { statement: { kind: "select", targets: [id("a")], range: "perform 1 from a where x for update" } },
        { statement: { kind: "select", reads: [id("b")] } },
        { statement: { kind: "select", reads: [id("c")] } },
        { statement: { kind: "insert", targets: [id("d")] } },
        { statement: { kind: "select", targets: [id("e")] } },
        { statement: { kind: "set", variable: "search_path", values: ["s"] } },
      ],
    });
    expect(block(body)).not.toHaveProperty("dynamic");
  });

  test("a conditional RETURN makes what follows conditional; nothing follows another", () => {
    const body = "begin drop table a; if x then return; end if; drop table b; return; drop table c; end";
    const statements = [
      { statement: { names: [id("a")] } },
      { conditional: true, inside: [{ kind: "afterReturn", inside: [holds("x")] }], statement: { names: [id("b")] } },
    ];
    expect(block(body)).toMatchObject({ statements });
    expect(block(body)).toHaveProperty("statements.length", 2);
  });

  test("EXECUTE of a constant text is static, with ranges in the text as it is written", () => {
    const sql = `do $$ begin if a then
      execute 'ALTER TABLE t ADD c text DEFAULT ''é''''s'' NOT NULL; CREATE INDEX ON "s x"."t" (c)' using v;
      execute $q$ create index concurrently i on u (x) $q$; end if; end $$`;
    expect(shown(sql)).toMatchObject({
      statements: [
        {
          inside: [holds("a")],
          statement: {
            range: "ALTER TABLE t ADD c text DEFAULT ''é''''s'' NOT NULL",
            name: id("t"),
            actions: [
              {
                column: {
                  name: id("c"),
                  type: { range: "text" },
                  constraints: [
                    { kind: "default", expression: { text: "'é''s'", range: "''é''''s''" } },
                    { kind: "notNull", range: "NOT NULL" },
                  ],
                },
              },
            ],
          },
        },
        { statement: { kind: "createIndex", table: { schema: "s x", name: "t", range: `"s x"."t"` } } },
        { inside: [holds("a")], statement: { name: id("i"), keyword: "create index", table: id("u") } },
      ],
    });
    const index = blockOf(sql).statements[2]?.statement;
    const at = index?.kind === "createIndex" ? index.concurrentlyAt : 0;
    expect(sql.slice(0, at)).toMatch(/create index$/);
  });

  test.each([
    "execute format('drop table %I', t)",
    "execute 'drop table ' || t",
    "execute stmt",
    "execute e'drop table \\x61'",
    "perform make_partitions('t')",
    "perform other.count(1)",
    "call p()",
    "select make() into v",
    "drop tabel a",
    "'drop table a'",
  ])("%s is known only when it runs", (statement) => {
    expect(block(`begin drop table z; ${statement}; end`)).toMatchObject({
      dynamic: true,
      dynamicParts: [{ text: statement, range: statement }],
    });
  });

  test("a body between quotes is read like one between dollars", () => {
    const sql =
      "do language 'plpgsql' 'begin drop table 😀; execute ''drop table \"é\"''; comment on table c is ''x''; end'";
    expect(shown(sql)).toMatchObject({
      statements: [
        { statement: { names: [id("😀")] } },
        { statement: { names: [{ name: "é", range: '"é"' }], range: 'drop table "é"' } },
        { statement: { kind: "comment", text: "x", name: id("c") } },
      ],
    });
  });

  test.each(["do language plperl 'drop'", "do ''", "do e'begin\\nend'", "do 'begin '\n'end'"])(
    "%s is not read",
    (sql) => {
      expect(shown(sql)).toEqual({
        kind: "do",
        range: sql,
        language: sql.includes("plperl") ? "plperl" : "plpgsql",
        dynamic: true,
        dynamicParts: [{ text: sql, range: sql }],
      });
    },
  );

  test("a block in a block", () => {
    const sql = "do $a$ begin execute $b$ do $c$ begin drop table x; execute y; end $c$ $b$; end $a$";
    expect(shown(sql)).toMatchObject({
      dynamic: true,
      dynamicParts: [{ range: "execute y" }],
      statements: [{ statement: { kind: "do", statements: [{ statement: { names: [id("x")] } }] } }],
    });
  });

  test.each([
    "begin if x then drop table a; ",
    "begin drop table a; end if; end loop; end case; end; end;",
    "begin drop table a; exception when",
    "begin drop table a; exception",
    "begin drop table a; for r in",
    "begin drop table a; for r in select loop",
    "begin drop table a; if",
    "begin drop table a; case when then else",
    "begin drop table a; execute",
    "begin drop table a; perform",
    "begin drop table a; select x into",
    "begin drop table a; <<",
    "begin drop table a; declare declare",
    "begin drop table a; when else elsif end",
    "begin drop table a; open c for",
    "declare drop table b; begin drop table a;",
    "begin drop table a; else elsif y then when z then",
  ])("half typed: %s", (body) => {
    expect(block(body)).toHaveProperty("statements.0.statement.names", [id("a")]);
  });

  test("each beginning of a body gives a block", () => {
    const body = `declare x int; begin if a then execute 'drop table b'; elsif c then for r in select 1 loop
      case when d then select e into f from g; end case; end loop; else return; end if;
      exception when others or sqlstate '1' then perform h(); end`;
    for (let length = 0; length <= body.length; length++) {
      const quoted = body.slice(0, length).replaceAll("'", "''");
      expect(lowered(`do '${quoted}'`).kind).toBe("do");
    }
  });

  test("long and deep bodies", () => {
    const deep = `begin ${"if a then drop table t; ".repeat(2_000)}${"end if; ".repeat(2_000)}end`;
    expect(blockOf(`do $$${deep}$$`).statements).toHaveLength(2_000);
    const chain = `begin if a then null; ${"elsif b then drop table t; ".repeat(2_000)}end if; end`;
    expect(blockOf(`do $$${chain}$$`).statements).toHaveLength(2_000);
    const returns = `begin ${"if a then return; end if; drop table t; ".repeat(1_000)}end`;
    expect(blockOf(`do $$${returns}$$`).statements).toHaveLength(1_000);
    const open = `begin ${"begin ".repeat(20_000)}drop table t;`;
    expect(blockOf(`do $$${open}$$`).statements).toHaveLength(1);
    let nested = "drop table t";
    for (let level = 0; level < 50; level++)
      nested = `do $a${level}$ begin execute $b${level}$ ${nested} $b${level}$; end $a${level}$`;
    expect(blockOf(nested).dynamic).toBe(true);
  });
});
