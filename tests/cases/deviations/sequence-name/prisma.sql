-- AlterTable
CREATE SEQUENCE a_the number_seq;
ALTER TABLE "A" ALTER COLUMN "the number" SET DEFAULT nextval('a_the number_seq');
ALTER SEQUENCE a_the number_seq OWNED BY "A"."the number";
