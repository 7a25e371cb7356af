-- AlterEnum
BEGIN;
CREATE TYPE "Size_new" AS ENUM ('L', 'S');
ALTER TABLE "T" ALTER COLUMN "size" TYPE "Size_new" USING ("size"::text::"Size_new");
ALTER TYPE "Size" RENAME TO "Size_old";
ALTER TYPE "Size_new" RENAME TO "Size";
DROP TYPE "Size_old";
COMMIT;

-- AlterEnum
ALTER TYPE "State" ADD VALUE 'SENT';
