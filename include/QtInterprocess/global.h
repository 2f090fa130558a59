// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qstring.h>
#include <QtCore/qstringview.h>

#include <type_traits>

// The only public header that asks which platform this is.

#if defined(QTINTERPROCESS_STATIC)
#    define QTINTERPROCESS_EXPORT
#elif defined(QTINTERPROCESS_LIBRARY)
#    define QTINTERPROCESS_EXPORT Q_DECL_EXPORT
#else
#    define QTINTERPROCESS_EXPORT Q_DECL_IMPORT
#endif

// 1 where the classes Unix* exist, 0 elsewhere. Defined on every platform, so that #if warns about a misspelling.
#if defined(Q_OS_UNIX)
#    define QTINTERPROCESS_HAS_UNIX 1
#else
#    define QTINTERPROCESS_HAS_UNIX 0
#endif

// 1 where the classes NamedPipe* exist, 0 elsewhere.
#if defined(Q_OS_WIN)
#    define QTINTERPROCESS_HAS_WINDOWS 1
#else
#    define QTINTERPROCESS_HAS_WINDOWS 0
#endif

namespace QtInterprocess::Private {

// True for everything that Qt takes for a QString (so QT_NO_CAST_FROM_ASCII counts), and for what Qt takes for a QStringView.
template <typename Text>
inline constexpr bool isText =
    std::is_convertible_v<const Text &, QString> || std::is_convertible_v<const Text &, QStringView>;

// True for literals and pointers that QT_NO_CAST_FROM_ASCII forbids where a QString is expected.
template <typename Text>
inline constexpr bool isForbiddenText = std::is_convertible_v<const Text &, const char *> && !isText<Text>;

template <typename Text>
QString toQString(const Text &text)
{
    if constexpr (std::is_convertible_v<const Text &, QString>)
        return text;
    else
        return QStringView(text).toString();
}

} // namespace QtInterprocess::Private
