// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/acceptengine.h"
#include "primitives/unix/nameclaim.h"
#include "support/result.h"

#include <QtInterprocess/credentials.h>

#include <functional>
#include <memory>
#include <optional>

namespace QtInterprocess {

// The common part of servers: a listening socket, the claim on its name, and the access.
class UnixListener
{
public:
    // Whether connections can pass handles. If not, they are refused before a client can send one.
    enum class Handles { Offered, Refused };
    explicit UnixListener(os::SocketType type, Handles handles = Handles::Offered)
        : m_type(type),
          m_handles(handles) { }

    // Applies to the next listen().
    void setHandles(Handles handles) noexcept { m_handles = handles; }

    // subject names the address in errors.
    Result<std::unique_ptr<AcceptEngine>> listen(const os::SocketName &name, const QString &subject,
                                                 const Access &access, int backlog, AcceptObserver &observer);
    Result<std::unique_ptr<AcceptEngine>> adopt(OwnedHandle handle, const Access &access, AcceptObserver &observer);
    void release();

    // Sets a function that is called before the name is claimed again. The next listen() removes
    // it.
    using Preparation = std::function<Error()>;
    void setPreparation(Preparation prepare) { m_prepare = std::move(prepare); }

    // The result of a periodic check of the name's files.
    struct CheckResult
    {
        OwnedHandle renewed; // another socket that has the name now
        Error error;
        bool isLost = false; // error says which process has the name; otherwise checks continue
    };
    CheckResult checkFiles(int socket);

    Error admit(qintptr handle, std::optional<PeerCredentials> &peer) const;
    const os::SocketName &name() const noexcept { return m_name; }
    const os::FileStatus &file() const noexcept { return m_claim.file(); }

private:
    Result<OwnedHandle> claim();
    Result<OwnedHandle> claimOnce();
    CheckResult reclaim();

    const os::SocketType m_type;
    Handles m_handles;
    os::SocketName m_name;
    QString m_subject;
    os::Admission m_admission;
    int m_backlog = 0;
    NameClaim m_claim;
    Preparation m_prepare;
    os::ProcessMark m_process; // the listening process, according to the kernel
    bool m_isGone = false; // the socket's file
    bool m_isReported = false; // the reason was reported
};

} // namespace QtInterprocess
