// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/messagevalue.h"

#include <QtCore/qcborstreamreader.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

namespace QtInterprocess {

static std::optional<QCborValue> fromCbor(const QByteArray &message)
{
    QCborStreamReader reader(message);
    const QCborValue value = QCborValue::fromCbor(reader);
    if (reader.lastError() != QCborError::NoError || reader.currentOffset() != message.size())
        return std::nullopt;
    return value;
}

static std::optional<QCborValue> fromJson(const QByteArray &message)
{
    const QJsonDocument document = QJsonDocument::fromJson(message);
    if (document.isNull())
        return std::nullopt;
    return document.isArray() ? QCborValue::fromJsonValue(document.array())
                              : QCborValue::fromJsonValue(document.object());
}

static QByteArray toJson(const QCborValue &value)
{
    const QJsonValue json = value.toJsonValue();
    const QJsonDocument document = json.isArray() ? QJsonDocument(json.toArray()) : QJsonDocument(json.toObject());
    return document.toJson(QJsonDocument::Compact);
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
