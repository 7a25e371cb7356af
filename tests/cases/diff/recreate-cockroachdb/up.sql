-- AlterEnum
ALTER TABLE "Account" ALTER COLUMN "level" DROP DEFAULT;
ALTER TYPE "Level"DROP VALUE 'LOW';

-- DropIndex
DROP INDEX "Post_slug_key";

-- AlterTable
ALTER TABLE "Account" ALTER COLUMN "level" SET DEFAULT 'MIDDLE';

-- AlterPrimaryKey
ALTER TABLE "Post" ALTER PRIMARY KEY USING COLUMNS ("slug");

-- RedefineTables
CREATE TABLE "_prisma_new_Log" (
    "number" INT4 NOT NULL,
    "text" STRING NOT NULL,

    CONSTRAINT "Log_pkey" PRIMARY KEY ("number")
);
INSERT INTO "_prisma_new_Log" ("text") SELECT "text" FROM "Log";
DROP TABLE "Log" CASCADE;
ALTER TABLE "_prisma_new_Log" RENAME TO "Log";
