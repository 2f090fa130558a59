// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "qml/qmlstandardoutput.h"

namespace QtInterprocess {

QmlStandardOutput::QmlStandardOutput(QObject *parent) : QmlStream(parent), m_writer(PipeWriter::standardOutput())
{
    m_writer->setParent(nullptr);
    setDevice(m_writer.get());
    if (const Error error = m_writer->error())
        setError(error);
}

// Waits for the reader, because the program may be about to end and its last lines must not be
// lost.
QmlStandardOutput::~QmlStandardOutput()
{
    m_writer->disconnect(this);
    while (m_writer->bytesToWrite() > 0 && m_writer->waitForBytesWritten(-1)) {
    }
}

} // namespace QtInterprocess
