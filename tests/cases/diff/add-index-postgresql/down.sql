-- DropIndex
DROP INDEX "Post_title_idx";

-- DropIndex
DROP INDEX "Post_author_id_title_key";
