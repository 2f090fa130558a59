// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/unix/unixaddress_p.h"

#include <QtCore/qfile.h>

namespace QtInterprocess {

UnixAddress UnixAddress::fromPath(const QString &path)
{
    return fromPath(QFile::encodeName(path));
}

UnixAddress UnixAddress::fromPath(const QByteArray &encodedPath)
{
    return UnixAddress(Type::Path, encodedPath);
}

UnixAddress UnixAddress::abstract(const QByteArray &name)
{
    return UnixAddress(Type::Abstract, name);
}

QString UnixAddress::toString() const
{
    return toSocketName(*this).toString();
}

int UnixAddress::maximumPathLength() noexcept
{
    return os::MaximumPathLength;
}

int UnixAddress::maximumAbstractLength() noexcept
{
    return os::MaximumAbstractLength;
}

os::SocketName toSocketName(const UnixAddress &address)
{
    switch (address.type()) {
    case UnixAddress::Type::Path: return { os::SocketName::Kind::Path, address.bytes() };
    case UnixAddress::Type::Abstract: return { os::SocketName::Kind::Abstract, address.bytes() };
    case UnixAddress::Type::Unnamed: break;
    }
    return {};
}

UnixAddress toUnixAddress(const os::SocketName &name)
{
    switch (name.kind) {
    case os::SocketName::Kind::Path: return UnixAddress::fromPath(name.bytes);
    case os::SocketName::Kind::Abstract: return UnixAddress::abstract(name.bytes);
    case os::SocketName::Kind::Unnamed: break;
    }
    return {};
}

} // namespace QtInterprocess
