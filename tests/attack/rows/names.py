# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Races for names in folders where the stranger may write, and limits of the system."""

import os
import subprocess
import time

from lab import COMMON_GROUP, STRANGER, VICTIM, attack

SECONDS = 20  # at most; a victim with enough attempts ends earlier


def maze(lab, folder):
    """Returns a path to that folder which the kernel resolves slowly, to widen the races."""
    place = lab.folder(owner=0)
    target = str(folder)
    for number in range(8):
        (place / str(number)).symlink_to(target)
        target = "./" * 1900 + str(number)
    return place / "7"


def race(lab, program, name, enough):
    """Swaps the victim's new file for a link to the victim's secret, and checks the secret."""
    folder = lab.folder(owner=0, group=COMMON_GROUP, mode=0o2770)
    secret = lab.folder(owner=VICTIM) / "secret"
    secret.write_text("private key\n", encoding="ascii")
    os.chown(secret, VICTIM, VICTIM)
    secret.chmod(0o600)
    groups = [COMMON_GROUP]
    swapper = lab.start(
        ["stranger", "swap", folder, name, secret, SECONDS], user=STRANGER, groups=groups, hurried=True
    )
    time.sleep(0.1)
    victim = lab.start(["victim", *program(maze(lab, folder) / name, secret)], groups=groups, hurried=True)
    figures = victim.finish(SECONDS + 5)
    swapper.kill()
    status = secret.stat()
    is_open = bool(status.st_mode & 0o077) or status.st_gid != VICTIM or figures.get("openedUp", True)
    tried = figures.get("attempts", 0)
    if is_open:
        return f"the secret was changed after {tried} attempts", False
    return f"{tried} attempts without success, {enough} required", tried >= enough


@attack("S1", "chmod race, Everyone")
def everyone(lab):
    return race(lab, lambda path, secret: ["listen", path, "everyone", 1500, secret, SECONDS - 2], "app", 300)


@attack("S1", "chmod race, Group")
def group(lab):
    return race(lab, lambda path, secret: ["listen", path, "group", 1500, secret, SECONDS - 2], "app", 300)


@attack("S1", "chmod and chgrp race, a chosen group")
def chosen_group(lab):
    access = f"group:{COMMON_GROUP}"
    return race(lab, lambda path, secret: ["listen", path, access, 1500, secret, SECONDS - 2], "app", 300)


@attack("S2", "FIFO create race")
def fifo(lab):
    return race(lab, lambda path, secret: ["fifo", path, 2500, secret, SECONDS - 2], "fifo", 1000)


@attack("S10", "no file may grow (ulimit -f 0)", root=False)
def no_file_size(lab):
    path = lab.folder(owner=VICTIM) / "app"
    command = f'ulimit -f 0; exec "{lab.bin}/qtipc" listen "{path}"'
    victim = lab.start(["/usr/bin/env", "bash", "-c", command], stdin=subprocess.PIPE)
    time.sleep(0.7)
    status = victim.popen.poll()
    listens = status is None and path.is_socket()
    victim.kill()
    if listens:
        return "listens", True
    refused = status is not None and 0 < status < 100
    return f"ended with {status}", refused
