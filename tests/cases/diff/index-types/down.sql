-- DropIndex
DROP INDEX "A_j_idx";

-- DropIndex
DROP INDEX "A_t_idx";

-- DropIndex
DROP INDEX "A_n_idx";

-- DropIndex
DROP INDEX "A_l_idx";

-- DropIndex
DROP INDEX "t_pattern";
