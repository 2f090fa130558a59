// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Prints the first prime numbers, which a thread computes and sends through a pipe.
//
//     primes COUNT
//
// The pipe limits the thread: it waits while the main thread reads slowly.

#include <QtInterprocess/LineReader>
#include <QtInterprocess/Pipe>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qthread.h>

#include <cstdio>
#include <memory>

using namespace QtInterprocess;

namespace {

constexpr int Capacity = 4096; // bytes in the pipe
constexpr qint64 Waiting = 4096; // bytes in the thread and in the main thread

bool isPrime(qint64 number)
{
    for (qint64 divisor = 2; divisor * divisor <= number; ++divisor) {
        if (number % divisor == 0)
            return false;
    }
    return true;
}

// Runs in the thread, which has no event loop.
void produce(PipeWriter &writer, qint64 count)
{
    for (qint64 number = 2; count > 0; ++number) {
        if (!isPrime(number))
            continue;
        --count;
        writer.write(QByteArray::number(number) + '\n');
        while (writer.bytesToWrite() > Waiting) {
            if (!writer.waitForBytesWritten(-1))
                return; // the reader has closed the pipe
        }
    }
    writer.close();
    writer.waitForDisconnected(-1); // waits until the pipe has everything
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const qint64 count = argc == 2 ? QByteArray(argv[1]).toLongLong() : 0;
    if (count <= 0) {
        std::fprintf(stderr, "Usage: primes COUNT\n");
        return 2;
    }
    const Termination termination;

    PipeOptions options;
    options.setCapacity(Capacity);
    Pipe pipe = createPipe(options);
    if (!pipe) {
        std::fprintf(stderr, "primes: %s\n", qPrintable(pipe.error.message()));
        return 1;
    }
    pipe.reader->setReadBufferSize(Waiting);
    LineReader lines(pipe.reader.get());
    QObject::connect(&lines, &LineReader::lineReceived, &app,
                     [](const QByteArray &line) { std::printf("%s\n", line.constData()); });
    QObject::connect(&lines, &LineReader::finished, &app, &QCoreApplication::quit);

    const std::unique_ptr<QThread> thread(QThread::create([&pipe, count] { produce(*pipe.writer, count); }));
    pipe.writer->moveToThread(thread.get());
    thread->start();
    const int code = QCoreApplication::exec();
    pipe.reader->abort(); // after Ctrl-C, ends the thread
    thread->wait();
    return code;
}
