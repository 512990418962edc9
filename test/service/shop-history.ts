/** A history in which everything is renamed once, and the Prisma schema of its end. */
export const SHOP: Readonly<Record<string, string>> = {
  "prisma/migrations/1_init/migration.sql": `CREATE TYPE state AS ENUM ('new', 'paid');
CREATE TABLE users (id bigint PRIMARY KEY, email text);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint REFERENCES users (id),
  status state DEFAULT 'new'
);
CREATE INDEX orders_user_id_idx ON orders (user_id);
`,
  "prisma/migrations/2_rename/migration.sql": `ALTER TABLE orders RENAME COLUMN user_id TO customer_id;
ALTER TABLE orders RENAME TO "Order";
ALTER TABLE users ADD COLUMN name text;
`,
  "prisma/migrations/3_use/migration.sql": `UPDATE "Order" AS o SET status = 'paid' FROM users u WHERE u.id = o.customer_id;
ALTER TABLE "Order" ADD CONSTRAINT positive CHECK ("Order".id > 0);
ALTER TABLE "Order" VALIDATE CONSTRAINT positive;
SELECT email FROM users JOIN "Order" ON customer_id = users.id;
CREATE TABLE archived (id bigint, orders int);
`,
  "prisma/schema.prisma": `datasource db {
  provider = "postgresql"
}

model User {
  id     BigInt  @id
  email  String?
  name   String?
  orders Order[]

  @@map("users")
}

model Order {
  id         BigInt @id
  customerId BigInt? @map("customer_id")
  status     state?
  customer   User?  @relation(fields: [customerId], references: [id])

  @@index([customerId])
}

enum state {
  new
  paid
}
`,
  "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n',
};
