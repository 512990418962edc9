import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";

/** What says how to print effects, or is drawn, has no entry of the catalogue in it. */
const NO_ENTRIES = new Set(["effects.ts", "fact.ts", "lock-words.ts", "watched-case.ts", "watched-cases.gen.ts"]);

const MODES = ["ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE"].concat([
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
]);

/**
 * Ways to break one line, each of which gives every broken line that it can. What only declares is left alone.
 * @type {readonly { readonly what: string, readonly broken: (line: string) => readonly string[] }[]}
 */
const BREAKS = [
  {
    what: "another lock mode",
    broken: (line) =>
      replacements(line, /(?<!\| )"([A-Z]+(?: [A-Z]+)*)"(?! \|)/g, ([, mode]) => {
        const at = MODES.indexOf(mode ?? "");
        return at < 0 ? undefined : `"${MODES[at === MODES.length - 1 ? at - 2 : at + 1]}"`;
      }),
  },
  {
    what: "another version",
    broken: (line) =>
      replacements(
        line,
        /(version) (<|>=|<=|>) (\d+)/g,
        ([, name, sign, number]) => `${name} ${OPPOSITE[sign ?? ""]} ${number}`,
      ),
  },
  {
    what: "a fact left out",
    broken: (line) => (/^\s*\.\.\..*,$/.test(line) ? [line.replace(/\S.*/, "")] : []),
  },
  {
    what: "a condition turned",
    broken: (line) => replacements(line, /\bif \((.*)\) return\b/g, ([, condition]) => `if (!(${condition})) return`),
  },
  {
    what: "a choice turned",
    broken: (line) =>
      replacements(
        line,
        /(\? )([^:?]+)( : )([^:?;,]+)(?=[;,)]|$)/g,
        ([, ask, yes, or, no]) => `${ask}${no}${or}${yes}`,
      ),
  },
  {
    what: "another reach",
    broken: (line) =>
      replacements(line, /, "(table|family)"(?=[,)])/g, ([, reach]) => `, "${reach === "table" ? "family" : "table"}"`),
  },
  {
    what: "a filter let go",
    broken: (line) => replacements(line, /\.filter\((?!\(\[)(?:[^()]|\([^()]*\))*\)/g, () => ".filter(() => true)"),
  },
];

/** @type {Readonly<Record<string, string>>} */
const OPPOSITE = { "<": ">=", ">=": "<", ">": "<=", "<=": ">" };

/**
 * Each match of the line replaced alone.
 * @param {string} line
 * @param {RegExp} pattern
 * @param {(match: RegExpExecArray) => string | undefined} replacement
 */
function replacements(line, pattern, replacement) {
  return [...line.matchAll(pattern)].flatMap((match) => {
    const text = replacement(match);
    if (text === undefined || text === match[0]) return [];
    return [line.slice(0, match.index) + text + line.slice(match.index + match[0].length)];
  });
}

/**
 * @typedef {object} Mutant
 * @property {string} file Below the folder of the catalogue.
 * @property {number} line From 1.
 * @property {string} what
 * @property {string} was
 * @property {string} is
 */

/**
 * Every way to break one line of the catalogue in that folder that leaves it a program.
 * @param {string} folder
 * @returns {readonly Mutant[]}
 */
export function mutantsOf(folder) {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts") && !NO_ENTRIES.has(file));
  return files.sort().flatMap((file) => {
    const lines = readFileSync(join(folder, file), "utf8").split("\n");
    return lines
      .flatMap((was, at) =>
        DECLARES.test(was) ? [] : brokenLines(was).map((each) => ({ file, line: at + 1, was, ...each })),
      )
      .filter(({ line, is }) => isProgram(lines.with(line - 1, is).join("\n")));
  });
}

const DECLARES = /^\s*(?:\*|\/|import|export type|readonly|type )/;

/** @param {string} was */
function brokenLines(was) {
  return BREAKS.flatMap(({ what, broken }) => broken(was).map((is) => ({ what, is })));
}

/** @param {string} text */
function isProgram(text) {
  try {
    transformSync(text, { loader: "ts", logLevel: "silent" });
    return true;
  } catch {
    return false;
  }
}
