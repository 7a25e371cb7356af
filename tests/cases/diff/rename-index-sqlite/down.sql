-- RedefineIndex
DROP INDEX "by_author";
CREATE INDEX "Post_author_id_at_idx" ON "Post"("author_id", "at" DESC);
