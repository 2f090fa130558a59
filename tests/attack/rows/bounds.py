# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Attacks on the resources of a server: the time of its event loop, memory, descriptors and the
processor.
"""

import concurrent.futures
import pathlib
import time

import bombs
from lab import STRANGER, VICTIM, attack

LONGEST_GAP = 50  # milliseconds
KINDS = {"stream": "stream", "packets": "packets", "datagrams": "datagrams"}


# ---- S3


def stall(lab, kind, place, access, mode="discard"):
    """Returns the longest gap of a server whose event loop gets the stranger's descriptors."""
    name = lab.name() if place == "abstract" else lab.folder(owner=VICTIM) / "app"
    server = lab.server(kind, name, access, mode, seconds=5)
    stranger = lab.start(["stranger", "linger", kind, name, 3, 3], user=STRANGER)
    passed = stranger.wait_for("passed", 4)
    gap = server.finish(15).get("gap", 99999)
    stranger.kill()
    return gap, passed


def stalls(lab, cases):
    with concurrent.futures.ThreadPoolExecutor(len(cases)) as pool:
        results = list(pool.map(lambda case: stall(lab, *case), cases))
    worst = max(range(len(cases)), key=lambda i: results[i][0])
    passed = sum(result[1] or 0 for result in results)
    gap = results[worst][0]
    return f"longest gap {gap} ms ({' '.join(cases[worst])}; {passed} descriptors passed)", gap < LONGEST_GAP


@attack("S3", "descriptors that block on close: abstract names")
def stall_abstract(lab):
    return stalls(lab, [(kind, "abstract", access) for kind in KINDS for access in ("user", "everyone")])


@attack("S3", "descriptors that block on close: paths")
def stall_path(lab):
    return stalls(lab, [(kind, "path", access) for kind in KINDS for access in ("user", "everyone")])


@attack("S3", "descriptors that block on close: handles accepted")
def stall_wanted(lab):
    return stalls(lab, [(kind, "abstract", "everyone", f"handles:{most}") for kind in KINDS for most in (1, 16)])


HONEST = """
import socket, time
s = socket.socket(socket.AF_UNIX); s.connect('\\0{name}'); t = time.time(); n = 0
while True:
    b = s.recv(65536)
    if not b: break
    n += len(b)
print('{{"bytes": %d, "seconds": %.2f}}' % (n, time.time() - t))
"""


@attack("S3", "descriptors that block the background thread")
def stall_linger(lab):
    name = lab.name()
    lab.server("stream", name, mode="reply:1000000", seconds=30)
    passed = lab.start(["stranger", "linger", "stream", name, 5, 4, 1], user=STRANGER).wait_for("passed", 10)
    worst = 0.0
    for _ in range(4):
        time.sleep(0.3)
        honest = lab.python(HONEST.format(name=name[1:]), user=VICTIM).finish(10)
        worst = max(worst, honest.get("seconds", 10) if honest.get("bytes") == 1000000 else 10)
    held = bool(passed) and worst < 1
    return f"honest clients got their bytes within {worst} s ({passed} descriptors passed)", held


# ---- S4


def limit(way):
    @attack("S4", f"a limit of 64 KiB, a reader by {way}", root=False)
    def attack_limit(lab):
        figures = lab.start(["victim", "limits", way, 2]).finish(8)
        held, megabytes = figures.get("held", -1), figures.get("megabytes", -1)
        return f"{held >> 10} KiB held, {megabytes} MB", 0 <= held <= 17 << 20 and 0 < megabytes < 100


for name in ("canReadLine", "bytesAvailable", "transaction", "header", "log", "none"):
    limit(name)


# ---- S5


def values(form):
    @attack("S5", f"values of 16 MiB in {form} ({len(bombs.NAMES[form])} shapes)", root=False)
    def attack_values(lab):
        return bombs.throw_all(lab, form)


values("cbor")
values("json")


# ---- S8, S15, S17

NEVER_READ = """
import resource, socket, time
most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (8192, 8192)) if most >= 8192 else None
held, end = [], time.time() + 15
while len(held) < 3000 and time.time() < end:
    s = socket.socket(socket.AF_UNIX); s.setblocking(False)
    try: s.connect('\\0{name}'); held.append(s)
    except OSError: time.sleep(0.002)
print('{{"held": %d}}' % len(held), flush=True); time.sleep(20)
"""


@attack("S8", "3000 peers that read nothing, of closed and deleted sockets")
def never_read(lab):
    name = lab.name()
    server = lab.start(["victim", "serve", "stream", name, "everyone", "reply:1000000", 40])
    server.wait_for("ready")
    held = lab.python(NEVER_READ.format(name=name[1:])).wait_for("held", 17)
    time.sleep(2)
    descriptors = len(list(pathlib.Path(f"/proc/{server.popen.pid}/fd").iterdir()))
    megabytes = server.resident_megabytes()
    is_held = bool(held) and descriptors < 1500 and megabytes < 400
    return f"{held} peers: {descriptors} descriptors, {megabytes} MB", is_held


IMPOSTOR = """
import socket, time
s = socket.socket(socket.AF_UNIX); s.bind({path!r}); s.listen(50); s.settimeout(0.2)
print('{{"bound": true}}', flush=True)
n, kept, end = 0, [], time.time() + 6
while time.time() < end:
    try: c, _ = s.accept()
    except OSError: continue
    n += 1
    if n <= 2:
        kept.append(c)
        try: c.send(bytes.fromhex({hello!r}))
        except OSError: pass
    else: c.close()
    print('{{"connections": %d}}' % n, flush=True) if n % 50 == 0 or n < 50 else None
"""
# {"hello": 1, "version": 2, "limit": 2^24} behind its length, for both versions of the protocol.
HELLO = bytes.fromhex("a3" "6568656c6c6f01" "6776657273696f6e02" "656c696d69741a01000000")
GREETING = (len(HELLO).to_bytes(4, "big") + HELLO).hex()


@attack("S15", "succession while an impostor accepts and closes", root=False)
def storm(lab):
    folder = lab.folder(owner=VICTIM, mode=0o700)
    place = {"XDG_RUNTIME_DIR": folder}
    first = lab.start(["victim", "instance", "org.example.Storm", "start"], environment=place)
    first.wait_for("role")
    path = next(p for p in folder.iterdir() if p.is_socket())
    first.kill()
    for left in folder.iterdir():
        left.unlink()
    impostor = lab.python(IMPOSTOR.format(path=str(path), hello=GREETING), user=VICTIM)
    impostor.wait_for("bound")
    waiting = lab.start(["victim", "instance", "org.example.Storm", "succeed"], environment=place)
    figures = waiting.finish(10)
    connections, processor = impostor.figures.get("connections", 0), figures.get("processor", 9.0)
    held = connections < 200 and processor < 0.5
    return f"{connections} connections and {processor:.2f} s of the processor in 3 s", held


@attack("S15", "poll() fails while output lingers", root=False)
def poll_fails(lab):
    processor = lab.start(["victim", "fail-polling"]).finish(10).get("processor", 9.0)
    return f"{processor:.3f} s of the processor in 1 s", processor < 0.1


CONNECT_FLOOD = """
import socket, time
end, held, n = time.time() + {seconds}, [], 0
while time.time() < end:
    s = socket.socket(socket.AF_UNIX); s.setblocking(False)
    try: s.connect('\\0{name}'); n += 1; held.append(s)
    except OSError: time.sleep(0.0005)
    if len(held) > {most}: held.clear()
print('{{"connected": %d}}' % n)
"""


@attack("S15", "a stranger floods a server of the user with connections")
def connect_flood(lab):
    name = lab.name()
    server = lab.server("stream", name, access="user", seconds=4)
    flood = lab.python(CONNECT_FLOOD.format(name=name[1:], seconds=3, most=50))
    errors = server.finish(8).get("errorsPerSecond", 99999)
    connected = flood.finish(2).get("connected", 0)
    return f"{connected} connections, {errors:.1f} errors per second", bool(connected) and errors <= 5


@attack("S15", "a stranger floods a server whose filter refuses her")
def filtered_flood(lab):
    name = lab.name()
    server = lab.server("stream", name, access=f"filter:{STRANGER}", mode="reply:1000000", seconds=4)
    flood = lab.python(CONNECT_FLOOD.format(name=name[1:], seconds=3, most=50))
    time.sleep(0.5)
    honest = lab.python(HONEST.format(name=name[1:]), user=VICTIM).finish(10)
    figures = server.finish(8)
    connected = flood.finish(2).get("connected", 0)
    served, gap = figures.get("served", 99999), figures.get("gap", 99999)
    is_quiet = gap < LONGEST_GAP and figures["errorsPerSecond"] == 0
    held = bool(connected) and served == 1 and is_quiet and honest.get("bytes") == 1000000
    return f"{connected} connections, {served} served (an honest one), longest gap {gap} ms", held


HANDLE_FLOOD = """
import array, os, socket, time
s = socket.socket(socket.AF_UNIX, socket.{type}); s.connect('\\0{name}'); s.settimeout(0.5)
a, n, end = array.array('i', [os.open('/dev/null', os.O_RDONLY)] * 20), 0, time.time() + 3
while time.time() < end:
    try: s.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, a)]); n += 1
    except OSError: time.sleep(0.001)
print('{{"sent": %d}}' % n)
"""


def handle_flood(kind, number):
    @attack("S15", f"a flood of surplus descriptors, {kind}")
    def attack_handles(lab):
        name = lab.name()
        server = lab.server(kind, name, mode="handles:1", seconds=4)
        flood = lab.python(HANDLE_FLOOD.format(name=name[1:], type=number))
        figures = server.finish(8)
        errors, sent = figures.get("errorsPerSecond", 99999), flood.finish(2).get("sent", 0)
        descriptors = figures.get("descriptors", 999)
        held = errors <= 5 and descriptors < 200
        return f"{sent} messages, {errors:.1f} errors per second, {descriptors} descriptors", held


handle_flood("stream", "SOCK_STREAM")
handle_flood("packets", "SOCK_SEQPACKET")
handle_flood("datagrams", "SOCK_DGRAM")

DATAGRAM_FLOOD = """
import os, socket, time
senders = []
for i in range(200):
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); s.bind('\\0%d-%d-' % (os.getpid(), i) + 'n' * 80)
    s.connect('\\0{name}'); s.setblocking(False); senders.append(s)
n, end = 0, time.time() + 3
while time.time() < end:
    before = n
    for s in senders:
        try: s.send({data!r}); n += 1
        except OSError: pass
    if n == before: time.sleep(0.001)
print('{{"sent": %d}}' % n)
"""


def datagram_flood(what, data):
    @attack("S17", f"datagrams of {what}, credentials, a limit of 1 MiB")
    def attack_datagrams(lab):
        name = lab.name()
        server = lab.server("datagrams", name, mode="unread:1048576", seconds=5)
        before = server.resident_megabytes()
        flood = lab.python(DATAGRAM_FLOOD.format(name=name[1:], data=data))
        megabytes = server.finish(9).get("megabytes", 999) - before
        return f"{flood.finish(2).get('sent', 0)} sent, {megabytes} MB more", megabytes <= 4


datagram_flood("no bytes", b"")
datagram_flood("one byte", b"x")

OUTPUT_FLOOD = """
import socket, time
s = socket.socket(socket.AF_UNIX, socket.{type}); s.connect({path!r}); s.settimeout(0.5)
n, end = 0, time.time() + 3
while time.time() < end:
    try: n += s.send(b'x' * {size})
    except OSError: time.sleep(0.001)
"""


def output_flood(kind, option, number, size):
    @attack("S17", f"qtipc unix --listen, nobody reads its output, {kind}", root=False)
    def attack_output(lab):
        path = lab.folder(owner=VICTIM) / "app"
        # The first line is read, and the rest stays in the pipe.
        command = f'"{lab.bin}/qtipc" unix --quiet --type {option} --listen "{path}" | sleep 6'
        lab.start(["/usr/bin/env", "bash", "-c", command])
        end = time.monotonic() + 2
        while not path.is_socket() and time.monotonic() < end:
            time.sleep(0.02)
        flood = lab.python(OUTPUT_FLOOD.format(type=number, path=str(path), size=size), user=VICTIM)
        flood.finish(6)
        megabytes = max((resident(p) for p in pathlib.Path("/proc").iterdir() if is_running(p, str(path))), default=-1)
        return f"{megabytes} MB", 0 < megabytes < 150


def is_running(process, path):
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].endswith(b"/qtipc") and path.encode() in words


def resident(process):
    try:
        return int((process / "statm").read_text(encoding="ascii").split()[1]) * 4096 >> 20
    except (OSError, IndexError):
        return -1


output_flood("stream", "stream", "SOCK_STREAM", 65536)
output_flood("packets", "seqpacket", "SOCK_SEQPACKET", 60000)
output_flood("datagrams", "dgram", "SOCK_DGRAM", 60000)

OWN_END = """
import array, socket, time
for i in range(20):
    s = socket.socket(socket.AF_UNIX, socket.{type}); s.connect('\\0{name}')
    try: s.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [s.fileno()]))])
    except OSError: pass
    s.close()
"""


def own_end(kind, number, mode):
    wanted = "accepted" if mode.startswith("handles") else "refused"

    @attack("S17", f"a peer passes its own end and closes, {kind}, handles {wanted}")
    def attack_own_end(lab):
        name = lab.name()
        server = lab.server(kind, name, mode=mode, seconds=3)
        lab.python(OWN_END.format(type=number, name=name[1:])).finish(3)
        figures = server.finish(8)
        alive = figures.get("alive", 99)
        return f"{alive} of {figures.get('served')} connections never end", alive == 0


own_end("stream", "SOCK_STREAM", "discard")
own_end("packets", "SOCK_SEQPACKET", "discard")
own_end("stream", "SOCK_STREAM", "handles:4")
own_end("packets", "SOCK_SEQPACKET", "handles:4")


# ---- S18


@attack("S18", "kill -9 of producer and consumer of shared memory, 10,000 rounds", root=False)
def kill_sharers(lab):
    figures = lab.start(["victim", "memory", 10000]).finish(300)
    blocks, left = figures.get("blocks", 0), figures.get("kilobytes", 10**9)
    descriptors, mappings = figures.get("descriptors", -1), figures.get("mappings", -1)
    held = blocks > 1000 and figures.get("broken") == 0 and descriptors == mappings == 0 and left < 20000
    return f"{blocks} blocks of 1 MB; left: {descriptors} descriptors, {mappings} mappings, {left} kB", held


@attack("S19", "kill -9 of the producer and of a consumer of a pool, 10,000 rounds", root=False)
def kill_watchers(lab):
    figures = lab.start(["victim", "frames", 10000]).finish(300)
    frames, left = figures.get("frames", 0), figures.get("kilobytes", 10**9)
    descriptors, mappings = figures.get("descriptors", -1), figures.get("mappings", -1)
    held = frames > 1000 and figures.get("torn") == figures.get("starved") == descriptors == mappings == 0
    return f"{frames} frames; left: {descriptors} descriptors, {mappings} mappings, {left} kB", held and left < 20000
