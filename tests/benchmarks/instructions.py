#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Counts the instructions of an operation in each workload, and compares them with the record.

Usage: instructions.py PROGRAM [--record]

callgrind counts the instructions outside of the kernel. The exit status is 77 if nothing is
recorded for this compiler and Qt.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

WORKLOADS = ("roundtrip", "roundtrip16k", "connect", "packet", "packethandle", "datagram")
FEW, MANY = 4000, 12000  # the difference removes the instructions of the start
SLACK = 0.02
RECORD = pathlib.Path(__file__).with_name("instructions.json")


def instructions(program, workload, round_trips):
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, workload, str(round_trips)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=250)
    collected = re.search(r"Collected : (\d+)", result.stderr)
    if result.returncode != 0 or not collected:
        sys.exit(f"instructions: valgrind failed:\n{result.stderr}")
    return int(collected.group(1))


def count(program, workload):
    return round((instructions(program, workload, MANY) - instructions(program, workload, FEW)) / (MANY - FEW))


def is_within_record(workload, counted, recorded):
    limit = recorded * (1 + SLACK)
    print(f"{workload}: {counted} instructions, {recorded} recorded, {limit:.0f} allowed")
    return counted <= limit


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program = sys.argv[1]
    os.environ["QT_NO_GLIB"] = "1"  # GLib's version would change the counts
    built_with = subprocess.run([program], capture_output=True, text=True, check=True).stdout.strip()
    counts = {workload: count(program, workload) for workload in WORKLOADS}
    print(f"instructions for a round trip or a connection ({built_with}): {counts}")
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    if sys.argv[2:] == ["--record"]:
        record[built_with] = counts
        RECORD.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        return 0
    if built_with not in record:
        print("nothing is recorded for this build; record it with: instructions.py PROGRAM --record")
        return 77
    verdicts = [is_within_record(workload, counts[workload], record[built_with][workload]) for workload in WORKLOADS]
    return 0 if all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
