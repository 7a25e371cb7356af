#!/usr/bin/env python3
"""Checks what schema-print prints for random schemas: a Prisma schema that means the same to schema-parse and
that Prisma's formatter would not change, a diagram that Mermaid parses, and types that TypeScript compiles.

    print.py [-n count] [-s seed] [-p provider]

Prints the faults and their number; exit status 1 if there are any.
"""
import argparse, json, os, random, subprocess, sys, tempfile, time

import schemas

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.environ.get("MIGTOOLS_BIN", os.path.join(HERE, "../../build/bin"))


def run(text, program, *arguments):
    return subprocess.run([os.path.join(BIN, program), *arguments], input=text, capture_output=True)


class Readers:
    """Prisma's formatter and Mermaid's parser."""

    def __init__(self):
        self.process = subprocess.Popen(["node", os.path.join(HERE, "print.mjs")], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def ask(self, schema, diagram):
        self.process.stdin.write(json.dumps([schema.decode(), diagram.decode()]).encode() + b"\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


def fault(text, readers):
    printed = run(text, "schema-print")
    again = run(printed.stdout, "schema-parse", "-")
    if sorted(text.split(b"\n")) != sorted(again.stdout.split(b"\n")):
        return f"means something else: {printed.stderr.decode()}{again.stderr.decode()[:300]}"
    # The formatter rewrites comments in /* */, which documentation with indented lines needs.
    schema = b"" if b"/*" in printed.stdout else printed.stdout
    return readers.ask(schema, run(text, "schema-print", "-o", "mermaid").stdout)


def compile_types(folder):
    """The first lines of what the compiler reports."""
    options = {"strict": True, "noEmit": True, "skipLibCheck": True, "types": ["node"], "module": "esnext",
               "moduleResolution": "bundler", "target": "es2022", "typeRoots": [f"{HERE}/node_modules/@types"],
               "paths": {"kysely": [f"{HERE}/node_modules/kysely/dist/esm/index.d.ts"]}}
    with open(f"{folder}/tsconfig.json", "w") as file:
        json.dump({"compilerOptions": options, "include": ["*.ts"]}, file)
    done = subprocess.run([f"{HERE}/node_modules/.bin/tsc", "-p", folder], capture_output=True)
    return done.stdout.decode()[:1000] if done.returncode else ""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-n", type=int, default=1000)
    parser.add_argument("-s", type=int, default=int(time.time()))
    parser.add_argument("-p", default="postgresql")
    options = parser.parse_args()
    readers = Readers()
    checked = faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for i in range(options.s, options.s + options.n):
            schema = schemas.Schema(random.Random(f"{options.p}-{i}"), options.p, 0).text().encode()
            text = run(schema, "schema-parse", "-")
            if text.returncode:
                continue
            checked += 1
            found = fault(text.stdout, readers)
            if found:
                faults += 1
                print(f"{options.p}-{i}: {found}")
            if checked <= 200:
                with open(f"{folder}/s{checked}.ts", "wb") as file:
                    file.write(run(text.stdout, "schema-print", "-o", "typescript").stdout)
        wrong = compile_types(folder)
    if wrong:
        print(wrong)
    print(f"{options.p}: {checked} schemas printed, {faults} with faults")
    return faults > 0 or bool(wrong) or checked == 0


if __name__ == "__main__":
    sys.exit(main())
