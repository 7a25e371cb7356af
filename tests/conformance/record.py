#!/usr/bin/env python3
"""Records what Prisma's engine says of the cases in tests/cases/psl.

    record.py [file.prisma ...]

Beside NAME.prisma it writes NAME.lines: a line `NUMBER error` or `NUMBER warning` for each line that
the engine complains of; an accepted schema without warnings has an empty file.
"""
import glob, os, sys

import compare

CASES = os.path.join(compare.HERE, "../cases/psl")


def main():
    engine = compare.Engine()
    for name in sys.argv[1:] or sorted(glob.glob(CASES + "/*.prisma")):
        answer = engine.ask(open(name, encoding="utf-8", newline="").read())
        if answer is None:
            sys.exit(f"{name}: the engine falls over")
        errors, warnings = answer
        # Where there are errors the engine does not get to all of its warnings.
        found = {(line, "error") for line in errors} or {(line, "warning") for line in warnings}
        with open(name.removesuffix(".prisma") + ".lines", "w", encoding="utf-8") as lines:
            lines.writelines(f"{line} {kind}\n" for line, kind in sorted(found))


if __name__ == "__main__":
    main()
