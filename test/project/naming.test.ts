import { describe, expect, it } from "vitest";
import { indexNaming, indexTemplate } from "../../server/src/project/naming.ts";

const orders = { table: "orders", columns: ["user_id", "state"] };
const users = { table: "users", columns: ["email"] };

describe("names of indexes", () => {
  it.each([
    ["{table}_{columns}_idx", "orders_user_id_state_idx", "users_email_idx"],
    ["idx_{table}_{columns}", "idx_orders_user_id_state", "idx_users_email"],
    ["ix_{table}_{columns}", "ix_orders_user_id_state", "ix_users_email"],
    ["index_{table}_on_{columns and}", "index_orders_on_user_id_and_state", "index_users_on_email"],
    ["idx_{columns}", "idx_user_id_state", "idx_email"],
  ])("follows %s", (template, first, second) => {
    const examples = [
      { ...orders, name: first },
      { ...users, name: second },
      { ...users, name: "odd_one" },
    ];
    expect(indexTemplate(examples)).toBe(template);
    expect(indexNaming(examples)("orders", ["user_id", "state"])).toBe(first);
  });

  it("keeps the case of names, as Prisma's tables need", () => {
    const examples = [
      { table: "User", columns: ["teamId"], name: "User_teamId_idx" },
      { table: "Order", columns: ["id", "at"], name: "Order_id_at_idx" },
    ];
    expect(indexNaming(examples)("Post", ["authorId"])).toBe("Post_authorId_idx");
  });

  it("names as Postgres does where there is no habit", () => {
    expect(indexTemplate([])).toBeUndefined();
    expect(indexTemplate([{ ...users, name: "idx_users_email" }])).toBeUndefined();
    const mixed = ["a", "b", "c", "idx_users_email", "idx_users_email"].map((name) => ({ ...users, name }));
    expect(indexTemplate(mixed)).toBeUndefined();
    expect(indexNaming([])("orders", ["user_id"])).toBe("orders_user_id_idx");
  });

  // What CREATE INDEX without a name called the indexes on Postgres 12, 15 and 18.
  it.each([
    ["t".repeat(60), ["c".repeat(10)], `${"t".repeat(48)}_${"c".repeat(10)}_idx`],
    ["t".repeat(40), ["c".repeat(40)], `${"t".repeat(29)}_${"c".repeat(29)}_idx`],
    ["t", ["c".repeat(60), "d".repeat(5)], `t_${"c".repeat(57)}_idx`],
    ["ä".repeat(30), ["c".repeat(20)], `${"ä".repeat(19)}_${"c".repeat(20)}_idx`],
  ])("cuts %s to what Postgres keeps", (table, columns, name) => {
    expect(indexNaming([])(table, columns)).toBe(name);
    expect(new TextEncoder().encode(name).length).toBeLessThanOrEqual(63);
  });

  it("keeps what a name begins and ends with when it is cut", () => {
    const examples = [
      { ...orders, name: "idx_orders_user_id_state" },
      { ...users, name: "idx_users_email" },
    ];
    expect(indexNaming(examples)("t".repeat(70), ["$&"])).toBe(`idx_${"t".repeat(56)}_$&`);
  });
});
