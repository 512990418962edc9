const SOURCE_OPTIONS = `  --schema PATH       what exists before the first file, in place of its history (repeatable, in order)
  --isolated          review each path alone on top of --schema
  --postgres N        the major version, 12 to 18
  --engine NAME       postgres, mysql or sqlite
  --config FILE       this configuration in place of the lockkeeper.json found by walking up
  --no-config         no configuration at all
  --since WHAT        review migrations from there on: the first one's name, a date, or with --git a revision that has those before
  --git               run Git in the repository, for --since and for what the main branch has of a migration
`;

const OPTIONS = `${SOURCE_OPTIONS}  --format NAME       text (default) or json
  --fail-on SEVERITY  critical, high (default), medium, low, nit or never
`;

const STATUS = `Exit status: 0 nothing at or above --fail-on, 1 something is, 2 the command could not do its work.
`;

/** What `lockkeeper --help` prints. */
export const USAGE = `lockkeeper reviews Postgres migrations and schema.prisma. It connects to nothing.

  lockkeeper lint [PATH…]       review files and folders (default: the working folder)
  lockkeeper locks [PATH…]      what each statement locks, rewrites and scans
  lockkeeper fix FILE…          apply the safe fixes, and write the files
  lockkeeper rollback FILE      the down migration, and what does not come back
  lockkeeper schema [PATH…]     the schema after a history, as Markdown, Mermaid, SQL or JSON
  lockkeeper project [PATH]     what was found out about the workspace, with evidence
  lockkeeper rules              the rules
  lockkeeper explain RULE       one rule's page
  lockkeeper lsp --stdio        the language server, for any editor
  lockkeeper --version          this version

${OPTIONS}
${STATUS}`;

/** What `lockkeeper COMMAND --help` prints. */
export const COMMAND_USAGE = {
  lint: `lockkeeper lint [PATH…] reviews files and folders (default: the working folder) and prints what it finds.

${OPTIONS}
${STATUS}`,
  locks: `lockkeeper locks [PATH…] prints what each statement locks, rewrites and scans.

${OPTIONS}
${STATUS}`,
  fix: `lockkeeper fix FILE… applies the safe fixes to the files, or to those of folders, until none is left, and writes them.
A file that is there is never written over by a new one, and nothing outside of the workspace is written.

  --rule ID           the fixes of this rule alone, those to be read first included (repeatable)
  --dry-run           write nothing; print what would change, line by line
${OPTIONS}
Exit status: 0 nothing at or above --fail-on is left, 1 something is, 2 the command could not do its work.
`,
  rollback: `lockkeeper rollback FILE prints what takes the migration FILE back, in the form its tool has for that: the statements
in order, what does not come back, and what to do first while it goes wrong. The grade is reversible, reversible with
loss, or irreversible.

  --format NAME       text (default), a script with comments; json
${SOURCE_OPTIONS}
Exit status: 0, or 2 where FILE is no migration for Postgres, with a line that says so.
`,
  schema: `lockkeeper schema [PATH…] prints the schema as it is after the history that stands in the folder PATH (default: the
working folder), or after the file PATH and what its history applies before it. A schema.prisma stands for its tables.

  --format NAME       markdown (default), a data dictionary; mermaid, a diagram; sql, a script that makes it; json
${SOURCE_OPTIONS}
Exit status: 0, or 2 where there is no schema to print or several, with a line that says so.
`,
  project: `lockkeeper project [PATH] prints what was found out about the workspace that PATH stands in (default: the working
folder): engine and version, histories with their tools, order and transactions, house habits; each with the line that
tells. What is wrong can be put right in lockkeeper.json.

  --postgres N        the major version, 12 to 18
  --engine NAME       postgres, mysql or sqlite
  --config FILE       this configuration in place of the lockkeeper.json found by walking up
  --no-config         no configuration at all
  --format NAME       text (default) or json
`,
  rules: `lockkeeper rules lists every rule with its severity and title.

  --format NAME       text (default) or json
`,
  explain: `lockkeeper explain RULE prints the rule's page: why it exists, what to write instead, examples.
lockkeeper rules lists the rules.
`,
  lsp: `lockkeeper lsp --stdio speaks the language server protocol over standard input and output.
`,
} as const;
