// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Tests the texts of errors.

#include <QtInterprocess/error.h>

#include <QtTest/qtest.h>

using namespace QtInterprocess;

class tst_Error : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noError_isOnePointer();
    void message_namesOperationSubjectAndReason();
    void errors_behaveAsValues();
};

void tst_Error::noError_isOnePointer()
{
    const Error none;
    QVERIFY(!none);
    QCOMPARE(none.code(), Error::NoError);
    QCOMPARE(none.nativeCode(), 0);
    QCOMPARE(none.message(), QStringLiteral("no error"));
    QCOMPARE(sizeof(Error), sizeof(void *));
    QVERIFY(!none.withSubject(QStringLiteral("x")));
    QVERIFY(!Error(Error::NoError, 5, QStringLiteral("read from")));
}

void tst_Error::message_namesOperationSubjectAndReason()
{
    const Error detailed(Error::NameTooLong, 36, QStringLiteral("listen on"), QStringLiteral("/run/user/1000/app"),
                         QStringLiteral("name is 131 bytes, the limit here is 107"));
    QCOMPARE(detailed.message(),
             QStringLiteral("listen on \"/run/user/1000/app\": name is 131 bytes, the limit here is 107"));
    const Error fromSystem(Error::AccessDenied, 13, QStringLiteral("connect to"), QStringLiteral("x"));
    QVERIFY2(
        fromSystem.message().startsWith(QStringLiteral("connect to \"x\": this user may not connect to the server (")),
        qPrintable(fromSystem.message()));
    const Error plain(Error::TimedOut, 0, QStringLiteral("connect to"));
    QCOMPARE(plain.message(), QStringLiteral("connect to: timed out"));
    for (int code = Error::NotFound; code <= Error::OtherError; ++code)
        QVERIFY(!Error(Error::Code(code), 0, QString()).message().isEmpty());
}

void tst_Error::errors_behaveAsValues()
{
    Error a(Error::PeerClosed, 32, QStringLiteral("write to"), QStringLiteral("a"));
    const Error b = a;
    QCOMPARE(a, b);
    a = a.withSubject(QStringLiteral("c"));
    QCOMPARE(b.subject(), QStringLiteral("a"));
    QVERIFY(a != b);
    QVERIFY(a != Error());
    QCOMPARE(QVariant::fromValue(b).value<Error>(), b);
    PeerCredentials peer;
    peer.setProcessId(4711);
    const Error withPeer = b.withPeer(peer);
    QCOMPARE(withPeer.peer().processId(), peer.processId());
    QVERIFY(!b.peer().processId() && !Error().withPeer(peer));
    QCOMPARE(withPeer, b); // the peer is not compared
}

QTEST_APPLESS_MAIN(tst_Error)
#include "tst_error.moc"
