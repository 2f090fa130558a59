// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/poolmessage.h"

#include <QtCore/qendian.h>

namespace QtInterprocess {

namespace {

using Type = PoolMessage::Type;

constexpr bool hasNumber(Type type) noexcept
{
    return type == Type::Frame || type == Type::Release;
}

constexpr bool hasSize(Type type) noexcept
{
    return type == Type::Frame || type == Type::Buffer;
}

constexpr qsizetype fixedSize(Type type) noexcept
{
    return 1 + qsizetype(sizeof(quint32)) + qsizetype(sizeof(quint64)) * (int(hasNumber(type)) + int(hasSize(type)));
}

template <typename Number>
void put(char *&to, Number number) noexcept
{
    qToBigEndian(number, to);
    to += sizeof(number);
}

template <typename Number>
Number take(const char *&from) noexcept
{
    const Number number = qFromBigEndian<Number>(from);
    from += sizeof(number);
    return number;
}

} // namespace

QByteArray PoolMessage::encoded() const
{
    QByteArray bytes(fixedSize(type), Qt::Uninitialized);
    char *to = bytes.data();
    put(to, quint8(type));
    put(to, id);
    if (hasNumber(type))
        put(to, number);
    if (hasSize(type))
        put(to, size);
    return bytes + metadata;
}

std::optional<PoolMessage> PoolMessage::parse(const QByteArray &bytes)
{
    PoolMessage message;
    if (bytes.isEmpty())
        return std::nullopt;
    const char *from = bytes.constData();
    const auto type = take<quint8>(from);
    if (type < quint8(Type::Buffer) || type > quint8(Type::Release))
        return message;
    message.type = Type(type);
    if (bytes.size() < fixedSize(message.type))
        return std::nullopt;
    message.id = take<quint32>(from);
    if (hasNumber(message.type))
        message.number = take<quint64>(from);
    if (hasSize(message.type))
        message.size = take<quint64>(from);
    if (message.type == Type::Frame)
        message.metadata = bytes.mid(fixedSize(message.type));
    return message;
}

} // namespace QtInterprocess
