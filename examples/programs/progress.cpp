// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Shows the progress of several worker processes that report over one pipe.
//
// The pipe keeps message boundaries, so reports of different workers do not mix. Linux only.

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PacketPipe>
#include <QtInterprocess/PacketPipeReader>
#include <QtInterprocess/PacketPipeWriter>
#include <QtInterprocess/Termination>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>

#include <cstdio>
#include <memory>
#include <vector>

using namespace QtInterprocess;

namespace {

constexpr int Workers = 3;
constexpr int Steps = 4;

int fail(const char *program, const Error &error)
{
    std::fprintf(stderr, "%s: %s\n", program, qPrintable(error.message()));
    return 1;
}

// Runs in each worker: reports each step by one message.
int work(const QByteArray &name)
{
    PacketPipeWriter pipe;
    Error error;
    if (!pipe.adopt(ChildHandles::take(QStringLiteral("progress"), &error)))
        return fail("worker", error ? error : pipe.error());
    for (int step = 1; step <= Steps; ++step) {
        // A real worker computes something here.
        const QByteArray report = "worker " + name + ": " + QByteArray::number(100 * step / Steps) + " %";
        if (!pipe.writeMessage(report))
            return fail("worker", pipe.error());
    }
    pipe.close();
    return Device::drainAll() ? 0 : 1; // waits until the pipe has all reports
}

// Works with every transport that keeps messages.
void showMessages(MessageDevice *device)
{
    while (device->hasPendingMessages())
        std::printf("%s\n", device->readMessage().constData());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "--worker") == 0)
        return work(argv[2]);
    Termination termination;

    PacketPipe pipe = createPacketPipe();
    if (!pipe)
        return fail("progress", pipe.error);
    OwnedHandle writer = pipe.writer->takeHandle();

    std::vector<std::unique_ptr<QProcess>> workers;
    for (int i = 1; i <= Workers; ++i) {
        ChildHandles handles;
        if (handles.add(writer.duplicate(), QStringLiteral("progress")) == OwnedHandle::Invalid)
            return fail("progress", handles.error());
        workers.push_back(std::make_unique<QProcess>());
        workers.back()->setProgram(QCoreApplication::applicationFilePath());
        workers.back()->setArguments({ QStringLiteral("--worker"), QString::number(i) });
        workers.back()->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        handles.start(*workers.back());
    }
    writer.reset(); // now the pipe ends when the last worker ends

    PacketPipeReader *const reader = pipe.reader.get();
    QObject::connect(reader, &PacketPipeReader::readyRead, reader, [reader] { showMessages(reader); });
    QObject::connect(reader, &PacketPipeReader::disconnected, &app, &QCoreApplication::quit);
    QCoreApplication::exec();
    showMessages(reader);

    int code = 0;
    for (const auto &worker : workers) {
        worker->waitForFinished();
        if (worker->exitStatus() != QProcess::NormalExit || worker->exitCode() != 0)
            code = 1;
    }
    return termination.exitStatus(code);
}
