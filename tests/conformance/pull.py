#!/usr/bin/env python3
"""Creates random schemas in an empty database and reads them back: schema-pull must give the same schema.

    pull.py [-n count] [-s seed] [-p postgresql|sqlite] [-k folder]

Also what schema-print makes of it must mean the same. For PostgreSQL run it through with-postgresql. Prints each difference and their number; exit status 1 if there
is one. -k keeps the schemas that differ.
"""
import argparse, os, random, re, subprocess, sys, tempfile

import schemas

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.environ.get("MIGTOOLS_BIN", os.path.join(HERE, "../../build/bin"))

# Expressions for the defaults that only the database knows, as people write them.
EXPRESSIONS = {
    "postgresql": {
        "Int": ["1 + 1", "(1 + 1)", "floor(random() * 10)::int", "5", "'5'::int", "length('abc')", "- 3"],
        "BigInt": ["1 + 1", "txid_current()", "9223372036854775807", "extract(epoch FROM now())::bigint"],
        "Float": ["random()", "1.5", "pi() * 2", "'NaN'"],
        "Decimal": ["1.50", "1 / 3.0", "round(2.5)", "'1.5'::numeric"],
        "Boolean": ["1 = 1", "NOT false", "true", "'t'::bool"],
        "String": ["'a' || 'b'", "upper('x')", "'lit'", "gen_random_uuid()::text", "current_user", "md5(random()::text)",
                   "concat('a', 1, NULL)", "''", "('x'::text)"],
        "DateTime": ["now() + interval '30 days'", "'2020-01-01 00:00:00'", "CURRENT_TIMESTAMP", "timezone('utc', now())",
                     "date_trunc('day', now())", "clock_timestamp()"],
        "Json": ["'{}'", "'{\"a\": 1}'", "'[]'::jsonb", "jsonb_build_object('a', 1)::json", "'{\"a\": 1}'::json"],
        "Bytes": ["'\\\\x00'", "decode('00', 'hex')", "'\\\\xDEAD'::bytea"],
        "circle": ["'<(0,0),1>'", "circle(point(0,0), 1)"],
        "box": ["'(1,1),(0,0)'"],
        "tsvector": ["to_tsvector('x y')", "''"],
        "[]": ["'{}'", "ARRAY[]::text[]::{}[]", "NULL"],
    },
    "sqlite": {
        "Int": ["1 + 1", "(1 + 1)", "abs(-5)", "5", "random()"],
        "BigInt": ["1 + 1", "random()", "9223372036854775807", "unixepoch()"],
        "Float": ["1.5", "1.0 / 3"],
        "Decimal": ["1.50", "1 / 3.0", "round(2.5)"],
        "Boolean": ["1 = 1", "NOT 0", "true", "1"],
        "String": ["'a' || 'b'", "upper('x')", "'lit'", "hex(randomblob(4))", "''", "('x')", "lower(hex(randomblob(16)))"],
        "DateTime": ["datetime('now', '+30 days')", "'2020-01-01 00:00:00'", "CURRENT_TIMESTAMP", "strftime('%s', 'now')",
                     "datetime('now')"],
        "Json": ["'{}'", "json_array(1, 2)", "json('[]')"],
        "Bytes": ["x'00'", "randomblob(4)"],
        "circle": ["'x'"], "box": ["1"], "tsvector": ["'x'"],
    },
}
GENERATED = re.compile(r'^(\s*\S+ (?:Unsupported\("(\w+)[^"]*"\)|(\w+))(\[\])?.*?)dbgenerated\("\w+\(\)"\)', re.M)


def real(rng, provider, text):
    """Puts expressions in place of gen() and f(), which no database has."""
    table = EXPRESSIONS[provider]

    def replace(match):
        kind = "[]" if match[4] else match[2] or match[3]
        sql = rng.choice(table.get(kind, ["1"])).replace("{}[]", {"Int": "int[]"}.get(match[3], "text[]"))
        return match[1] + 'dbgenerated("' + sql.replace('"', '\\"') + '")'

    return GENERATED.sub(replace, text)


def run(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True)


def program(name, *arguments, text=None):
    return run(os.path.join(BIN, name), *arguments, text=text)


RESET = """SET client_min_messages = warning;
DROP SCHEMA IF EXISTS public, base, other, one, two, ext CASCADE; CREATE SCHEMA public; CREATE SCHEMA ext;
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA ext; SET search_path = public, ext;
"""


def create(provider, sql, folder):
    if provider == "sqlite":
        path = f"{folder}/x.db"
        if os.path.exists(path):
            os.unlink(path)
        open(path, "wb").close()  # a schema may have no table, and sqlite3 writes no file then
        return "file:" + path, run("sqlite3", "-bail", path, text=sql)
    url = os.environ["TEST_PG_URL"]
    return url, run("psql", "-qX", "-v", "ON_ERROR_STOP=1", url, text=RESET.encode() + sql)


def compare(folder, a, b):
    return (program("schema-diff", "-o", "list", f"{folder}/{a}", f"{folder}/{b}").stdout +
            program("schema-diff", "-o", "list", f"{folder}/{b}", f"{folder}/{a}").stdout).decode()


def keep(folder, name, data):
    with open(f"{folder}/{name}", "wb") as file:
        file.write(data)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("-s", type=int, default=1)
    parser.add_argument("-p", default="sqlite")
    parser.add_argument("-k")
    options = parser.parse_args()
    made = refused = differing = 0
    reasons = {}
    seed = options.s
    with tempfile.TemporaryDirectory() as folder:
        while made < options.n:
            rng = random.Random(f"{options.p}-{seed}")
            text = real(rng, options.p, schemas.Schema(rng, options.p, 0).text())
            seed += 1
            parsed = program("schema-parse", "-", text=text.encode())
            if parsed.returncode:
                continue
            keep(folder, "wanted", parsed.stdout)
            sql = program("schema-print", "-o", "sql", f"{folder}/wanted").stdout
            url, done = create(options.p, sql, folder)
            if done.returncode:
                refused += 1
                reason = re.sub(r'"[^"]*"|\d+', "X", done.stderr.decode().split("\n")[0].split("ERROR:")[-1])
                reasons[reason] = reasons.get(reason, 0) + 1
                continue
            made += 1
            pulled = program("schema-pull", "-b", f"{folder}/wanted", "-u", url)
            keep(folder, "pulled", pulled.stdout)
            difference = pulled.stderr.decode() or compare(folder, "wanted", "pulled")
            if not difference:
                keep(folder, "again", program("schema-parse", "-", text=program("schema-print", f"{folder}/pulled").stdout).stdout)
                difference = compare(folder, "pulled", "again")
            if difference:
                differing += 1
                print(f"{options.p}-{seed - 1}\n{difference}")
                if options.k:
                    os.makedirs(options.k, exist_ok=True)
                    for name, data in (("prisma", text.encode()), ("wanted", parsed.stdout), ("sql", sql), ("pulled", pulled.stdout)):
                        keep(options.k, f"{seed - 1}.{name}", data)
    for reason in sorted(reasons, key=reasons.get, reverse=True)[:12]:
        print(f"{reasons[reason]:6} {reason}")
    print(f"{options.p}: {made} schemas created, {refused} refused by the database, {differing} read back with a difference")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
