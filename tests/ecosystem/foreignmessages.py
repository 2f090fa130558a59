#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""foreignmessages.py MODE ADDRESS [ARGUMENT...]: the other end of tst_foreignmessages, with nothing but Python's own sockets.

ADDRESS is a path, or @name for an abstract name. "GOT <number> <bytes> <sha1>" is what a message comes to.

packet-client SIZE...    connects; sends messages of these sizes; ends its writing; GOT for each of as many answers; the end
packet-server COUNT      listens; says READY; sends back COUNT messages of one client, and then waits for its end
packet-gives TEXT...     connects; sends one message for each text, with as many handles of pipes as the text has
                         letters; each pipe holds its letter
packet-takes COUNT       listens; says READY; of each message says GIVEN <message> <what the handles hold>
datagram-client OWN SIZE...  is OWN; sends datagrams of these sizes; GOT for each of as many answers
datagram-server COUNT    says READY; sends back COUNT datagrams to whoever they are from
datagram-gives, datagram-takes  as with packets
"""

import hashlib
import os
import socket
import sys

LARGE = 1 << 20


def native(address):
    encoded = os.fsencode(address)
    return b"\0" + encoded[1:] if encoded.startswith(b"@") else encoded


def say(line):
    print(line, flush=True)


def got(number, message):
    say(f"GOT {number} {len(message)} {hashlib.sha1(message).hexdigest()}")


def message_of(number, size):
    """Tells its number and its size by its bytes."""
    return bytes((number + i) & 255 for i in range(256)) * (size // 256) + bytes((number + i) & 255 for i in range(size % 256))


def pipe_with(letter):
    reader, writer = os.pipe()
    os.write(writer, letter.encode())
    os.close(writer)
    return reader


def content_of(fds):
    text = ""
    for fd in fds:
        text += os.read(fd, 10).decode()
        os.close(fd)
    return text


def give(connection, texts):
    for text in texts:
        pipes = [pipe_with(letter) for letter in text]
        socket.send_fds(connection, [text.encode()], pipes)
        for pipe in pipes:
            os.close(pipe)


def take(connection, count):
    for _ in range(count):
        message, fds, flags, _ = socket.recv_fds(connection, LARGE, 253)
        assert not flags & (socket.MSG_TRUNC | socket.MSG_CTRUNC)
        say(f"GIVEN {message.decode()} {content_of(fds)}")


def make(kind):
    made = socket.socket(socket.AF_UNIX, kind)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LARGE)
    return made


def exchange(connection, sizes):
    for number, size in enumerate(sizes):
        connection.send(message_of(number, size))
        got(number, connection.recv(LARGE))


def packets(mode, address, arguments):
    with make(socket.SOCK_SEQPACKET) as first:
        if mode in ("client", "gives"):
            first.connect(address)
            if mode == "gives":
                give(first, arguments)
            else:
                exchange(first, [int(size) for size in arguments])
                first.shutdown(socket.SHUT_WR)
                assert first.recv(LARGE) == b""
            return
        first.bind(address)
        first.listen(1)
        say("READY")
        connection, _ = first.accept()
        with connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, LARGE)
            if mode == "takes":
                take(connection, int(arguments[0]))
                return
            for _ in range(int(arguments[0])):
                connection.send(connection.recv(LARGE))
            assert connection.recv(LARGE) == b""


def datagrams(mode, address, arguments):
    with make(socket.SOCK_DGRAM) as own:
        if mode == "gives":
            own.connect(address)
            give(own, arguments)
        elif mode == "client":
            own.bind(native(arguments[0]))
            own.connect(address)
            exchange(own, [int(size) for size in arguments[1:]])
        else:
            own.bind(address)
            say("READY")
            if mode == "takes":
                take(own, int(arguments[0]))
                return
            for _ in range(int(arguments[0])):
                message, sender = own.recvfrom(LARGE)
                own.sendto(message, sender)


def main():
    kind, mode = sys.argv[1].split("-")
    {"packet": packets, "datagram": datagrams}[kind](mode, native(sys.argv[2]), sys.argv[3:])


main()
