import type { Catalog } from "../../../server/src/catalog/catalog.ts";
import type { Statement } from "../../../server/src/sql/statement.ts";
import { CASE_GROUPS } from "../cases/case-groups.ts";
import { runsOn, sqlOf } from "./case-group.ts";
import { catalogAfter, onlyStatement } from "./catalog-after.ts";
import { POSTGRES_VERSIONS } from "./versions.ts";

/** A case with what it runs on, as far as its text tells. */
export interface CaseOfGroup {
  readonly group: string;
  readonly title: string;
  readonly about: string;
  readonly sql: string;
  readonly statement: Statement;
  readonly catalog: Catalog;
  readonly versions: readonly number[];
}

/** The cases of every group. The parser must have been loaded. */
export function casesOfAllGroups(): readonly CaseOfGroup[] {
  return CASE_GROUPS.flatMap((group) => {
    const { name, title, about, setup, cases } = group;
    const catalog = catalogAfter(setup);
    return cases.map((each) => ({
      ...{ group: name, title, about },
      sql: sqlOf(each),
      statement: onlyStatement(sqlOf(each)),
      catalog,
      versions: POSTGRES_VERSIONS.filter((version) => runsOn(each, version)),
    }));
  });
}
