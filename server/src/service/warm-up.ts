import { review } from "../engine/review.ts";
import { createWorkspace, type Workspace } from "../engine/workspace.ts";
import type { Files } from "../project/files.ts";
import { lineIndexOf } from "../text/line-index.ts";
import { ALL_RULES } from "./all-rules.ts";
import { diagnosticsOf } from "./diagnostics.ts";

/** How often the sample is reviewed: enough for the compilers of JavaScript and WASM to have seen each path. */
const ROUNDS = 24;

const NOWHERE: Files = { read: () => ({ kind: "missing" }), list: () => [] };

/**
 * Reviews a sample of our own, a round at a time with `pause` in between, until `isWanted` says no. A process that has
 * just started runs everything at a tenth of its speed; this way the first file that a person opens is not what it
 * warms up on.
 */
export async function warmUp(pause: () => Promise<void>, isWanted: () => boolean): Promise<void> {
  const workspace = sampleWorkspace();
  for (let round = 0; round < ROUNDS && isWanted(); round += 1) {
    reviewSample(workspace, round);
    await pause();
  }
}

function sampleWorkspace(): Workspace {
  return createWorkspace({
    files: NOWHERE,
    roots: ["/sample"],
    rules: ALL_RULES,
    config: { kind: "none" },
    engine: undefined,
    postgres: undefined,
    schema: undefined,
    isolated: true,
    named: [],
    lifetime: "for-edits",
    log: () => undefined,
  });
}

function reviewSample(workspace: Workspace, round: number): void {
  const path = "/sample/sample.sql";
  let text = Array.from({ length: 4 }, (_, index) => sample(`r${round}_${index}`)).join("");
  workspace.open(path, text);
  show(workspace, path, text);
  const at = text.indexOf("note text");
  for (let edit = 0; edit < 8; edit += 1) {
    const isTyped = edit % 2 === 0;
    const range = { start: at, end: isTyped ? at : at + 1 };
    text = text.slice(0, at) + (isTyped ? "x" : "") + text.slice(range.end);
    workspace.change(path, [{ range, text: isTyped ? "x" : "" }], text);
    show(workspace, path, text);
  }
}

function show(workspace: Workspace, path: string, text: string): void {
  JSON.stringify(diagnosticsOf(review(workspace, path).findings, lineIndexOf(text), () => undefined));
}

/** What schemas and migrations are mostly made of. */
function sample(name: string): string {
  return `
-- Name: ${name}; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.${name}_users (
    id bigint NOT NULL,
    email character varying(255) DEFAULT ''::character varying NOT NULL,
    note text,
    tags text[] DEFAULT '{}'::text[],
    price numeric(12,2) DEFAULT 0.0,
    created_at timestamp(6) without time zone NOT NULL,
    seen_at timestamp with time zone DEFAULT now()
);
CREATE SEQUENCE public.${name}_users_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.${name}_users_id_seq OWNED BY public.${name}_users.id;
ALTER TABLE ONLY public.${name}_users ALTER COLUMN id SET DEFAULT nextval('public.${name}_users_id_seq'::regclass);
ALTER TABLE ONLY public.${name}_users ADD CONSTRAINT ${name}_users_pkey PRIMARY KEY (id);
CREATE TABLE ${name}_orders (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id bigint NOT NULL REFERENCES ${name}_users (id) ON DELETE CASCADE,
  state text CHECK (state IN ('open', 'paid')),
  placed timestamp
);
CREATE UNIQUE INDEX index_${name}_users_on_email ON public.${name}_users USING btree (lower((email)::text));
CREATE INDEX ${name}_orders_placed_idx ON ${name}_orders (placed DESC) WHERE state = 'open';
ALTER TABLE ONLY public.${name}_orders
    ADD CONSTRAINT fk_${name} FOREIGN KEY (user_id) REFERENCES public.${name}_users(id) NOT VALID;
ALTER TABLE ${name}_orders ADD COLUMN total numeric(10,2), ALTER COLUMN state SET NOT NULL;
CREATE VIEW ${name}_open AS SELECT o.id, u.email FROM ${name}_orders o JOIN ${name}_users u ON u.id = o.user_id;
CREATE FUNCTION ${name}_touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.placed := now(); RETURN NEW; END; $$;
CREATE TRIGGER ${name}_touched BEFORE UPDATE ON ${name}_orders FOR EACH ROW EXECUTE FUNCTION ${name}_touch();
INSERT INTO ${name}_users (id, email, created_at) VALUES (1, 'a@example.org', now()), (2, 'b@example.org', now());
UPDATE ${name}_orders SET state = 'paid' WHERE placed < now();
`;
}
