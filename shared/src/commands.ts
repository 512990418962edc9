/** The commands of the VS Code client: one entry a command, from which `package.json` is derived. */
export const COMMANDS = {
  restart: { id: "lockkeeper.restart", title: "Restart Language Server" },
  showOutput: { id: "lockkeeper.showOutput", title: "Show Output" },
  showSchema: { id: "lockkeeper.showSchema", title: "Show Schema" },
  showLocks: { id: "lockkeeper.showLocks", title: "Show Lock Modes" },
  writeRollback: { id: "lockkeeper.writeRollback", title: "Write Rollback" },
  openRule: { id: "lockkeeper.openRule", title: "Open a Rule's Page" },
} as const satisfies Readonly<Record<string, Command>>;

/** One command as it is declared. */
export interface Command {
  readonly id: `lockkeeper.${string}`;
  /** What the command palette shows after the category. */
  readonly title: string;
}

/** The value of `contributes.commands` in `package.json`. */
export function commandsContribution(): readonly {
  readonly command: string;
  readonly title: string;
  readonly category: string;
}[] {
  return Object.values(COMMANDS).map(({ id, title }) => ({ command: id, title, category: "Lockkeeper" }));
}
