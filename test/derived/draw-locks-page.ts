import type { Effects } from "../../server/src/effects/effects.ts";
import { effectsOf } from "../../server/src/effects/effects-of.ts";
import { blocksOf, conflicts } from "../../server/src/effects/lock-conflicts.ts";
import { LOCK_MODES } from "../../shared/src/lock-modes.ts";
import type { CaseOfGroup } from "../postgres/support/all-cases.ts";

/** `docs/locks.md`: the lock modes, and what each watched case does, by version where versions differ. */
export function drawLocksPage(cases: readonly CaseOfGroup[]): string {
  const groups = [...new Set(cases.map(({ group }) => group))];
  return [
    "# What each statement locks",
    "",
    "Drawn from the cases that are run on real servers of Postgres 12 to 18, with rows in the tables, each time the project is tested: the locks were read from `pg_locks` while the statement ran, rewrites from `relfilenode`, scans from the server's counters. A line that is not true of a version fails that test.",
    "",
    "Sequences and the system's own tables are left out.",
    "",
    "## The eight lock modes",
    "",
    "A mode on the left, once held, makes everyone wait who asks for a mode marked in its row.",
    "",
    `| held | ${LOCK_MODES.map((mode) => mode.toLowerCase()).join(" | ")} | who waits |`,
    `|---|${LOCK_MODES.map(() => "---").join("|")}|---|`,
    ...LOCK_MODES.map(modeRow),
    "",
    "Reading rows takes ACCESS SHARE, `SELECT … FOR UPDATE` ROW SHARE, writing rows ROW EXCLUSIVE. Whoever waits for a lock stands in a queue: everybody who asks for a conflicting mode later waits behind, on a hot standby also behind an ACCESS EXCLUSIVE lock of its primary.",
    "",
    ...groups.flatMap((group) => groupLines(cases.filter((each) => each.group === group))),
  ].join("\n");
}

function modeRow(held: (typeof LOCK_MODES)[number]): string {
  const marks = LOCK_MODES.map((asked) => (conflicts(held).includes(asked) ? "×" : ""));
  const blocked = blocksOf(held);
  const who = { read: "readers", write: "writers", ddl: "other schema changes" };
  return `| ${held} | ${marks.join(" | ")} | ${blocked.map((each) => who[each]).join(", ")} |`;
}

function groupLines(cases: readonly CaseOfGroup[]): string[] {
  return [
    `## ${cases[0]?.title}`,
    "",
    `${cases[0]?.about} The tables are made in \`test/postgres/cases\`.`,
    "",
    "| statement | versions | locks | rewritten | read from end to end | besides |",
    "|---|---|---|---|---|---|",
    ...cases.flatMap(caseRows),
    "",
  ];
}

/** A row for each run of versions that do the same. */
function caseRows({ sql, statement, catalog, versions }: CaseOfGroup): string[] {
  const runs: { from: number; until: number; cells: string }[] = [];
  for (const version of versions) {
    const cells = cellsOf(effectsOf(statement, catalog, version));
    const last = runs.at(-1);
    if (last?.cells === cells) last.until = version;
    else runs.push({ from: version, until: version, cells });
  }
  return runs.map(({ from, until, cells }, index) => {
    const shown = index === 0 ? code(sql) : "″";
    return `| ${shown} | ${from === until ? from : `${from}–${until}`} | ${cells} |`;
  });
}

function cellsOf({ locks, indexLocks, rewrites, scans, transaction, waitsFor }: Effects): string {
  const held = [
    ...locks.map(({ relation, mode }) => `${mode} on ${code(relation)}`),
    ...indexLocks.map(({ index, mode }) => `${mode} on the index ${code(index)}`),
  ];
  const besides = [
    ...(transaction === "must-be-outside" ? ["not in a transaction block"] : []),
    ...(waitsFor === "nothing" ? [] : ["waits for open transactions"]),
  ];
  const names = (relations: readonly string[]) => relations.map(code).join(", ");
  return [held.join("; ") || "none", names(rewrites), names(scans), besides.join("; ")].join(" | ");
}

function code(text: string): string {
  return `\`${text.replace(/\s+/g, " ").replaceAll("|", "\\|")}\``;
}
