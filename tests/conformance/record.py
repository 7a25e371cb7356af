#!/usr/bin/env python3
"""Records the lines that Prisma's engine reports in the cases of tests/cases/psl.

    record.py [file.prisma ...]

For each NAME.prisma it writes NAME.lines, with a line `NUMBER error` or `NUMBER warning` for each line that
the engine reports. A valid schema without warnings has an empty file.
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
        # If there are errors, the engine does not report all of its warnings.
        found = {(line, "error") for line in errors} or {(line, "warning") for line in warnings}
        with open(name.removesuffix(".prisma") + ".lines", "w", encoding="utf-8") as lines:
            lines.writelines(f"{line} {kind}\n" for line, kind in sorted(found))


if __name__ == "__main__":
    main()
