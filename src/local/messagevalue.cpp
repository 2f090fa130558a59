// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/messagevalue.h"

#include <QtCore/qcborstreamreader.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonvalue.h>

namespace QtInterprocess {

static std::optional<QCborValue> fromCbor(const QByteArray &message)
{
    QCborStreamReader reader(message);
    const QCborValue value = QCborValue::fromCbor(reader);
    if (reader.lastError() != QCborError::NoError || reader.currentOffset() != message.size())
        return std::nullopt;
    return value;
}

// QJsonDocument knows maps and arrays alone; so every value travels through it as the only one of an array.
static std::optional<QCborValue> fromJson(const QByteArray &message)
{
    const QJsonDocument document = QJsonDocument::fromJson('[' + message + ']');
    const QJsonArray array = document.array();
    if (array.size() != 1)
        return std::nullopt;
    return QCborValue::fromJsonValue(array.first());
}

static QByteArray toJson(const QCborValue &value)
{
    const QByteArray array = QJsonDocument(QJsonArray { value.toJsonValue() }).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

QByteArray encodeValue(const QCborValue &value, MessageChannel::Format format)
{
    return format == MessageChannel::Format::Cbor ? value.toCbor() : toJson(value);
}

std::optional<QCborValue> decodeValue(const QByteArray &message, MessageChannel::Format format)
{
    return format == MessageChannel::Format::Cbor ? fromCbor(message) : fromJson(message);
}

} // namespace QtInterprocess
