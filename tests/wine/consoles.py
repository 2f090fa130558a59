#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The QtInterprocess authors
# SPDX-License-Identifier: MIT OR Apache-2.0

"""Runs consolepeer at a pseudo terminal, which Wine turns into a console, and types into it.

Usage: consoles.py CASE COMMAND...      COMMAND runs consolepeer
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

LIMIT = 60  # seconds for each line


class Console:
    """A program at a terminal of 200 columns, which no line exceeds.

    Wine moves the cursor over blanks, so all text is compared without blanks. It shows a surrogate
    pair as two unknown characters.
    """

    def __init__(self, command):
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
            os.execvp(command[0], command)
        self.seen = b""

    def text(self):
        """Returns the text on the terminal, without its control sequences."""
        plain = re.sub(rb"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07)", b"", self.seen)
        return plain.decode("utf-8", "replace").replace(" ", "")

    def pump(self, seconds):
        """Reads the available output. Returns False at the end."""
        if not select.select([self.master], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.master, 65536)
        except OSError:  # the other side is closed
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
                sys.exit(f"consoles: the program does not end; its output is\n{self.text()}")
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if status:
            sys.exit(f"consoles: exit status {status}; the output is\n{self.text()}")

    def wait_until_typing_works(self):
        """Waits until Wine reads single keys, which is shortly after the start of the program.

        Wine leaves Ctrl-C and Ctrl-Z to the terminal. This function passes them to the program.
        """
        self.wait_for("READY")
        deadline = time.monotonic() + LIMIT
        while True:
            mode = termios.tcgetattr(self.master)
            if not mode[3] & termios.ICANON:
                break
            if time.monotonic() > deadline:
                sys.exit("consoles: Wine does not switch the terminal to single keys")
            self.pump(0.02)
        mode[3] &= ~termios.ISIG
        termios.tcsetattr(self.master, termios.TCSANOW, mode)

    def type(self, text):
        os.write(self.master, text.encode())


def read_of(text):
    return "READ " + text.encode().hex()


def every_character(console):
    """Checks that characters of one to four bytes arrive, and the end."""
    console.wait_until_typing_works()
    for line in ["abc", "h\u00e4\u00df\u20ac", "\U0001f514\u0416", "\u65e5\u672c\u8a9e"]:
        console.type(line + "\r")
        console.wait_for(read_of(line + "\r\n"))
    console.type("x\x1a\r")  # not at the beginning of a line
    console.wait_for(read_of("x\x1a\r\n"))
    console.type("\x1a\r")
    console.wait_for("END")


def interrupted(console):
    """Checks that a watched Ctrl-C ends nothing.

    Wine does not interrupt the read; tst_consoleio tests that.
    """
    console.wait_until_typing_works()
    console.type("before\r")
    console.wait_for(read_of("before\r\n"))
    console.type("interrupt\r")
    console.wait_for("INTERRUPT")
    console.type("later\r")
    console.wait_for(read_of("later\r\n"))
    console.type("\x1a\r")
    console.wait_for("END")


def closed(console):
    """Checks that closing the input during a read does not wait for a key."""
    console.wait_for("CLOSED")


def shown(console):
    """Checks that split characters arrive whole and that no large output is lost."""
    console.wait_for("SHOWN")
    text = console.text()
    special = ["CUT\u00e4\u20acTUC", "BAD\ufffd\ufffd", "ONLY\u20acWRITTEN"]
    for expected in special + [f"LINE{i}\u20ac." for i in range(2000)]:
        if expected not in text:
            sys.exit(f"consoles: no {expected!r} in\n{text}")


CASES = {"echo": every_character, "watch": interrupted, "close": closed, "show": shown}


def main():
    case, command = sys.argv[1], sys.argv[2:]
    console = Console(command + [case])
    CASES[case](console)
    console.wait_for_end()


main()
