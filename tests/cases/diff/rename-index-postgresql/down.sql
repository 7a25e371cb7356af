-- RenameIndex
ALTER INDEX "by_author" RENAME TO "Post_author_id_at_idx";
