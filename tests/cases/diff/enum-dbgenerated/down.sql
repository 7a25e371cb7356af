-- AlterEnum
ALTER TYPE "K" ADD VALUE 'C';
