#!/usr/bin/env python3
"""Compares schema-parse with Prisma's engine on random schemas: the verdict and the reported lines.

    compare.py [-n count] [-s seed] [-p provider] [-k] [file.prisma ...]

Prints the differences and their number; exit status 1 if there are any. -k keeps the differing schemas.
"""
import argparse, json, os, random, re, subprocess, sys, tempfile, time

import schemas

HERE = os.path.dirname(os.path.abspath(__file__))
PARSE = os.environ.get("MIGTOOLS_BIN", os.path.join(HERE, "../../build/bin")) + "/schema-parse"
PLACE = re.compile(rb"^(.*?):(\d+):\d+: (error|warning): (.*)$", re.M)
INLINE_URL = re.compile(r"[ \t]*(url|directUrl|shadowDatabaseUrl)[ \t]*=")
OTHER_DATABASE = re.compile(r"provider\s*=\s*\"(mysql|sqlserver|mongodb)\"")


class Engine:
    def __init__(self):
        self.process = subprocess.Popen(["node", os.path.join(HERE, "verdict.mjs")], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def ask(self, text):
        self.process.stdin.write(json.dumps([["s", text]]).encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "panic" in answer:
            return None
        return tuple({line: text for _, line, text in answer[kind]} for kind in ("errors", "warnings"))


def ours(text):
    run = subprocess.run([PARSE, "-"], input=text.encode("utf-8", "surrogatepass"), capture_output=True)
    found = {b"error": {}, b"warning": {}}
    for _, line, kind, message in PLACE.findall(run.stderr):
        found[kind][int(line)] = message.decode("utf-8", "replace")
    lines = text.split("\n")
    for line in list(found[b"error"]):
        if INLINE_URL.match(lines[line - 1]):  # the engine never gets to see these
            del found[b"error"][line]
    if NO_DATASOURCE in run.stderr:
        found[b"error"][0] = NO_DATASOURCE.decode()
    if run.returncode not in (0, 2) or (run.returncode == 2) != bool(found[b"error"]) or (run.returncode == 2 and run.stdout):
        return None, run
    return (found[b"error"], found[b"warning"]), run


# Errors that schema-parse reports on purpose, and the engine does not.
DEVIATION = re.compile("duplicate table '_|.* have the same name in the database")
NO_DATASOURCE = b"missing datasource"


def difference(theirs, mine):
    """The first line of each kind on which they part, as text; None where they agree."""
    if 0 in mine[0]:  # the engine takes a schema for no database at all
        return None
    for kind, their, my in zip(("error", "warning"), theirs, mine):
        if kind == "warning" and theirs[0]:
            break
        for line in sorted(set(their) - set(my)):
            return f"line {line}: only the engine has the {kind}: {their[line]}"
        for line in sorted(line for line in set(my) - set(their) if not DEVIATION.match(my[line])):
            return f"line {line}: only we have the {kind}: {my[line]}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("-s", type=int, default=int(time.time()))
    parser.add_argument("-p", action="append")
    parser.add_argument("-k", action="store_true")
    parser.add_argument("-m", type=int, default=20, help="differences to print at the most")
    parser.add_argument("files", nargs="*")
    options = parser.parse_args()
    providers = options.p or ["postgresql", "sqlite", "cockroachdb"]
    engine = Engine()
    differing = refused = panics = 0
    texts = ((name, open(name, encoding="utf-8", newline="").read()) for name in options.files) if options.files else (
        (f"{provider}-{options.s + i}", schemas.sample(random.Random(f"{provider}-{options.s + i}"), provider))
        for i in range(options.n) for provider in providers)
    total = 0
    for name, text in texts:
        total += 1
        if "\0" in text or OTHER_DATABASE.search(text):
            continue
        theirs = engine.ask(text)
        mine, run = ours(text)
        if theirs is None:
            panics += 1
            if mine is not None and not mine[0]:
                print(f"{name}: the engine falls over and we accept")
            continue
        refused += bool(theirs[0])
        if mine is None:
            problem = f"exit status {run.returncode}: {run.stderr[:300]!r}"
        else:
            problem = difference(theirs, mine)
        if problem:
            differing += 1
            if differing <= options.m:
                line = re.match(r"line (\d+)", problem)
                source = text.replace("\r\n", "\n").split("\n")
                excerpt = source[int(line[1]) - 1].strip() if line and int(line[1]) <= len(source) else ""
                print(f"{name}: {problem}\n    {excerpt}")
            if options.k:
                os.makedirs("differing", exist_ok=True)
                open(f"differing/{os.path.basename(name)}.prisma", "w", newline="").write(text)
    print(f"{total} schemas, {refused} refused by the engine ({panics} where it fell over), {differing} differ")
    return differing > 0


if __name__ == "__main__":
    sys.exit(main())
