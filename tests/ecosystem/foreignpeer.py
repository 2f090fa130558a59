#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Exchanges streams with tst_foreignpeers, with Python's own sockets.

Usage: foreignpeer.py MODE ADDRESS SIZE

ADDRESS is a path, or @name for an abstract name. Servers print READY and serve one client. At the
end, a mode that receives prints "SINK <bytes> <sha1>" for all that it has received.

client-exchange   sends SIZE bytes of the pattern while it receives, and closes its write channel
client-halfclose  sends SIZE bytes, closes its write channel, and then reads the answer to its end
client-unread     sends SIZE bytes and prints SENT; waits for a line on standard input and closes
                  with unread input
server-exchange   as client-exchange
server-slow       receives slowly to the end
server-send       sends SIZE bytes and closes
"""

import hashlib
import os
import socket
import sys
import threading
import time


def pattern(size):
    """Returns the bytes of TestSupport::pattern(): each block is the first block plus a number."""
    rows = [bytes((31 * i + shift) & 255 for i in range(256)) for shift in range(256)]
    blocks = (rows[(7 * block + (block >> 12)) & 255] for block in range((size + 255) // 256))
    return b"".join(blocks)[:size]


def say(line):
    print(line, flush=True)


def receive_all(connection, piece=65536, pause_every=0):
    digest, count, pieces = hashlib.sha1(), 0, 0
    while data := connection.recv(piece):
        digest.update(data)
        count += len(data)
        pieces += 1
        if pause_every and pieces % pause_every == 0:
            time.sleep(0.001)  # makes the reader slow
    say(f"SINK {count} {digest.hexdigest()}")


def exchange(connection, size):
    def send():
        connection.sendall(pattern(size))
        connection.shutdown(socket.SHUT_WR)

    sender = threading.Thread(target=send)
    sender.start()
    receive_all(connection)
    sender.join()


def halfclose(connection, size):
    connection.sendall(pattern(size))
    connection.shutdown(socket.SHUT_WR)
    receive_all(connection)


def unread(connection, size):
    connection.sendall(pattern(size))
    say("SENT")
    sys.stdin.readline()
    assert connection.recv(1, socket.MSG_PEEK), "nothing there that could be left unread"


MODES = {
    "exchange": exchange,
    "halfclose": halfclose,
    "unread": unread,
    "slow": lambda connection, size: receive_all(connection, 997, 64),
    "send": lambda connection, size: connection.sendall(pattern(size)),
}


def main():
    role, mode = sys.argv[1].split("-")
    address = os.fsencode(sys.argv[2])
    if address.startswith(b"@"):
        address = b"\0" + address[1:]
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as first:
        if role == "client":
            first.connect(address)
            MODES[mode](first, int(sys.argv[3]))
            return
        first.bind(address)
        first.listen(1)
        say("READY")
        connection, _ = first.accept()
        with connection:
            MODES[mode](connection, int(sys.argv[3]))


main()
