CREATE TABLE a (id text, n int NOT NULL, code text,
	CONSTRAINT a_pkey PRIMARY KEY (id) INCLUDE (n) WITH (fillfactor = 70), CONSTRAINT a_code_key UNIQUE (code) INCLUDE (n));
CREATE TABLE b (id int PRIMARY KEY, a_id text REFERENCES a);
INSERT INTO a VALUES ('1', 1, 'x'), ('2', 2, 'y');
INSERT INTO b VALUES (1, '2');
