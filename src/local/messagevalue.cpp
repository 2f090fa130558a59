// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "local/messagevalue.h"

#include "support/errortext.h"

#include <QtCore/qcborstreamreader.h>
#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonvalue.h>

namespace QtInterprocess {

static Error invalid(const ErrorText &why)
{
    return Error(Error::InvalidMessage, 0, QStringLiteral("receive a value"), QString(), why);
}

static Result<QCborValue> fromCbor(const QByteArray &message)
{
    QCborStreamReader reader(message);
    const QCborValue value = QCborValue::fromCbor(reader);
    if (reader.lastError() != QCborError::NoError || reader.currentOffset() != message.size())
        return invalid(ErrorText::tr("the message is not valid CBOR"));
    return value;
}

// Parses JSON. QJsonDocument only takes maps and arrays, so the value is wrapped in an array.
static Result<QCborValue> fromJson(const QByteArray &message)
{
    const QJsonDocument document = QJsonDocument::fromJson('[' + message + ']');
    const QJsonArray array = document.array();
    if (array.size() != 1)
        return invalid(ErrorText::tr("the message is not valid JSON"));
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

Result<QCborValue> decodeValue(const QByteArray &message, MessageChannel::Format format, const ValueLimits &limits)
{
    const bool isCbor = format == MessageChannel::Format::Cbor;
    if (Error why = isCbor ? checkCbor(message, limits) : checkJson(message, limits))
        return why;
    return isCbor ? fromCbor(message) : fromJson(message);
}

} // namespace QtInterprocess
