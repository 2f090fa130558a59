// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests at compile time: under QT_NO_CAST_FROM_ASCII, LocalName converts only from the types that
// convert to QString.

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>

#include <QtCore/qstringbuilder.h>

#ifndef QT_NO_CAST_FROM_ASCII
#    error "This file is to be compiled with QT_NO_CAST_FROM_ASCII."
#endif

using namespace QtInterprocess;

template <typename Name, typename = void>
constexpr bool canListen = false;
template <typename Name>
constexpr bool canListen<Name, std::void_t<decltype(std::declval<LocalServer &>().listen(std::declval<Name>()))>> =
    true;

template <typename Name, typename = void>
constexpr bool canConnect = false;
template <typename Name>
constexpr bool
    canConnect<Name, std::void_t<decltype(std::declval<LocalSocket &>().connectToServer(std::declval<Name>()))>> = true;

template <typename Name>
constexpr bool isAccepted = canListen<Name> &&canConnect<Name> &&std::is_convertible_v<Name, LocalName>;
template <typename Name>
constexpr bool isRefused = !canListen<Name> && !std::is_constructible_v<LocalName, Name>;

static_assert(isAccepted<QString> && isAccepted<const QString &> && isAccepted<LocalName>);
static_assert(isAccepted<QLatin1String> && isAccepted<QStringView> && isAccepted<const char16_t (&)[4]>);
static_assert(isAccepted<decltype(QString() % QLatin1String())>);
static_assert(isRefused<const char *> && isRefused<const char (&)[4]> && isRefused<QByteArray>);
static_assert(isRefused<int> && isRefused<bool> && isRefused<QObject *>);
// An open mode does not convert to a name.
static_assert(!std::is_constructible_v<LocalName, QIODevice::OpenMode> && canConnect<QIODevice::OpenMode>);
