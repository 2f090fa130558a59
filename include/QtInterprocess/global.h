// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/version.h>

#include <QtCore/qstring.h>
#include <QtCore/qstringview.h>

#include <type_traits>

// Macros of the library. No other public header checks the platform.

// Exports a symbol of the library. It is empty in a static build.
#if defined(QTINTERPROCESS_STATIC)
#    define QTINTERPROCESS_EXPORT
#elif defined(QTINTERPROCESS_LIBRARY)
#    define QTINTERPROCESS_EXPORT Q_DECL_EXPORT
#else
#    define QTINTERPROCESS_EXPORT Q_DECL_IMPORT
#endif

// 1 where the classes Unix* exist, 0 elsewhere. It is always defined, so that #if warns about a
// misspelled name.
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

/*
    Macros for deprecated declarations, as in Qt.

    Define them before the first include, or for a whole project. The value is, for example,
    QT_VERSION_CHECK(0, 2, 0) or 0x000200.

    QTINTERPROCESS_DISABLE_DEPRECATED_BEFORE: Removes declarations that were deprecated up to this
    version. By default none is removed.

    QTINTERPROCESS_WARN_DEPRECATED_UP_TO: Warns about declarations that were deprecated up to this
    version. The default is the version in use.
*/
#ifndef QTINTERPROCESS_DISABLE_DEPRECATED_BEFORE
#    define QTINTERPROCESS_DISABLE_DEPRECATED_BEFORE 0
#endif
#ifndef QTINTERPROCESS_WARN_DEPRECATED_UP_TO
#    define QTINTERPROCESS_WARN_DEPRECATED_UP_TO QTINTERPROCESS_VERSION
#endif

// Put #if QTINTERPROCESS_DEPRECATED_SINCE(0, 2) around each declaration that 0.2 deprecates.
#define QTINTERPROCESS_DEPRECATED_SINCE(major, minor) \
    (QT_VERSION_CHECK(major, minor, 0) > QTINTERPROCESS_DISABLE_DEPRECATED_BEFORE)

// Put QTINTERPROCESS_DEPRECATED_VERSION_X_0_2("Use other() instead.") in front of it. Each minor
// version has a block here.
#if QTINTERPROCESS_WARN_DEPRECATED_UP_TO >= QT_VERSION_CHECK(0, 1, 0)
#    define QTINTERPROCESS_DEPRECATED_VERSION_X_0_1(text) Q_DECL_DEPRECATED_X(text)
#else
#    define QTINTERPROCESS_DEPRECATED_VERSION_X_0_1(text)
#endif
#if QTINTERPROCESS_WARN_DEPRECATED_UP_TO >= QT_VERSION_CHECK(0, 2, 0)
#    define QTINTERPROCESS_DEPRECATED_VERSION_X_0_2(text) Q_DECL_DEPRECATED_X(text)
#else
#    define QTINTERPROCESS_DEPRECATED_VERSION_X_0_2(text)
#endif

namespace QtInterprocess::Private {

// True for each type that converts to QString or QStringView. QT_NO_CAST_FROM_ASCII applies.
template <typename Text>
inline constexpr bool isText =
    std::is_convertible_v<const Text &, QString> || std::is_convertible_v<const Text &, QStringView>;

// True for literals and pointers that QT_NO_CAST_FROM_ASCII forbids where a QString is expected.
template <typename Text>
inline constexpr bool isForbiddenText = std::is_convertible_v<const Text &, const char *> && !isText<Text>;

// Converts each type for which isText is true.
template <typename Text>
QString toQString(const Text &text)
{
    if constexpr (std::is_convertible_v<const Text &, QString>)
        return text;
    else
        return QStringView(text).toString();
}

} // namespace QtInterprocess::Private
