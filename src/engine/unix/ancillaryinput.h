// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/takenhandles.h"
#include "os/unix/ancillary.h"
#include "os/unix/transfer.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qlist.h>

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace QtInterprocess {

/*
    Ancillary data of a stream that was not taken yet: handles, and the senders of bytes.

    It accompanies the input of a device that requests handles or credentials. Without it,
    os::receive() is used alone.
*/
class AncillaryInput
{
public:
    bool isWanted() const noexcept { return m_handleLimit > 0 || m_wantsCredentials || !m_handles.empty(); }

    // What the limit counts, and what happens when it is reached: pending handles, and more are
    // closed; or the handles of one message, and reading waits until they are taken.
    enum class Limit : quint8 { Pending, PerMessage };
    int handleLimit() const noexcept { return m_handleLimit; }
    void setHandleLimit(int limit, Limit kind = Limit::Pending) noexcept;
    int pendingHandles() const noexcept { return int(m_handles.size()); }
    // Whether the reader should take handles before more is read.
    bool isFilling() const noexcept
    {
        return m_limitKind == Limit::Pending ? m_handleLimit > 0 && 2 * pendingHandles() > m_handleLimit : isFull();
    }
    // Whether reading waits until handles are taken.
    bool isFull() const noexcept { return m_limitKind == Limit::PerMessage && pendingHandles() >= m_handleLimit; }
    // Takes the first handles in order; -1 takes all.
    std::vector<OwnedHandle> takeHandles(int maximum);
    // Takes the handles of bytes that were read, and says which were lost; for Limit::PerMessage.
    TakenHandles takeHandlesOfRead(qint64 unread);

    bool wantsCredentials() const noexcept { return m_wantsCredentials; }
    void setWantsCredentials(bool on);

    // The sender of the next unread byte, or else of the last read one. Also the number of its
    // bytes in a row.
    struct Sender
    {
        std::optional<os::SenderCredentials> credentials;
        qint64 bytes = 0;
    };
    Sender sender(qint64 unread) const;
    // Forgets the senders of bytes that were read.
    void trim(qint64 unread);

    // Returns roughly the memory that the senders of unread bytes take.
    qint64 overhead() const noexcept { return m_runs.size() * 2 * qint64(sizeof(Run)); }

    // Receives bytes with their ancillary data, for the engine.
    Result<os::Transfer> receive(int fd, char *data, qint64 size);
    // Whether handles arrived since the last call, and the error of handles that were lost.
    bool takeNews() noexcept { return std::exchange(m_news, false); }
    Error takeLoss() { return m_limitKind == Limit::Pending ? std::exchange(m_loss, Error()) : Error(); }

    // Closes and forgets everything except the settings.
    void clear();

private:
    // A part of the stream that one process has sent.
    struct Run
    {
        qint64 end;
        std::optional<os::SenderCredentials> credentials;
    };

    struct Pending
    {
        OwnedHandle handle;
        qint64 position; // of the byte that it came with
    };

    std::vector<OwnedHandle> takeFirst(std::ptrdiff_t count);
    void keep(os::Ancillary &received, qint64 position);
    void noteLoss(bool full, qint64 position);
    void noteSender(const std::optional<os::SenderCredentials> &credentials);
    QList<Run>::const_iterator runAt(qint64 position) const;

    // Vectors instead of deques, which allocate memory even when empty; most sockets use neither
    // member.
    std::vector<Pending> m_handles;
    QList<Run> m_runs;
    qint64 m_received = 0; // in bytes, as long as anything is wanted
    qint64 m_credentialsFrom = 0; // the position at which credentials were requested
    qint64 m_lossPosition = 0;
    Error m_loss;
    int m_handleLimit = 0;
    Limit m_limitKind = Limit::Pending;
    bool m_wantsCredentials = false;
    bool m_news = false;
    bool m_lossNoted = false; // a loss is reported once, until handles are taken
};

} // namespace QtInterprocess
