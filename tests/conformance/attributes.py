#!/usr/bin/env python3
"""Compares what schema-print makes of random databases with what Prisma's engine pulls, attribute by attribute.

    attributes.py [-n count] [-s seed] [-p postgresql|sqlite] [-e number]

For PostgreSQL run it through with-postgresql. Prints the kinds of differences, each with their number and one
example; exit status 1 if there is a kind without a reason below. -e prints that many examples.
"""
import argparse, collections, random, re, sys, tempfile, unicodedata

import schemas
from objects import Engine, parts
from pull import create, keep, program, real

# Where the engine writes something else, and why ours stays: both become the same database. schema-print(1) has
# the list.
REASONS = [
    ("@default", r"/ @default\((dbgenerated\(|\"')", "the engine takes some literals for expressions, or for text with its quotes"),
    ("@default", r"/ @default\(autoincrement\(\)\)$", "the engine overlooks the default of a key in SQLite"),
    ("@relation", r" None / @relation\(\"\w{62,}\"\)$", "the engine names a relation whose table has the usual name, but cut"),
    ("@db", r" (@db\.\w+)\(6\) / \1$", "the engine leaves out the precision in lists"),
    ("@unique", r"@unique / @unique\(map: ", "the engine keeps the other one of two unique indexes of a field"),
    ("@@unique only in ours", "", "the engine leaves out a second unique index of a field"),
    ("block only in ours", "", "the engine leaves out a table without columns"),
]
SQLITE_REASONS = [
    ("order of fields", "", "ours are sorted, as in PostgreSQL; the engine's come last in, first out"),
    ("order of block attributes", "", "ours are sorted, as in PostgreSQL; the engine's come last in, first out"),
]


def reason_of(provider, kind, example):
    for known, pattern, reason in REASONS + (SQLITE_REASONS if provider == "sqlite" else []):
        if known == kind and re.search(pattern, example):
            return reason
    return None


def schema_of(text):
    """Returns {block: [(name, type, {attribute: text})]}; attributes of the block have no type."""
    found, block = {}, None
    for line in map(str.strip, text.split("\n")):
        start = re.match(r"(model|enum|view) (\S+) \{$", line)
        if start and block is None:
            block = found[f"{start[1]} {start[2]}"] = []
        elif line.startswith("}"):
            block = None
        elif block is not None and line.startswith("@@"):
            block.append((line, None, {}))
        elif block is not None and line and not line.startswith(("//", "/*")):
            words = parts(line)
            bare = [word for word in words[1:] if not word.startswith("@")]
            block.append((words[0], " ".join(bare), {re.match(r"@[\w.]+", word)[0].split(".")[0]: word for word in words[1:] if word.startswith("@")}))
    return found


def block_differences(name, ours, theirs):
    fields = [{one[0]: one for one in block if one[1] is not None} for block in (ours, theirs)]
    for field in sorted(fields[0].keys() ^ fields[1].keys()):
        yield ("field only in " + ("ours" if field in fields[0] else "the engine's"), f"{name} {field}")
    common = [[one[0] for one in block if one[0] in fields[0] and one[0] in fields[1]] for block in (ours, theirs)]
    common = [[one for one in names if not one.startswith("@@")] for names in common]
    if common[0] != common[1]:
        yield "order of fields", f"{name}: {common[0]} {common[1]}"
    for field in dict.fromkeys(common[0]):
        (_, a, ours_of), (_, b, theirs_of) = fields[0][field], fields[1][field]
        if a != b:
            yield "type", f"{name} {field}: {a} / {b}"
        for attribute in sorted(ours_of.keys() | theirs_of.keys()):
            if ours_of.get(attribute) != theirs_of.get(attribute):
                yield attribute, f"{name} {field}: {ours_of.get(attribute)} / {theirs_of.get(attribute)}"
    lines = [[one[0] for one in block if one[1] is None] for block in (ours, theirs)]
    for line in sorted(set(lines[0]) ^ set(lines[1])):
        yield re.match(r"@@\w+", line)[0] + (" only in ours" if line in lines[0] else " only in the engine's"), f"{name}: {line}"
    if sorted(lines[0]) == sorted(lines[1]) and lines[0] != lines[1]:
        yield "order of block attributes", f"{name}: {lines[0]} / {lines[1]}"


def differences(ours, theirs):
    ours, theirs = schema_of(ours), schema_of(theirs)
    for name in sorted(ours.keys() ^ theirs.keys()):
        yield "block only in " + ("ours" if name in ours else "the engine's"), name
    names = [[name for name in schema if name in ours and name in theirs] for schema in (ours, theirs)]
    if names[0] != names[1]:
        yield "order of blocks", f"{names[0]} / {names[1]}"
    for name in names[0]:
        yield from block_differences(name, ours[name], theirs[name])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=500)
    parser.add_argument("-s", type=int, default=1)
    parser.add_argument("-p", default="sqlite")
    parser.add_argument("-e", type=int, default=1)
    options = parser.parse_args()
    engine, kinds, examples = Engine(), collections.Counter(), collections.defaultdict(list)
    compared = refused = invalid = attributes = 0
    seed = options.s
    with tempfile.TemporaryDirectory() as folder:
        while compared < options.n:
            rng = random.Random(f"{options.p}-{seed}")
            text = real(rng, options.p, schemas.Schema(rng, options.p, 0).text())
            seed += 1
            text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore")  # the engine drops other letters
            parsed = program("schema-parse", "-", text=text)
            keep(folder, "wanted", parsed.stdout)
            if parsed.returncode or b"\nnamespace\t" in parsed.stdout:
                continue
            url, done = create(options.p, program("schema-print", "-o", "sql", f"{folder}/wanted").stdout, folder)
            if done.returncode:
                continue
            ours = program("schema-print", text=program("schema-pull", "-u", url).stdout).stdout.decode()
            refusal, theirs, fault = engine.ask(options.p, url, ours)
            found = [("refused by the engine", refusal)] if refusal else []
            if isinstance(theirs, dict) or fault:
                refused += isinstance(theirs, dict)
                invalid += bool(fault)
            else:
                compared += 1
                attributes += sum(len(one[2]) + 1 for block in schema_of(ours).values() for one in block)
                found += differences(ours, theirs)
            for kind, example in found:
                key = (reason_of(options.p, kind, example) or "", kind)
                kinds[key] += 1
                examples[key].append(f"{seed - 1}: {example}")
    for (reason, kind), count in sorted(kinds.items()):
        print(f"{count:6} {kind}" + (f": {reason}" if reason else ""))
        for example in random.Random(1).sample(examples[reason, kind], min(0 if reason else options.e, count)):
            print(f"       {example}")
    unknown = sum(count for (reason, _), count in kinds.items() if not reason)
    print(f"{options.p}: {compared} databases, {attributes} types and attributes, {unknown} differ without a reason, "
          f"{sum(kinds.values()) - unknown} with one; the engine reads {refused} others not at all, {invalid} into a schema that it refuses")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
