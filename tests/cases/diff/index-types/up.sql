-- CreateIndex
CREATE INDEX "A_j_idx" ON "A" USING GIN ("j" jsonb_path_ops);

-- CreateIndex
CREATE INDEX "A_t_idx" ON "A" USING HASH ("t");

-- CreateIndex
CREATE INDEX "A_n_idx" ON "A" USING BRIN ("n");

-- CreateIndex
CREATE INDEX "A_l_idx" ON "A" USING GIN ("l");

-- CreateIndex
CREATE INDEX "t_pattern" ON "A"("t" text_pattern_ops);
