-- AlterTable
CREATE SEQUENCE ticket_id_seq;
ALTER TABLE "Ticket" ALTER COLUMN "id" SET DEFAULT nextval('ticket_id_seq');
ALTER SEQUENCE ticket_id_seq OWNED BY "Ticket"."id";

-- AlterTable
CREATE SEQUENCE ticket_id_seq;
ALTER TABLE "TICKET" ALTER COLUMN "id" SET DEFAULT nextval('ticket_id_seq');
ALTER SEQUENCE ticket_id_seq OWNED BY "TICKET"."id";

-- AlterTable
CREATE SEQUENCE bill_id_seq;
ALTER TABLE "Bill" ALTER COLUMN "id" SET DEFAULT nextval('bill_id_seq');
ALTER SEQUENCE bill_id_seq OWNED BY "Bill"."id";

-- AlterTable
CREATE SEQUENCE a_table_with_a_name_that_is_rather_long_and_ends_here_one_id_seq;
ALTER TABLE "a_table_with_a_name_that_is_rather_long_and_ends_here_one" ALTER COLUMN "id" SET DEFAULT nextval('a_table_with_a_name_that_is_rather_long_and_ends_here_one_id_seq');
ALTER SEQUENCE a_table_with_a_name_that_is_rather_long_and_ends_here_one_id_seq OWNED BY "a_table_with_a_name_that_is_rather_long_and_ends_here_one"."id";

-- AlterTable
CREATE SEQUENCE a_table_with_a_name_that_is_rather_long_and_ends_here_three_a_column_name_one_seq;
CREATE SEQUENCE a_table_with_a_name_that_is_rather_long_and_ends_here_three_a_column_name_two_seq;
ALTER TABLE "a_table_with_a_name_that_is_rather_long_and_ends_here_three" ALTER COLUMN "a_column_name_one" SET DEFAULT nextval('a_table_with_a_name_that_is_rather_long_and_ends_here_three_a_column_name_one_seq'),
ALTER COLUMN "a_column_name_two" SET DEFAULT nextval('a_table_with_a_name_that_is_rather_long_and_ends_here_three_a_column_name_two_seq');
ALTER SEQUENCE a_table_with_a_name_that_is_rather_long_and_ends_here_three_a_column_name_one_seq OWNED BY "a_table_with_a_name_that_is_rather_long_and_ends_here_three"."a_column_name_one";
ALTER SEQUENCE a_table_with_a_name_that_is_rather_long_and_ends_here_three_a_column_name_two_seq OWNED BY "a_table_with_a_name_that_is_rather_long_and_ends_here_three"."a_column_name_two";
