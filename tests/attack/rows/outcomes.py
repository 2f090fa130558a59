# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Attacks on delivery: all accepted data is delivered or reported, once."""

import json
import signal
import subprocess
import time

from lab import attack


@attack("S11", "drainAll() after a loss (6 kinds × 4 sizes × 3 ends)", root=False)
def drain(lab):
    victim = lab.start(["victim", "drain"])
    victim.finish(40)
    kinds = [json.loads(line) for line in victim.lines if line.startswith("{")]
    lies, tried = sum(kind["lies"] for kind in kinds), sum(kind["tried"] for kind in kinds)
    named = ", ".join(f"{kind['kind']} {kind['lies']}" for kind in kinds if kind["lies"])
    return f"{lies} of {tried} lost without a report" + (f" ({named})" if named else ""), tried == 72 and not lies


def moved(lab, *arguments):
    figures = lab.start(["victim", *arguments]).finish(15)
    lost = figures.get("lost", -1)
    return f"{lost} of {figures.get('moved')} devices lost a signal or bytes", lost == 0


@attack("S12", "moved in the slot of connected, and at once", root=False)
def moved_when_connected(lab):
    return moved(lab, "move", "connected", 200, "at-once")


@attack("S12", "moved in the slot of stateChanged, and at once", root=False)
def moved_at_once(lab):
    return moved(lab, "move", "stateChanged", 200, "at-once")


@attack("S12", "moved in the slots of both, and at once", root=False)
def moved_on_both(lab):
    return moved(lab, "move", "both", 200, "at-once")


@attack("S12", "moved while it fails to connect", root=False)
def moved_failing(lab):
    return moved(lab, "move-failing")


@attack("S13", "surplus handles and the end in a nested event loop", root=False)
def nested(lab):
    figures = lab.start(["victim", "nest"]).finish(20)
    wrong = figures.get("wrong", -1)
    return f"{wrong} signals after disconnected() in {figures.get('rounds')} rounds", wrong == 0


@attack("S14", "the primary is stopped until its secondary gives up", root=False)
def given_up(lab):
    place = {"XDG_RUNTIME_DIR": lab.folder(owner=4001, mode=0o700)}
    primary = lab.start(["victim", "instance", "org.example.Twice", "start"], environment=place)
    primary.wait_for("role")
    served = []
    for _ in range(3):
        secondary = lab.start(
            ["victim", "instance", "org.example.Twice", "forward"], environment=place, stdin=subprocess.PIPE
        )
        secondary.wait_for("role")
        primary.send(signal.SIGSTOP)
        secondary.popen.stdin.write(b"\n")
        secondary.popen.stdin.flush()
        outcome = secondary.finish(6)
        before = primary.figures.get("requests", 0)
        primary.send(signal.SIGCONT)
        time.sleep(0.5)
        served.append(primary.figures.get("requests", 0) - before if not outcome.get("acknowledged") else 0)
    return f"{sum(served)} of {len(served)} abandoned requests were served", not any(served)
