-- RenameForeignKey
ALTER TABLE "T" RENAME CONSTRAINT "f" TO "g";

-- RenameForeignKey
ALTER TABLE "T" RENAME CONSTRAINT "g" TO "f";
