// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/localname.h>

#include "local/localbackend.h"
#include "support/errortext.h"

#include <QtCore/qstringlist.h>

#include <algorithm>

namespace QtInterprocess {

Error local::checkSystemName(const LocalName &name)
{
    const QStringList parts = name.name().split(QLatin1Char('/'));
    const auto isBad = [](const QString &part) {
        return part.isEmpty() || part == QLatin1String(".") || part == QLatin1String("..");
    };
    if (std::none_of(parts.begin(), parts.end(), isBad))
        return {};
    return Error(
        Error::InvalidName, 0, QString(), name.toString(),
        ErrorText::tr("a system name consists of parts with one slash between them; a part cannot be . or .."));
}

// The prefix of a system name. A generic name has no slash, and a path begins with one or with a
// dot.
static constexpr char SystemMark[] = "system:/";

LocalName::LocalName(const QString &string)
{
    const auto startsWith = [&](const char *prefix) { return string.startsWith(QLatin1String(prefix)); };
    if (startsWith("@"))
        *this = namespaced(string.mid(1));
    else if (startsWith(SystemMark))
        *this = system(string.mid(qsizetype(qstrlen(SystemMark))));
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

LocalName LocalName::system(const QString &name)
{
    return LocalName(Kind::System, name);
}

bool LocalName::isSupported(Kind kind) noexcept
{
    return local::supports(kind);
}

QString LocalName::toString() const
{
    switch (m_kind) {
    case Kind::Namespaced: return QLatin1Char('@') + m_name;
    case Kind::System: return QLatin1String(SystemMark) + m_name;
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
