// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The words and the numbers of errors.

#include "os/unix/errormap.h"

#include <QtInterprocess/error.h>

#include <QtTest/qtest.h>

#include <cerrno>

using namespace QtInterprocess;

class tst_Error : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noErrorIsFree();
    void messageSaysWhatToWhatAndWhy();
    void isAValue();
    void systemErrorsHaveCodes_data();
    void systemErrorsHaveCodes();
};

void tst_Error::noErrorIsFree()
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

void tst_Error::messageSaysWhatToWhatAndWhy()
{
    const Error detailed(Error::NameTooLong, ENAMETOOLONG, QStringLiteral("listen on"),
                         QStringLiteral("/run/user/1000/app"),
                         QStringLiteral("name is 131 bytes, the limit here is 107"));
    QCOMPARE(detailed.message(),
             QStringLiteral("listen on \"/run/user/1000/app\": name is 131 bytes, the limit here is 107"));
    const Error fromSystem(Error::AccessDenied, EACCES, QStringLiteral("connect to"), QStringLiteral("x"));
    QCOMPARE(fromSystem.message(), QStringLiteral("connect to \"x\": Permission denied"));
    const Error plain(Error::TimedOut, 0, QStringLiteral("connect to"));
    QCOMPARE(plain.message(), QStringLiteral("connect to: timed out"));
    for (int code = Error::NotFound; code <= Error::OtherError; ++code)
        QVERIFY(!Error(Error::Code(code), 0, QString()).message().isEmpty());
}

void tst_Error::isAValue()
{
    Error a(Error::PeerClosed, EPIPE, QStringLiteral("write to"), QStringLiteral("a"));
    const Error b = a;
    QCOMPARE(a, b);
    a = a.withSubject(QStringLiteral("c"));
    QCOMPARE(b.subject(), QStringLiteral("a"));
    QVERIFY(a != b);
    QVERIFY(a != Error());
    QCOMPARE(QVariant::fromValue(b).value<Error>(), b);
}

void tst_Error::systemErrorsHaveCodes_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<Error::Code>("code");
    const std::pair<int, Error::Code> rows[] = {
        { ENOENT, Error::NotFound },
        { ECONNREFUSED, Error::ConnectionRefused },
        { EADDRINUSE, Error::NameInUse },
        { EEXIST, Error::NameInUse },
        { ENAMETOOLONG, Error::NameTooLong },
        { ENOTDIR, Error::InvalidName },
        { ELOOP, Error::InvalidName },
        { ENOTSOCK, Error::InvalidName },
        { EPROTOTYPE, Error::InvalidName },
        { EACCES, Error::AccessDenied },
        { EPERM, Error::AccessDenied },
        { EROFS, Error::AccessDenied },
        { ETIMEDOUT, Error::TimedOut },
        { EPIPE, Error::PeerClosed },
        { ECONNRESET, Error::PeerClosed },
        { ENOTCONN, Error::PeerClosed },
        { EMFILE, Error::ResourceExhausted },
        { ENFILE, Error::ResourceExhausted },
        { ENOMEM, Error::ResourceExhausted },
        { ENOBUFS, Error::ResourceExhausted },
        { ENOSPC, Error::ResourceExhausted },
        { EDQUOT, Error::ResourceExhausted },
        { EINVAL, Error::InvalidOperation },
        { EBADF, Error::InvalidOperation },
        { EISCONN, Error::InvalidOperation },
        { EAFNOSUPPORT, Error::Unsupported },
        { EPROTONOSUPPORT, Error::Unsupported },
        { EOPNOTSUPP, Error::Unsupported },
        { EMSGSIZE, Error::MessageTooLarge },
        { EIO, Error::OtherError },
    };
    for (const auto &[number, code] : rows)
        QTest::addRow("%d", number) << number << code;
}

void tst_Error::systemErrorsHaveCodes()
{
    QFETCH(int, number);
    QFETCH(Error::Code, code);
    const Error error = os::systemError(number, "read from", QStringLiteral("it"));
    QCOMPARE(error.code(), code);
    QCOMPARE(error.nativeCode(), number);
    QCOMPARE(error.operation(), QStringLiteral("read from"));
}

QTEST_APPLESS_MAIN(tst_Error)
#include "tst_error.moc"
