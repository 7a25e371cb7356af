-- DropIndex
DROP INDEX "joined_names";

-- AlterTable
ALTER TABLE "Member" DROP COLUMN "joined",
ADD COLUMN     "joined" TIMESTAMP(3),
DROP COLUMN "Deleted",
ADD COLUMN     "Deleted" INTEGER;

-- CreateIndex
CREATE INDEX "joined_names" ON "Member"("name") WHERE (joined > '2020-01-01');
