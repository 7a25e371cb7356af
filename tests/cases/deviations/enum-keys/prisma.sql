-- AlterEnum
BEGIN;
CREATE TYPE "K_new" AS ENUM ('A', 'B');
ALTER TABLE "T" ALTER COLUMN "kind" TYPE "K_new" USING ("kind"::text::"K_new");
ALTER TABLE "S" ALTER COLUMN "kind" TYPE "K_new" USING ("kind"::text::"K_new");
ALTER TYPE "K" RENAME TO "K_old";
ALTER TYPE "K_new" RENAME TO "K";
DROP TYPE "K_old";
COMMIT;
