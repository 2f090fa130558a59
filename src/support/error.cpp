// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/error.h>

#include <QtCore/qdebug.h>

#include <utility>

namespace QtInterprocess {

class ErrorData : public QSharedData
{
public:
    Error::Code code = Error::NoError;
    int nativeCode = 0;
    QString operation;
    QString subject;
    QString detail;
    PeerCredentials peer;
};

// What is said when neither a detail nor a system call tells more.
static QString textOf(Error::Code code)
{
    static constexpr std::pair<Error::Code, const char *> Texts[] = {
        { Error::NoError, "no error" },
        { Error::NotFound, "nothing has that name" },
        { Error::ConnectionRefused, "nobody listens there" },
        { Error::NameInUse, "the name is in use" },
        { Error::NameTooLong, "the name is too long" },
        { Error::InvalidName, "not a valid name" },
        { Error::AccessDenied, "access denied" },
        { Error::TimedOut, "timed out" },
        { Error::PeerClosed, "the peer closed the connection" },
        { Error::ResourceExhausted, "out of resources" },
        { Error::InvalidOperation, "not possible in this state" },
        { Error::Unsupported, "not supported on this platform" },
        { Error::MessageTooLarge, "the message is too large" },
        { Error::PartialMessage, "only a part of the message went through" },
        { Error::InvalidMessage, "the message means nothing" },
        { Error::NameLost, "the name is not this process's any more" },
    };
    for (const auto &[known, text] : Texts) {
        if (known == code)
            return QString::fromLatin1(text);
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

PeerCredentials Error::peer() const
{
    return d ? d->peer : PeerCredentials();
}

Error Error::withPeer(const PeerCredentials &peer) const
{
    if (!d)
        return {};
    Error other(*this);
    other.d->peer = peer;
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
