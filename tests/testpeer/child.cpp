// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testpeer/child.h"

#include "testpeer/output.h"

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PipeSocket>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/SharedMemory>
#include <QtInterprocess/SignalWatcher>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qcryptographichash.h>

#include <algorithm>
#include <csignal>
#include <cstdio>

using namespace QtInterprocess;

namespace {

// Sends all input back in upper case until the peer closes its write channel.
int echoUpperCase(Device &device)
{
    do {
        device.write(device.readAll().toUpper());
    } while (device.waitForReadyRead(-1));
    device.write(".");
    device.close();
    return Device::drainAll(-1) ? 0 : 1;
}

// Takes the channel and checks that no other code finds the handle afterwards. A refused handle
// stays open.
int takeChannel(const QString &name, const QString &refusedNumber)
{
    say("NAMES " + ChildHandles::names().join(QLatin1Char(' ')).toUtf8());
    say(qEnvironmentVariableIsSet(ChildHandles::EnvironmentVariable) ? "VARIABLE SET" : "VARIABLE REMOVED");
    Error error;
    LocalSocket socket;
    OwnedHandle handle = ChildHandles::take(name, &error);
    if (!handle) {
        say("REFUSED " + QByteArray::number(int(error.code())));
        std::fprintf(stderr, "testpeer: %s\n", qPrintable(error.message()));
        PipeWriter writer;
        if (!refusedNumber.isEmpty() && writer.adopt(OwnedHandle(qintptr(refusedNumber.toLongLong()))))
            writer.write("still open");
        writer.close();
        return Device::drainAll(-1) ? 3 : 1;
    }
    if (ChildHandles::take(name, &error) || error != Error::NotFound)
        return 4;
    return socket.adopt(std::move(handle)) ? echoUpperCase(socket) : fail(socket.error());
}

QByteArray hashOf(const SharedMemory &memory)
{
    return QCryptographicHash::hash(memory.toByteArray(), QCryptographicHash::Sha1).toHex();
}

int useMemory(const QString &name, const QString &what)
{
    Error error;
    OwnedHandle handle = ChildHandles::take(name, &error);
    if (!handle)
        return fail(error);
    const bool writes = what == QLatin1String("write");
    SharedMemory memory = what == QLatin1String("copy") ? SharedMemory::copy(std::move(handle), 1 << 30, &error)
        : writes ? SharedMemory::map(std::move(handle), SharedMemory::Mode::ReadWrite, &error)
                 : SharedMemory::map(std::move(handle), SharedMemory::Mode::ReadOnly, &error);
    if (memory.isNull()) {
        say("REFUSED " + QByteArray::number(int(error.code())));
        return fail(error);
    }
    say("MEMORY " + QByteArray::number(memory.size()) + ' ' + QByteArray::number(memory.isSealed()) + ' '
        + hashOf(memory));
    if (writes)
        std::fill_n(memory.data(), memory.size(), 'x');
    say("DONE");
    (void)std::fgetc(stdin); // keeps the mapping
    return 0;
}

int speakOverStandardStreams()
{
    const auto socket = PipeSocket::takeStandardInputOutput();
    if (!socket->isValid())
        return fail(socket->error());
    if (PipeSocket::takeStandardInputOutput()->error() != Error::InvalidOperation)
        return 4;
    say("printed by somebody else");
    if (std::fgetc(stdin) != EOF)
        return 5;
    return echoUpperCase(*socket);
}

int waitForTermination(bool obeys)
{
    SignalWatcher watcher({ SIGTERM });
    QObject::connect(&watcher, &SignalWatcher::received, qApp, [obeys] {
        say("ASKED");
        if (obeys)
            QCoreApplication::exit(7);
    });
    say("READY");
    return QCoreApplication::exec();
}

} // namespace

std::optional<int> runChildMode(const QString &mode, const QStringList &arguments)
{
    if (mode == QLatin1String("channel"))
        return takeChannel(arguments.value(0), arguments.value(1));
    if (mode == QLatin1String("memory"))
        return useMemory(arguments.value(0), arguments.value(1));
    if (mode == QLatin1String("duplex"))
        return speakOverStandardStreams();
    if (mode == QLatin1String("obey") || mode == QLatin1String("refuse"))
        return waitForTermination(mode == QLatin1String("obey"));
    return std::nullopt;
}
