// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/poolmessage.h"

#include <QtCore/qendian.h>

namespace QtInterprocess {

namespace {

constexpr bool hasNumber(PoolMessage::Type type) noexcept
{
    return type == PoolMessage::Type::Frame || type == PoolMessage::Type::Release;
}

constexpr bool hasSize(PoolMessage::Type type) noexcept
{
    return type == PoolMessage::Type::Frame || type == PoolMessage::Type::Buffer;
}

constexpr qsizetype fixedSize(PoolMessage::Type type) noexcept
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
    if (type < quint8(PoolMessage::Type::Buffer) || type > quint8(PoolMessage::Type::Ready))
        return message;
    message.type = PoolMessage::Type(type);
    if (bytes.size() < fixedSize(message.type))
        return std::nullopt;
    message.id = take<quint32>(from);
    if (hasNumber(message.type))
        message.number = take<quint64>(from);
    if (hasSize(message.type))
        message.size = take<quint64>(from);
    if (message.type == PoolMessage::Type::Frame)
        message.metadata = bytes.mid(fixedSize(message.type));
    return message;
}

} // namespace QtInterprocess
