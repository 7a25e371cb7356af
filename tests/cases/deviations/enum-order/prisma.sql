-- AlterEnum


ALTER TYPE "Level" ADD VALUE 'it's none';
ALTER TYPE "Level" ADD VALUE 'MEDIUM';
ALTER TYPE "Level" ADD VALUE 'MORE';
ALTER TYPE "Level" ADD VALUE 'MOST';

-- AlterEnum
BEGIN;
CREATE TYPE "Size_new" AS ENUM ('S', 'L');
ALTER TABLE "T" ALTER COLUMN "s" TYPE "Size_new" USING ("s"::text::"Size_new");
ALTER TYPE "Size" RENAME TO "Size_old";
ALTER TYPE "Size_new" RENAME TO "Size";
DROP TYPE "Size_old";
COMMIT;
