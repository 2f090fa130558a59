// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Messages and values over a connected pair of local sockets.

#include <QtInterprocess/LocalSocket>
#include <QtInterprocess/MessageChannel>

#include <QtCore/qcborvalue.h>
#include <QtCore/qcoreapplication.h>

#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    LocalSocket here, there;
    if (!there.adopt(here.createPeer()))
        return 1;

    //! [receive]
    MessageChannel receiver(&there);
    receiver.setMaximumMessageSize(1024 * 1024); // a longer message closes the channel
    QObject::connect(&receiver, &MessageChannel::messageReceived, &app,
                     [](const QByteArray &message) { std::printf("%s\n", message.constData()); });
    QObject::connect(&receiver, &MessageChannel::finished, &app, &QCoreApplication::quit);
    //! [receive]

    //! [send]
    MessageChannel sender(&here);
    sender.send("one message"); // the receiver gets it whole
    //! [send]

    //! [values]
    sender.setFormat(MessageChannel::Format::Json);
    sender.sendValue(QStringLiteral("a value")); // as JSON; as CBOR by default
    sender.close(); // delivers both
    //! [values]
    return app.exec();
}
