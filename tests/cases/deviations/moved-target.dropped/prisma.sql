-- DropTable
DROP TABLE "one"."users";

-- CreateTable
CREATE TABLE "two"."users" (
    "id" INTEGER NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);
