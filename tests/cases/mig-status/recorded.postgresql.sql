SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public._prisma_migrations (
    id character varying(36) NOT NULL,
    checksum character varying(64) NOT NULL,
    finished_at timestamp with time zone,
    migration_name character varying(255) NOT NULL,
    logs text,
    rolled_back_at timestamp with time zone,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    applied_steps_count integer DEFAULT 0 NOT NULL
);
CREATE TABLE public.a (
    id integer
);
CREATE TABLE public.b (
    id integer
);
CREATE TABLE public.d (
    id integer
);
CREATE TABLE public.e (
    id integer
);
CREATE TABLE public.late (
    id integer
);
INSERT INTO public._prisma_migrations VALUES ('4f92d8c0-1651-423b-a715-902ad0517e9b', '68c72ccd0cc5a7f8c8937c2debc79aff2d9b864d71f63d48fd571c5f61faf5d4', '2026-11-22 15:04:34.28+00', '1_a', NULL, NULL, '2026-11-22 15:04:34.263+00', 1);
INSERT INTO public._prisma_migrations VALUES ('5f58fac4-332c-47ef-93aa-d8037d23ac26', '71b33cc2511c33579b94a2d28ae6cdf33ca610a57707d8f3126189ae09dc40fb', NULL, '2_b', 'the log of the engine', '2026-11-22 15:04:35.142+00', '2026-11-22 15:04:34.289+00', 0);
INSERT INTO public._prisma_migrations VALUES ('474f1ca8-5377-4f1f-9022-0e98ccde41b3', '77fa9425cac752289820b68f693ead42acc6172ef4f0c781b74576d6cd2daeae', '2026-11-22 15:04:35.942+00', '2_b', NULL, NULL, '2026-11-22 15:04:35.917+00', 1);
INSERT INTO public._prisma_migrations VALUES ('4a0030bb-ff8a-48ad-8762-e8270841fb00', '71b33cc2511c33579b94a2d28ae6cdf33ca610a57707d8f3126189ae09dc40fb', NULL, '3_c', 'the log of the engine', '2026-11-22 15:04:36.75+00', '2026-11-22 15:04:35.951+00', 0);
INSERT INTO public._prisma_migrations VALUES ('4c000588-a801-4e42-a789-46e34a37e709', '71b33cc2511c33579b94a2d28ae6cdf33ca610a57707d8f3126189ae09dc40fb', '2026-11-22 15:04:36.788+00', '3_c', '', NULL, '2026-11-22 15:04:36.788+00', 0);
INSERT INTO public._prisma_migrations VALUES ('9aec41ae-828b-4b0e-a780-1dcde6c5bbb2', 'f1dd8d7d8b358f035c2a342a684cc87693547d2c8bac60d196c927c6ed773c61', '2026-11-22 15:04:37.603+00', '0_late', NULL, NULL, '2026-11-22 15:04:37.587+00', 1);
INSERT INTO public._prisma_migrations VALUES ('b5962508-1455-45ec-86ba-ff9052f558ca', 'e90c083a50717086989b612ea1a905f080cdd4bbf0e2bdced69b06f4d668227c', '2026-11-22 15:04:37.616+00', '4_d', NULL, NULL, '2026-11-22 15:04:37.609+00', 1);
INSERT INTO public._prisma_migrations VALUES ('ef40c2ce-f873-458d-a568-cc84142a42ba', 'f6367927eccfd230ba59723f14cba98c32f55ae2e13b387dd18b448ea40a3fad', '2026-11-22 15:04:37.636+00', '5_e', NULL, NULL, '2026-11-22 15:04:37.623+00', 1);
INSERT INTO public._prisma_migrations VALUES ('52edf69e-aefc-4025-948b-446a017e3287', '71b33cc2511c33579b94a2d28ae6cdf33ca610a57707d8f3126189ae09dc40fb', NULL, '6_f', 'the log of the engine', '2026-11-22 15:04:39.167+00', '2026-11-22 15:04:38.397+00', 0);
ALTER TABLE ONLY public._prisma_migrations
    ADD CONSTRAINT _prisma_migrations_pkey PRIMARY KEY (id);
