// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/socketname.h"

#include "os/unix/call.h"
#include "os/unix/descriptor.h"
#include "os/unix/errormap.h"
#include "os/unix/linux.h"
#include "support/errortext.h"

#include <QtCore/qfile.h>

#include <algorithm>
#include <climits>
#include <cstddef>
#include <cstring>

#include <fcntl.h>
#include <unistd.h>

namespace QtInterprocess::os {

namespace {

constexpr socklen_t PathOffset = socklen_t(offsetof(sockaddr_un, sun_path));

constexpr bool HasAbstractNames = MaximumAbstractLength > 0;
#if QTINTERPROCESS_LINUX
constexpr bool HasProc = true;
#else
constexpr bool HasProc = false;
#endif

Error tooLong(qsizetype size, qsizetype limit,
              const ErrorText &why = ErrorText::tr("the name has %1 bytes, the limit here is %2"))
{
    return Error(Error::NameTooLong, ENAMETOOLONG, QString(), QString(), why.arg(size, limit));
}

Error invalidName(const ErrorText &why)
{
    return Error(Error::InvalidName, 0, QString(), QString(), why);
}

bool hasDescriptors()
{
    return HasProc && ::access("/proc/self/fd", X_OK) == 0;
}

Error checkLength(const QByteArray &path)
{
    if (path.size() <= MaximumPathLength)
        return {};
    if (!HasProc)
        return tooLong(path.size(), MaximumPathLength);
    if (!hasDescriptors())
        return tooLong(
            path.size(), MaximumPathLength,
            ErrorText::tr("the name has %1 bytes, the limit here is %2; longer paths need /proc, which is missing"));
    const qsizetype last = path.size() - path.lastIndexOf('/') - 1;
    if (last > NAME_MAX)
        return tooLong(last, NAME_MAX);
    return path.size() >= PATH_MAX ? tooLong(path.size(), PATH_MAX - 1) : Error();
}

} // namespace

Error SocketAddress::check(const SocketName &name)
{
    if (name.kind == SocketName::Kind::Abstract) {
        if (!HasAbstractNames)
            return Error(Error::Unsupported, 0, QString(), QString(),
                         ErrorText::tr("abstract names exist on Linux only; use a path"));
        if (name.bytes.size() > MaximumPathLength)
            return tooLong(name.bytes.size(), MaximumPathLength);
        if (name.bytes.isEmpty())
            return invalidName(ErrorText::tr("the name is empty"));
    } else if (name.kind == SocketName::Kind::Path) {
        if (name.bytes.isEmpty())
            return invalidName(ErrorText::tr("the path is empty"));
        if (name.bytes.contains('\0'))
            return invalidName(ErrorText::tr("the path contains a zero byte"));
        return checkLength(name.bytes);
    } else {
        return invalidName(ErrorText::tr("the address has no name; use UnixAddress::fromPath()"));
    }
    return {};
}

QString SocketName::toString() const
{
    if (kind == Kind::Path)
        return QFile::decodeName(bytes);
    if (kind == Kind::Unnamed)
        return {};
    QString text = QStringLiteral("@");
    for (const char c : bytes) {
        if (c >= 0x20 && c < 0x7f && c != '\\')
            text += QLatin1Char(c);
        else
            text += QStringLiteral("\\x%1").arg(uchar(c), 2, 16, QLatin1Char('0'));
    }
    return text;
}

void SocketAddress::setPath(const QByteArray &path)
{
    m_address.sun_family = AF_UNIX;
    std::memcpy(m_address.sun_path, path.constData(), size_t(path.size()));
    m_size = PathOffset + socklen_t(path.size()) + 1;
}

Result<SocketAddress> SocketAddress::fromShortName(const SocketName &name)
{
    SocketAddress address;
    address.m_address.sun_family = AF_UNIX;
    if (name.kind == SocketName::Kind::Path) {
        address.setPath(name.bytes);
    } else {
        std::memcpy(address.m_address.sun_path + 1, name.bytes.constData(), size_t(name.bytes.size()));
        address.m_size = PathOffset + 1 + socklen_t(name.bytes.size());
    }
    return address;
}

Result<SocketAddress> SocketAddress::inFolder(int folder, const QByteArray &name)
{
    if (!HasProc)
        return Error(Error::Unsupported, 0, QString(), QString(), ErrorText::tr("only Linux has /proc/self/fd"));
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(folder) + '/' + name;
    if (path.size() > MaximumPathLength)
        return tooLong(name.size(), MaximumPathLength - (path.size() - name.size()));
    SocketAddress address;
    address.setPath(path);
    return address;
}

Result<SocketAddress> SocketAddress::throughItself(const QByteArray &path, int folder)
{
#if defined(O_PATH)
    constexpr int Access = O_PATH | O_CLOEXEC;
#else
    constexpr int Access = O_RDONLY | O_CLOEXEC;
#endif
    const int flags = Access | (folder == AT_FDCWD ? 0 : O_NOFOLLOW);
    OwnedHandle file = newHandle(systemCall(Call::Open, [&] { return ::openat(folder, path.constData(), flags); }));
    if (!file)
        return lastError("open the file", QFile::decodeName(path));
    SocketAddress address;
    address.setPath("/proc/self/fd/" + QByteArray::number(file.get()));
    address.m_kept = std::move(file);
    return address;
}

Result<SocketAddress> SocketAddress::toConnect(const SocketName &name)
{
    if (const Error error = check(name))
        return error;
    if (name.bytes.size() <= MaximumPathLength)
        return fromShortName(name);
    return throughItself(name.bytes);
}

Result<SocketAddress> SocketAddress::toBind(const SocketName &name, int folder)
{
    if (const Error error = check(name))
        return error;
    if (name.bytes.size() <= MaximumPathLength)
        return fromShortName(name);
    return inFolder(folder, name.bytes.mid(name.bytes.lastIndexOf('/') + 1));
}

Result<SocketAddress> SocketAddress::toConnectIn(int folder, const QByteArray &name, const QByteArray &path)
{
    const SocketName whole { SocketName::Kind::Path, path };
    if (const Error error = check(whole))
        return error;
    // Without /proc only the path is left.
    return hasDescriptors() ? throughItself(name, folder) : toConnect(whole);
}

SocketName SocketAddress::nameOf(const sockaddr_un &address, socklen_t length, const SocketName *likely)
{
    if (length <= PathOffset)
        return {};
    const bool isAbstract = address.sun_path[0] == '\0';
    // See ReturnedAddress.
    const size_t room = std::min(size_t(length - PathOffset), sizeof address.sun_path);
    const char *const start = address.sun_path + (isAbstract ? 1 : 0);
    const size_t size = isAbstract ? room - 1 : qstrnlen(start, room);
    if (isAbstract && (size == 0 || !HasAbstractNames))
        return {};
    const auto kind = isAbstract ? SocketName::Kind::Abstract : SocketName::Kind::Path;
    if (likely && likely->kind == kind && likely->bytes == QByteArrayView(start, qsizetype(size)))
        return *likely;
    return { kind, QByteArray(start, qsizetype(size)) };
}

} // namespace QtInterprocess::os
