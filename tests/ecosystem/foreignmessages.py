#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Sends and receives messages for tst_foreignmessages, with Python's own sockets.

Usage: foreignmessages.py MODE ADDRESS [ARGUMENT...]

ADDRESS is a path, or @name for an abstract name. Servers print READY when they listen.

packet-client SIZE...        connects, sends messages of these sizes and closes its write channel;
                             prints GOT for each answer
packet-server COUNT          listens, returns COUNT messages of one client and waits for its end
packet-gives TEXT...         connects and sends each text, with one pipe handle per letter; each
                             pipe holds its letter
packet-takes COUNT           listens and prints GIVEN for each message
datagram-client OWN SIZE...  binds to OWN and sends datagrams of these sizes; prints GOT for each
                             answer
datagram-server COUNT        returns COUNT datagrams to their senders
datagram-gives, datagram-takes  like packet-gives and packet-takes

Output lines: "GOT <number> <bytes> <sha1>" and "GIVEN <message> <what the handles hold>".
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
    """Returns a message whose bytes depend on its number and size."""
    block = bytes((number + i) & 255 for i in range(256))
    return block * (size // 256) + block[: size % 256]


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
