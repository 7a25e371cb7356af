-- AlterTable
ALTER TABLE "Post" DROP COLUMN "at",
ADD COLUMN     "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateIndex
CREATE INDEX "Post_author_id_at_idx" ON "Post"("author_id", "at" DESC);
