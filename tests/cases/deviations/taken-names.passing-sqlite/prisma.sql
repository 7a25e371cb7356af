-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_U" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "a" TEXT
);
INSERT INTO "new_U" ("a", "id") SELECT "a", "id" FROM "U";
DROP TABLE "U";
ALTER TABLE "new_U" RENAME TO "U";
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
