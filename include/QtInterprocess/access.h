// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/global.h>

namespace QtInterprocess {

/*!
    Who may connect to a server.

    The library asks twice: the operating system by the permissions of the name, and the connection itself by the
    credentials of the peer. The second question is the one that counts where permissions do nothing (abstract names
    of Linux) or can be bypassed for a moment. A peer that runs as root always passes, as it does with files. One that does
    not pass sees its connection closed, and no reason; the server reports Error::AccessDenied.

    In a user namespace of Linux, users and groups that the namespace has no mapping for are nobody's own: they do not
    pass, even if this process shows as the same overflow ID (65534). Under a complete mapping, as outside of all
    namespaces, that ID is a user like any other. Root is the root of this process's namespace.

    \list
    \li \c User: processes of the user that this process runs as. The default. File mode 0600.
    \li \c Group: also processes of this process's group. File mode 0660. Error::Unsupported on Windows.
    \li \c Everyone: every process on this machine. File mode 0666, no question about the peer.
    \endlist

    On Windows the security descriptor of the pipe gives access to the user and to the system account, and with
    \c Everyone to all users, who may not make instances of the pipe though. Other machines are refused in any case.
*/
enum class Access { User, Group, Everyone };

} // namespace QtInterprocess
