// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/valueencoder.h"
#include "qml/qmltext.h"

#include <QtCore/qvariant.h>
#include <QtQml/qjsengine.h>

namespace QtInterprocess {

// Converts a value to text or bytes; returns undefined if that is impossible.
static const char Converter[] = R"((function(value, isJson) {
    const isBuffer = value instanceof ArrayBuffer
    if (isJson) {
        return JSON.stringify(value, (key, item) => {
            if (item instanceof ArrayBuffer)
                item = new Uint8Array(item)
            else if (item instanceof DataView)
                item = new Uint8Array(item.buffer, item.byteOffset, item.byteLength)
            return ArrayBuffer.isView(item) ? Array.from(item) : item
        })
    }
    if (ArrayBuffer.isView(value))
        return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength)
    return isBuffer || typeof value === "string" ? value
        : typeof value === "number" || typeof value === "boolean" ? String(value) : undefined
}))";

QJSValue ValueEncoder::convert(const QJSValue &value, Form form)
{
    if (m_converter.isUndefined()) {
        if (QJSEngine *const engine = qjsEngine(m_owner))
            m_converter = engine->evaluate(QString::fromLatin1(Converter));
    }
    return m_converter.call({ value, form == Form::Json });
}

std::optional<QByteArray> ValueEncoder::encode(const QJSValue &value, Form form)
{
    const QJSValue converted = convert(value, form);
    if (converted.isError()) {
        m_why = converted.toString();
        return std::nullopt;
    }
    if (converted.isString())
        return converted.toString().toUtf8();
    // A symbol converts to nothing: QJSValue does not know the type.
    const QJSValue &meant = converted.isObject() ? converted : value;
    const QVariant plain = meant.isObject() ? meant.toVariant() : QVariant();
    if (form == Form::Json || !plain.canConvert<QString>()) {
        m_why = QmlText::tr("the value cannot be sent in this format");
        return std::nullopt;
    }
    return plain.typeId() == QMetaType::QByteArray ? plain.toByteArray() : plain.toString().toUtf8();
}

} // namespace QtInterprocess
