/** Why Lockkeeper and a peer's own test differ on a case. */
export interface Disagreement {
  /** `server`: real Postgres shows the peer wrong. `peer-setting`: the case rests on the peer's own configuration. `open`: neither is shown wrong. */
  readonly right: "server" | "peer-setting" | "open";
  readonly why: string;
}

const STOPS_NOBODY = "The statement takes no lock that stops reading or writing a table, so a timeout guards nobody.";
const NOW = "now() is stable: ADD COLUMN evaluates it once and rewrites nothing.";
const REPEATABLE = "The statement does the same the second time, and Postgres takes it.";
const NOT_NULL_ALREADY = "The column is NOT NULL already when the index is attached, so no row is read.";
const ONE_RULE =
  "A comment hides eugene's rule about the type, which here is one rule with the index that is built again.";
const OWN_SETTING = "The case turns the rule off, or sets its limit, in the peer's own configuration.";

/** Each case on which they differ, by the beginning of its name. */
export const DISAGREEMENTS: Readonly<Record<string, Disagreement>> = {
  "squawk/adding-field-with-default flag crates/squawk_linter/src/rules/adding_field_with_default.rs:313": {
    right: "open",
    why: "Postgres 11, on which the case runs, is none of those that are watched; from 12 on a constant default rewrites nothing.",
  },
  "squawk/adding-foreign-key-constraint flag crates/squawk_linter/src/rules/adding_foreign_key_constraint.rs:187": {
    right: "server",
    why: "A column that is added without a default has no value to look up: no row is read. The locks are foreign-key-locks-other-table's.",
  },
  "squawk/ban-concurrent-index-creation-in-transaction clean crates/squawk_linter/src/rules/ban_concurrent_index_creation_in_transaction.rs:141":
    { right: "peer-setting", why: "A comment of squawk's says that the file runs in no transaction." },
  "squawk/transaction-nesting clean crates/squawk_linter/src/rules/transaction_nesting.rs:175": {
    right: "peer-setting",
    why: "A comment of squawk's says that the file runs in no transaction.",
  },
  "squawk/prefer-robust-stmts flag crates/squawk_linter/src/rules/prefer_robust_stmts.rs:616": {
    right: "server",
    why: REPEATABLE,
  },
  "squawk/prefer-robust-stmts flag crates/squawk_linter/src/rules/prefer_robust_stmts.rs:626": {
    right: "server",
    why: REPEATABLE,
  },
  "squawk/prefer-robust-stmts flag crates/squawk_linter/src/rules/prefer_robust_stmts.rs:636": {
    right: "server",
    why: REPEATABLE,
  },
  "squawk/prefer-robust-stmts flag crates/squawk_linter/src/rules/prefer_robust_stmts.rs:658": {
    right: "server",
    why: REPEATABLE,
  },
  "squawk/prefer-robust-stmts flag crates/squawk_linter/src/rules/prefer_robust_stmts.rs:696": {
    right: "open",
    why: "A second try is made in a new session, where the temporary table of the first is gone; in the same session it fails.",
  },
  "squawk/require-timeout-settings flag crates/squawk_linter/src/rules/require_timeout_settings.rs:821": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-lock-timeout flag crates/squawk_linter/src/rules/require_timeout_settings.rs:821": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-statement-timeout flag crates/squawk_linter/src/rules/require_timeout_settings.rs:821": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-timeout-settings flag crates/squawk_linter/src/rules/require_timeout_settings.rs:850": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-lock-timeout flag crates/squawk_linter/src/rules/require_timeout_settings.rs:850": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-statement-timeout flag crates/squawk_linter/src/rules/require_timeout_settings.rs:850": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-timeout-settings flag crates/squawk_linter/src/rules/require_timeout_settings.rs:905": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-lock-timeout flag crates/squawk_linter/src/rules/require_timeout_settings.rs:905": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-statement-timeout flag crates/squawk_linter/src/rules/require_timeout_settings.rs:905": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-timeout-settings flag crates/squawk_linter/src/rules/require_timeout_settings.rs:932": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-lock-timeout flag crates/squawk_linter/src/rules/require_timeout_settings.rs:932": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-statement-timeout flag crates/squawk_linter/src/rules/require_timeout_settings.rs:932": {
    right: "server",
    why: STOPS_NOBODY,
  },
  "squawk/require-timeout-settings flag crates/squawk_linter/src/rules/require_timeout_settings.rs:1051": {
    right: "server",
    why: "The one table that is altered is made by the same file: nobody waits for it.",
  },
  "eugene/E3 clean eugene/examples/E3/bad.sql:1": {
    right: "server",
    why: "Postgres has no equality for json, in a new table as in an old one; eugene itself says so when it reads the text.",
  },
  "eugene/E6 flag eugene/examples/E10/bad.sql:14": { right: "peer-setting", why: ONE_RULE },
  "eugene/E6 flag eugene/examples/E10/good.sql:19": { right: "peer-setting", why: ONE_RULE },
  "eugene/W14 flag eugene/examples/W14/good.sql:18": { right: "server", why: NOT_NULL_ALREADY },
  "eugene/E1 flag eugene/examples/W14/good.sql:18": { right: "server", why: NOT_NULL_ALREADY },
  "eugene/E11 clean eugene/src/lints.rs:426": {
    right: "server",
    why: "An identity column that is added rewrites the table, as serial does.",
  },
  "pgfence/add-column-non-constant-default flag tests/fixtures/dangerous-add-column-function.sql:1": {
    right: "server",
    why: NOW,
  },
  "pgfence/add-column-non-constant-default flag tests/lsp/analyze-text.test.ts:354": { right: "server", why: NOW },
  "pgfence/add-column-default-pre-pg11 flag": { right: "open", why: "Declined: versions before 12 are not watched." },
  "pgfence/add-constraint-unique-using-index flag": { right: "open", why: "Declined: it is the safe form." },
  "pgfence/create-table-exclude-constraint flag": { right: "server", why: "No table that existed is locked." },
  "pgfence/lock-timeout-too-long flag tests/fixtures/lock-timeout-ordering-good.sql:1": {
    right: "peer-setting",
    why: OWN_SETTING,
  },
  "pgfence/alter-column-set-not-null clean tests/fixtures/lock-timeout-ordering-good.sql:1": {
    right: "peer-setting",
    why: OWN_SETTING,
  },
  "pgfence/create-index-not-concurrent clean tests/lsp/analyze-text.test.ts:128": {
    right: "peer-setting",
    why: OWN_SETTING,
  },
  "pgfence/create-index-not-concurrent clean tests/lsp/analyze-text.test.ts:326": {
    right: "peer-setting",
    why: OWN_SETTING,
  },
  "pgfence/missing-lock-timeout clean tests/lsp/analyze-text.test.ts:313": { right: "peer-setting", why: OWN_SETTING },
  "pgfence/missing-statement-timeout clean tests/lsp/analyze-text.test.ts:313": {
    right: "peer-setting",
    why: OWN_SETTING,
  },
  "pgfence/add-column-not-null-no-default clean tests/lsp/analyze-text.test.ts:326": {
    right: "peer-setting",
    why: OWN_SETTING,
  },
};

/** Why they differ on the case of that name; undefined where it is not listed. */
export function disagreementOn(name: string): Disagreement | undefined {
  const key = Object.keys(DISAGREEMENTS).find((each) => name === each || name.startsWith(`${each} `));
  return key === undefined ? undefined : DISAGREEMENTS[key];
}
