-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Note" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "body" TEXT NOT NULL DEFAULT ''
);
INSERT INTO "new_Note" ("body", "id") SELECT coalesce("body", '') AS "body", "id" FROM "Note";
DROP TABLE "Note";
ALTER TABLE "new_Note" RENAME TO "Note";
CREATE TABLE "new_Tag" (
    "rowid" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "size" INTEGER NOT NULL DEFAULT 0,

    PRIMARY KEY ("note", "rowid")
);
INSERT INTO "new_Tag" ("note", "rowid", "size") SELECT "note", "rowid", coalesce("size", 0) AS "size" FROM "Tag";
DROP TABLE "Tag";
ALTER TABLE "new_Tag" RENAME TO "Tag";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
