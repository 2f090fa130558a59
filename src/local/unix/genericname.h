// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "local/unix/runtimedirectory.h"
#include "os/unix/socketname.h"
#include "primitives/unix/listener.h"
#include "support/errortext.h"
#include "support/result.h"

#include <QtInterprocess/access.h>

#include <QtCore/qstringlist.h>

#include <memory>
#include <optional>
#include <vector>

namespace QtInterprocess::local {

/*
    A generic name: one name for all programs of this user, in one of several places. These are the folders of
    runtimeDirectories(), and, where the system gives the user none, behind them the abstract name @qtinterprocess-UID/NAME of Linux: anybody
    can make a folder of that name in /tmp first.

    - A server listens in the first place that can be had. Then it looks into the others: a server that found the places
      in another state may be there. Each lets itself be seen before it looks, so of two at least one sees the other and
      gives way. There may be none for a moment, never two.
    - A client looks into all of them, in their order. It connects to servers of this user (or root) only, and in a
      folder it uses the very one that it has checked; so a stranger in one of the places changes nothing.
*/
class GenericName
{
public:
    // Decides on the places; a name that cannot be one is an error of all the others.
    explicit GenericName(const QByteArray &name);

    // Where a server would listen now. Makes nothing.
    Result<os::SocketName> place() const;
    // The place in which a connection has been made.
    Result<os::SocketName> placeOf(int connected) const;

    // One attempt of a client, as ConnectAttempt has it.
    Result<OwnedHandle> connect() const;

    Result<std::unique_ptr<AcceptEngine>> listen(UnixListener &listener, const Access &access, int backlog,
                                                 AcceptObserver &observer) const;

private:
    struct Place
    {
        os::SocketName name;
        RuntimeDirectory folder; // of a path
    };
    // A place that can be had, the folder of a path, and why it is not an earlier place.
    struct Found
    {
        const Place *place = nullptr;
        std::optional<PrivateFolder> folder;
        std::vector<ErrorText> obstacles;
    };

    Result<OwnedHandle> connectAt(const Place &place) const;
    Result<Found> firstToListen() const;
    // Whether the listener stands in the first place that can be had: false if that has changed meanwhile. Fails if a server of
    // this user is in another place.
    Result<bool> isInPlace(const UnixListener &listener, const Found &found) const;
    Error checkOtherPlaces(const Place &place) const;
    Error explain(const Error &error, const Found &found) const;

    QByteArray m_name;
    Error m_invalid;
    std::vector<Place> m_places;
};

} // namespace QtInterprocess::local
