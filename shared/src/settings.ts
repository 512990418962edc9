/** What the settings are where nobody has set them. */
export const SETTING_DEFAULTS: Settings = { enable: true, postgres: null, inlayHints: "risky", codeLens: true };

/** What VS Code's settings hold for us: one entry a setting, from which `package.json` and the types are derived. */
export const SETTINGS = [
  {
    id: "lockkeeper.enable",
    type: "boolean",
    default: SETTING_DEFAULTS.enable,
    scope: "window",
    description: "Review `.sql` files and `schema.prisma` as they are typed.",
  },
  {
    id: "lockkeeper.postgres",
    type: ["integer", "null"],
    minimum: 12,
    maximum: 18,
    default: SETTING_DEFAULTS.postgres,
    scope: "window",
    description:
      "The major version of Postgres to review for, as `--postgres` is on the command line. When empty, `lockkeeper.json` says it, or the workspace does (a compose file, a CI workflow).",
  },
  {
    id: "lockkeeper.inlayHints",
    type: "string",
    enum: ["off", "risky", "all"],
    default: SETTING_DEFAULTS.inlayHints,
    scope: "window",
    description:
      "Show behind a statement the strongest lock that it takes on a table that existed before the file: never, where the lock keeps writers or readers waiting, or always.",
  },
  {
    id: "lockkeeper.codeLens",
    type: "boolean",
    default: SETTING_DEFAULTS.codeLens,
    scope: "window",
    description: "Show above a migration what all of it locks, and until when.",
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
  /** Which statements show their lock behind them. */
  readonly inlayHints: InlayHintsMode;
  /** Whether a migration shows above it what it locks. */
  readonly codeLens: boolean;
}

/** Behind which statements the lock is shown: none, those that keep writers or readers waiting, all. */
export type InlayHintsMode = "off" | "risky" | "all";

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
