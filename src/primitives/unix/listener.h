// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/acceptengine.h"
#include "primitives/unix/nameclaim.h"
#include "support/result.h"

#include <functional>
#include <memory>

namespace QtInterprocess {

// What servers share: a listening socket, the claim on its name, and who may come in.
class UnixListener
{
public:
    // Of a kind of connection that offers no handles, they are refused before anybody can send one.
    enum class Handles { Offered, Refused };
    explicit UnixListener(os::SocketType type, Handles handles = Handles::Offered)
        : m_type(type),
          m_handles(handles) { }

    // subject is what errors call the name.
    Result<std::unique_ptr<AcceptEngine>> listen(const os::SocketName &name, const QString &subject,
                                                 const Access &access, int backlog, AcceptObserver &observer);
    Result<std::unique_ptr<AcceptEngine>> adopt(OwnedHandle handle, const Access &access, AcceptObserver &observer);
    void release();

    // Is asked before the name is claimed anew; the next listen() forgets it.
    using Preparation = std::function<Error()>;
    void setPreparation(Preparation prepare) { m_prepare = std::move(prepare); }

    // A look at the files of the name, now and then.
    struct Looked
    {
        OwnedHandle renewed; // another socket that has the name now
        Error error;
        bool isLost = false; // the error says who has the name; or else looking goes on
    };
    Looked look(int socket);

    Error admit(qintptr handle) const;
    const os::SocketName &name() const noexcept { return m_name; }
    const os::FileStatus &file() const noexcept { return m_claim.file(); }

private:
    Result<OwnedHandle> claim();
    Result<OwnedHandle> claimOnce();
    Looked claimAnew();

    const os::SocketType m_type;
    const Handles m_handles;
    os::SocketName m_name;
    QString m_subject;
    os::Admission m_admission;
    int m_backlog = 0;
    NameClaim m_claim;
    Preparation m_prepare;
    os::ProcessMark m_process; // that the kernel says listens
    bool m_isGone = false; // the socket's file
    bool m_isReported = false; // why it is
};

} // namespace QtInterprocess
