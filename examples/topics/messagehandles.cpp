// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A message that brings a pipe, over a connected pair of local sockets.

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>
#include <QtInterprocess/PipeReader>
#include <QtInterprocess/PipeWriter>

#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    LocalSocket here, there;
    MessageChannel sender(&here), receiver(&there);
    PipeReader reader;
    QObject::connect(&reader, &PipeReader::readChannelFinished, &app, [&] {
        std::printf("%s\n", reader.readAll().constData());
        QCoreApplication::quit();
    });

    //! [receive]
    receiver.setMaximumHandles(1); // on both sides, before the first message
    sender.setMaximumHandles(1);
    QObject::connect(&receiver, &MessageChannel::messageReceived, &app, [&](const QByteArray &message) {
        std::vector<OwnedHandle> handles = receiver.takeHandles();
        if (message == "read this" && handles.size() == 1)
            reader.adopt(std::move(handles.front()));
    });
    //! [receive]
    if (!there.adopt(here.createPeer()))
        return 1;

    //! [send]
    PipeWriter writer;
    std::vector<OwnedHandle> handles;
    handles.push_back(writer.createPipe());
    if (!sender.send("read this", std::move(handles)))
        std::printf("%s\n", qPrintable(sender.error().message()));
    writer.write("through the pipe");
    writer.close();
    //! [send]
    return app.exec();
}
