// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/localname.h>

#include "local/localbackend.h"

namespace QtInterprocess {

LocalName::LocalName(const QString &string)
{
    const auto startsWith = [&](const char *prefix) { return string.startsWith(QLatin1String(prefix)); };
    if (startsWith("@"))
        *this = namespaced(string.mid(1));
    else if (startsWith("/") || startsWith("./") || startsWith("../") || startsWith("\\\\"))
        *this = path(string);
    else
        *this = generic(string);
}

LocalName LocalName::generic(const QString &name)
{
    return LocalName(Kind::Generic, name);
}

LocalName LocalName::path(const QString &path)
{
    return LocalName(Kind::Path, path);
}

LocalName LocalName::namespaced(const QString &name)
{
    return LocalName(Kind::Namespaced, name);
}

bool LocalName::isSupported(Kind kind) noexcept
{
    return local::supports(kind);
}

QString LocalName::toString() const
{
    switch (m_kind) {
    case Kind::Namespaced: return QLatin1Char('@') + m_name;
    case Kind::Generic: return m_name;
    case Kind::Path: break;
    }
    const bool isPathByItself = m_name.isEmpty() || LocalName(m_name).m_kind == Kind::Path;
    return isPathByItself ? m_name : QStringLiteral("./") + m_name;
}

QString LocalName::fullName() const
{
    const auto place = local::placeOf(*this);
    return place ? *place : QString();
}

} // namespace QtInterprocess
