-- CreateEnum
CREATE TYPE "Role" AS ENUM ('A', 'B');

-- DropForeignKey
ALTER TABLE "U" DROP CONSTRAINT "U_roleId_fkey";

-- AlterTable
ALTER TABLE "U" DROP COLUMN "roleId",
ADD COLUMN     "role" "Role" NOT NULL;

-- DropTable
DROP TABLE "Role";
