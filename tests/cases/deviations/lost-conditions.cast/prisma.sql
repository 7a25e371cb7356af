-- AlterTable
ALTER TABLE "Member" DROP COLUMN "status",
ADD COLUMN     "status" "Status" NOT NULL DEFAULT 'ACTIVE',
DROP COLUMN "state",
ADD COLUMN     "state" "Switch",
DROP COLUMN "tags",
ADD COLUMN     "tags" TEXT[],
ALTER COLUMN "born" SET DATA TYPE TEXT;
