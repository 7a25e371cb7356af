-- RedefineIndex
DROP INDEX "Post_author_id_at_idx";
CREATE INDEX "by_author" ON "Post"("author_id", "at" DESC);
