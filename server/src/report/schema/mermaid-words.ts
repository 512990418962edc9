/** Words that Mermaid's lexer takes for its own where an entity's name may stand (its `erDiagram.jison`, version 11), in lower case. */
const ENTITY_WORDS: ReadonlySet<string> = new Set(
  "one many zero only optionally to u end style class classdef subgraph erdiagram direction acctitle accdescr title".split(
    " ",
  ),
);

/** Words that it takes for marks of keys where a type or a column's name may stand. */
const KEY_WORDS: ReadonlySet<string> = new Set(["pk", "fk", "uk"]);

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Gives each entity the identifier that a diagram knows it by; two names never share one. */
export function entityNames(): (name: string) => string {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  return (name) => {
    const known = given.get(name);
    if (known !== undefined) return known;
    const wanted = PLAIN.test(name) && !ENTITY_WORDS.has(name.toLowerCase()) ? name : plainName(name, "table");
    let free = wanted;
    for (let number = 2; taken.has(free); number += 1) free = `${wanted}_${number}`;
    taken.add(free);
    given.set(name, free);
    return free;
  };
}

/** How an entity's block begins: its identifier, with its name beside it where that says something else. */
export function entityHead(id: string, name: string): string {
  return id === name ? id : `${id}["${labelText(name)}"]`;
}

/** A word that Mermaid takes for a column's name. */
export function attributeWord(name: string): string {
  return PLAIN.test(name) && !KEY_WORDS.has(name.toLowerCase()) ? name : plainName(name, "column");
}

/** SQL's words for types that have a shorter name without blanks. */
const SHORTER: readonly (readonly [RegExp, string])[] = [
  [/^character varying/, "varchar"],
  [/^character/, "char"],
  [/^bit varying/, "varbit"],
  [/^double precision/, "float8"],
  [/^timestamp(\(\d\))? with time zone/, "timestamptz$1"],
  [/^time(\(\d\))? with time zone/, "timetz$1"],
  [/ without time zone/, ""],
];

/** A type as one word that Mermaid takes: `varchar(20)`, `numeric(10_2)`, `Role[]`. */
export function typeWord(type: string): string {
  const shorter = SHORTER.reduce((text, [words, short]) => text.replace(words, short), type);
  const word = shorter.replaceAll('"', "").replace(/[^A-Za-z0-9_()[\]]/g, "_");
  return /^[A-Za-z_]/.test(word) && !KEY_WORDS.has(word.toLowerCase()) ? word : `_${word}`;
}

/** Text between double quotes in a place where Mermaid reads its entity codes: names of entities and labels. */
export function labelText(text: string): string {
  return oneLine(text).replace(/[#"%\\;<>`]/g, (mark) => `#${mark.charCodeAt(0)};`);
}

/** Text of a comment, between double quotes, where Mermaid reads no codes. */
export function commentText(text: string): string {
  return oneLine(text).replaceAll('"', "'").replaceAll("%%", "% %").replace(/[#;]/g, " ");
}

/** Without breaks, and without what Mermaid takes for a statement wherever it stands on a line. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").replace(/(direction) (?=TB|BT|LR|RL)/gi, "$1_");
}

function plainName(name: string, otherwise: string): string {
  const plain = name.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_|_$/g, "");
  if (plain === "") return otherwise;
  const isWord = ENTITY_WORDS.has(plain.toLowerCase()) || KEY_WORDS.has(plain.toLowerCase());
  return /^[0-9]/.test(plain) || isWord ? `${otherwise}_${plain}` : plain;
}
