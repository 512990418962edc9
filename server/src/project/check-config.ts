import type { Node } from "jsonc-parser";
import type { ConfigProblem, OptionSchema, RuleSchema } from "./config.ts";
import { type ConfigKey, RULE_WORDS, type ValueShape } from "./config-keys.ts";
import { LONGEST_PATTERN } from "./glob.ts";
import { jsonFields, nodeRange } from "./json-nodes.ts";
import { insidePath } from "./paths.ts";
import { suggestion } from "./suggestion.ts";

/** A problem, and whether the rest of the file can be used in spite of it. */
export interface CheckedProblem extends ConfigProblem {
  readonly fatal: boolean;
}

/** Reports what is wrong with the value. */
export function checkValue(
  node: Node,
  shape: ValueShape,
  rules: readonly RuleSchema[],
  report: (problem: CheckedProblem) => void,
): void {
  const wrong = wrongValue(node, shape);
  if (wrong !== undefined) {
    report({ range: nodeRange(node), message: wrong, fatal: true });
    return;
  }
  if (shape.kind === "list") for (const item of node.children ?? []) checkValue(item, shape.items, rules, report);
  if (shape.kind === "object") checkObject(node, shape.keys, rules, report);
  if (shape.kind === "rules") checkRules(node, rules, report);
  if (shape.kind === "tables") {
    for (const field of jsonFields(node)) checkValue(field.value, shape.values, rules, report);
  }
}

/** Reports what is wrong with the object's keys and their values. */
export function checkObject(
  node: Node,
  keys: readonly ConfigKey[],
  rules: readonly RuleSchema[],
  report: (problem: CheckedProblem) => void,
): void {
  const seen = new Set<string>();
  for (const field of jsonFields(node)) {
    const key = keys.find((candidate) => candidate.name === field.name);
    if (key === undefined)
      report(
        unknownName(
          "key",
          field.key,
          keys.map((known) => known.name),
        ),
      );
    else if (seen.has(field.name))
      report({ range: nodeRange(field.key), message: `"${field.name}" is written twice.`, fatal: true });
    else checkValue(field.value, key.shape, rules, report);
    seen.add(field.name);
  }
  for (const key of keys) {
    if (key.required !== true || seen.has(key.name)) continue;
    report({ range: nodeRange(node), message: `"${key.name}" is missing here.`, fatal: true });
  }
}

function checkRules(node: Node, rules: readonly RuleSchema[], report: (problem: CheckedProblem) => void): void {
  for (const field of jsonFields(node)) {
    const rule = rules.find((candidate) => candidate.id === field.name);
    if (rule === undefined)
      report(
        unknownName(
          "rule",
          field.key,
          rules.map((known) => known.id),
        ),
      );
    else checkRuleSetting(field.value, rule, report);
  }
}

function checkRuleSetting(node: Node, rule: RuleSchema, report: (problem: CheckedProblem) => void): void {
  const [word, options, extra] = node.type === "array" ? (node.children ?? []) : [node];
  const wrong = word === undefined ? expected(node, ruleWord) : wrongValue(word, ruleWord);
  if (wrong !== undefined) report({ range: nodeRange(word ?? node), message: wrong, fatal: true });
  if (extra !== undefined) {
    report({ range: nodeRange(extra), message: "Only a severity and an object of options stand here.", fatal: true });
  }
  if (options === undefined) return;
  if (options.type !== "object") {
    report({ range: nodeRange(options), message: expected(options, { kind: "object", keys: [] }), fatal: true });
    return;
  }
  for (const field of jsonFields(options)) {
    const option = Object.hasOwn(rule.options, field.name) ? rule.options[field.name] : undefined;
    if (option === undefined) report(unknownName(`option of ${rule.id}`, field.key, Object.keys(rule.options)));
    else if (!fitsOption(field.value, option)) {
      const message = `This must be ${OPTION_WORDS[option.type]}; it is ${kindOf(field.value)}.`;
      report({ range: nodeRange(field.value), message, fatal: true });
    }
  }
}

const ruleWord: ValueShape = { kind: "word", words: RULE_WORDS };

const OPTION_WORDS: Readonly<Record<OptionSchema["type"], string>> = {
  string: "a string",
  number: "a number",
  boolean: "true or false",
  "string[]": "a list of strings",
};

function fitsOption(node: Node, option: OptionSchema): boolean {
  if (option.type !== "string[]") return node.type === option.type;
  return node.type === "array" && (node.children ?? []).every((item) => item.type === "string");
}

/** An unknown name is reported and left out, so that a newer file still works with an older Lockkeeper. */
function unknownName(what: string, key: Node, known: readonly string[]): CheckedProblem {
  const name = String(key.value);
  const meant = suggestion(name, known);
  const shown = JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name);
  const message = `There is no ${what} ${shown}.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`;
  return { range: nodeRange(key), message, fatal: false };
}

/** Why the value does not fit its shape, its parts aside; undefined where it does. */
function wrongValue(node: Node, shape: ValueShape): string | undefined {
  if (!fitsType(node, shape)) return expected(node, shape);
  if (shape.kind === "word" && !shape.words.includes(String(node.value))) {
    const meant = suggestion(String(node.value), shape.words);
    return `This must be one of ${shape.words.join(", ")}.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`;
  }
  if (shape.kind === "integer" || shape.kind === "number") return wrongNumber(Number(node.value), shape);
  if (shape.kind === "path") return wrongPath(String(node.value));
  if (shape.kind === "pattern") return wrongPattern(String(node.value));
  if (shape.kind === "string" && node.value === "") return "This is empty.";
  return undefined;
}

function wrongNumber(value: number, shape: ValueShape & { kind: "integer" | "number" }): string | undefined {
  const maximum = shape.kind === "integer" ? shape.maximum : undefined;
  if (shape.kind === "integer" && maximum !== undefined) {
    if (Number.isInteger(value) && value >= shape.minimum && value <= maximum) return undefined;
    return `This must be a whole number from ${shape.minimum} to ${maximum}.`;
  }
  return value >= shape.minimum ? undefined : `This must be ${shape.minimum} or more.`;
}

function wrongPath(path: string): string | undefined {
  if (path.includes("\\")) return "Paths are written with /, on Windows too.";
  if (path === "") return "This is empty.";
  return insidePath(path) === undefined ? "This leaves the folder that lockkeeper.json stands in." : undefined;
}

function wrongPattern(pattern: string): string | undefined {
  if (pattern === "") return "This is empty.";
  if (pattern.startsWith("!")) return "A pattern cannot take files back in with !.";
  return pattern.length > LONGEST_PATTERN ? `This is longer than ${LONGEST_PATTERN} characters.` : undefined;
}

function fitsType(node: Node, shape: ValueShape): boolean {
  return node.type === JSON_TYPES[shape.kind];
}

const JSON_TYPES = {
  string: "string",
  path: "string",
  pattern: "string",
  word: "string",
  integer: "number",
  number: "number",
  list: "array",
  object: "object",
  tables: "object",
  rules: "object",
} as const satisfies Record<ValueShape["kind"], Node["type"]>;

const TYPE_WORDS: Readonly<Record<Node["type"], string>> = {
  string: "a string",
  number: "a number",
  array: "a list",
  object: "an object",
  boolean: "a boolean",
  null: "null",
  property: "a property",
};

function expected(node: Node, shape: ValueShape): string {
  const what = shape.kind === "word" ? `one of ${shape.words.join(", ")}` : TYPE_WORDS[JSON_TYPES[shape.kind]];
  return `This must be ${what}; it is ${kindOf(node)}.`;
}

function kindOf(node: Node): string {
  return TYPE_WORDS[node.type];
}
