// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlstandardinput.h"

namespace QtInterprocess {

QmlStandardInput::QmlStandardInput(QObject *parent) : QmlStream(parent), m_reader(PipeReader::standardInput())
{
    m_reader->setParent(nullptr);
    setDevice(m_reader.get());
    if (const Error error = m_reader->error())
        setError(error);
}

} // namespace QtInterprocess
