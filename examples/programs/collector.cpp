// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Collects the lines that shell scripts write to a FIFO, each with the time of its arrival.
//
//     collector /tmp/log.fifo
//     echo "backup: done" >/tmp/log.fifo

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LineReader>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdatetime.h>

#include <cstdio>

using namespace QtInterprocess;

namespace {

constexpr qint64 Waiting = 64 * 1024; // bytes of input

void say(const QString &text)
{
    std::printf("%s\n", qPrintable(text));
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "Usage: collector PATH\n");
        return 2;
    }
    const Termination termination; // Ctrl-C ends the event loop, so that the file is removed
    const QString path = QString::fromLocal8Bit(argv[1]);

    // If a FIFO remained after a crash, the program uses it again.
    if (const Error error = Fifo::create(path); error && error != Error::NameInUse) {
        std::fprintf(stderr, "collector: %s\n", qPrintable(error.message()));
        return 1;
    }
    Fifo fifo(path);
    fifo.setKeepOpen(true); // otherwise the input ends when the first script ends
    fifo.setRemoveOnClose(true);
    fifo.setReadBufferSize(Waiting); // beyond that, the scripts wait
    LineReader lines(&fifo);
    QObject::connect(&lines, &LineReader::lineReceived, &app, [](const QByteArray &line) {
        say(QTime::currentTime().toString(Qt::ISODate) + QLatin1Char(' ') + QString::fromLocal8Bit(line));
    });
    QObject::connect(&fifo, &Fifo::connected, &app, [] { say(QStringLiteral("collecting")); });
    QObject::connect(&fifo, &Fifo::errorOccurred, &app, [](const Error &error) {
        std::fprintf(stderr, "collector: %s\n", qPrintable(error.message()));
        QCoreApplication::exit(1);
    });
    fifo.open(Fifo::ReadOnly);
    return QCoreApplication::exec();
}
