// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests a client that its server refuses at first. Runs as root, which becomes another user.

#include "testsupport/testsupport.h"
#include "testsupport/unix/strangers.h"

#include <QtInterprocess/LocalServer>
#include <QtInterprocess/ReconnectingClient>

#include <QtCore/qtemporarydir.h>

#include <sys/stat.h>

using namespace QtInterprocess;
using namespace TestSupport;

class tst_Reconnecting_Root : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deniedAccess_isTriedAgain();
};

void tst_Reconnecting_Root::deniedAccess_isTriedAgain()
{
    const QTemporaryDir folder;
    QCOMPARE(::chmod(QFile::encodeName(folder.path()).constData(), 0755), 0);
    const QString name = folder.filePath(QStringLiteral("app"));
    LocalServer server;
    QVERIFY2(server.listen(name), qPrintable(server.errorString())); // accessible to root only
    ReconnectingClient client;
    client.setDelays({ 1, 1 });
    int denied = 0;
    connect(&client, &ReconnectingClient::errorOccurred, this,
            [&](const Error &error) { denied += error == Error::AccessDenied ? 1 : 0; });
    {
        const OtherUsers::As stranger(OtherUsers::OtherUser);
        QVERIFY(bool(stranger));
        client.connectToServer(name);
        QVERIFY(spinUntil([&] { return denied == 3; }));
    }
    QVERIFY(client.isActive());
    QVERIFY(spinUntil([&] { return client.isConnected(); }));
}

QTEST_GUILESS_MAIN(tst_Reconnecting_Root)
#include "tst_reconnecting_root.moc"
