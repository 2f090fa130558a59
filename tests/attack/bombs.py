# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Messages of just under 16 MiB that are expensive to decode."""

import socket
import struct
import time

SIZE = 16 * 1024 * 1024 - 64
LONGEST, MOST = 2.0, 256  # seconds, megabytes
PATIENCE = 6  # seconds


def array(count):
    return b"\x9a" + struct.pack(">I", count)


def mapping(count):
    return b"\xba" + struct.pack(">I", count)


CBOR = {
    "integers": lambda: array(SIZE) + b"\x01" * SIZE,
    "empty arrays": lambda: array(SIZE) + b"\x80" * SIZE,
    "empty maps": lambda: array(SIZE) + b"\xa0" * SIZE,
    "arrays of one": lambda: array(SIZE // 2) + b"\x81\x01" * (SIZE // 2),
    "many of depth 1000": lambda: array(SIZE // 1001) + (b"\x81" * 1000 + b"\x01") * (SIZE // 1001),
    "deep arrays": lambda: b"\x81" * SIZE,
    "deep maps": lambda: b"\xa1\x01" * (SIZE // 2),
    "deep tags": lambda: b"\xc1" * SIZE + b"\x01",
    "deep, of unknown length": lambda: b"\x9f" * SIZE,
    "equal keys": lambda: mapping(SIZE // 2) + b"\x01\x01" * (SIZE // 2),
    "keys of text": lambda: mapping(SIZE // 4)
    + b"".join(b"\x62" + bytes([65 + i % 26, 65 + i // 26 % 26]) + b"\x01" for i in range(SIZE // 4)),
    "empty texts": lambda: array(SIZE) + b"\x60" * SIZE,
    "empty bytes": lambda: array(SIZE) + b"\x40" * SIZE,
    "texts of one": lambda: array(SIZE // 2) + b"\x61a" * (SIZE // 2),
    "an announced array": lambda: b"\x9b\x7f" + b"\xff" * 7 + b"\x01",
    "an announced text": lambda: b"\x7b\x7f" + b"\xff" * 7 + b"a",
    "announced bytes": lambda: b"\x5a\x80\x00\x00\x00a",
    "a text in pieces": lambda: b"\x7f" + b"\x60" * (SIZE - 2) + b"\xff",
    "tags in an array": lambda: array(SIZE // 3) + b"\xc1\xc1\x01" * (SIZE // 3),
    "doubles": lambda: array(SIZE // 9) + b"\xfb\x40\x09\x21\xfb\x54\x44\x2d\x18" * (SIZE // 9),
    "a regular expression": lambda: b"\xd8\x23\x78\x20" + b"(" * 32,
}
JSON = {
    "integers": lambda: b"[" + b"1," * (SIZE // 2 - 1) + b"1]",
    "empty arrays": lambda: b"[" + b"[]," * (SIZE // 3 - 1) + b"[]]",
    "empty objects": lambda: b"[" + b"{}," * (SIZE // 3 - 1) + b"{}]",
    "deep": lambda: b"[" * SIZE,
    "deep and closed": lambda: b"[" * (SIZE // 2) + b"]" * (SIZE // 2),
    "equal keys": lambda: b"{" + b'"a":1,' * (SIZE // 6 - 1) + b'"a":1}',
    "keys": lambda: b"{" + b",".join(b'"%x":1' % i for i in range(SIZE // 12)) + b"}",
    "empty texts": lambda: b"[" + b'"",' * (SIZE // 3 - 1) + b'""]',
    "escapes": lambda: b'"' + b"\\u0041" * (SIZE // 6 - 1) + b'"',
    "a long number": lambda: b"9" * (SIZE - 2),
    "spaces": lambda: b" " * (SIZE - 2) + b"1",
}
SHAPES = {"cbor": CBOR, "json": JSON}
NAMES = {form: list(shapes) for form, shapes in SHAPES.items()}


def throw(host, name, data):
    """Returns the seconds and megabytes that one message takes.

    The server reports the time. If it does not, the time waited here counts.
    """
    host.forget("milliseconds")
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(PATIENCE)
        client.connect("\0" + name[1:])
        started = time.monotonic()
        try:
            client.sendall(struct.pack(">I", len(data)) + data)
            client.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the server has closed the connection
        if host.wait_for("milliseconds", PATIENCE) is None:
            return time.monotonic() - started, host.resident_megabytes()
    return host.figures["milliseconds"] / 1000, host.figures["megabytes"]


def throw_all(lab, form):
    host, worst, broken = None, {"s": (0.0, ""), "MB": (0, "")}, []
    for shape, make in SHAPES[form].items():
        if host is None:
            name = lab.name()
            host = lab.start(["victim", "values", name, form])
            host.wait_for("ready")
        seconds, megabytes = throw(host, name, make())
        worst = {"s": max(worst["s"], (round(seconds, 1), shape)), "MB": max(worst["MB"], (megabytes, shape))}
        if seconds > LONGEST or megabytes > MOST:
            broken.append(shape)
        if seconds >= PATIENCE:
            host.kill()
            host = None
    if host:
        host.kill()
    figure = "at most " + ", ".join(f"{value} {unit} ({shape})" for unit, (value, shape) in worst.items())
    return figure + (f"; too much: {', '.join(broken)}" if broken else ""), not broken
