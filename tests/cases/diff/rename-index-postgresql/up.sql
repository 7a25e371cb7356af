-- RenameIndex
ALTER INDEX "Post_author_id_at_idx" RENAME TO "by_author";
