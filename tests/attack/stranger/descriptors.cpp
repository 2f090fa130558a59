// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Passes descriptors whose last close() blocks.

#include "stranger.h"

#include <cstddef>
#include <cstdio>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace Stranger {

namespace {

constexpr size_t BlockSize = 65536;
char block[BlockSize];

// Creates a TCP server that reads nothing.
int listenOnTcp(sockaddr_in &address)
{
    const int server = socket(AF_INET, SOCK_STREAM, 0), least = 4096;
    setsockopt(server, SOL_SOCKET, SO_RCVBUF, &least, sizeof least);
    address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(server, reinterpret_cast<const sockaddr *>(&address), size) != 0 || listen(server, 100) != 0
        || getsockname(server, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return -1;
    return server;
}

// Returns a connection to it. Its last close() waits that many seconds for unsent data.
int lingering(int server, const sockaddr_in &address, int seconds)
{
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    const ::linger wait = { 1, seconds };
    setsockopt(client, SOL_SOCKET, SO_LINGER, &wait, sizeof wait);
    if (connect(client, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0
        || accept(server, nullptr, nullptr) == -1)
        return -1;
    while (send(client, block, BlockSize, MSG_DONTWAIT) > 0) {
    }
    return client;
}

int connectTo(const std::string &kind, const std::string &name)
{
    const int type = kind == "packets" ? SOCK_SEQPACKET : kind == "datagrams" ? SOCK_DGRAM : SOCK_STREAM;
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, name.c_str(), name.size());
    socklen_t size = socklen_t(offsetof(sockaddr_un, sun_path) + name.size() + 1);
    if (name[0] == '@') {
        address.sun_path[0] = '\0';
        --size;
    }
    const int client = socket(AF_UNIX, type, 0);
    return connect(client, reinterpret_cast<const sockaddr *>(&address), size) == 0 ? client : -1;
}

bool pass(int through, int descriptor)
{
    alignas(cmsghdr) char control[CMSG_SPACE(sizeof descriptor)] = {};
    iovec bytes = { block, 5 };
    msghdr message = {};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr *const header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof descriptor);
    std::memcpy(CMSG_DATA(header), &descriptor, sizeof descriptor);
    return sendmsg(through, &message, MSG_NOSIGNAL) != -1;
}

} // namespace

// Passes one blocking descriptor on each of COUNT connections, and closes its own copies. With
// PAUSE, it waits that many seconds after connecting.
int linger(const Arguments &arguments)
{
    const int seconds = std::stoi(arguments[2]), count = std::stoi(arguments[3]);
    sockaddr_in address;
    const int server = listenOnTcp(address);
    std::vector<int> connections;
    for (int i = 0; i < count; ++i)
        connections.push_back(connectTo(arguments[0], arguments[1]));
    if (arguments.size() > 4)
        sleep(unsigned(std::stoi(arguments[4])));
    int passed = 0;
    for (const int connection : connections) {
        const int descriptor = lingering(server, address, seconds);
        if (connection != -1 && pass(connection, descriptor)) {
            ++passed;
        } else {
            const ::linger none = { 0, 0 };
            setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &none, sizeof none);
        }
        close(descriptor);
        usleep(2000);
    }
    std::printf("{\"passed\":%d}\n", passed);
    std::fflush(stdout);
    sleep(unsigned(seconds) + 1);
    return 0;
}

} // namespace Stranger
