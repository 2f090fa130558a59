// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "messageformat.h"

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>

using namespace QtInterprocess;

// QJsonDocument accepts arrays and objects only, so the value is put into an array.
QCborValue valueOf(const QByteArray &json, Error &error)
{
    QJsonParseError parsing;
    const QJsonArray values = QJsonDocument::fromJson('[' + json + ']', &parsing).array();
    if (values.size() == 1)
        return QCborValue::fromJsonValue(values.first());
    const QString reason = parsing.error == QJsonParseError::NoError
        ? QStringLiteral("the line is not one JSON value")
        : QStringLiteral("%1 at byte %2").arg(parsing.errorString()).arg(parsing.offset);
    error = Error(Error::InvalidMessage, 0, QStringLiteral("read a line of JSON"), QString(), reason);
    return {};
}

QByteArray textOf(const QCborValue &value, MessageFormat format)
{
    if (format == MessageFormat::Diagnostic)
        return value.toDiagnosticNotation(QCborValue::Compact).toUtf8();
    const QJsonArray values { value.toJsonValue() };
    return QJsonDocument(values).toJson(QJsonDocument::Compact).mid(1).chopped(1);
}
