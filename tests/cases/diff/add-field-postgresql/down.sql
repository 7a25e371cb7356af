-- AlterTable
ALTER TABLE "Post" DROP COLUMN "slug";
