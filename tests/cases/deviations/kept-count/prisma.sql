-- AlterTable
CREATE SEQUENCE ticket_id_seq;
ALTER TABLE "Ticket" ALTER COLUMN "id" SET DEFAULT nextval('ticket_id_seq');
ALTER SEQUENCE ticket_id_seq OWNED BY "Ticket"."id";

-- AlterTable
CREATE SEQUENCE empty_id_seq;
ALTER TABLE "Empty" ALTER COLUMN "id" SET DEFAULT nextval('empty_id_seq');
ALTER SEQUENCE empty_id_seq OWNED BY "Empty"."id";

-- AlterTable
CREATE SEQUENCE odd's $$_it's $$_seq;
ALTER TABLE "odd's $$" ALTER COLUMN "it's $$" SET DEFAULT nextval('odd's $$_it's $$_seq'),
DROP COLUMN "s",
ADD COLUMN     "s" SERIAL NOT NULL;
ALTER SEQUENCE odd's $$_it's $$_seq OWNED BY "odd's $$"."it's $$";

-- AlterTable
ALTER TABLE "Counts" ALTER COLUMN "id" DROP DEFAULT;
