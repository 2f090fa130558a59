#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Counts the instructions of a round trip of each workload outside of the kernel, by callgrind, and compares with the record.

Usage: instructions.py PROGRAM [--record]     ends with 77 where nothing is on record for this compiler and Qt
"""

import json
import os
import pathlib
import re
import subprocess
import sys

WORKLOADS = ("roundtrip", "packet", "packethandle", "datagram")
FEW, MANY = 4000, 12000  # what both have in common does not count
SLACK = 0.02
RECORD = pathlib.Path(__file__).with_name("instructions.json")


def instructions(program, workload, round_trips):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, workload, str(round_trips)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=250)
    collected = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != 0 or not collected:
        sys.exit(f"instructions: valgrind has failed:\n{result.stderr}")
    return int(collected.group(1))


def count(program, workload):
    return round((instructions(program, workload, MANY) - instructions(program, workload, FEW)) / (MANY - FEW))


def is_within_record(workload, counted, recorded):
    limit = recorded * (1 + SLACK)
    print(f"{workload}: {counted}; on record: {recorded}, so at most {limit:.0f}")
    return counted <= limit


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = sys.argv[1]
    os.environ["QT_NO_GLIB"] = "1"  # whose version would matter, too
    built_with = subprocess.run([program], capture_output=True, text=True, check=True).stdout.strip()
    counts = {workload: count(program, workload) for workload in WORKLOADS}
    print(f"instructions for a round trip of 64 bytes ({built_with}): {counts}")
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    if sys.argv[2:] == ["--record"]:
        record[built_with] = counts
        RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        return 0
    if built_with not in record:
        print("nothing is on record for that: instructions.py PROGRAM --record")
        return 77
    verdicts = [is_within_record(workload, counts[workload], record[built_with][workload]) for workload in WORKLOADS]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
