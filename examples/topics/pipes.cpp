// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// An unnamed pipe between two parts of a program, and the standard streams.

#include <QtInterprocess/LineReader>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qcoreapplication.h>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);

    //! [pipe]
    Pipe pipe = createPipe();
    if (!pipe)
        qFatal("%s", qPrintable(pipe.error.message()));
    pipe.writer->write("first line\nlast line");
    pipe.writer->close(); // the reader gets all of it, and then the end
    //! [pipe]

    //! [streams]
    const std::unique_ptr<PipeWriter> output = PipeWriter::standardOutput();
    LineReader lines(pipe.reader.get()); // of PipeReader::standardInput() in a filter
    QObject::connect(&lines, &LineReader::lineReceived, &app,
                     [&output](const QByteArray &line) { output->write(line + '\n'); });
    QObject::connect(&lines, &LineReader::finished, &app, &QCoreApplication::quit);
    //! [streams]

    const int code = app.exec();
    output->close();
    return Device::drainAll() ? code : 1;
}
