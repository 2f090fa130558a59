# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Attacks on the places of names: whom a name reaches, and foreign files at its place."""

import concurrent.futures
import ctypes
import os
import shutil
import socket
import stat
import time

from lab import STRANGER, VICTIM, Skip, attack, until


@attack("S6", "a folder of the stranger in place of the missing one")
def missing_folder(lab):
    shared = lab.folder(owner=0, mode=0o1777)
    name, seconds, enough = "org.example.App", 12, 30000
    place = shared / f"qtinterprocess-{VICTIM}"
    toggler = lab.start(["stranger", "toggle", shared / "mine", place, name, seconds + 1], user=STRANGER)
    time.sleep(0.2)
    client = lab.start(["victim", "connect", name, 150000, seconds], environment={"TMPDIR": shared})
    figures = client.finish(seconds + 8)
    toggler.kill()
    reached = figures.get("strangers", -1)
    if reached < 0:
        return "the client did not finish", False
    tried = figures["attempts"]
    figure = f"{tried} attempts, reached the stranger {reached} times; {enough} required"
    return figure, reached == 0 and tried >= enough


def in_user_namespace(ready, go):
    """Joins a new user namespace, in the child, as a user with the overflow ID there."""
    if ctypes.CDLL(None, use_errno=True).unshare(0x10000000) != 0:
        os._exit(9)
    os.write(ready, b"x")
    os.read(go, 1)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)


@attack("S7", "Access::User in a user namespace")
def namespace(lab):
    name = lab.name()
    ready, go = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        try:
            in_user_namespace(ready[1], go[0])
            null = os.open("/dev/null", os.O_RDWR)
            os.dup2(null, 1)
            os.execv(lab.bin / "victim", ["victim", "serve", "local", name, "user", "reply:5", "4"])
        finally:
            os._exit(9)
    try:
        os.close(ready[1])
        if os.read(ready[0], 1) != b"x":
            raise Skip("user namespaces are not allowed here")
        for kind in ("uid_map", "gid_map"):
            with open(f"/proc/{child}/{kind}", "w", encoding="ascii") as file:
                file.write(f"0 3000 1\n65534 {VICTIM} 1\n")
        os.write(go[1], b"x")
        time.sleep(0.7)
        text = "import socket; s = socket.socket(socket.AF_UNIX); s.settimeout(3)"
        client = lab.python(f"{text}; s.connect('\\0{name[1:]}'); print(s.recv(9))")
        client.finish(5)
        said = " ".join(client.lines)
        admitted = "rrrrr" in said
        reached = "refused" not in said.lower() or "ConnectionReset" in said
        return ("a stranger was admitted" if admitted else "a stranger was refused"), reached and not admitted
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        for end in (*ready, *go):
            try:
                os.close(end)
            except OSError:
                pass


@attack("S9", "the stranger has made the fallback folder: listening")
def squatted(lab):
    shared = lab.folder(owner=0, mode=0o1777)
    lab.start(["mkdir", shared / f"qtinterprocess-{VICTIM}"], user=STRANGER).finish(2)
    victim = lab.start(["qtipc", "listen", "org.example.App"], environment={"TMPDIR": shared})
    time.sleep(0.7)
    listens = victim.popen.poll() is None
    victim.kill()
    said = " ".join(victim.lines)
    if listens:
        return "listens elsewhere", True
    return said[:120], str(STRANGER) in said


@attack("S9", "the stranger has made the fallback folder: two starts")
def squatted_instance(lab):
    shared = lab.folder(owner=0, mode=0o1777)
    lab.start(["mkdir", shared / f"qtinterprocess-{VICTIM}"], user=STRANGER).finish(2)
    roles = []
    for _ in range(2):
        victim = lab.start(["victim", "instance", "org.example.Once", "start"], environment={"TMPDIR": shared})
        roles.append(victim.wait_for("role", 5) or "silent")
    return " and ".join(roles), sorted(roles) == ["primary", "secondary"]


# ---- S16: each case has a folder that everybody may write to. It returns True if the files found
# there are unchanged.


def identity(path):
    """Returns everything that must stay: inode, owner, mode and content."""
    status = path.lstat()
    content = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
    return status.st_ino, status.st_uid, stat.S_IMODE(status.st_mode), content


def listen(lab, path, command=("listen",), seconds=0.8):
    """Lets the victim listen for a while.

    Returns its exit status, or None if it listened until it was terminated.
    """
    victim = lab.start(["qtipc", *command, path])
    until(lambda: victim.popen.poll() is not None, seconds)
    status = victim.popen.poll()
    victim.popen.terminate()
    victim.finish(2)
    return status


def lock_of(name):
    return f".qtipc-{name}.lock"


LOCK = lock_of("app")


def put(path, owner, mode, content=b""):
    path.write_bytes(content)
    os.chown(path, owner, owner)
    path.chmod(mode)
    return path


def beside(owner, mode, content=b""):
    def case(lab, folder):
        lock = put(folder / LOCK, owner, mode, content)
        before = identity(lock)
        listen(lab, folder / "app")
        return lock.exists() and identity(lock) == before

    return case


def orderly_end(lab, folder):
    lock = put(folder / LOCK, VICTIM, 0o644)
    before = identity(lock)
    server = lab.start(["qtipc", "listen", folder / "app"])
    until((folder / "app").is_socket, 1)
    lab.start(["qtipc", "connect", folder / "app"]).finish(2)
    server.finish(2)
    return lock.exists() and identity(lock) == before


def held_lock(lab, folder):
    lock = put(folder / LOCK, STRANGER, 0o666, b"QtInterprocess lock of process 1\n")
    before = identity(lock)
    text = f"import fcntl, time; f = open('{lock}', 'r+'); fcntl.flock(f, fcntl.LOCK_EX)"
    holder = lab.python(f"{text}; print('{{\"held\": true}}', flush=True); time.sleep(9)")
    holder.wait_for("held")
    listen(lab, folder / "app")
    return lock.exists() and identity(lock) == before


def odd_locks(lab, folder):
    target = folder / "target"
    os.mkfifo(folder / lock_of("a"), 0o666)
    os.symlink(target, folder / lock_of("b"))
    (folder / lock_of("c")).mkdir()
    holder = socket.socket(socket.AF_UNIX)
    holder.bind(str(folder / lock_of("d")))
    for name in "abcd":
        os.chown(folder / lock_of(name), STRANGER, STRANGER, follow_symlinks=False)
    before = [identity(folder / lock_of(name)) for name in "abcd"]
    for name in "abcd":
        listen(lab, folder / name, seconds=0.4)
    return not target.exists() and [identity(folder / lock_of(name)) for name in "abcd"] == before


def hard_link(lab, folder):
    precious = put(folder / "precious", VICTIM, 0o666)
    os.link(precious, folder / LOCK)
    before = identity(precious)
    listen(lab, folder / "app")
    return precious.exists() and identity(precious) == before and (folder / LOCK).exists()


FOREIGN = """
import os, socket, time
s = socket.socket(socket.AF_UNIX, socket.{type}); s.bind({path!r}); print('{{"bound": true}}', flush=True); {then}
"""


def foreign(lab, path, then, kind="SOCK_STREAM", user=VICTIM):
    process = lab.python(FOREIGN.format(type=kind, path=str(path), then=then), user=user)
    process.wait_for("bound")
    return process


def between_bind_and_listen(lab, folder):
    path = folder / "app"
    foreign(lab, path, "time.sleep(0.6); s.listen(5); time.sleep(9)")
    before = identity(path)
    listen(lab, path, seconds=1.2)
    return path.exists() and identity(path) == before


def full_backlog(lab, folder):
    path = folder / "app"
    foreign(lab, path, f"s.listen(0); c = socket.socket(socket.AF_UNIX); c.connect({str(path)!r}); time.sleep(9)")
    time.sleep(0.2)
    before = identity(path)
    status = listen(lab, path)
    return identity(path) == before and status == 6


def other_types(lab, folder):
    foreign(lab, folder / "a", "time.sleep(9)", "SOCK_DGRAM")
    foreign(lab, folder / "b", "s.listen(1); time.sleep(9)", "SOCK_SEQPACKET")
    time.sleep(0.2)
    before = [identity(folder / name) for name in "ab"]
    statuses = [listen(lab, folder / name, seconds=0.5) for name in "ab"]
    statuses.append(listen(lab, folder / "b", ("unix", "--type", "dgram", "--listen"), 0.5))
    statuses.append(listen(lab, folder / "a", ("unix", "--type", "seqpacket", "--listen"), 0.5))
    return statuses == [6, 6, 6, 6] and [identity(folder / name) for name in "ab"] == before


def stale_of_stranger(lab, folder):
    path = folder / "app"
    foreign(lab, path, "os.chmod({!r}, 0o777)".format(str(path)), user=STRANGER).finish(2)
    before = identity(path)
    status = listen(lab, path)
    return status is not None and path.exists() and identity(path) == before


def name_and_its_lock(lab, folder):
    first = lab.start(["qtipc", "listen", folder / "app.lock"])
    until((folder / "app.lock").is_socket, 1)
    before = identity(folder / "app.lock")
    second = lab.start(["qtipc", "listen", folder / "app"])
    both = until((folder / "app").is_socket, 1)
    untouched = first.popen.poll() is None and identity(folder / "app.lock") == before
    first.kill()
    second.kill()
    return untouched and both is not False


def renamed_folder(lab, folder):
    inner = folder / "p"
    inner.mkdir()
    inner.chmod(0o777)
    victim = lab.start(["qtipc", "listen", "--keep-open", inner / "s"])
    until((inner / "s").is_socket, 1)
    inner.rename(folder / "q")
    inner.mkdir()
    inner.chmod(0o777)
    foreign(lab, inner / "s", "pass", user=STRANGER).finish(2)
    before = identity(inner / "s")
    victim.popen.terminate()
    victim.finish(2)
    return (inner / "s").exists() and identity(inner / "s") == before


LOCKS = {
    "own empty file": beside(VICTIM, 0o644),
    "own file, orderly end": orderly_end,
    "the stranger's empty file": beside(STRANGER, 0o666),
    "a held lock of process 1": held_lock,
    "the stranger's private file": beside(STRANGER, 0o600),
    "FIFO, link, folder, socket": odd_locks,
    "a hard link": hard_link,
    "between bind and listen": between_bind_and_listen,
    "a full backlog": full_backlog,
    "sockets of other types": other_types,
    "the stranger's stale socket": stale_of_stranger,
    "name and name.lock": name_and_its_lock,
    "a renamed folder": renamed_folder,
}


@attack("S16", f"foreign files beside a name and at its place ({len(LOCKS)} cases)")
def locks(lab):
    folders = {name: lab.folder(owner=0, mode=0o1777) for name in LOCKS}
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        results = dict(zip(LOCKS, pool.map(lambda name: LOCKS[name](lab, folders[name]), LOCKS)))
    for folder in folders.values():
        shutil.rmtree(folder, ignore_errors=True)
    broken = [name for name, held in results.items() if not held]
    return (f"changed or taken over: {', '.join(broken)}" if broken else "all unchanged, all errors clear"), not broken
