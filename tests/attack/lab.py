# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The laboratory of the attacks: a folder with the attacked programs, and processes of two other
users.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import threading
import time

VICTIM, STRANGER, COMMON_GROUP = 4001, 4002, 4100  # these users need no accounts

ATTACKS = []


class Skip(Exception):
    """Raised if the system cannot run an attack."""


def attack(row, what, root=True):
    """Registers a function that runs one attack. It gets the Lab and returns (figure, held)."""

    def register(function):
        ATTACKS.append((row, what, root, function))
        return function

    return register


class Process:
    """A running program whose JSON lines are merged into its figures."""

    def __init__(self, command, **options):
        self._changed = threading.Condition()
        self.figures, self.lines = {}, []
        options = {"stdin": subprocess.DEVNULL, "stderr": subprocess.STDOUT, **options}
        self.popen = subprocess.Popen(command, stdout=subprocess.PIPE, **options)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.popen.stdout:
            text = line.decode(errors="replace").rstrip("\n")
            with self._changed:
                self.lines.append(text)
                if text.startswith("{"):
                    try:
                        self.figures.update(json.loads(text))
                    except ValueError:
                        pass
                self._changed.notify_all()

    def wait_for(self, key, seconds=5.0):
        """Waits for the figure with this name and returns it, or None if it does not come."""
        with self._changed:
            self._changed.wait_for(
                lambda: key in self.figures or self.popen.poll() is not None and not self._reader.is_alive(), seconds
            )
            return self.figures.get(key)

    def forget(self, key):
        with self._changed:
            self.figures.pop(key, None)

    def finish(self, seconds):
        """Waits for the end, kills the program after that time, and returns the figures."""
        try:
            self.popen.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
        self._reader.join(2)
        return self.figures

    def send(self, number):
        self.popen.send_signal(number)

    def kill(self):
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGCONT)
            self.popen.kill()
            self.popen.wait()

    def resident_megabytes(self):
        try:
            pages = int(pathlib.Path(f"/proc/{self.popen.pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE") >> 20


class Lab:
    def __init__(self, prefix, programs):
        self.is_root = os.geteuid() == 0
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="attack-"))
        self.root.chmod(0o755)
        self._processes, self._count = [], 0
        bin_folder, lib_folder = self.root / "bin", self.root / "lib"
        bin_folder.mkdir()
        lib_folder.mkdir()
        for program in [programs / "victim", programs / "stranger", prefix / "bin" / "qtipc"]:
            shutil.copy2(program, bin_folder)
        for library in sorted(prefix.glob("lib*/**/libQtInterprocess.so*")):
            shutil.copy2(library, lib_folder / library.name)
        self.bin = bin_folder

    def folder(self, owner=None, mode=0o755, group=None):
        """Creates a new folder."""
        self._count += 1
        path = self.root / f"f{self._count}"
        path.mkdir()
        if self.is_root and owner is not None:
            os.chown(path, owner, owner if group is None else group)
        path.chmod(mode)
        return path

    def name(self):
        """Returns an unused abstract name."""
        self._count += 1
        return f"@attack-{os.getpid()}-{self._count}"

    def start(self, command, user=VICTIM, groups=(), environment=None, hurried=False, **options):
        """Starts a program as that user, if this process is root. A command without a path may be a
        program of the lab.
        """
        command = [str(part) for part in command]
        if "/" not in command[0] and (self.bin / command[0]).exists():
            command[0] = str(self.bin / command[0])
        if self.is_root and user is not None:
            kept = ["--groups", ",".join(map(str, groups))] if groups else ["--clear-groups"]
            hurry = ["nice", "-n", "-15"] if hurried else []
            command = [*hurry, "setpriv", "--reuid", str(user), "--regid", str(user), *kept, *command]
        variables = {k: v for k, v in os.environ.items() if k not in ("XDG_RUNTIME_DIR", "TMPDIR", "FLATPAK_ID")}
        variables.update({k: str(v) for k, v in (environment or {}).items()})
        process = Process(command, env=variables, **options)
        self._processes.append(process)
        return process

    def python(self, text, user=STRANGER, **options):
        return self.start(["/usr/bin/env", "python3", "-c", text], user=user, **options)

    def server(self, kind, name, access="everyone", mode="discard", seconds=4, **options):
        """Starts a server of the victim and waits until it is ready."""
        server = self.start(["victim", "serve", kind, name, access, mode, seconds], **options)
        if not server.wait_for("ready"):
            raise RuntimeError(f"the server did not start: {server.lines}")
        return server

    def end_processes(self):
        for process in self._processes:
            process.kill()
        self._processes.clear()

    def close(self):
        self.end_processes()
        shutil.rmtree(self.root, ignore_errors=True)


def until(condition, seconds):
    """Returns True if the condition becomes true within that time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return bool(condition())
