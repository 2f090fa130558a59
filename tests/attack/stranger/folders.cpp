// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Changes the meaning of a path between two uses of it.

#include "stranger.h"

#include <chrono>
#include <cstdio>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace Stranger {

using Clock = std::chrono::steady_clock;

// Replaces FOLDER/NAME by a symbolic link to TARGET when it appears, and restores the link a
// moment later.
int swap(const Arguments &arguments)
{
    const std::string link = arguments[0] + "/.link", path = arguments[0] + '/' + arguments[1];
    const std::string &target = arguments[2];
    const auto end = Clock::now() + std::chrono::seconds(std::stoi(arguments[3]));
    unlink(link.c_str());
    if (symlink(target.c_str(), link.c_str()) != 0)
        return 1;
    long swaps = 0;
    while (Clock::now() < end) {
        for (int i = 0; i < 20000; ++i) {
            if (renameat2(AT_FDCWD, link.c_str(), AT_FDCWD, path.c_str(), RENAME_EXCHANGE) != 0)
                continue;
            ++swaps;
            usleep(200);
            struct stat status = {};
            if (lstat(link.c_str(), &status) == 0 && !S_ISLNK(status.st_mode))
                unlink(link.c_str());
            if (rename(path.c_str(), link.c_str()) != 0) {
                unlink(link.c_str());
                if (symlink(target.c_str(), link.c_str()) != 0)
                    return 1;
            }
        }
    }
    unlink(link.c_str());
    std::printf("{\"swaps\":%ld}\n", swaps);
    return 0;
}

// Moves a folder with a listening socket NAME from FROM to TO and back, and counts the clients.
int toggle(const Arguments &arguments)
{
    const char *const from = arguments[0].c_str(), *const to = arguments[1].c_str();
    const std::string path = arguments[0] + '/' + arguments[2];
    const auto end = Clock::now() + std::chrono::seconds(std::stoi(arguments[3]));
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return 1;
    std::memcpy(address.sun_path, path.c_str(), path.size());
    const int server = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (mkdir(from, 0755) != 0 || bind(server, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || chmod(path.c_str(), 0666) != 0 || listen(server, 128) != 0)
        return 1;
    long toggles = 0, caught = 0;
    while (Clock::now() < end) {
        if (rename(from, to) != 0 || rename(to, from) != 0)
            usleep(1000); // the victim has created TO itself
        ++toggles;
        const int peer = accept(server, nullptr, nullptr);
        if (peer != -1) {
            ++caught;
            close(peer);
        }
    }
    std::printf("{\"toggles\":%ld,\"caught\":%ld}\n", toggles, caught);
    return 0;
}

} // namespace Stranger
