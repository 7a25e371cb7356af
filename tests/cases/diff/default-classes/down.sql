-- DropIndex
DROP INDEX "A_k_idx";

-- CreateIndex
CREATE INDEX "A_k_idx" ON "A" USING GIN ("k" jsonb_ops);
