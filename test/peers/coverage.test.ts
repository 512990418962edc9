import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ALL_RULES } from "../../server/src/service/all-rules.ts";
import { migrationHazards } from "./hazard-lines.ts";
import { OUR_OWN } from "./our-own.ts";

const hazards = migrationHazards();
const page = join(import.meta.dirname, "../../docs/rules/declined.md");
const declined = existsSync(page) ? readFileSync(page, "utf8") : "";

test.skipIf(hazards === undefined)(
  "each migration hazard that a file or the schema shows is a rule's, or declined with a reason",
  () => {
    const sources = new Set(ALL_RULES.flatMap((rule) => rule.sources));
    const ids = new Set(ALL_RULES.map(({ id }) => id));
    const open = (hazards ?? []).filter(({ scope, title, sources: peers }) => {
      const own = OUR_OWN[title];
      if (scope === "D" || declined.includes(`\`${title}\``)) return false;
      return own === undefined ? !peers.some((peer) => sources.has(peer)) : !ids.has(own);
    });
    expect(open.map(({ number, title }) => `${number} ${title}`)).toEqual([]);
  },
);

test.skipIf(hazards === undefined)(
  "a rule that names one of a hazard's peers names all of them, or the page of declined ones does",
  () => {
    const sources = new Set(ALL_RULES.flatMap((rule) => rule.sources));
    const missing = (hazards ?? []).flatMap(({ scope, sources: peers }) =>
      scope === "D" ? [] : peers.filter((peer) => !sources.has(peer) && !declined.includes(`\`${peer}\``)),
    );
    expect([...new Set(missing)]).toEqual([]);
  },
);
