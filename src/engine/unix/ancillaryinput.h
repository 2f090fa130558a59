// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "os/unix/ancillary.h"
#include "os/unix/transfer.h"
#include "support/result.h"

#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qlist.h>

#include <optional>
#include <utility>
#include <vector>

namespace QtInterprocess {

/*
    What came beside the bytes of a stream and has not been taken: handles, and who sent which bytes. Stands beside the
    input of a device as long as somebody wants one of these; the others are received by receive() alone.
*/
class AncillaryInput
{
public:
    bool isWanted() const noexcept { return m_handleLimit > 0 || m_wantsCredentials; }

    int handleLimit() const noexcept { return m_handleLimit; }
    void setHandleLimit(int limit) noexcept { m_handleLimit = limit; }
    int pendingHandles() const noexcept { return int(m_handles.size()); }
    // More than half of the room is used: before more is read, the reader may want to take these.
    bool isFilling() const noexcept { return m_handleLimit > 0 && 2 * pendingHandles() > m_handleLimit; }
    // The first ones, in their order; -1: all.
    std::vector<OwnedHandle> takeHandles(int maximum);

    bool wantsCredentials() const noexcept { return m_wantsCredentials; }
    void setWantsCredentials(bool on);

    // The sender of the next of the unread bytes, or of the last that were read, and how many in a row are its own.
    struct Sender
    {
        std::optional<os::SenderCredentials> credentials;
        qint64 bytes = 0;
    };
    Sender sender(qint64 unread) const;
    // Forgets who sent what has been read.
    void trim(qint64 unread);

    // The memory that the senders of the unread bytes take, about.
    qint64 overhead() const noexcept { return m_runs.size() * 2 * qint64(sizeof(Run)); }

    // For the engine.
    Result<os::Transfer> receive(int fd, char *data, qint64 size);
    // Whether there are more handles than at the last call; and what happened to those that are not.
    bool takeNews() noexcept { return std::exchange(m_news, false); }
    Error takeLoss() { return std::exchange(m_loss, Error()); }

    // Forgets and closes everything but the settings.
    void clear();

private:
    // A part of the stream that one process has sent.
    struct Run
    {
        qint64 end;
        std::optional<os::SenderCredentials> credentials;
    };

    void keep(os::Ancillary &received);
    void noteLoss(bool full);
    void noteSender(qint64 bytes, const std::optional<os::SenderCredentials> &credentials);
    QList<Run>::const_iterator runAt(qint64 position) const;

    // Not deques: those have memory even when empty, and most sockets use neither.
    std::vector<OwnedHandle> m_handles;
    QList<Run> m_runs;
    qint64 m_received = 0; // bytes, since credentials were asked for
    Error m_loss;
    int m_handleLimit = 0;
    bool m_wantsCredentials = false;
    bool m_news = false;
    bool m_lossNoted = false; // once, until handles are taken
};

} // namespace QtInterprocess
