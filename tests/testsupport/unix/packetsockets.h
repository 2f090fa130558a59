// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/UnixSeqPacketSocket>

#include <QtTest/qtest.h>

namespace TestSupport {

// Tells whether the system has SOCK_SEQPACKET sockets; macOS has none.
inline bool hasPacketSockets()
{
    static const bool has = QtInterprocess::UnixSeqPacketSocket::createPair().first != nullptr;
    return has;
}

// Tells whether the name of the running test, or of its data row, contains what.
inline bool isAbout(const char *what)
{
    const auto names = [=](const char *text) { return QByteArray(text).toLower().contains(what); };
    return names(QTest::currentTestFunction()) || names(QTest::currentDataTag());
}

} // namespace TestSupport

#define REQUIRE_PACKET_SOCKETS() \
    do { \
        if (!TestSupport::hasPacketSockets()) \
            QSKIP("Unsupported: this system has no SOCK_SEQPACKET sockets"); \
    } while (false)

// For init() of suites that name packets in the tests that use them.
#define REQUIRE_PACKET_SOCKETS_IF_NAMED() \
    do { \
        if (TestSupport::isAbout("packet")) \
            REQUIRE_PACKET_SOCKETS(); \
    } while (false)
