-- AlterEnum
ALTER TYPE "Level" ADD VALUE 'LOW';

-- AlterTable
ALTER TABLE "Account" ALTER COLUMN "level" SET DEFAULT 'LOW';

-- AlterTable
ALTER TABLE "Counter" ALTER COLUMN "m" SET DEFAULT 1;

-- AlterPrimaryKey
ALTER TABLE "Post" ALTER PRIMARY KEY USING COLUMNS ("id");

-- RedefineTables
CREATE TABLE "_prisma_new_Log" (
    "id" INT4 NOT NULL,
    "text" STRING NOT NULL,

    CONSTRAINT "Log_pkey" PRIMARY KEY ("id")
);
INSERT INTO "_prisma_new_Log" ("text") SELECT "text" FROM "Log";
DROP TABLE "Log" CASCADE;
ALTER TABLE "_prisma_new_Log" RENAME TO "Log";

-- CreateIndex
CREATE UNIQUE INDEX "Post_slug_key" ON "Post"("slug");
