// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testpeer/pipes.h"

#include "testpeer/output.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>

#include <memory>

using namespace QtInterprocess;

namespace {

// Copies the standard input to the standard output in the event loop, with bounded memory.
int copyStreams()
{
    const auto in = PipeReader::standardInput();
    const auto out = PipeWriter::standardOutput();
    if (in->error() || out->error())
        return fail(in->error() ? in->error() : out->error());
    constexpr qint64 Limit = 256 * 1024;
    in->setReadBufferSize(Limit);
    out->setWriteBufferSize(Limit);
    const auto pump = [&] {
        qint64 count = 0;
        do {
            const QByteArray data = in->peek(64 * 1024);
            count = data.isEmpty() ? 0 : out->write(data);
            if (count > 0)
                in->skip(count);
        } while (count > 0);
        if (in->state() == Device::State::Closed && in->bytesAvailable() == 0)
            out->close();
    };
    QObject::connect(in.get(), &PipeReader::readyRead, out.get(), pump);
    QObject::connect(out.get(), &PipeWriter::bytesWritten, out.get(), pump);
    QObject::connect(in.get(), &PipeReader::disconnected, out.get(), pump);
    QObject::connect(out.get(), &PipeWriter::disconnected, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    (void)QCoreApplication::exec();
    if (in->error() || out->error())
        return fail(in->error() ? in->error() : out->error());
    if (in->state() != Device::State::Closed || in->bytesAvailable() > 0) // the reader closed between two writes
        return fail(Error(Error::PeerClosed, 0, QStringLiteral("write to"), QStringLiteral("the standard output")));
    return 0;
}

int relay(qintptr from, qintptr to)
{
    PipeReader in;
    PipeWriter out;
    if (!in.adopt(OwnedHandle(from)) || !out.adopt(OwnedHandle(to)))
        return fail(in.error() ? in.error() : out.error());
    do {
        out.write(in.readAll().toUpper());
    } while (in.waitForReadyRead(-1));
    out.close();
    return Device::drainAll(-1) ? 0 : 1;
}

int waitForEnd(qintptr from)
{
    PipeReader in;
    if (!in.adopt(OwnedHandle(from)))
        return fail(in.error());
    say("READY");
    while (in.waitForReadyRead(-1))
        say("GOT " + in.readAll());
    say("END");
    return 0;
}

// Starts a child that notices the end of this process by the end of a pipe.
int runParent()
{
    PipeWriter writer;
    ChildHandles handles;
    const qintptr number = handles.add(writer.createPipe());
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    child.setProgram(QCoreApplication::applicationFilePath());
    child.setArguments({ QStringLiteral("waitend"), QString::number(number) });
    handles.start(child);
    writer.write("hello");
    while (writer.bytesToWrite() > 0 && writer.waitForBytesWritten(-1)) {
    }
    return child.waitForFinished(-1) ? 0 : 1; // returns only after this process is killed
}

// Reads the number of a handle that another process has placed into this process, and writes to
// that handle.
int receiveHandle()
{
    char line[64];
    say("READY");
    if (!std::fgets(line, sizeof line, stdin))
        return 1;
    PipeWriter out;
    if (!out.adopt(OwnedHandle(qintptr(QByteArray(line).trimmed().toLongLong()))))
        return fail(out.error());
    out.write("from the other process");
    out.close();
    return Device::drainAll(-1) ? 0 : 1;
}

} // namespace

std::optional<int> runPipeMode(const QString &mode, const QStringList &arguments)
{
    const auto number = [&](int index) { return qintptr(arguments.value(index).toLongLong()); };
    if (mode == QLatin1String("copy"))
        return copyStreams();
    if (mode == QLatin1String("relay"))
        return relay(number(0), number(1));
    if (mode == QLatin1String("waitend"))
        return waitForEnd(number(0));
    if (mode == QLatin1String("parent"))
        return runParent();
    if (mode == QLatin1String("receive"))
        return receiveHandle();
    return std::nullopt;
}
