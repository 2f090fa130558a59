#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Counts the instructions of one round trip outside of the kernel, by callgrind, and compares with what is on record.

Usage: instructions.py PROGRAM [--record]     ends with 77 where nothing is on record for this compiler and Qt
"""

import json
import os
import pathlib
import re
import subprocess
import sys

FEW, MANY = 4000, 12000  # what both have in common does not count
SLACK = 0.05
RECORD = pathlib.Path(__file__).with_name("instructions.json")


def instructions(program, round_trips):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, str(round_trips)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=250)
    collected = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != 0 or not collected:
        sys.exit(f"instructions: valgrind has failed:\n{result.stderr}")
    return int(collected.group(1))


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = sys.argv[1]
    os.environ["QT_NO_GLIB"] = "1"  # whose version would matter, too
    built_with = subprocess.run([program], capture_output=True, text=True, check=True).stdout.strip()
    count = (instructions(program, MANY) - instructions(program, FEW)) / (MANY - FEW)
    print(f"{count:.0f} instructions for a round trip of 64 bytes ({built_with})")
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    if sys.argv[2:] == ["--record"]:
        record[built_with] = round(count)
        RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        return 0
    if built_with not in record:
        print("nothing is on record for that: instructions.py PROGRAM --record")
        return 77
    limit = record[built_with] * (1 + SLACK)
    print(f"on record: {record[built_with]}, so at most {limit:.0f}")
    return 0 if count <= limit else 1


if __name__ == "__main__":
    sys.exit(main())
