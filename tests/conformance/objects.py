#!/usr/bin/env python3
"""Makes random databases with every kind of object, and looks at what schema-pull and schema-print make of them.

    objects.py [-n count] [-s seed] [-p postgresql|sqlite] [-k folder]

Printed as a Prisma schema and parsed again there must be no difference; the engine must accept that schema, and
what it pulls itself must have the same models. What pg_dump or .schema prints must make the same objects.
For PostgreSQL run it through with-postgresql. Prints each fault and their number, by kind; exit status 1 if
there is one. -k keeps the databases with a fault.
"""
import argparse, collections, json, os, random, re, subprocess, sys, tempfile

import databases
from pull import compare, keep, program, run

HERE = os.path.dirname(os.path.abspath(__file__))


class Engine:
    def __init__(self):
        self.process = subprocess.Popen(["node", os.path.join(HERE, "objects.mjs")], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, *question):
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def parts(line):
    """Splits a field at the spaces that are in no string and no brackets."""
    found, depth, quoted, part, escaped = [], 0, False, "", False
    for character in line:
        if quoted:
            quoted = escaped or character != '"'
            escaped = not escaped and character == "\\"
        elif character == '"':
            quoted = True
        elif character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        if character == " " and not depth and not quoted:
            found += [part] if part else []
            part = ""
        else:
            part += character
    return found + ([part] if part else [])


def blocks(schema):
    """The lines of each model and enum, without their order, that of attributes, and comments."""
    found, block = {}, None
    for line in map(str.strip, schema.split("\n")):
        start = re.match(r"(model|enum|view) (\S+) \{$", line)
        if start and block is None:
            block = found[f"{start[1]} {start[2]}"] = set()
        elif line.startswith("}"):
            block = None
        elif block is not None and line and not line.startswith("//"):
            words = parts(line)
            block.add(" ".join(words[:2] + sorted(words[2:])))
    return found


# Where the engine writes something else, and why ours stays: both become the same.
KINDS = [
    # The engine takes SQL for strings in SQLite, and drops the brackets that an expression needs there.
    (r'@default\("(.*?)"\)', r'@default(dbgenerated("\1"))'),
    (r'dbgenerated\("\((.*?)\)"\)', r'dbgenerated("\1")'),
    # A type that it does not know it writes in lower case.
    (r'Unsupported\("(.*?)"\)', lambda match: match[0].lower()),
    # A second unique index of one field stands with the model: its own reader refuses it at an @id.
    (r'^(.* @id .*?) ?@unique\(.*\)$', r'\1'),
    (r'^@@unique\(\[\w+.*\], map: .*\)$', ''),
    # The engine leaves out a second one that has the usual name.
    (r'^@@unique\(\[\w+\]\)$', ''),
    # It drops classes of operators, and takes the columns that an index only includes for its keys.
    (r'\(ops: raw\(".*?"\)\)', ''),
    (r'^@@index\(\[(\w+), \w+\], (map: .*)\)$', r'@@index([\1], \2)'),
]


def alike(line):
    for pattern, form in KINDS:
        line = re.sub(pattern, form, line)
    return line.strip()


def differences(ours, theirs):
    ours, theirs = ({name: set(map(alike, lines)) - {""} for name, lines in blocks(schema).items()} for schema in (ours, theirs))
    for name in sorted(set(ours) | set(theirs)):
        if name not in ours or name not in theirs:
            yield f"{name} only in {'ours' if name in ours else 'the engine'}"
            continue
        yield from (f"{name} < {line}" for line in sorted(ours[name] - theirs[name]))
        yield from (f"{name} > {line}" for line in sorted(theirs[name] - ours[name]))


class Place:
    """The database, and the file of its dump."""

    def __init__(self, provider, folder):
        self.provider, self.path = provider, f"{folder}/x.db"
        self.url = f"file:{self.path}"
        if provider == "postgresql":
            self.url = os.environ["TEST_PG_URL"].rsplit("/", 1)[0] + "/objects"

    def make(self, sql):
        if self.provider == "sqlite":
            if os.path.exists(self.path):
                os.unlink(self.path)
            return run("sqlite3", "-bail", self.path, text=sql)
        # The engine keeps its connection for some seconds, and DROP DATABASE would wait for it, then fail.
        for statement in ("DROP DATABASE IF EXISTS objects WITH (FORCE)",
                          "CREATE DATABASE objects TEMPLATE template0 " + os.environ.get("TEST_PG_STRATEGY", "")):
            run("psql", "-qX", os.environ["TEST_PG_URL"], "-c", statement)
        return run("psql", "-qX", "-v", "ON_ERROR_STOP=1", self.url, text=sql)

    def dump(self):
        if self.provider == "sqlite":
            return run("sqlite3", self.path, ".schema").stdout
        return run("pg_dump", "-s", self.url).stdout


def from_nothing(place, folder, pulled):
    """Yields the faults of a script that makes the database from nothing. A note names what it leaves out."""
    script = program("schema-diff", "-o", "up", "/dev/null", f"{folder}/pulled")
    keep(folder, "created.sql", script.stdout)
    left_out = {kind.encode() for kind in re.findall(r"not changed by the script: (\S+)", script.stderr.decode())}
    if extra := left_out - {b"constraint", b"default-privilege", b"event-trigger", b"foreign-table", b"index", b"option"}:
        yield "left out", str(extra)
    created = program("schema-pull", "-u", place.url, "-s", f"{folder}/created.sql")
    if created.returncode:
        yield "script fails", created.stderr.decode()
        return
    for name, text in ("created", created.stdout), ("wanted", pulled):
        lines = [line for line in text.splitlines(True)
                 if not (line.startswith(b"object\t") and line.split(b"\t")[1] in left_out)]
        # A column that takes its numbers from a sequence of its own choice becomes a SERIAL.
        keep(folder, name, b"".join(lines).replace(b"\toptional\tautoincrement", b"\trequired\tautoincrement"))
    if difference := compare(folder, "wanted", "created"):
        yield "script differs", difference


def examine(place, engine, folder, theirs_too):
    """Yields (kind, details) for each fault. The engine drops names without Latin letters: it is not asked then."""
    pulled = program("schema-pull", "-u", place.url)
    keep(folder, "pulled", pulled.stdout)
    if pulled.returncode:
        yield "pull fails", pulled.stderr.decode()
        return
    printed = program("schema-print", f"{folder}/pulled")
    keep(folder, "printed.prisma", printed.stdout)
    parsed = program("schema-parse", f"{folder}/printed.prisma")
    keep(folder, "again", parsed.stdout)
    if parsed.returncode:
        yield "parse fails", parsed.stderr.decode()
    elif difference := compare(folder, "pulled", "again"):
        yield "printed schema differs", difference
    keep(folder, "dump.sql", place.dump())
    copied = program("schema-pull", "-u", place.url, "-s", f"{folder}/dump.sql")
    keep(folder, "copied", copied.stdout)
    if copied.returncode:
        yield "dump fails", copied.stderr.decode()
    elif difference := compare(folder, "pulled", "copied"):
        yield "dump differs", difference
    yield from from_nothing(place, folder, pulled.stdout)
    if engine and theirs_too:
        refusal, theirs, _ = engine.ask(place.provider, place.url, printed.stdout.decode())
        if refusal:
            yield "the engine refuses", refusal
        if isinstance(theirs, dict):
            return  # the engine cannot read all names
        keep(folder, "theirs.prisma", theirs.encode())
        if found := list(differences(printed.stdout.decode(), theirs)):
            yield "models differ", "\n".join(found)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=200)
    parser.add_argument("-s", type=int, default=1)
    parser.add_argument("-p", default="sqlite")
    parser.add_argument("-k")
    parser.add_argument("-e", action="store_true", help="do not ask the engine")
    options = parser.parse_args()
    engine = None if options.e else Engine()
    kinds, refused, made, seed = collections.Counter(), collections.Counter(), 0, options.s
    with tempfile.TemporaryDirectory() as folder:
        place = Place(options.p, folder)
        while made < options.n:
            sql = databases.Database(random.Random(f"{options.p}-{seed}"), options.p).statements().encode()
            seed += 1
            done = place.make(sql)
            if done.returncode:
                refused[re.sub(r'"[^"]*"|\d+', "X", done.stderr.decode().split("\n")[0].split("ERROR:")[-1])] += 1
                continue
            made += 1
            keep(folder, "sql", sql)
            for kind, details in examine(place, engine, folder, sql.isascii()):
                kinds[kind] += 1
                print(f"{options.p}-{seed - 1}: {kind}\n{details}")
                if options.k:
                    run("cp", "-RT", folder, os.path.join(options.k, str(seed - 1)))
    for reason, count in refused.most_common(8):
        print(f"{count:6} {reason}")
    for kind, count in kinds.most_common():
        print(f"{count:6} {kind}")
    print(f"{options.p}: {made} databases, {sum(refused.values())} refused by the database, {sum(kinds.values())} faults")
    return 1 if kinds else 0


if __name__ == "__main__":
    sys.exit(main())
