-- DropForeignKey
ALTER TABLE "two"."_ItemToUser" DROP CONSTRAINT "_ItemToUser_A_fkey";

-- DropForeignKey
ALTER TABLE "two"."_ItemToUser" DROP CONSTRAINT "_ItemToUser_B_fkey";

-- DropTable
DROP TABLE "two"."Item";

-- DropTable
DROP TABLE "two"."_ItemToUser";

-- CreateTable
CREATE TABLE "one"."Item" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "Item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one"."_ItemToUser" (
    "A" INTEGER NOT NULL,
    "B" INTEGER NOT NULL,

    CONSTRAINT "_ItemToUser_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "_ItemToUser_B_index" ON "one"."_ItemToUser"("B");

-- AddForeignKey
ALTER TABLE "one"."_ItemToUser" ADD CONSTRAINT "_ItemToUser_A_fkey" FOREIGN KEY ("A") REFERENCES "one"."Item"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one"."_ItemToUser" ADD CONSTRAINT "_ItemToUser_B_fkey" FOREIGN KEY ("B") REFERENCES "one"."User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
