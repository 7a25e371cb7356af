INSERT INTO a_table_with_a_name_that_is_as_long_as_it_can_be_which_is_63_byt VALUES (1, 2);
