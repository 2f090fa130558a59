// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/error.h>

#include <QtCore/qdebug.h>

namespace QtInterprocess {

class ErrorData : public QSharedData
{
public:
    Error::Code code = Error::NoError;
    int nativeCode = 0;
    QString operation;
    QString subject;
    QString detail;
};

// What is said when neither a detail nor a system call tells more.
static QString textOf(Error::Code code)
{
    switch (code) {
    case Error::NoError: return QStringLiteral("no error");
    case Error::NotFound: return QStringLiteral("nothing has that name");
    case Error::ConnectionRefused: return QStringLiteral("nobody listens there");
    case Error::NameInUse: return QStringLiteral("the name is in use");
    case Error::NameTooLong: return QStringLiteral("the name is too long");
    case Error::InvalidName: return QStringLiteral("not a valid name");
    case Error::AccessDenied: return QStringLiteral("access denied");
    case Error::TimedOut: return QStringLiteral("timed out");
    case Error::PeerClosed: return QStringLiteral("the peer closed the connection");
    case Error::ResourceExhausted: return QStringLiteral("out of resources");
    case Error::InvalidOperation: return QStringLiteral("not possible in this state");
    case Error::Unsupported: return QStringLiteral("not supported on this platform");
    case Error::MessageTooLarge: return QStringLiteral("the message is too large");
    case Error::PartialMessage: return QStringLiteral("only a part of the message went through");
    case Error::InvalidMessage: return QStringLiteral("the message means nothing");
    case Error::OtherError: break;
    }
    return QStringLiteral("unknown error");
}

Error::Error() noexcept = default;
Error::Error(const Error &other) noexcept = default;
Error::Error(Error &&other) noexcept = default;
Error &Error::operator=(const Error &other) noexcept = default;
Error &Error::operator=(Error &&other) noexcept = default;
Error::~Error() = default;

Error::Error(Code code, int nativeCode, const QString &operation, const QString &subject, const QString &detail)
{
    if (code == NoError)
        return;
    d = new ErrorData;
    d->code = code;
    d->nativeCode = nativeCode;
    d->operation = operation;
    d->subject = subject;
    d->detail = detail;
}

Error::Code Error::code() const noexcept
{
    return d ? d->code : NoError;
}

int Error::nativeCode() const noexcept
{
    return d ? d->nativeCode : 0;
}

QString Error::operation() const
{
    return d ? d->operation : QString();
}

QString Error::subject() const
{
    return d ? d->subject : QString();
}

QString Error::message() const
{
    if (!d)
        return textOf(NoError);
    QString text = d->operation;
    if (!d->subject.isEmpty())
        text += QStringLiteral(" \"%1\"").arg(d->subject);
    if (!text.isEmpty())
        text += QStringLiteral(": ");
    return text + reason();
}

QString Error::reason() const
{
    if (d && !d->detail.isEmpty())
        return d->detail;
    return nativeCode() ? qt_error_string(nativeCode()) : textOf(code());
}

Error Error::withSubject(const QString &subject) const
{
    if (!d)
        return {};
    Error other(*this);
    other.d->subject = subject;
    return other;
}

bool Error::equals(const Error &other) const noexcept
{
    if (d == other.d)
        return true;
    return d && other.d && d->code == other.d->code && d->nativeCode == other.d->nativeCode
        && d->operation == other.d->operation && d->subject == other.d->subject && d->detail == other.d->detail;
}

QDebug operator<<(QDebug debug, const Error &error)
{
    const QDebugStateSaver saver(debug);
    debug.noquote() << error.message();
    return debug;
}

} // namespace QtInterprocess
