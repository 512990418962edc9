import { type Client, DatabaseError } from "pg";

/** What Postgres answers where it refuses the statement; undefined where it runs it. Whatever else goes wrong is thrown. */
export async function refusalOf(client: Client, sql: string): Promise<DatabaseError | undefined> {
  try {
    await client.query(sql);
  } catch (error) {
    if (error instanceof DatabaseError) return error;
    throw error;
  }
  return undefined;
}
