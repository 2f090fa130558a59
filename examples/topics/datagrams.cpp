// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Datagrams with the process ID of their sender, and sequenced packets.

#include <QtInterprocess/UnixDatagramSocket>
#include <QtInterprocess/UnixSeqPacketSocket>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qtemporarydir.h>

#include <cstdio>

using namespace QtInterprocess;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QTemporaryDir folder;
    const UnixAddress address = UnixAddress::fromPath(folder.filePath(QStringLiteral("log")));

    //! [datagrams]
    UnixDatagramSocket log;
    log.setReceivesCredentials(true);
    QObject::connect(&log, &UnixDatagramSocket::readyRead, &app, [&log] {
        while (log.hasPendingDatagrams()) {
            const UnixDatagram datagram = log.receiveDatagram();
            const PeerCredentials sender = datagram.credentials().value_or(PeerCredentials());
            std::fprintf(stderr, "from process %lld\n", sender.processId().value_or(0));
            std::printf("%s\n", datagram.data().constData());
        }
        QCoreApplication::quit();
    });
    if (!log.bind(address))
        qFatal("%s", qPrintable(log.errorString()));

    UnixDatagramSocket sender;
    sender.open();
    sender.writeDatagram("a line of the log", address); // no connection, no answer
    //! [datagrams]

    //! [packets]
    auto [here, there] = UnixSeqPacketSocket::createPair();
    if (!here || !there)
        return 1;
    here->writeMessage("whole");
    here->flush(); // without an event loop
    if (there->waitForReadyRead(1000))
        std::printf("%s\n", there->readMessage().constData()); // never half of a message
    //! [packets]
    return app.exec();
}
