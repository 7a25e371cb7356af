CREATE SCHEMA IF NOT EXISTS "app";
CREATE SCHEMA IF NOT EXISTS "other";
CREATE TYPE "other"."color" AS ENUM ('red', 'green');
CREATE TABLE "app"."a" (id serial primary key, c other.color default 'red');
CREATE TABLE "public"."p" (id int primary key references app.a(id));
CREATE TABLE "other"."o" (id int references public.p(id), CHECK (id > 0));
CREATE VIEW other.v AS SELECT * FROM public.p;
