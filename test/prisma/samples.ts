/** A schema that uses every part of Prisma's language that Postgres allows; Prisma's engine takes it. */
export const everything = `/// A comment for the client
datasource db {
  provider   = "postgresql" // postgres
  schemas    = ["public", "audit"]
  extensions = [pgcrypto, uuid_ossp(map: "uuid-ossp", schema: "public")]
}
/* Block comments
   } stand between lines */
generator client {
  provider        = "prisma-client"
  previewFeatures = ["views", "partialIndexes", "postgresqlExtensions"]
  output          = "../out"
  custom          = [true, "x", -1.5]
}

model User { // the rest of this line is nobody's { }
  id        String   @id(map: "user_key") @default(dbgenerated("gen_random_uuid()")) @db.Uuid
  email     String   @unique(map: "one_email", sort: Desc) @db.VarChar(320)
  name      String?  @default("quote \\" back\\\\slash // no comment } \\n \\u0041 \\uD83D\\uDE00 😀")
  role      Role     @default(MEMBER)
  tags      String[] @default(["a", "b"])
  scores    Int[]    @default([1, -2])
  balance   Decimal  @default(-1.50) @db.Decimal(12, 2)
  active    Boolean  @default(true)
  shape     Unsupported("geometry(Point, 4326)")?
  area      Unsupported("box")[]
  createdAt DateTime @default(now()) @map("created_at") @db.Timestamptz(6)
  updatedAt DateTime @updatedAt @map(name: "updated_at")
  bossId    String?  @db.Uuid
  boss      User?    @relation("boss", fields: [bossId], references: [id], onDelete: SetNull, onUpdate: NoAction, map: "boss_key")
  reports   User[]   @relation("boss")
  posts     Post[]
  profile   Profile?

  @@index([createdAt(sort: Desc), name(ops: raw("text_pattern_ops"))], map: "recent")
  @@index([active], type: Hash)
  @@index(fields: [tags], type: Gin)
  @@index([balance], where: { active: true, name: { not: null } }, map: "partial_object")
  @@index([scores], where: raw("active AND balance > 0"), map: "partial_raw")
  @@map("users")
  @@schema("public")
} // closed

model Post{
  authorId String @db.Uuid
  slug String
  model Int /// a field may be called as a keyword is
  type Json @default("{}")
  author User@relation(fields:[authorId],references:[id],onDelete:Cascade)
  @@id([authorId, slug], name: "place", map: "post_key")
  @@unique([slug, model], name: "by_slug", map: "post_slug")
  @@unique(type)
  @@schema("audit")
}

model Profile {
  id Int @id @default(autoincrement())
  userId String @unique @db.Uuid
  user User @relation(references: [id], fields: [userId])
  日本 Int ?
  nums Int []
  secret Int @ignore
  old Int @ default (1) /* trailing */
  /* before */ last Int
  @@ index ( [ 日本 , last ] )
  @@schema("public")
}

view Recent {
  id Int @unique
  at DateTime?
  @@schema("public")
}

enum Role {
  ADMIN  @map("admin") // the first
  MEMBER
  /// the last
  GUEST
  @@map("user_role")
  @@schema("public")
}
`;

/** Small schemas that Prisma's engine takes, each with a twist of the language. */
export const twists: Readonly<Record<string, string>> = {
  empty: "",
  "comments only": "// nothing\n/* still\nnothing */\n/// and nothing",
  "no line break at the end": "model A {\n  id Int @id\n}",
  "carriage returns alone": "model A {\r  id Int @id\r}\r",
  "two blocks on one line": "model A {\n  id Int @id\n} model B {\n  id Int @id\n}",
  "a comment before the brace": "model A {\n  id Int @id\n  /* x */ }",
  "words behind the opening brace": "model A {} or anything }\n  id Int @id\n}",
  "no-break spaces": "model\u00a0A {\n\u00a0\u00a0id\u00a0Int\u00a0@id\n}",
  "one column without brackets": "model A {\n  id Int @id\n  b Int\n  @@index(b)\n  @@unique(fields: b)\n}",
  "key on the model": "model A {\n  a Int\n  @@id(a)\n}",
  "an implicit many-to-many": "model A {\n  id Int @id\n  bs B[]\n}\nmodel B {\n  id Int @id\n  as A[]\n}",
  "a hidden model": "model A {\n  id Int\n  @@ignore\n}",
  "a named relation": [
    "model A {\n  id Int @id\n  bId Int\n  cId Int @unique",
    '  b B @relation(name: "one", fields: [bId], references: [id])',
    '  c B @relation("two", fields: [cId], references: [id])\n}',
    'model B {\n  id Int @id\n  as A[] @relation("one")\n  a A? @relation("two")\n}',
  ].join("\n"),
};
