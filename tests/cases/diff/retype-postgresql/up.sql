-- AlterTable
ALTER TABLE "Post" DROP COLUMN "at",
ADD COLUMN     "at" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "Post_author_id_at_idx" ON "Post"("author_id", "at" DESC);
