-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "User" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL,
    "large" DECIMAL(65,30) NOT NULL DEFAULT 100000,
    "small" DECIMAL(65,30) NOT NULL DEFAULT -0.00150,
    "bytes" BYTEA NOT NULL DEFAULT '\x61',

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Post" (
    "id" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,
    "hiddenId" INTEGER NOT NULL,

    CONSTRAINT "Post_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Log" (
    "id" INTEGER NOT NULL,
    "userId" INTEGER NOT NULL,

    CONSTRAINT "Log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "by_name" ON "User"("name");

-- CreateIndex
CREATE INDEX "User_active_idx" ON "User"("active") WHERE ("name" = 'x''y');

-- CreateIndex
CREATE INDEX "User_name_active_idx" ON "User"("name", "active") WHERE ("name" != 'z' AND "id" = 5);

-- CreateIndex
CREATE UNIQUE INDEX "User_name_key" ON "User"("name") WHERE ("active" = true);

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Post" ADD CONSTRAINT "Post_hiddenId_fkey" FOREIGN KEY ("hiddenId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Log" ADD CONSTRAINT "Log_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
