import type { RuleSchema } from "./config.ts";
import { CONFIG_KEYS, type ConfigKey, RULE_WORDS, type ValueShape } from "./config-keys.ts";

/** The JSON schema of `lockkeeper.json`, made from the same declarations that check it. */
export function configSchema(rules: readonly (RuleSchema & { readonly title: string })[]): object {
  const rulesSchema = {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)])),
  };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Lockkeeper's configuration",
    allowComments: true,
    allowTrailingCommas: true,
    ...objectSchema(CONFIG_KEYS, rulesSchema),
  };
}

function objectSchema(keys: readonly ConfigKey[], rules: object): object {
  const required = keys.filter((key) => key.required === true).map((key) => key.name);
  return {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      keys.map((key) => [
        key.name,
        {
          description: key.description,
          ...shapeSchema(key.shape, rules),
          ...(key.default === undefined ? {} : { default: key.default }),
        },
      ]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
}

function shapeSchema(shape: ValueShape, rules: object): object {
  switch (shape.kind) {
    case "string":
    case "path":
    case "pattern":
      return { type: "string", minLength: 1 };
    case "word":
      return { type: "string", enum: shape.words };
    case "integer":
      return {
        type: "integer",
        minimum: shape.minimum,
        ...(shape.maximum === undefined ? {} : { maximum: shape.maximum }),
      };
    case "number":
      return { type: "number", minimum: shape.minimum };
    case "list":
      return { type: "array", items: shapeSchema(shape.items, rules) };
    case "object":
      return objectSchema(shape.keys, rules);
    case "tables":
      return { type: "object", additionalProperties: shapeSchema(shape.values, rules) };
    case "rules":
      return rules;
  }
}

function ruleSchema(rule: RuleSchema & { readonly title: string }): object {
  const word = { type: "string", enum: RULE_WORDS };
  const options = {
    type: "object",
    additionalProperties: false,
    properties: Object.fromEntries(
      Object.entries(rule.options).map(([name, option]) => [
        name,
        { description: option.description, ...OPTION_TYPES[option.type], default: option.default },
      ]),
    ),
  };
  const pair = { type: "array", minItems: 1, maxItems: 2, items: [word, options] };
  return { description: rule.title, anyOf: [word, pair] };
}

const OPTION_TYPES = {
  string: { type: "string" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  "string[]": { type: "array", items: { type: "string" } },
} as const;
