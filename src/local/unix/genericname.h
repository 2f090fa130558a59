// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "engine/unix/unixconnector.h"
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
    A generic name: one name for all programs of this user, in one of several places.

    The places are the folders of runtimeDirectories(). If the system gives the user no folder, the
    abstract name @qtinterprocess-UID/NAME follows on Linux. It is needed because any user can
    create the folder in /tmp first.

    * A server listens in the first usable place. Then it checks the others: another server may have
      found the places in another state. Each server becomes visible before it checks. So of two
      servers at least one sees the other and gives way. There may be none for a moment, but never
      two.
    * A client tries all places in order. It connects only to servers of this user or root. It opens
      the socket in the folder that it has checked. So a stranger in one of the places changes
      nothing.
*/
class GenericName
{
public:
    // Determines the places. With an invalid name, all other functions fail.
    explicit GenericName(const QByteArray &name);

    // Returns where a server would listen now, without creating anything.
    Result<os::SocketName> place() const;
    // Returns the place of an established connection.
    Result<os::SocketName> placeOf(int connected) const;

    // Makes one attempt of a client, as a ConnectAttempt.
    Result<OwnedHandle> connect(HandlePassing handles) const;

    Result<std::unique_ptr<AcceptEngine>> listen(UnixListener &listener, const Access &access, int backlog,
                                                 AcceptObserver &observer) const;

private:
    struct Place
    {
        os::SocketName name;
        RuntimeDirectory folder; // for a path
    };
    // A usable place, the folder of its path, and the reasons why earlier places are unusable.
    struct Found
    {
        const Place *place = nullptr;
        std::optional<PrivateFolder> folder;
        std::vector<ErrorText> obstacles;
    };

    Result<OwnedHandle> connectAt(const Place &place, HandlePassing handles) const;
    Result<Found> firstToListen() const;
    // Whether the listener is in the first usable place; false if that has changed meanwhile. Fails
    // if a server of this user is in another place.
    Result<bool> isInPlace(const UnixListener &listener, const Found &found) const;
    Error checkOtherPlaces(const Place &place) const;
    Error explain(const Error &error, const Found &found) const;

    QByteArray m_name;
    Error m_invalid;
    std::vector<Place> m_places;
};

} // namespace QtInterprocess::local
