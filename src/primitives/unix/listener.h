// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/acceptengine.h"
#include "primitives/unix/nameclaim.h"
#include "support/result.h"

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
    Result<std::unique_ptr<AcceptEngine>> listen(const os::SocketName &name, const QString &subject, Access access,
                                                 int backlog, AcceptObserver &observer);
    Result<std::unique_ptr<AcceptEngine>> adopt(OwnedHandle handle, Access access, AcceptObserver &observer);
    void release();

    Error admit(qintptr handle) const;
    const os::SocketName &name() const noexcept { return m_name; }
    const os::FileStatus &file() const noexcept { return m_claim.file(); }

private:
    const os::SocketType m_type;
    const Handles m_handles;
    os::SocketName m_name;
    QString m_subject;
    Access m_access = Access::User;
    NameClaim m_claim;
};

} // namespace QtInterprocess
