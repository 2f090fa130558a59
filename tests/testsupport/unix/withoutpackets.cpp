// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Runs a program without SOCK_SEQPACKET sockets, as on macOS.
// Usage: withoutpackets PROGRAM [ARGUMENT...]

#include "os/unix/sandbox.h"

#include <cerrno>
#include <cstdio>

#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc < 2 || !Sandbox::refuse("SOCK_SEQPACKET", EPROTONOSUPPORT)) {
        std::perror("withoutpackets");
        return 2;
    }
    ::execv(argv[1], argv + 1);
    std::perror(argv[1]);
    return 2;
}
