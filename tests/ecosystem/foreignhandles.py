#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Sends and receives handles for tst_foreignhandles, with Python's send_fds() and recv_fds().

Usage: foreignhandles.py MODE PATH

Each mode connects to PATH. A handle is the reading end of a pipe that holds its number as text.

receive      prints a line for each message: "bytes: numbers of its handles"
send         sends "one" with handle 0, "three" with 1 to 3, "many" with 253 from 4 on, and "none"
messages     receives messages with a length prefix from a MessageChannel, and prints a line for
             each as receive does; then sends "one" with handle 0, "parts" in three pieces with
             handle 1 beside the last one, "pair" with handles 2 and 3, "none", and "last" with
             handle 4
credentials  sends "both" with handle 0 and its credentials in one message; then requests
             credentials and prints "bytes: numbers of its handles from process" for each message
"""

import array
import os
import socket
import struct
import sys


def numbered(first, count):
    handles = []
    for number in range(first, first + count):
        reading, writing = os.pipe()
        os.write(writing, str(number).encode())
        os.close(writing)
        handles.append(reading)
    return handles


def numbers_of(handles):
    numbers = []
    for handle in handles:
        numbers.append(os.read(handle, 100).decode())
        os.close(handle)
    return " ".join(numbers)


def send(connection, data, first, count):
    handles = numbered(first, count)
    assert socket.send_fds(connection, [data], handles) == len(data)
    for handle in handles:
        os.close(handle)


def receive_mode(connection):
    while True:
        data, handles, flags, _ = socket.recv_fds(connection, 1000, 253)
        assert not flags & socket.MSG_CTRUNC
        if not data:
            return
        print(f"{data.decode()}: {numbers_of(handles)}", flush=True)


def send_mode(connection):
    send(connection, b"one", 0, 1)
    send(connection, b"three", 1, 3)
    send(connection, b"many", 4, 253)
    connection.sendall(b"none")


def framed(message):
    return struct.pack(">I", len(message)) + message


def receive_exactly(connection, size, handles):
    received = b""
    while len(received) < size:
        data, more, flags, _ = socket.recv_fds(connection, size - len(received), 253)
        assert data and not flags & socket.MSG_CTRUNC
        received += data
        handles += more
    return received


def messages_mode(connection):
    while True:
        handles = []
        (size,) = struct.unpack(">I", receive_exactly(connection, 4, handles))
        message = receive_exactly(connection, size, handles)
        print(f"{message.decode()}: {numbers_of(handles)}", flush=True)
        if message == b"your turn":
            break
    send(connection, framed(b"one"), 0, 1)
    parts = framed(b"parts")
    connection.sendall(parts[:2])
    connection.sendall(parts[2:6])
    send(connection, parts[6:], 1, 1)
    send(connection, framed(b"pair"), 2, 2)
    connection.sendall(framed(b"none"))
    send(connection, framed(b"last"), 4, 1)


def credentials_mode(connection):
    handles = numbered(0, 1)
    rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", handles))
    who = (socket.SOL_SOCKET, socket.SCM_CREDENTIALS, struct.pack("3i", os.getpid(), os.getuid(), os.getgid()))
    assert connection.sendmsg([b"both"], [rights, who]) == 4
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    print("READY", flush=True)
    data, control, flags, _ = connection.recvmsg(1000, 4096)
    assert not flags & socket.MSG_CTRUNC
    received, process = array.array("i"), 0
    for level, kind, content in control:
        assert level == socket.SOL_SOCKET
        if kind == socket.SCM_RIGHTS:
            received.frombytes(content)
        elif kind == socket.SCM_CREDENTIALS:
            process = struct.unpack("3i", content)[0]
    print(f"{data.decode()}: {numbers_of(received)} from {process}", flush=True)


def main():
    modes = {"receive": receive_mode, "send": send_mode, "messages": messages_mode, "credentials": credentials_mode}
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(sys.argv[2])
        modes[sys.argv[1]](connection)


main()
