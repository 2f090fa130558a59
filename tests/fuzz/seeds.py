#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Writes the first files of the corpora: the traffic of real peers, and likely attacks.

Usage: seeds.py [FOLDER]      tests/fuzz/corpus by default

The inputs that fuzzers have found are in the same folder.
"""

import pathlib
import struct
import sys

LICENSE = (
    "SPDX-" + "FileCopyrightText: 2026 The QtInterprocess authors\nSPDX-" + "License-Identifier: MIT OR Apache-2.0\n"
)


def head(major, value):
    """Returns the head of a CBOR data item."""
    if value < 24:
        return bytes([major << 5 | value])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if value < 1 << 8 * size:
            return bytes([major << 5 | code]) + value.to_bytes(size, "big")
    raise ValueError(value)


def cbor(value):
    if value is True or value is False:
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(cbor, value))
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(cbor(k) + cbor(v) for k, v in value.items())
    raise TypeError(value)


def memory(kind, *actions):
    """Returns a kind of memory, and actions with their numbers."""
    return bytes([kind]) + b"".join(struct.pack(">BH", *action) for action in actions)


def pool_message(kind, *numbers, handle=0):
    """Returns a message between a pool and its consumer, with a kind of handle."""
    form = {1: ">BIQ", 2: ">BIQQ", 3: ">BI", 4: ">BIQ", 5: ">BI"}[kind]
    message = struct.pack(form, kind, *numbers)
    return bytes([handle, len(message)]) + message


BUFFER = pool_message(1, 1, 3000, handle=1)
READY = pool_message(5, 1)

REQUEST = {
    "arguments": [b"app", b"--open", b"notes.txt"],
    "directory": b"/home/user",
    "environment": {"LANG": "C.UTF-8"},
    "token": "launch-1",
    "payload": b"payload",
}
HELLO = cbor({"hello": 1, "version": 2, "limit": 16 << 20})  # for both versions of the protocol
REPLACEABLE = cbor({"version": 2, "limit": 16 << 20, "replaceable": True})
REPLACEMENT = cbor({**REQUEST, "replace": True})
GO = cbor({"go": True})
RECEIVED = cbor({"received": True})
ANSWER = cbor({"exit": 3, "reply": b"done"})

CBOR = {
    "integer": cbor(1),
    "negative": cbor(-(1 << 40)),
    "double": cbor(1.5),
    "not-a-number": b"\xf9\x7e\x00",
    "infinity": b"\xf9\x7c\x00",
    "half": b"\xf9\x3c\x00",
    "text": cbor("text \u00e9 \U0001f600"),
    "bytes": cbor(b"\x00\xff"),
    "array": cbor([1, "two", [3.0, []], {}]),
    "map": cbor({"key": [1, 2], "other": {"in": True}}),
    "map-with-equal-keys": b"\xa3\x01\x01\x01\x02\x01\x03",
    "map-with-odd-keys": b"\xa2\x80\x01\xa0\x02",
    "simple-values": b"\x84\xf6\xf7\xe0\xf8\xff",
    "indefinite": b"\x9f\x01\x7f\x61a\x61b\xff\xbf\x01\x02\xff\xff",
    "deep-arrays": b"\x81" * 600 + b"\x01",
    "deep-indefinite": b"\x9f" * 600,
    "deep-maps": b"\xa1\x01" * 300,
    "deep-tags": b"\xc1" * 600 + b"\x01",
    "many-empty": b"\x99\x02\x00" + b"\x80" * 512,
    "announced-array": b"\x9b\x7f" + b"\xff" * 7 + b"\x01",
    "announced-text": b"\x7b\x7f" + b"\xff" * 7 + b"a",
    "announced-bytes": b"\x5a\x80\x00\x00\x00a",
    "chunks": b"\x5f" + b"\x40" * 200 + b"\xff",
    "bad-utf8": b"\x64\xff\xfe\xc0\x80",
    "date": b"\xc0\x74" + b"2026-01-02T03:04:05Z",
    "impossible-date": b"\xc0\x78\x18" + b"9999-99-99T99:99:99.999Z",
    "time": b"\xc1\x1a\x51\x4b\x67\xb0",
    "url": b"\xd8\x20\x6b" + b"http://a/b?",
    "expression": b"\xd8\x23\x64" + b"a(b)",
    "unique-id": b"\xd8\x25\x50" + bytes(range(16)),
    "two-values": b"\x01\x02",
    "nothing": b"",
}
JSON = {
    "number": b"1",
    "text": b'"text \\u0041 \\ud83d\\ude00"',
    "array": b'[1, 2.5, "three", [], {}, null, true]',
    "object": b'{"key": [1], "other": {"in": false}}',
    "deep": b"[" * 600 + b"]" * 600,
    "deep-open": b"[" * 800,
    "many-empty": b"[" + b"[]," * 200 + b"[]]",
    "equal-keys": b'{"a":1,"a":2,"a":3}',
    "lone-surrogate": b'"\\ud800"',
    "null-character": b'"\\u0000"',
    "bad-utf8": b'"\xff\xfe\xc0\x80"',
    "two-values": b"1,2",
    "leaves-the-array": b"1],[2",
    "large-number": b"1e999999999",
    "long-number": b"9" * 400,
    "precise-number": b"0.1000000000000000055511151231257827",
    "nothing": b"",
}

RAW, EXAGGERATED, SPLIT, WAIT, END = 1, 2, 4, 8, 16


def steps(manner, *parts):
    """Returns an input of fuzz_primary or fuzz_secondary, as instancescript.h reads it."""
    return bytes([manner]) + b"".join(bytes([flags]) + struct.pack(">H", len(data)) + data for flags, data in parts)


FROM_SECONDARIES = {
    "request": steps(0, (WAIT, cbor(REQUEST))),
    "request-and-go": steps(0, (WAIT, cbor(REQUEST)), (WAIT, GO)),
    "request-and-go-at-once": steps(0x80, (0, cbor(REQUEST)), (0, GO)),
    "go-twice": steps(2, (0, cbor(REQUEST)), (WAIT, GO), (WAIT, GO)),
    "go-first": steps(0, (0, GO), (0, cbor(REQUEST))),
    "request-at-once": steps(0, (0, cbor(REQUEST))),
    "request-and-gone": steps(0x80, (0, cbor(REQUEST))),
    "request-read-and-gone": steps(0x82, (0, cbor(REQUEST)), (WAIT, b""), (END, b"")),
    "request-kept": steps(2, (WAIT, cbor(REQUEST))),
    "replacement-refused": steps(0, (WAIT, REPLACEMENT), (WAIT, GO)),
    "replacement-granted": steps(1, (WAIT, REPLACEMENT), (WAIT, GO)),
    "replacement-granted-later": steps(2, (WAIT, REPLACEMENT), (WAIT, GO)),
    "replacement-granted-and-gone": steps(0x81, (0, REPLACEMENT), (0, GO), (WAIT, b""), (END, b"")),
    "replacement-without-go": steps(1, (0, REPLACEMENT)),
    "request-dropped": steps(1, (WAIT, cbor(REQUEST))),
    "request-in-bytes": steps(0, (SPLIT | WAIT, cbor(REQUEST))),
    "request-twice": steps(0, (0, cbor(REQUEST)), (0, cbor(REQUEST))),
    "request-twice-kept": steps(2, (WAIT, cbor(REQUEST)), (WAIT, cbor(REQUEST))),
    "request-empty": steps(0, (0, cbor({"arguments": []}))),
    "request-of-other-types": steps(
        0,
        (0, cbor({"arguments": [1, "text", [2]], "directory": 3, "environment": [], "token": b"x", "payload": {}})),
    ),
    "request-with-more": steps(0, (0, cbor({**REQUEST, "later": [1, 2]}))),
    "request-breaks-off": steps(0, (EXAGGERATED, cbor(REQUEST))),
    "request-cut": steps(0x80, (RAW, struct.pack(">I", 200) + cbor(REQUEST)[:40])),
    "half-a-length": steps(0, (RAW, b"\x00\x00")),
    "too-large": steps(0, (RAW, b"\xff\xff\xff\xff")),
    "nonsense": steps(0, (0, b"\xff\x00nonsense")),
    "not-a-map": steps(0, (0, cbor([1, 2]))),
    "hello-back": steps(0, (0, HELLO)),
    "answer-back": steps(0, (0, RECEIVED), (0, ANSWER)),
    "only-watches": steps(0),
    "gone": steps(0x80),
    "deep": steps(0, (0, b"\x81" * 300)),
}
FROM_PRIMARIES = {
    "orderly": steps(0, (0, HELLO), (WAIT, RECEIVED), (0, ANSWER)),
    "orderly-in-bytes": steps(0, (SPLIT, HELLO), (WAIT | SPLIT, RECEIVED), (SPLIT, ANSWER)),
    "all-at-once": steps(1, (0, HELLO), (0, RECEIVED), (0, ANSWER)),
    "silent": steps(1),
    "closes": steps(0),
    "closes-and-waits": steps(2),
    "hello-only": steps(0, (0, HELLO)),
    "hello-and-silence": steps(1, (0, HELLO)),
    "received-only": steps(0, (0, HELLO), (WAIT, RECEIVED)),
    "received-and-silence": steps(1, (0, HELLO), (WAIT, RECEIVED)),
    "no-limit": steps(0, (0, cbor({"hello": 1, "version": 2}))),
    "negative-limit": steps(0, (0, cbor({"hello": 1, "version": 2, "limit": -1})), (WAIT, RECEIVED)),
    "later-version": steps(0, (0, cbor({"hello": 9, "limit": 1 << 40, "more": [1]})), (WAIT, RECEIVED), (0, ANSWER)),
    "wrong-order": steps(1, (0, HELLO), (WAIT, ANSWER), (0, RECEIVED)),
    "hello-twice": steps(1, (0, HELLO), (0, HELLO)),
    "answer-out-of-range": steps(1, (0, HELLO), (0, RECEIVED), (0, cbor({"exit": 1 << 40}))),
    "answer-of-another-type": steps(1, (0, HELLO), (0, RECEIVED), (0, cbor({"exit": "3", "reply": 4}))),
    "nonsense": steps(1, (0, b"\xff\xff")),
    "another-protocol": steps(1, (RAW, b"HTTP/1.1 400 Bad Request\r\n\r\n")),
    "breaks-off": steps(0, (EXAGGERATED, HELLO)),
    "ends-in-the-answer": steps(0, (0, HELLO), (WAIT, RECEIVED), (RAW | END, b"\x00\x00\x00\x40\xa2")),
    "replaced": steps(8, (0, REPLACEABLE), (WAIT, RECEIVED), (0, cbor({"exit": 0, "reply": b""}))),
    "replacement-refused": steps(8, (0, REPLACEABLE), (WAIT, RECEIVED), (0, ANSWER)),
    "replacement-refused-and-ended": steps(0x28, (0, REPLACEABLE), (WAIT, RECEIVED), (0, ANSWER)),
    "not-replaceable": steps(0x18, (0, HELLO), (WAIT, RECEIVED), (0, ANSWER)),
    "silent-and-ended": steps(0x19),
    "waits-for-the-end": steps(4, (0, HELLO), (WAIT, RECEIVED), (0, ANSWER)),
    "waits-for-the-end-of-a-talker": steps(5, (0, HELLO), (0, HELLO), (0, RECEIVED), (0, HELLO)),
    "succession": steps(3, (0, HELLO), (WAIT, RECEIVED), (0, ANSWER)),
}

# The framing bits in the first byte of fuzz_frames.
LINES, NUL, CONTENT = (framing << 6 for framing in (1, 2, 3))


def framed(framing, stream, piece=7, limit=40):
    return bytes([framing | piece, limit]) + stream


LSP = (
    b'Content-Length: 8\r\nContent-Type: a/b; charset=utf-8\r\n\r\n{"id":1}'
    b'content-length:0\n\nContent-Length: 2\r\n\r\n[]'
)
FRAMINGS = {
    "lines": framed(LINES, b'{"a":1}\n[]\n'),
    "lines-in-bytes": framed(LINES, b"one\r\ntwo\n", piece=0),
    "lines-of-dos": framed(LINES, b"one\r\n\r\ntwo\r\r\nin\rside\n"),
    "lines-as-long-as-allowed": framed(LINES, b"x" * 40 + b"\n" + b"x" * 40 + b"\r\n", piece=39),
    "lines-too-long": framed(LINES, b"one\n" + b"x" * 41 + b"\n"),
    "lines-too-long-by-a-return": framed(LINES, b"x" * 40 + b"\r\r\n"),
    "lines-without-an-end": framed(LINES, b"one\ntwo"),
    "lines-with-nul": framed(LINES, b"a\0b\n\0\n"),
    "nul": framed(NUL, b'{"method":"a.b"}\0{}\0\0'),
    "nul-in-bytes": framed(NUL, b"one\0two\r\n\0", piece=0),
    "nul-too-long": framed(NUL, b"x" * 41),
    "content-length": framed(CONTENT, LSP),
    "content-length-in-bytes": framed(CONTENT, LSP, piece=0),
    "content-length-too-large": framed(CONTENT, b"Content-Length: 41\r\n\r\n" + b"x" * 41),
    "content-length-huge": framed(CONTENT, b"Content-Length: 99999999999999999999\r\n\r\n"),
    "content-length-negative": framed(CONTENT, b"Content-Length: -1\r\n\r\n"),
    "content-length-twice": framed(CONTENT, b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
    "content-length-missing": framed(CONTENT, b"Content-Type: a\r\n\r\n"),
    "content-length-no-field": framed(CONTENT, b"GET / HTTP/1.1\r\n\r\n"),
    "content-length-long-header": framed(CONTENT, b"a: " + b"x" * 9000, piece=60),
    "content-length-many-fields": framed(CONTENT, b"a:\n" * 3000, piece=60),
    "content-length-breaks-off": framed(CONTENT, b"Content-Length: 9\r\n\r\nhalf"),
}



def numbered(message, *numbers, announced=None):
    """Returns a message of Windows with the numbers of its handles."""
    count = len(numbers) if announced is None else announced
    return struct.pack(">II", len(message), count) + b"".join(struct.pack(">Q", n) for n in numbers) + message


# The size of pieces, and the limits of bytes and handles, before a stream of fuzz_handleframes.
HANDLE_FRAMES = {
    "none": b"\xff\x28\x01" + numbered(b"one") + numbered(b""),
    "some": b"\xff\x28\x03" + numbered(b"one", 4) + numbered(b"two", 8, 12, 16) + numbered(b"none"),
    "some-in-bytes": b"\x00\x28\x03" + numbered(b"one", 4) + numbered(b"two", 8, 12, 16),
    "too-many": b"\x07\x28\x01" + numbered(b"one", 4, 8, 12, 16),
    "announced-only": b"\x07\x28\x01" + numbered(b"", announced=0xFFFFFFFF),
    "too-large": b"\x07\x02\x01" + numbered(b"one", 4),
    "breaks-off-in-numbers": b"\x07\x28\x03" + numbered(b"one", 4, 8)[:19],
    "breaks-off-in-the-message": b"\x07\x28\x03" + numbered(b"one", 4, 8)[:-1],
}

# The limit and the steps of fuzz_handles: 0 a message, 1 one with handles in pieces, 2 pauses, 3
# processes events.
HANDLES = {
    "plain": bytes([1, 4 * 5, 4 * 9, 3, 0, 3]),
    "some": bytes([3, 4 * 2 + 1, 31, 4 * 5, 4 * 3 + 1, 31, 3]),
    "in-pieces": bytes([5, 4 * 20 + 1, 0, 4 * 33 + 1, 2, 3]),
    "surplus": bytes([0, 4 * 8 + 1, 31, 4 * 8 + 1, 1, 3, 4 * 7 + 1, 31]),
    "paused": bytes([2, 4 + 2, 4 * 4 + 1, 31, 3, 4 * 4 + 1, 31, 3, 4 * 6 + 1, 0, 3, 2, 3]),
}

CORPORA = {
    "frames": FRAMINGS,
    "handleframes": HANDLE_FRAMES,
    "handles": HANDLES,
    "values": {f"cbor-{name}": b"\x00\x28" + data for name, data in CBOR.items()}
    | {f"json-{name}": b"\x01\x28" + data for name, data in JSON.items()}
    | {"cbor-map-bytewise": b"\x00\x00" + CBOR["map"]},
    "instance": {
        "hello": HELLO,
        "request": cbor(REQUEST),
        "replaceable": REPLACEABLE,
        "replacement": REPLACEMENT,
        "received": RECEIVED,
        "go": GO,
        "answer": ANSWER,
        "all-keys": cbor({**REQUEST, "hello": 1, "limit": 5, "received": True, "exit": -1, "reply": b"x"}),
        "other-types": cbor({"hello": "1", "arguments": {"a": 1}, "received": 1, "exit": 1.5}),
        "hello-not-a-number": b"\xa3\x65hello\xf9\xff\xff\x67version\x02\x65limit\x00",  # found by fuzzing
        "limit-infinite": b"\xa3\x65hello\x01\x67version\x02\x65limit\xf9\x7c\x00",
        "version-too-large": cbor({"hello": 1e300, "version": 1e300, "limit": -1e300}),
        "keys-of-bytes": cbor({b"hello": 1, b"arguments": []}),
        "nothing": b"",
    },
    "primary": FROM_SECONDARIES,
    "secondary": FROM_PRIMARIES,
    "localnames": {
        "generic": b"org.example.App",
        "path": b"/run/app.sock",
        "relative": b"./app.sock",
        "parent": b"../app.sock",
        "namespaced": b"@app",
        "pipe": b"\\\\.\\pipe\\app",
        "pipe-elsewhere": b"\\\\server\\pipe\\app",
        "at-at": b"@@app",
        "at": b"@",
        "empty": b"",
        "slash-inside": b"a/b",
        "backslash-inside": b"a\\b",
        "dot": b".",
        "dots": b"..",
        "null": b"a\x00b",
        "control": b"a\x1b[31mb\n",
        "not-utf8": b"\xff\xfe\xc3",
        "long": b"n" * 300,
        "long-path": b"/" + b"d" * 200 + b"/" + b"n" * 100,
        "device": b"CON",
    },
    "printable": {name: b"\x02" + data for name, data in {
        "plain": b"connect to \"/run/app.sock\": no server listens there",
        "newline": b"one\nqtipc: forged\r\nthree",
        "colour": b"\x1b[31mred\x1b[0m",
        "title": b"\x1b]0;title\x07",
        "answerback": b"\x1b[c\x1b[6n\x05",
        "clipboard": b"\x1b]52;c;cm0gLXJm\x1b\\",
        "c1": "\u009b31m \u009d0;t\u009c \u0085".encode(),
        "c1-raw": b"\x9b31m\x90q",
        "delete": b"a\x7f\x08b",
        "direction": "a\u202egnp.exe\u202c \u2066x\u2069".encode(),
        "zero-width": "a\u200bb\ufeffc\u00adf".encode(),
        "separators": "a\u2028b\u2029c".encode(),
        "tags": "a\U000e0041\U000e007f".encode(),
        "emoji": "\U0001f600 \u00e9\u4e2d".encode(),
        "private-use": "\ue000\U000f0000".encode(),
        "not-characters": "\uffff\U0010ffff".encode(),
        "surrogate": b"\xed\xa0\x80\xed\xbf\xbf",
        "overlong": b"\xc0\x9b\xe0\x80\x9b",
        "json": b'{"message":"a\\u001b[31m \\\\ \\" b"}',
        "byte-order-mark": b"\xef\xbb\xbfa",
        "byte-order-marks": b"\xef\xbb\xbf\xef\xbb\xbfa",
        "tab": b"a\tb",
        "null": b"a\x00b",
    }.items()},
    "activation": {
        "systemd": b"4711\n2\napp:control\n/run/systemd/notify",
        "one": b"4711\n1\n\n@notify",
        "none": b"",
        "of-another-process": b"12\n1\napp\n",
        "too-many": b"4711\n100000\n\n",
        "negative": b"4711\n-1\n\n",
        "large": b"4711\n99999999999999999999\n\n",
        "no-number": b"4711\nmany\n\n",
        "fewer-names": b"4711\n3\na:b\n",
        "empty-names": b"4711\n3\n::\n",
        "spaces": b" 4711\n +1 \na\n",
        "of-no-process": b"-4711\n1\na\n",
        "control": b"4711\n1\n\x1b[31m\n\x1b",
        "vsock": b"4711\n0\n\nvsock:2:1",
        "long": b"4711\n1\nname\n/" + b"n" * 300,
        "abstract-empty": b"4711\n1\nname\n@",
        "own-name": b"\n\n\nsupervisor",
    },
    "memory": {
        "sealed": memory(5, (0, 8192), (1, 8191), (3, 2), (6, 0), (0, 100), (4, 5)),
        "sealed-for-all": memory(5, (0, 8192), (1, 8191), (3, 14), (6, 0), (2, 0), (6, 4), (4, 5)),
        "future-writes": memory(5, (0, 8192), (1, 8191), (3, 18), (6, 0), (6, 8), (4, 5), (2, 0)),
        "both-write": memory(5, (0, 8192), (1, 8191), (3, 6), (6, 8), (6, 24), (6, 56), (2, 0), (7, 8192)),
        "seal-of-the-receiver": memory(5, (0, 8192), (1, 8191), (3, 2), (6, 56), (6, 40), (4, 5), (6, 0)),
        "unsealed": memory(5, (0, 8192), (1, 8191), (6, 0), (7, 8192), (0, 100), (7, 8192)),
        "holes": memory(5, (0, 40000), (1, 8191), (3, 2), (6, 0), (7, 40000)),
        "sparse": memory(0, (5, 1000), (6, 0), (7, 65535)),
        "file": memory(2, (0, 8192), (1, 8191), (6, 0), (7, 8192)),
        "device": memory(1, (6, 0), (7, 8192)),
        "path": memory(3, (6, 0), (7, 8192)),
        "socket": memory(4, (6, 0), (7, 8192)),
        "write-only": memory(5, (0, 8192), (1, 8191), (3, 2), (6, 5), (6, 6), (6, 7), (6, 13)),
    },
    "pool": {  # 0 and whether memory is copied: messages to a consumer; 1 and a delivery: to a pool
        "frames": b"\x00\x00" + BUFFER + pool_message(2, 1, 1, 3000) + pool_message(2, 1, 2, 10),
        "copied": b"\x00\x01" + BUFFER + pool_message(2, 1, 1, 3000) + pool_message(3, 1) + BUFFER,
        "sealed": b"\x00\x00" + pool_message(1, 1, 3000, handle=3) + pool_message(2, 1, 5, 3000),
        "too-small": b"\x00\x01" + pool_message(1, 1, 3000, handle=2) + pool_message(2, 1, 1, 3000),
        "device": b"\x00\x00" + pool_message(1, 1, 3000, handle=4),
        "file": b"\x00\x01" + pool_message(1, 1, 3000, handle=5) + pool_message(2, 1, 1, 3000),
        "no-handle": b"\x00\x00" + pool_message(1, 1, 3000),
        "beyond": b"\x00\x00" + BUFFER + pool_message(2, 1, 1, 1 << 63),
        "unknown": b"\x00\x00" + bytes([0, 3]) + b"\x09ab" + BUFFER + pool_message(2, 1, 1, 0),
        "released": b"\x01\x00" + READY + pool_message(4, 1, 1) + pool_message(4, 2, 2),
        "all-released": b"\x01\x01" + READY + pool_message(4, 1, 1) + pool_message(4, 2, 2) + pool_message(4, 3, 3),
        "released-twice": b"\x01\x01" + READY + pool_message(4, 1, 1) + pool_message(4, 1, 1),
        "handle-to-a-pool": b"\x01\x01" + READY + pool_message(4, 1, 1, handle=1) + bytes([0, 1, 99]),
        "pool-without-answers": b"\x01\x01" + READY + 10 * bytes([0, 1, 99]),
    },
    "addresses": {
        "unnamed": b"\x02",
        "nothing": b"\x00",
        "path": b"\x10/run/app.sock\x00",
        "path-without-end": b"\x0f/run/app.sock",
        "path-that-fills-it": b"\x6e" + b"/" + b"n" * 107,
        "path-beyond-it": b"\x6f" + b"/" + b"n" * 107,
        "longest-path": b"\x6e" + b"/" + b"n" * 106,
        "abstract": b"\x07\x00app",
        "abstract-with-zeros": b"\x0a\x00a\x00b\x00\x00\x00",
        "abstract-full": b"\x6e\x00" + b"a" * 107,
        "abstract-nothing": b"\x03\x00",
        "control": b"\x20\x00\x1b[31m\n\\\x7f\xff",
        "path-control": b"\x20\x1b[31m\n",
        "long": b"\x20" + b"n" * 200,
        "longest-name": b"\x20" + b"n" * 255,
        "dot": b"\x20.",
        "not-utf8": b"\x20\xff\xfe\xc3",
    },
}


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) == 2 else pathlib.Path(__file__).resolve().parent / "corpus"
    for name, files in CORPORA.items():
        folder = root / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in files.items():
            (folder / file).write_bytes(data)
            (folder / f"{file}.license").write_text(LICENSE, encoding="utf-8")


if __name__ == "__main__":
    main()
