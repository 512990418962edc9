/** What VS Code's settings hold for us: one entry a setting, from which `package.json` and the types are derived. */
export const SETTINGS = [
  {
    id: "lockkeeper.enable",
    type: "boolean",
    default: true,
    scope: "window",
    description: "Review `.sql` files and `schema.prisma` as they are typed.",
  },
  {
    id: "lockkeeper.postgres",
    type: ["integer", "null"],
    minimum: 12,
    maximum: 18,
    default: null,
    scope: "window",
    description:
      "The major version of Postgres to review for, as `--postgres` is on the command line. When empty, `lockkeeper.json` says it, or the workspace does (a compose file, a CI workflow).",
  },
  {
    id: "lockkeeper.trace.server",
    type: "string",
    enum: ["off", "messages", "verbose"],
    default: "off",
    scope: "window",
    description: "Log what the editor and the language server say to each other to the Lockkeeper output channel.",
  },
] as const satisfies readonly Setting[];

/** One setting as it is declared. `description` is Markdown. */
export interface Setting {
  readonly id: `lockkeeper.${string}`;
  readonly type: JsonType | readonly JsonType[];
  readonly default: boolean | number | string | null;
  /** `window`: the same in all folders of a workspace. */
  readonly scope: "window";
  readonly description: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
}

type JsonType = "boolean" | "integer" | "string" | "null";

/** The settings as the server receives them: below the key `lockkeeper`, without that prefix. */
export interface Settings {
  /** Whether anything is reviewed at all; the VS Code client does not even start the server where it is false. */
  readonly enable: boolean;
  /** The major version to review for, over everything else; null where `lockkeeper.json` or detection decides. */
  readonly postgres: number | null;
}

/** The value of `contributes.configuration` in `package.json`. */
export function configurationContribution(): {
  readonly title: string;
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
} {
  const properties = SETTINGS.map(({ id, description, ...schema }): [string, Record<string, unknown>] => [
    id,
    { ...schema, markdownDescription: description },
  ]);
  return { title: "Lockkeeper", properties: Object.fromEntries(properties) };
}
