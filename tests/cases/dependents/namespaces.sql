CREATE SCHEMA auth;
CREATE TABLE auth.t (id int PRIMARY KEY, a int, n int, CONSTRAINT "a b" CHECK (a > 0),
    CONSTRAINT later UNIQUE (a, n) DEFERRABLE INITIALLY DEFERRED);
CREATE UNIQUE INDEX t_a_key ON auth.t (a);
CREATE TABLE public.t (id int PRIMARY KEY, a int REFERENCES auth.t (a) DEFERRABLE, n int);
CREATE TABLE public.a (a int PRIMARY KEY);
CREATE VIEW auth.v AS SELECT a FROM auth.t;
CREATE VIEW public.v AS SELECT t.a AS n, x.a FROM public.t JOIN auth.v x USING (a);
CREATE VIEW public.of_public AS SELECT n, id FROM public.t;
CREATE RULE logged AS ON INSERT TO public.t WHERE new.id > 100 DO INSTEAD INSERT INTO auth.t (id, a) VALUES (new.id, new.n);
CREATE RULE plain AS ON INSERT TO public.t WHERE new.id > 1000 DO INSTEAD INSERT INTO auth.t (id, n) VALUES (new.id, new.n);
CREATE POLICY a ON public.t USING (EXISTS (WITH RECURSIVE r AS (SELECT t.id FROM auth.v JOIN public.t ON v.a = t.n) SELECT 1 FROM r));
CREATE POLICY b ON public.t USING (id > (SELECT count(a.*) AS a FROM public.a));
INSERT INTO auth.t VALUES (1, 5, 1), (2, 6, 1);
INSERT INTO public.t VALUES (1, NULL);
