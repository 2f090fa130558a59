// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/instanceprotocol.h"

#include "local/messagevalue.h"

#include <QtCore/qcborarray.h>
#include <QtCore/qcbormap.h>

#include <limits>

namespace QtInterprocess::instance {

static constexpr ValueLimits Limits { .depth = 8 }; // including what later versions may add

static QCborMap toMap(const QByteArray &message)
{
    const auto value = decodeValue(message, MessageChannel::Format::Cbor, Limits);
    return value ? value->toMap() : QCborMap();
}

// Returns the integer, or 0 for another type. QCborValue::toInteger() also converts a double, which
// may be out of range.
static qint64 integer(const QCborValue &value)
{
    return value.isInteger() ? value.toInteger() : 0;
}

QByteArray encode(const Hello &hello)
{
    return QCborMap { { QStringLiteral("version"), Version },
                      { QStringLiteral("limit"), hello.limit },
                      { QStringLiteral("replaceable"), hello.isReplaceable } }
        .toCborValue()
        .toCbor();
}

std::optional<Hello> decodeHello(const QByteArray &message)
{
    const QCborMap map = toMap(message);
    if (integer(map.value(QLatin1String("version"))) != Version)
        return std::nullopt;
    return Hello { integer(map.value(QLatin1String("limit"))), map.value(QLatin1String("replaceable")).toBool() };
}

QByteArray encode(const Request &request)
{
    QCborArray arguments;
    for (const QByteArray &argument : request.arguments)
        arguments.append(argument);
    QCborMap environment;
    for (auto entry = request.environment.cbegin(); entry != request.environment.cend(); ++entry)
        environment.insert(entry.key(), entry.value());
    QCborMap map { { QStringLiteral("arguments"), arguments },
                   { QStringLiteral("directory"), request.directory },
                   { QStringLiteral("environment"), environment },
                   { QStringLiteral("token"), request.token },
                   { QStringLiteral("payload"), request.payload } };
    if (request.replaces)
        map.insert(QStringLiteral("replace"), true);
    return map.toCborValue().toCbor();
}

std::optional<Request> decodeRequest(const QByteArray &message)
{
    const QCborMap map = toMap(message);
    const QCborValue arguments = map.value(QLatin1String("arguments"));
    if (!arguments.isArray())
        return std::nullopt;
    Request request;
    const QCborArray list = arguments.toArray();
    for (const auto &argument : list)
        request.arguments.append(argument.toByteArray());
    request.directory = map.value(QLatin1String("directory")).toByteArray();
    const QCborMap environment = map.value(QLatin1String("environment")).toMap();
    for (const auto &entry : environment)
        request.environment.insert(entry.first.toString(), entry.second.toString());
    request.token = map.value(QLatin1String("token")).toString();
    request.payload = map.value(QLatin1String("payload")).toByteArray();
    request.replaces = map.value(QLatin1String("replace")).toBool();
    return request;
}

QByteArray encode(const Answer &answer)
{
    return QCborMap { { QStringLiteral("exit"), answer.exitCode }, { QStringLiteral("reply"), answer.reply } }
        .toCborValue()
        .toCbor();
}

std::optional<Answer> decodeAnswer(const QByteArray &message)
{
    const QCborMap map = toMap(message);
    const QCborValue code = map.value(QLatin1String("exit"));
    if (!code.isInteger() || code.toInteger() < std::numeric_limits<int>::min()
        || code.toInteger() > std::numeric_limits<int>::max())
        return std::nullopt;
    return Answer { int(code.toInteger()), map.value(QLatin1String("reply")).toByteArray() };
}

static QByteArray encodeWord(const QString &word)
{
    return QCborMap { { word, true } }.toCborValue().toCbor();
}

QByteArray received()
{
    return encodeWord(QStringLiteral("received"));
}

bool isReceived(const QByteArray &message)
{
    return toMap(message).value(QLatin1String("received")).toBool();
}

QByteArray go()
{
    return encodeWord(QStringLiteral("go"));
}

bool isGo(const QByteArray &message)
{
    return toMap(message).value(QLatin1String("go")).toBool();
}

} // namespace QtInterprocess::instance
