// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlstream.h"

#include <QtInterprocess/pipewriter.h>

namespace QtInterprocess {

/*!
    \qmltype StandardOutput
    \inherits Stream
    The standard output of the program.

    \c finished() and \c received() are never emitted. If the reader goes away, \c error is set
    and \c connected becomes \c false. The destructor blocks until the reader has taken all
    output.

    \qml
    StandardOutput {
        id: output
        format: Stream.Json
        Component.onCompleted: output.send({ ready: true })
    }
    \endqml
*/
class QmlStandardOutput : public QtInterprocess::QmlStream
{
    Q_OBJECT
    QML_NAMED_ELEMENT(StandardOutput)

public:
    explicit QmlStandardOutput(QObject *parent = nullptr);
    ~QmlStandardOutput() override;

private:
    Q_DISABLE_COPY_MOVE(QmlStandardOutput)

    std::unique_ptr<PipeWriter> m_writer;
};

} // namespace QtInterprocess
