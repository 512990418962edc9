/** What `lockkeeper --help` prints. */
export const USAGE = `lockkeeper reviews Postgres migrations and schema.prisma. It connects to nothing.

  lockkeeper lint [PATH…]       review files and folders (default: the working folder)
  lockkeeper locks [PATH…]      what each statement locks, rewrites and scans
  lockkeeper rules              the rules
  lockkeeper explain RULE       one rule's page
  lockkeeper lsp --stdio        the language server, for any editor

  --schema PATH       what exists before the first file (repeatable, in order)
  --isolated          review each path alone on top of --schema
  --postgres N        the major version, 12 to 18
  --engine NAME       postgres, mysql or sqlite
  --config FILE       this configuration in place of the lockkeeper.json found by walking up
  --no-config         no configuration at all
  --format NAME       text or json
  --fail-on SEVERITY  critical, high (default), medium, low, nit or never

Exit status: 0 nothing at or above --fail-on, 1 something is, 2 the command could not do its work.
`;
