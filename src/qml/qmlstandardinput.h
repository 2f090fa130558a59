// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "qml/qmlstream.h"

#include <QtInterprocess/pipereader.h>

namespace QtInterprocess {

/*!
    \qmltype StandardInput
    \inherits Stream
    The standard input of the program.

    Reading begins when the object is created.

    \qml
    StandardInput {
        onReceived: (line) => console.log(line)
        onFinished: Qt.quit()
    }
    \endqml
*/
class QmlStandardInput : public QtInterprocess::QmlStream
{
    Q_OBJECT
    QML_NAMED_ELEMENT(StandardInput)

public:
    explicit QmlStandardInput(QObject *parent = nullptr);

private:
    Q_DISABLE_COPY_MOVE(QmlStandardInput)

    std::unique_ptr<PipeReader> m_reader;
};

} // namespace QtInterprocess
