/** No look for a placeholder goes further than this many code units, be there one or not; the forms below keep to it. */
export const placeholderReach = 210;

/** What each opening mark must match. The repeats are bounded, so that a line of opening marks costs no more than its length. */
const forms = {
  dollar: /\$\{[^{}\r\n]{1,200}\}|\$%\w{1,100}%\$/y,
  colon: /:(?:[A-Za-z_]\w{0,100}|'[A-Za-z_]\w{0,100}'|"[A-Za-z_]\w{0,100}"|\{\?\w{1,100}\})/y,
  brace: /\{\{[^\r\n]{0,196}?\}\}|\{%[^\r\n]{0,196}?%\}/y,
  angle: /<%[=-][^\r\n]{0,195}?%>/y,
};

/**
 * Where the template placeholder that starts at `at` ends, or undefined where none starts: `${name}`, `$%NAME%$`,
 * `{{ name }}`, `{% if %}`, `<%= name %>`, and psql's `:name`, `:'name'`, `:"name"`, `:{?name}`.
 */
export function placeholderEnd(text: string, at: number): number | undefined {
  const form = formAt(text.charCodeAt(at), text.charCodeAt(at + 1));
  if (form === undefined) return undefined;
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : undefined;
}

/** Whether `placeholderEnd` looks further than at the two characters here. */
export function mayOpenPlaceholder(text: string, at: number): boolean {
  return formAt(text.charCodeAt(at), text.charCodeAt(at + 1)) !== undefined;
}

function formAt(code: number, next: number): RegExp | undefined {
  if (code === 36) return next === 123 || next === 37 ? forms.dollar : undefined;
  if (code === 58) return forms.colon;
  if (code === 123) return next === 123 || next === 37 ? forms.brace : undefined;
  if (code === 60) return next === 37 ? forms.angle : undefined;
  return undefined;
}
