import { beforeAll, expect, test } from "vitest";
import { loadParser } from "../../server/src/sql/parse.ts";
import { corpus } from "../support/corpus.ts";
import { DISAGREEMENTS, disagreementOn } from "./disagreements.ts";
import { migrationHazards } from "./hazard-lines.ts";
import { flags, nameOf, type PeerCase, peerCases } from "./peer-cases.ts";

const hazards = migrationHazards();

beforeAll(loadParser);

test.skipIf(corpus === undefined || hazards === undefined)(
  "what peers assert of migrations in their own tests holds, or is listed with who is right",
  () => {
    const names = new Set((hazards ?? []).flatMap(({ scope, sources }) => (scope === "D" ? [] : sources)));
    // It asks for a command that comes with Postgres 19.
    names.delete("squawk/prefer-repack");
    const cases = peerCases(corpus ?? "", names).filter((each) => each.expect !== "other-rules");
    const differing = cases.filter((each) => flags(each) !== (each.expect === "flag"));
    const reasonOf = (each: PeerCase) => disagreementOn(nameOf(each))?.right;
    expect(differing.filter((each) => reasonOf(each) === undefined).map(nameOf)).toEqual([]);
    const listed = cases.filter((each) => reasonOf(each) !== undefined);
    expect(listed.filter((each) => !differing.includes(each)).map(nameOf)).toEqual([]);
    const fair = cases.filter((each) => reasonOf(each) === undefined || reasonOf(each) === "open");
    const agreed = fair.filter((each) => !differing.includes(each));
    process.stdout.write(
      `Peers: ${cases.length} cases, ${cases.length - fair.length} on which Postgres or the peer's own settings decide, ${agreed.length} of the other ${fair.length} agree\n`,
    );
    expect(agreed.length / fair.length).toBeGreaterThanOrEqual(0.97);
    expect(Object.keys(DISAGREEMENTS).length).toBeLessThanOrEqual(listed.length);
  },
);
