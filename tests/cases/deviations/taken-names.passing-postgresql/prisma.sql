-- AlterEnum
BEGIN;
CREATE TYPE "S_new" AS ENUM ('A', 'B');
ALTER TABLE "U" ALTER COLUMN "a" TYPE "S_new" USING ("a"::text::"S_new");
ALTER TYPE "S" RENAME TO "S_old";
ALTER TYPE "S_new" RENAME TO "S";
DROP TYPE "S_old";
COMMIT;
