-- AlterEnum
ALTER TYPE "Role" ADD VALUE 'writer';
