// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A secondary that becomes the primary in a call: after the end of the old primary, or in its
// place.

#include "local/session.h"
#include "local/singleinstance_p.h"
#include "support/errortext.h"

#include <QtInterprocess/processwatcher.h>
#include <QtInterprocess/signals.h>

#include <utility>

namespace QtInterprocess {

using Role = SingleInstance::Role;

// Takes part in the election. Returns whether this is the primary now. The role is unchanged if it
// is uncertain.
bool SingleInstancePrivate::tryElection(QDeadlineTimer deadline)
{
    elect(deadline, Role::Secondary);
    if (role != Role::Primary)
        return false;
    m_attempt.stop();
    m_watch.reset();
    hangUp();
    m_peer = {};
    m_isRolePending = m_isSuccessionPending = true;
    m_turn.wake(); // nothing is emitted inside a call
    return true;
}

bool SingleInstancePrivate::waitForPrimaryToEnd(QDeadlineTimer deadline)
{
    if (refuse("wait for"))
        return false;
    if ((!m_channel || m_channel->isFinished()) && greet(deadline) == Greeting::Failed)
        return false; // it was silent for the whole time, or is not a primary
    QByteArray word; // its content is ignored
    while (m_channel && receiveMessage(word, deadline) && !deadline.hasExpired()) {
    }
    if (m_channel && !m_channel->isFinished())
        return failPrimary(Error::TimedOut, ErrorText::tr("%1 is still running"));
    tryElection(deadline);
    return true;
}

SingleInstancePrivate::Consent SingleInstancePrivate::askForConsent(QDeadlineTimer deadline)
{
    m_wantsProcess = true;
    m_holder = OwnedHandle();
    const Greeting greeting = greet(deadline);
    m_wantsProcess = false;
    if (greeting == Greeting::Gone)
        return Consent::Given;
    if (greeting == Greeting::Failed)
        return error == Error::TimedOut ? Consent::Silent : Consent::Impossible;
    if (!m_hello.isReplaceable) {
        failPrimary(Error::Unsupported, ErrorText::tr("%1 cannot be replaced; it handles no replaceRequested()"));
        return Consent::None;
    }
    m_limit = deadline;
    request.replaces = true;
    const bool isAnswered = exchange();
    request.replaces = false;
    m_limit.reset();
    if (isAnswered && answer.exitCode != 0) {
        failPrimary(Error::AccessDenied, ErrorText::tr("%1 refused to be replaced"));
        return Consent::None;
    }
    switch (error.code()) {
    case Error::NoError:
    case Error::PeerClosed: return Consent::Given;
    case Error::TimedOut: return isAcknowledged ? Consent::None : Consent::Silent;
    default: return Consent::Impossible;
    }
}

// Ends the primary by its handle, so that no other process is affected.
bool SingleInstancePrivate::endPrimary(int msecs)
{
    if (!m_holder) {
        const Error &why = m_holder.error();
        error = Error(why.code(), why.nativeCode(), why.operation(), id, ErrorText::detailOf(why)).withPeer(m_peer);
        return error == Error::NotFound; // it has ended
    }
    ProcessWatcher process;
    if (!process.watch(std::move(*m_holder))) {
        error = process.error().withPeer(m_peer);
        return error == Error::NotFound;
    }
    for (const char *const name : { "SIGTERM", "SIGKILL" }) {
        error = process.send(Signals::fromName(QString::fromLatin1(name))).withPeer(m_peer);
        if (process.waitForExited(error ? 0 : msecs))
            return true;
    }
    return error ? false : failPrimary(Error::TimedOut, ErrorText::tr("%1 does not end"));
}

bool SingleInstancePrivate::takeOver(SingleInstance::TakeOver policy, int msecs)
{
    using TakeOver = SingleInstance::TakeOver;
    if (refuse("take over"))
        return false;
    const Consent consent = askForConsent(QDeadlineTimer(msecs));
    const bool mayEnd = (consent == Consent::Silent && policy != TakeOver::WithConsent)
        || (consent == Consent::None && policy == TakeOver::EndAlways);
    const bool isGone = consent == Consent::Given || (mayEnd && endPrimary(msecs));
    m_holder = OwnedHandle();
    if (!isGone)
        return false;
    hangUp();
    if (tryElection(QDeadlineTimer(msecs)))
        return true;
    return error ? false : fail(Error::NameInUse, ErrorText::tr("another process became the primary first"));
}

} // namespace QtInterprocess
