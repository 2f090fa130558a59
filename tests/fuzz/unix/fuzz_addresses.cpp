// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads any bytes as an address that the kernel returns, of any length, and as a name of the
// library.
//
// No byte outside of the structure is read. A name stays the same on its way to the kernel and
// back, also by a real socket. Its text has only printable characters.
//
// The first byte is the length that the kernel reports.

#include "fuzzing.h"

#include "os/unix/socket.h"
#include "os/unix/socketname.h"
#include "primitives/unix/unixaddress_p.h"
#include "testsupport/unix/rawunix.h"

#include <QtCore/qtemporarydir.h>

#include <cstddef>
#include <memory>

using namespace QtInterprocess;
using Fuzzing::require;
using os::SocketAddress;
using os::SocketName;

namespace {

constexpr size_t PathOffset = offsetof(sockaddr_un, sun_path);

// Linux adds a zero byte to the length of a path that fills all of sun_path.
void checkReturned(const QByteArray &path, size_t length)
{
    // A block of exactly that size, so that a sanitizer finds a read beyond it.
    const auto address = std::make_unique<sockaddr_un>();
    address->sun_family = AF_UNIX;
    std::memcpy(address->sun_path, path.constData(), std::min(size_t(path.size()), sizeof address->sun_path));
    const SocketName name = SocketAddress::nameOf(*address, socklen_t(length));
    const size_t room = std::min(length, sizeof *address) - std::min(length, PathOffset);
    require(size_t(name.bytes.size()) <= room);
    require(name.kind != SocketName::Kind::Unnamed || name.bytes.isEmpty());
    require(name.kind != SocketName::Kind::Path || !name.bytes.contains('\0'));
    require(SocketAddress::nameOf(*address, socklen_t(length), &name) == name);
    require(toSocketName(toUnixAddress(name)) == name);
}

void checkText(const SocketName &name)
{
    const QString text = name.toString();
    require(text == toUnixAddress(name).toString());
    if (name.kind == SocketName::Kind::Abstract)
        require(text.startsWith(QLatin1Char('@'))
                && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= QChar(0x20) && c < QChar(0x7f); }));
}

void checkRoundTrip(const SocketName &name)
{
    const Error error = SocketAddress::check(name);
    if (error) {
        require(!SocketAddress::toConnect(name) && !SocketAddress::toBind(name));
        return;
    }
    if (name.bytes.size() > os::MaximumPathLength)
        return; // bound by way of its folder
    const auto address = SocketAddress::toBind(name);
    require(address && SocketAddress::toConnect(name));
    require(address->size() <= sizeof(sockaddr_un));
    sockaddr_un raw = {};
    std::memcpy(&raw, address->data(), address->size());
    require(SocketAddress::nameOf(raw, address->size()) == name);
}

// Compares with the name that the kernel reports for a socket. Returns false if the socket cannot
// have the name.
bool checkReal(const SocketName &name)
{
    const auto address = SocketAddress::toBind(name);
    if (!address)
        return false;
    const OwnedHandle socket = Raw::socketOf(SOCK_DGRAM);
    if (::bind(int(socket.get()), address->data(), address->size()) != 0)
        return false;
    const auto said = os::localName(int(socket.get()));
    require(bool(said));
    require(name.bytes.size() > os::MaximumPathLength || *said == name);
    return true;
}

void checkInFolder(QByteArray file)
{
    static const QTemporaryDir folder;
    file.replace('/', '_').replace('\0', '_');
    const QByteArray path = QFile::encodeName(folder.path()) + '/' + file.left(255);
    if (file.isEmpty() || file == "." || file == "..")
        return;
    if (checkReal({ SocketName::Kind::Path, path }))
        require(::unlink(path.constData()) == 0);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Fuzzing::TimeLimit limit;
    Fuzzing::Input input(data, size);
    const size_t length = size_t(input.byte()) % (sizeof(sockaddr_un) + 2);
    const QByteArray bytes = input.rest();
    checkReturned(bytes, length);
    for (const auto kind : { SocketName::Kind::Unnamed, SocketName::Kind::Path, SocketName::Kind::Abstract }) {
        const SocketName name { kind, kind == SocketName::Kind::Unnamed ? QByteArray() : bytes };
        checkText(name);
        checkRoundTrip(name);
    }
    if (os::MaximumAbstractLength > 0)
        checkReal({ SocketName::Kind::Abstract, "fuzz-" + bytes });
    checkInFolder(bytes);
    return 0;
}
