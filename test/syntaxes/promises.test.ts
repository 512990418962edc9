import { describe, expect, it } from "vitest";
import { loadGrammar, scopesOf, tokenize } from "./tokenizer.ts";

const innermost = async (text: string, word: string, scope = "source.sql"): Promise<string | undefined> =>
  scopesOf(await loadGrammar({ scope }), text, word).at(-1);

describe("what the drawings may never lose", () => {
  it("what follows CREATE INDEX or CREATE TABLE is a keyword where Postgres reads one, and a name where it reads a name", async () => {
    expect(await innermost("create index CONCURRENTLY i on t (a)", "CONCURRENTLY")).toBe(
      "keyword.other.concurrently.sql",
    );
    expect(await innermost("create index CONCURRENTLY i on t (a)", "i on")).toBe("entity.name.function.sql");
    expect(await innermost("create table IF NOT EXISTS t (a int)", "IF")).toBe("keyword.other.if-exists.sql");
    expect(await innermost("create index ON t (a)", "ON")).toBe("keyword.other.DDL.create.II.sql");
    expect(await innermost('create table app."Order x" (a int)', "Order")).toBe("entity.name.function.sql");
  });

  it("the words that decide how long a lock is held are coloured", async () => {
    expect(await innermost("alter table t add check (a) NOT VALID", "NOT VALID")).toBe("keyword.other.not-valid.sql");
    expect(await innermost("alter table t VALIDATE CONSTRAINT c", "VALIDATE")).toBe(
      "keyword.other.validate-constraint.sql",
    );
    expect(await innermost("alter table t DETACH PARTITION p", "DETACH")).toBe("keyword.other.partition.sql");
    expect(await innermost("lock t in ACCESS EXCLUSIVE MODE", "ACCESS")).toBe("keyword.other.lock-mode.sql");
  });

  it("the same words as names, in strings and in comments are left alone", async () => {
    expect(await innermost("select t.concurrently from t", "concurrently")).toBe("constant.other.table-name.sql");
    expect(await innermost("select 'not valid'", "not valid")).toBe("string.quoted.single.sql");
    expect(await innermost('select "not valid"', "not valid")).toBe("string.quoted.double.sql");
    expect(await innermost("-- not valid", "not valid")).toBe("comment.line.double-dash.sql");
    expect(await innermost("/* not valid\n :: $$ */ x", "::")).toBe("comment.block");
    expect(await innermost("'a\n $$ :: E' || x", "$$")).toBe("string.quoted.single.sql");
  });

  it("a dollar-quoted body is SQL, a dollar-quoted value is a string, and neither runs past its tag", async () => {
    expect(await innermost("create function f() as $a$\nSELECT $$b$$\n$a$;\nUNIQUE", "SELECT")).toBe(
      "keyword.other.DML.sql",
    );
    expect(await innermost("create function f() as $a$\nSELECT $$b$$\n$a$;\nUNIQUE", "b$$")).toBe(
      "string.quoted.dollar.sql",
    );
    expect(scopesOf(await loadGrammar({ scope: "source.sql" }), "do $$ x $$;\nUNIQUE", "UNIQUE")).toEqual([
      "keyword.other.sql",
    ]);
    expect(await innermost("comment on table t is $$SELECT$$", "SELECT")).toBe("string.quoted.dollar.sql");
  });

  it("a suppression's word, rule and reason have scopes of their own, inside the comment's", async () => {
    const sql = await loadGrammar({ scope: "source.sql" });
    const text = "-- lockkeeper-disable-next-line drop-column -- unused since May";
    const scopes = ["lockkeeper-", "drop-column", "unused"].map((word) => scopesOf(sql, text, word));
    expect(scopes.map((list) => list[0])).toEqual(Array(3).fill("comment.line.double-dash.sql"));
    expect(new Set(scopes.map((list) => list.at(-1))).size).toBe(3);
  });

  it("a grammar that matches a comment in one piece shows our comments too", async () => {
    const comments = [{ match: "(--).*$", name: "comment.line.double-dash.pgsql" }];
    const host = JSON.stringify({ scopeName: "source.pgsql", patterns: comments });
    const grammar = await loadGrammar({ scope: "source.pgsql", host });
    expect(scopesOf(grammar, "-- lockkeeper-disable drop-column", "drop-column").at(-1)).toBe(
      "entity.name.tag.rule.lockkeeper",
    );
    expect(scopesOf(grammar, "-- a plain comment", "plain")).toEqual(["comment.line.double-dash.pgsql"]);
  });
});

describe("what the stock grammars colour already keeps its scopes", () => {
  const plain = [
    "select distinct a, count(*) from orders o inner join users u on o.user_id = u.id where a <> 'x' and b is not null;",
    "insert into public.orders (id, total) values (1, 2.5), (2, null);",
    "update orders set total = total + 1 where id in (1, 2) order by id desc limit 10;",
    "create table orders (id bigint primary key, name varchar(20) not null default 'a -- b');",
    "create or replace view totals as select sum(total) from orders group by id having count(id) > 3;",
    "create unique index orders_idx on orders (id);",
    "alter table orders add constraint c foreign key (a) references users (id);",
    "drop table orders;",
    "  drop index orders_idx;",
    "-- a comment, with 'quotes' and $$",
    "select 'it''s', \"User\", `x`; -- trailing",
    "/* block",
    "   lockkeeper /* nested */ still */ begin; commit;",
    "select 'runs over",
    "  a :: line $$ end' as b, case when a then 1 else 2 end;",
  ];

  it("SQL without a word of ours is tokenized as without us", async () => {
    const ours = await loadGrammar({ scope: "source.sql" });
    const stock = await loadGrammar({ scope: "source.sql", injected: [] });
    expect(tokenize(ours, plain)).toEqual(tokenize(stock, plain));
  });

  it("so is a schema without a suppression", async () => {
    const schema = ["// a comment", "model User {", '  url String @default("// lockkeeper-disable x") /// doc', "}"];
    const ours = await loadGrammar({ scope: "source.prisma" });
    const stock = await loadGrammar({ scope: "source.prisma", injected: [] });
    expect(tokenize(ours, schema)).toEqual(tokenize(stock, schema));
  });
});
