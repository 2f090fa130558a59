// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "primitives/win/namedpipehandles.h"

#include "os/win/handle.h"
#include "os/win/impersonation.h"
#include "os/win/pipe.h"
#include "os/win/process.h"
#include "os/win/security.h"
#include "support/errortext.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace QtInterprocess {

namespace {

constexpr char Sending[] = "send handles to";
constexpr char Receiving[] = "receive handles from";

Error refusal(Error::Code code, const char *operation, const ErrorText &why = {}, int nativeCode = 0)
{
    return Error(code, nativeCode, QString::fromLatin1(operation), QString(), why);
}

os::PipeEnd peerEnd(qintptr pipe)
{
    const auto info = os::pipeInfo(pipe);
    return info && info->isServerEnd ? os::PipeEnd::Client : os::PipeEnd::Server;
}

// Whether the number can be that of a handle. Numbers of pseudo handles are negative, and the
// system ignores the two lowest bits.
bool isHandleNumber(quint64 number)
{
    return number > 0 && number <= quint64(std::numeric_limits<qint32>::max()) && number % 4 == 0;
}

} // namespace

// ---- the functions of LocalSocket

void NamedPipeHandles::setLimit(int count)
{
    if (count > 0)
        m_device.refuse(refusal(Error::Unsupported, Receiving,
                                ErrorText::tr("Windows passes handles with messages only; use MessageChannel"))
                            .withSubject(m_device.subject()));
}

qint64 NamedPipeHandles::write(const QByteArray &, std::vector<OwnedHandle> &&)
{
    m_device.refuseQuietly(refusal(Error::Unsupported, Sending,
                                   ErrorText::tr("Windows passes handles with messages only; use MessageChannel"))
                               .withSubject(m_device.subject()));
    return -1;
}

// ---- the peer

void NamedPipeHandles::started()
{
    m_process.reset();
    m_verdict.reset();
    setMessageLimit(m_messageLimit);
}

// The peer is examined early, because it may have gone when its handles are taken. A server can be
// examined at once, a client only after the first read.
void NamedPipeHandles::setMessageLimit(int count)
{
    m_messageLimit = count;
    if (!m_device.engine)
        return;
    if (m_device.held() > 0 || peerEnd(m_device.engine->handle()) == os::PipeEnd::Server)
        inputArrived();
}

void NamedPipeHandles::inputArrived()
{
    if (m_messageLimit > 0 && m_device.engine)
        (void)checkPeer();
}

// Opens the process at the other end, once per connection. As long as the pipe is connected the
// process lives, so its ID is not reused.
Error NamedPipeHandles::openPeer()
{
    if (m_process)
        return {};
    const qintptr pipe = m_device.engine->handle();
    const os::PipeEnd end = peerEnd(pipe);
    const auto id = os::isRemote(pipe, end) ? std::nullopt : os::pipeProcess(pipe, end);
    if (!id)
        return refusal(Error::Unsupported, Sending, ErrorText::tr("the peer runs on another machine"));
    auto process = os::openProcess(*id, os::ProcessUse::PassHandles, Sending);
    if (!process)
        return process.error();
    if (const quint32 code = os::peekPipe(pipe).error)
        return refusal(Error::PeerClosed, Sending, {}, int(code));
    m_process = std::move(*process);
    return {};
}

Error NamedPipeHandles::checkPeer()
{
    if (!m_verdict)
        m_verdict = examinePeer();
    return *m_verdict;
}

Error NamedPipeHandles::examinePeer() const
{
    const qintptr pipe = m_device.engine ? m_device.engine->handle() : OwnedHandle::Invalid;
    const os::PipeEnd end = peerEnd(pipe);
    if (pipe == OwnedHandle::Invalid || os::isRemote(pipe, end))
        return refusal(Error::AccessDenied, Receiving, ErrorText::tr("the peer could not be identified"));
    const auto id = end == os::PipeEnd::Server ? os::pipeProcess(pipe, end) : std::nullopt;
    const auto peer = end == os::PipeEnd::Client ? os::standingOfClient(pipe) : os::standingOfProcess(id.value_or(0));
    const auto own = os::ownStanding();
    if (!peer || !own)
        return refusal(Error::AccessDenied, Receiving, ErrorText::tr("the peer could not be identified"),
                       peer ? own.error().nativeCode() : peer.error().nativeCode());
    if (!peer->covers(*own))
        return refusal(Error::AccessDenied, Receiving,
                       ErrorText::tr("the peer has fewer rights than this process, so its handles are not accepted"));
    return {};
}

// ---- sending

Error NamedPipeHandles::check(qint64, const std::vector<OwnedHandle> &handles)
{
    if (!m_device.canWrite())
        return refusal(Error::InvalidOperation, Sending, m_device.notWritableReason());
    if (!m_device.engine)
        return refusal(Error::InvalidOperation, Sending,
                       ErrorText::tr("the device is still connecting; on Windows handles need a connected peer"));
    const auto isOpen = [](const OwnedHandle &handle) { return handle && os::isOpenHandle(handle.get()); };
    if (!std::all_of(handles.begin(), handles.end(), isOpen))
        return refusal(Error::InvalidOperation, Sending, ErrorText::tr("a handle is not open"));
    return {};
}

Result<std::vector<quint64>> NamedPipeHandles::sendNumbers(const std::vector<OwnedHandle> &handles)
{
    if (const Error error = openPeer())
        return error.withSubject(m_device.subject());
    std::vector<quint64> numbers;
    numbers.reserve(handles.size());
    for (const OwnedHandle &handle : handles) {
        const auto number = os::duplicateTo(m_process.get(), handle.get());
        if (!number) {
            takeBack(numbers);
            const Error &why = number.error();
            return Error(why.code(), why.nativeCode(), QString::fromLatin1(Sending), m_device.subject());
        }
        numbers.push_back(quint64(*number));
    }
    return numbers;
}

void NamedPipeHandles::takeBack(const std::vector<quint64> &numbers)
{
    for (const quint64 number : numbers)
        os::closeIn(m_process.get(), qintptr(number));
}

// ---- receiving

Result<std::vector<OwnedHandle>> NamedPipeHandles::takeNumbers(const std::vector<quint64> &numbers)
{
    if (const Error error = checkPeer())
        return error.withSubject(m_device.subject());
    std::vector<quint64> sorted = numbers;
    std::sort(sorted.begin(), sorted.end());
    const bool isTwice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
    const auto isAcceptable = [](quint64 number) { return isHandleNumber(number) && os::isOwnHandle(qintptr(number)); };
    if (isTwice || !std::all_of(sorted.begin(), sorted.end(), isAcceptable))
        return refusal(Error::InvalidMessage, Receiving,
                       ErrorText::tr("the message has a number that is not that of a handle"))
            .withSubject(m_device.subject());
    std::vector<OwnedHandle> handles;
    for (const quint64 number : numbers) {
        (void)os::setInheritable(qintptr(number), false);
        handles.emplace_back(qintptr(number));
    }
    return handles;
}

} // namespace QtInterprocess
