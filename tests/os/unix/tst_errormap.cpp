// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// The mapping of errno to error codes.

#include "os/unix/errormap.h"

#include <QtTest/qtest.h>

#include <cerrno>

using namespace QtInterprocess;

class tst_ErrorMap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void systemErrorsHaveCodes_data();
    void systemErrorsHaveCodes();
};

void tst_ErrorMap::systemErrorsHaveCodes_data()
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
        { EFBIG, Error::ResourceExhausted },
        { ETOOMANYREFS, Error::ResourceExhausted },
        { EINVAL, Error::InvalidOperation },
        { EBADF, Error::InvalidOperation },
        { EISCONN, Error::InvalidOperation },
        { EAFNOSUPPORT, Error::Unsupported },
        { EPROTONOSUPPORT, Error::Unsupported },
        { ESOCKTNOSUPPORT, Error::Unsupported },
        { EOPNOTSUPP, Error::Unsupported },
        { ENOTSUP, Error::Unsupported }, // macOS has another number for it
        { EMSGSIZE, Error::MessageTooLarge },
        { EIO, Error::OtherError },
    };
    for (const auto &[number, code] : rows)
        QTest::addRow("%d", number) << number << code;
}

void tst_ErrorMap::systemErrorsHaveCodes()
{
    QFETCH(int, number);
    QFETCH(Error::Code, code);
    const Error error = os::systemError(number, "read from", QStringLiteral("it"));
    QCOMPARE(error.code(), code);
    QCOMPARE(error.nativeCode(), number);
    QCOMPARE(error.operation(), QStringLiteral("read from"));
}

QTEST_APPLESS_MAIN(tst_ErrorMap)
#include "tst_errormap.moc"
