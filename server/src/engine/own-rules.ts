import { defineRule, type Rule, type RuleDefinition } from "./rule.ts";

/** What the engine's own rules share: they handle no word, the engine reports them itself. */
function own(rule: Omit<RuleDefinition, "group" | "on" | "sources" | "references"> & Partial<RuleDefinition>): Rule {
  return defineRule({
    group: "engine",
    engines: ["postgres", "mysql", "sqlite"],
    sources: [],
    references: [],
    on: {},
    ...rule,
  });
}

/** A statement that Postgres's grammar refuses. */
export const syntaxError = own({
  id: "syntax-error",
  title: "Statement that Postgres cannot parse",
  severity: "high",
  tag: "confirmed",
  why: "The server refuses the statement, and the migration stops there, in the middle of the file where no transaction holds it together.",
  remedy: "Mend the statement at the underlined word, which is where Postgres itself stops reading.",
  sources: ["squawk/syntax-error"],
  references: ["https://www.postgresql.org/docs/current/sql-syntax.html"],
});

/** A file that is not text, or cannot be opened. */
export const unreadableFile = own({
  id: "unreadable-file",
  title: "File that cannot be read as text",
  severity: "high",
  tag: "confirmed",
  why: "A file that is not text is not reviewed, and a migration tool would send its bytes to the server as they are.",
  remedy: "Save the file as UTF-8 text, or list it under `ignore` in lockkeeper.json.",
});

/** A broken `lockkeeper.json`. */
export const invalidConfiguration = own({
  id: "invalid-configuration",
  title: "Configuration that cannot be used",
  severity: "high",
  tag: "confirmed",
  why: "A misspelt key or rule silently changes nothing, so that a team believes in a check that does not run.",
  remedy: "Mend the underlined key or value; until then the last good configuration, or the defaults, stay in force.",
});

/** A suppression comment that hides nothing. */
export const unusedSuppression = own({
  id: "unused-suppression",
  title: "Suppression that hides nothing",
  severity: "low",
  tag: "confirmed",
  why: "A suppression left behind hides the next finding of its rule, which nobody has looked at.",
  remedy: "Delete the comment, or name the rule that it is meant for.",
  fixable: true,
  sources: ["squawk/unused-ignore"],
});

/** A file that is probably another database's. */
export const engineUnclear = own({
  id: "engine-unclear",
  title: "File that does not look like Postgres",
  severity: "nit",
  tag: "concern",
  why: "The editor calls T-SQL, MySQL and Oracle files `sql` too; reviewing them as Postgres would underline all of them.",
  remedy: 'Set `"engine"` in lockkeeper.json to say which database the files are for, or list them under `ignore`.',
});

/** The findings that the engine itself makes. */
export const OWN_RULES: readonly Rule[] = [
  engineUnclear,
  invalidConfiguration,
  syntaxError,
  unreadableFile,
  unusedSuppression,
];
