// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtCore/qbytearray.h>
#include <QtQml/qjsvalue.h>

#include <optional>

namespace QtInterprocess {

// Converts JavaScript values to bytes, with the engine of one QML object.
class ValueEncoder
{
public:
    enum class Form { Plain, Json }; // Plain: text and bytes unchanged

    explicit ValueEncoder(const QObject *owner) : m_owner(owner) { }

    // Returns nothing if the value cannot be expressed in the form; why() has the reason.
    std::optional<QByteArray> encode(const QJSValue &value, Form form);
    QString why() const { return m_why; }

private:
    QJSValue convert(const QJSValue &value, Form form);

    const QObject *const m_owner;
    QJSValue m_converter; // a function, made by the first call
    QString m_why;
};

} // namespace QtInterprocess
