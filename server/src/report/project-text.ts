import type { FoundProject } from "../engine/found-project.ts";
import type { HouseHabit } from "../engine/house-habit.ts";
import { HABIT_WORDS } from "../project/habit-words.ts";
import type { Engine, EngineFacts, Evidence } from "../project/project.ts";
import { toolNamed } from "../project/tools/all-tools.ts";
import { escapeTerminal } from "../text/escape-terminal.ts";
import type { Paint } from "./paint.ts";
import { plural } from "./plural.ts";
import type { PathNames } from "./project-json.ts";

/** What was found out about a workspace, as a person reads it in a terminal. */
export function projectText(found: FoundProject, named: PathNames, paint: Paint): string {
  const shown = (evidence: Evidence) =>
    `${paint("place", `${escapeTerminal(named(evidence.path))}:${evidence.line}`)}  ${escapeTerminal(evidence.text)}`;
  const missing = found.missing.length === 0 ? [] : [`Not known: ${found.missing.join(", ")}`];
  return [
    engineText(found, shown),
    ...found.histories.map((history) => historyText(history, named, shown, paint)),
    ...habitsText(found.habits, shown),
    ...missing,
  ].join("\n\n");
}

/** Shows evidence: its place and the line. */
type Shown = (evidence: Evidence) => string;

const ENGINE_NAMES: Readonly<Record<Engine, string>> = { postgres: "Postgres", mysql: "MySQL", sqlite: "SQLite" };

function engineText({ project }: FoundProject, shown: Shown): string {
  const { engine, otherVersions } = project;
  const rows = engine.evidence.map((evidence) => `  ${shown(evidence)}`);
  const others = otherVersions.map(
    (other) => `  also named, further from the migrations: ${other.version}  ${shown(other.evidence)}`,
  );
  return [`${ENGINE_NAMES[engine.name]} ${engine.version}${certainty(engine)}`, ...rows, ...others].join("\n");
}

function certainty({ assumed, name, versionFrom }: EngineFacts): string {
  if (assumed) return " (assumed: nothing names an engine)";
  return name === "postgres" && versionFrom === undefined ? " (the version is assumed: nothing names one)" : "";
}

function historyText(
  { history, outside }: FoundProject["histories"][number],
  named: PathNames,
  shown: Shown,
  paint: Paint,
): string {
  const { about } = toolNamed(history.tool);
  const first = history.files[0];
  const last = history.files.at(-1);
  const span =
    first === undefined || last === undefined
      ? ""
      : `: ${escapeTerminal(named(first))} … ${escapeTerminal(named(last))}`;
  const tool = history.tool === "custom" ? "a runner of the project's own" : about.title;
  return [
    `${paint("place", escapeTerminal(named(history.folder)))}  ${tool} (${history.tool})`,
    ...history.evidence.map((evidence) => `  ${shown(evidence)}`),
    `  ${plural(history.files.length, "file")} up${span}`,
    `  ${plural(history.down.length, "file")} down`,
    `  ${HABIT_WORDS[history.transaction]}`,
    ...outsideText(outside, named),
  ].join("\n");
}

/** As many as a person reads. */
const MOST_NAMED = 5;

function outsideText(outside: readonly string[], named: PathNames): readonly string[] {
  if (outside.length === 0) return [];
  const names = outside.slice(0, MOST_NAMED).map((path) => escapeTerminal(named(path)));
  const more = outside.length > MOST_NAMED ? `, and ${outside.length - MOST_NAMED} more` : "";
  return [`  ${plural(outside.length, "file")} outside of that: ${names.join(", ")}${more}`];
}

/** Habits in words; names that need none are shown as they are. */
const HABIT_NAMES: Readonly<Record<string, string>> = {
  primaryKeys: "primary keys",
  uniques: "unique constraints",
  foreignKeys: "foreign keys",
  concurrently: "indexes on known tables CONCURRENTLY",
  notValid: "constraints on known tables NOT VALID",
  lockTimeout: "lock_timeout in files that alter known tables",
  batches: "rows changed in batches",
};

function habitsText(habits: readonly HouseHabit[], shown: Shown): readonly string[] {
  if (habits.length === 0) return [];
  const rows = habits.flatMap(({ name, says, follow, of, example }) => [
    `  ${HABIT_NAMES[name] ?? name}: ${says} (${follow} of ${of})`,
    ...(example === undefined ? [] : [`    ${shown(example)}`]),
  ]);
  return [["House habits", ...rows].join("\n")];
}
