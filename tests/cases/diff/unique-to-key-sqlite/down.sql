-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_A" (
    "a" INTEGER NOT NULL,
    "b" TEXT NOT NULL
);
INSERT INTO "new_A" ("a", "b") SELECT "a", "b" FROM "A";
DROP TABLE "A";
ALTER TABLE "new_A" RENAME TO "A";
CREATE UNIQUE INDEX "A_b_key" ON "A"("b");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
