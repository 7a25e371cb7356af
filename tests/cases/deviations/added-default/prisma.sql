-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Invoice" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "total" INTEGER NOT NULL DEFAULT -1,
    "paid" BOOLEAN NOT NULL DEFAULT false,
    "note" TEXT NOT NULL DEFAULT 'it''s new',
    "rate" DECIMAL NOT NULL DEFAULT 0.5,
    "due" DATETIME NOT NULL DEFAULT '2026-01-02 03:04:05 +00:00',
    "state" TEXT NOT NULL DEFAULT 'SENT',
    "raw" BLOB NOT NULL DEFAULT '0102'
);
INSERT INTO "new_Invoice" ("id") SELECT "id" FROM "Invoice";
DROP TABLE "Invoice";
ALTER TABLE "new_Invoice" RENAME TO "Invoice";
CREATE INDEX "Invoice_state_idx" ON "Invoice"("state");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
