import { describe, expect, it } from "vitest";
import { detect } from "./detected.ts";

describe("what a file's neighbours say of it", () => {
  it("whether another one takes it back, in the ways that tools name them", () => {
    const { facts } = detect({
      "a/1_x.up.sql": "",
      "a/1_x.down.sql": "",
      "a/2_y.up.sql": "",
      "b/V1__x.sql": "",
      "b/U1__x.sql": "",
      "b/V2__y.sql": "",
      "c/20240101_x.sql": "-- +goose Up\n",
    });
    expect(facts("a/1_x.up.sql").hasDown).toBe(true);
    expect(facts("a/2_y.up.sql").hasDown).toBe(false);
    expect(facts("b/V1__x.sql").hasDown).toBe(true);
    expect(facts("b/V2__y.sql").hasDown).toBe(false);
    expect(facts("c/20240101_x.sql")).not.toHaveProperty("hasDown");
  });

  it("whether a tool applies them and not it", () => {
    const { facts } = detect({
      "a/0001_x.up.sql": "",
      "a/0001_x.down.sql": "",
      "a/0002_y_up.sql": "",
      "a/seed.sql": "",
      "b/1.sql": "",
      "b/2.sql": "",
    });
    expect(facts("a/0002_y_up.sql").passedOver).toEqual({ tool: "golang-migrate", example: "0001_x.up.sql" });
    for (const path of ["a/0001_x.up.sql", "a/seed.sql", "b/1.sql"]) {
      expect(facts(path)).not.toHaveProperty("passedOver");
    }
  });
});
