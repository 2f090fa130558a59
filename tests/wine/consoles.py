#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

"""Runs consolepeer at a pseudo terminal, which Wine makes a console of, and types.

Usage: consoles.py CASE COMMAND...     COMMAND runs consolepeer
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

LIMIT = 60  # seconds for each line that is waited for


class Console:
    """A program at a terminal of 200 columns, so that no line is broken. Wine moves the cursor where a blank is already, so all
    text is compared without blanks. It shows a surrogate pair as two characters that are unknown."""

    def __init__(self, command):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
            os.execvp(command[0], command)
        self.seen = b""

    def text(self):
        """What the terminal has got, without the commands that move the cursor and so on."""
        plain = re.sub(rb"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07)", b"", self.seen)
        return plain.decode("utf-8", "replace").replace(" ", "")

    def pump(self, seconds):
        """Takes what comes. False at the end."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:  # nobody has the other side any more
            return False
        self.seen += data
        return bool(data)

    def wait_for(self, text):
        deadline = time.monotonic() + LIMIT
        while text.replace(" ", "") not in self.text():
            if time.monotonic() > deadline or not self.pump(0.2):
                sys.exit(f"consoles: no {text!r} in\n{self.text()}")

    def wait_for_end(self):
        deadline = time.monotonic() + LIMIT
        while self.pump(0.2):
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
                sys.exit(f"consoles: it does not end; it has shown\n{self.text()}")
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if status:
            sys.exit(f"consoles: exit status {status}; it has shown\n{self.text()}")

    def wait_until_it_can_be_typed(self):
        """Wine takes keys as they are a moment after the program has begun. It leaves Ctrl-C and Ctrl-Z to the terminal, but
        they are for the program."""
        self.wait_for("READY")
        deadline = time.monotonic() + LIMIT
        while True:
            mode = termios.tcgetattr(self.master)
            if not mode[3] & termios.ICANON:
                break
            if time.monotonic() > deadline:
                sys.exit("consoles: Wine does not take the terminal over")
            self.pump(0.02)
        mode[3] &= ~termios.ISIG
        termios.tcsetattr(self.master, termios.TCSANOW, mode)

    def type(self, text):
        os.write(self.master, text.encode())


def read_of(text):
    return "READ " + text.encode().hex()


def every_character(console):
    """Characters of one to four bytes, and the end."""
    console.wait_until_it_can_be_typed()
    for line in ["abc", "h\u00e4\u00df\u20ac", "\U0001f514\u0416", "\u65e5\u672c\u8a9e"]:
        console.type(line + "\r")
        console.wait_for(read_of(line + "\r\n"))
    console.type("x\x1a\r")  # not at the beginning of a line
    console.wait_for(read_of("x\x1a\r\n"))
    console.type("\x1a\r")
    console.wait_for("END")


def interrupted(console):
    """Ctrl-C that is watched ends nothing. Wine does not interrupt the read: tst_consoleio sees to that."""
    console.wait_until_it_can_be_typed()
    console.type("before\r")
    console.wait_for(read_of("before\r\n"))
    console.type("interrupt\r")
    console.wait_for("INTERRUPT")
    console.type("later\r")
    console.wait_for(read_of("later\r\n"))
    console.type("\x1a\r")
    console.wait_for("END")


def closed(console):
    """Closing the input in the middle of a read does not wait for anybody to type."""
    console.wait_for("CLOSED")


def shown(console):
    """Cut characters arrive whole, and nothing of a large output is lost."""
    console.wait_for("SHOWN")
    text = console.text()
    for expected in ["CUT\u00e4\u20acTUC", "BAD\ufffd\ufffd", "ONLY\u20acWRITTEN"] + [f"LINE{i}\u20ac." for i in range(2000)]:
        if expected not in text:
            sys.exit(f"consoles: no {expected!r} in\n{text}")


CASES = {"echo": every_character, "watch": interrupted, "close": closed, "show": shown}


def main():
    case, command = sys.argv[1], sys.argv[2:]
    console = Console(command + [case])
    CASES[case](console)
    console.wait_for_end()


main()
