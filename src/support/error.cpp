// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/error.h>

#include "support/errortext.h"
#include "support/operations.h"
#include "support/reasons.h"

#include <QtCore/qdebug.h>

namespace QtInterprocess {

class ErrorData : public QSharedData
{
public:
    Error::Code code = Error::NoError;
    int nativeCode = 0;
    QString operation;
    QString subject;
    ErrorText detail;
    PeerCredentials peer;
};

Error::Error() noexcept = default;
Error::Error(const Error &other) noexcept = default;
Error::Error(Error &&other) noexcept = default;
Error &Error::operator=(const Error &other) noexcept = default;
Error &Error::operator=(Error &&other) noexcept = default;
Error::~Error() = default;

// This is a template so that {} is a QString.
template <typename Text, typename>
Error::Error(Code code, int nativeCode, const QString &operation, const QString &subject, const Text &detail)
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
template Error::Error(Error::Code, int, const QString &, const QString &, const ErrorText &);

Error::Error(Code code, int nativeCode, const QString &operation, const QString &subject, const QString &detail)
    : Error(code, nativeCode, operation, subject, ErrorText(detail))
{ }

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

// Composes the whole message; the caller chooses the language of operation.
static ErrorText sentence(const QString &operation, const QString &subject, const ErrorText &reason)
{
    if (operation.isEmpty() && subject.isEmpty())
        return reason;
    return subject.isEmpty() ? ErrorText::tr("%1: %2").arg(operation, reason)
                             : ErrorText::tr("%1 \"%2\": %3").arg(operation, subject, reason);
}

QString Error::message() const
{
    return sentence(translatedOperation(operation()), subject(), ErrorText::of(*this)).translated();
}

QString Error::reason() const
{
    return ErrorText::of(*this).translated();
}

ErrorText ErrorText::of(const Error &error)
{
    const ErrorText detail = detailOf(error);
    return detail.isEmpty() ? reasonOf(error.code(), error.nativeCode(), error.operation(), error.subject()) : detail;
}

ErrorText ErrorText::detailOf(const Error &error)
{
    return error.d ? error.d->detail : ErrorText();
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
    debug.noquote() << sentence(error.operation(), error.subject(), ErrorText::of(error)).inEnglish();
    return debug;
}

} // namespace QtInterprocess
