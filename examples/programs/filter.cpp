// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Writes the lines of standard input that contain a text, with their numbers, as "grep -n" does.
//
// It reads no faster than its output is read, and ends when the reader of its output closes:
//     filter error <log | head

#include <QtInterprocess/LineReader>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

constexpr qint64 Waiting = 64 * 1024; // bytes of output

enum ExitCode { Found, NotFound, Failed };

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "Usage: filter TEXT\n");
        return Failed;
    }
    const auto input = PipeReader::standardInput();
    const auto output = PipeWriter::standardOutput();
    input->setReadBufferSize(Waiting);
    LineReader lines(input.get());

    qint64 number = 0;
    qint64 matches = 0;
    QObject::connect(&lines, &LineReader::lineReceived, &app, [&](const QByteArray &line) {
        ++number;
        if (!line.contains(argv[1]) || !output->isOpen()) // one turn can deliver many lines
            return;
        ++matches;
        output->write(QByteArray::number(number) + ':' + line + '\n');
        lines.setPaused(output->bytesToWrite() > Waiting);
    });
    QObject::connect(&lines, &LineReader::lineTooLong, &app, [&number] {
        std::fprintf(stderr, "filter: line %lld is too long\n", static_cast<long long>(++number));
    });
    QObject::connect(output.get(), &PipeWriter::bytesWritten, &lines, [&] {
        if (output->bytesToWrite() <= Waiting)
            lines.setPaused(false);
    });

    QObject::connect(&lines, &LineReader::finished, output.get(),
                     &PipeWriter::close); // then disconnected(), once all is written
    QObject::connect(output.get(), &PipeWriter::disconnected, &app, [&] {
        if (output->error())
            QCoreApplication::exit(output->error() == Error::PeerClosed ? Found : Failed);
        else
            QCoreApplication::exit(matches > 0 ? Found : NotFound);
    });
    return QCoreApplication::exec();
}
