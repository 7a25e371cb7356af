-- DropForeignKey
ALTER TABLE "flag22 "q"" DROP CONSTRAINT "flag22 "q"_code_fkey";

-- AlterTable
ALTER TABLE "flag22 "q"" ADD COLUMN     "teamrole" INTEGER,
DROP COLUMN "body",
ADD COLUMN     "body" BOOLEAN DEFAULT true;

-- CreateIndex
CREATE INDEX "flag22 "q"_body_idx" ON "flag22 "q""("body");

-- AddForeignKey
ALTER TABLE "flag22 "q"" ADD CONSTRAINT "flag22 "q"_teamrole_fkey" FOREIGN KEY ("teamrole") REFERENCES "flag22 "q""("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- RenameIndex
ALTER INDEX "bodyscore1" RENAME TO "flag22 "q"_body_idx";
