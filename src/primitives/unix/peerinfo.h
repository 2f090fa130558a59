// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "device/device_p.h"
#include "os/unix/peer.h"

#include <QtCore/qlist.h>

#include <optional>

namespace QtInterprocess {

// What the sockets of connections share: more about the process at the other end, asked for when somebody wants to know.

inline std::optional<QList<quint32>> peerGroupsOf(const DevicePrivate &device)
{
    const auto groups = device.engine ? os::peerGroups(int(device.engine->handle()))
                                      : Result<std::vector<quint32>>(Error(Error::InvalidOperation, 0, QString()));
    return groups ? std::optional(QList<quint32>(groups->begin(), groups->end())) : std::nullopt;
}

inline OwnedHandle peerProcessOf(const DevicePrivate &device, const QString &subject, Error *error)
{
    const QString operation = QStringLiteral("ask for the process at the other end of");
    auto handle = device.engine ? os::peerProcessHandle(int(device.engine->handle()))
                                : Result<OwnedHandle>(Error(Error::InvalidOperation, 0, operation, QString(),
                                                            QStringLiteral("there is no connection")));
    if (error)
        *error = handle ? Error() : handle.error().withSubject(subject);
    return handle ? std::move(*handle) : OwnedHandle();
}

} // namespace QtInterprocess
