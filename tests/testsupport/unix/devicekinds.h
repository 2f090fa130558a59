// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/testsupport.h"

#include <QtInterprocess/Fifo>
#include <QtInterprocess/LocalServer>
#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/PacketPipeReader>
#include <QtInterprocess/PacketPipeWriter>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>
#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>
#include <QtInterprocess/UnixSocket>
#include <QtInterprocess/packetpipe.h>
#include <QtInterprocess/pipe.h>

#include <memory>
#include <vector>

namespace TestSupport {

// Two connected ends: what the writer writes arrives at the reader.
struct Ends
{
    std::unique_ptr<QtInterprocess::Device> writer;
    std::unique_ptr<QtInterprocess::Device> reader;
};

template <typename Socket>
Ends socketEnds()
{
    auto pair = Socket::createPair();
    return { std::move(pair.first), std::move(pair.second) };
}

inline Ends localEnds()
{
    QtInterprocess::LocalServer server;
    auto client = std::make_unique<QtInterprocess::LocalSocket>();
    if (!server.listen(uniqueName()))
        return {};
    client->connectToServer(server.fullServerName());
    if (!server.waitForNewConnection(5000) || !client->waitForConnected(5000))
        return {};
    std::unique_ptr<QtInterprocess::Device> accepted(server.nextPendingConnection());
    accepted->setParent(nullptr);
    return { std::move(client), std::move(accepted) };
}

inline Ends fifoEnds()
{
    const QString path = QDir(QDir::tempPath()).filePath(uniqueName());
    auto reader = std::make_unique<QtInterprocess::Fifo>(path);
    auto writer = std::make_unique<QtInterprocess::Fifo>(path);
    if (QtInterprocess::Fifo::create(path))
        return {};
    reader->setRemoveOnClose(true);
    if (!reader->open(QIODevice::ReadOnly) || !writer->open(QIODevice::WriteOnly) || !writer->waitForConnected(5000)
        || !writer->write("x") || !writer->waitForBytesWritten(5000) || !reader->waitForReadyRead(5000)
        || reader->readAll() != "x")
        return {};
    return { std::move(writer), std::move(reader) };
}

inline Ends pipeEnds()
{
    auto pipe = QtInterprocess::createPipe();
    return { std::move(pipe.writer), std::move(pipe.reader) };
}

inline Ends packetPipeEnds()
{
    auto pipe = QtInterprocess::createPacketPipe();
    return { std::move(pipe.writer), std::move(pipe.reader) };
}

// One way to connect for each kind of device that this system has.
struct DeviceKind
{
    const char *name;
    Ends (*connect)();
};

inline const std::vector<DeviceKind> &deviceKinds()
{
    static const std::vector<DeviceKind> s_kinds = [] {
        std::vector<DeviceKind> kinds {
            { "stream", socketEnds<QtInterprocess::UnixSocket> },
            { "packets", socketEnds<QtInterprocess::UnixSeqPacketSocket> },
            { "datagrams", socketEnds<QtInterprocess::UnixDatagramSocket> },
            { "local", localEnds },
            { "pipe", pipeEnds },
            { "FIFO", fifoEnds },
        };
        if (QtInterprocess::createPacketPipe())
            kinds.push_back({ "packet pipe", packetPipeEnds });
        return kinds;
    }();
    return s_kinds;
}

// Sends data and tells whether exactly this data arrives in the event loop.
inline bool carries(Ends &ends, const QByteArray &data)
{
    QByteArray got;
    const auto take = [&] { got += ends.reader->readAll(); };
    const auto connection = QObject::connect(ends.reader.get(), &QtInterprocess::Device::readyRead, ends.reader.get(),
                                             take);
    take();
    const bool isComplete = ends.writer->write(data) == data.size()
        && spinUntil([&] { return got.size() >= data.size(); }, 5000);
    QObject::disconnect(connection);
    return isComplete && got == data;
}

// Tells whether error is that of a call in a forked child.
inline bool saysForked(const QtInterprocess::Error &error)
{
    return error.code() == QtInterprocess::Error::InvalidOperation
        && error.reason().contains(QLatin1String("forked child"));
}

// Adds a data row for each kind.
inline void addDeviceKinds()
{
    QTest::addColumn<int>("kind");
    for (size_t i = 0; i < deviceKinds().size(); ++i)
        QTest::newRow(deviceKinds()[i].name) << int(i);
}

inline Ends connectFetchedKind()
{
    QFETCH(int, kind);
    return deviceKinds()[size_t(kind)].connect();
}

} // namespace TestSupport
