// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/credentials.h>

namespace QtInterprocess {

class PeerCredentialsData : public QSharedData
{
public:
    std::optional<qint64> processId;
    std::optional<quint32> userId;
    std::optional<quint32> groupId;
    std::optional<QString> securityId;
};

PeerCredentials::PeerCredentials() : d(new PeerCredentialsData) { }
PeerCredentials::PeerCredentials(const PeerCredentials &other) = default;
PeerCredentials::PeerCredentials(PeerCredentials &&other) noexcept = default;
PeerCredentials &PeerCredentials::operator=(const PeerCredentials &other) = default;
PeerCredentials &PeerCredentials::operator=(PeerCredentials &&other) noexcept = default;
PeerCredentials::~PeerCredentials() = default;

std::optional<qint64> PeerCredentials::processId() const
{
    return d->processId;
}

void PeerCredentials::setProcessId(std::optional<qint64> id)
{
    d->processId = id;
}

std::optional<quint32> PeerCredentials::userId() const
{
    return d->userId;
}

void PeerCredentials::setUserId(std::optional<quint32> id)
{
    d->userId = id;
}

std::optional<quint32> PeerCredentials::groupId() const
{
    return d->groupId;
}

void PeerCredentials::setGroupId(std::optional<quint32> id)
{
    d->groupId = id;
}

std::optional<QString> PeerCredentials::securityId() const
{
    return d->securityId;
}

void PeerCredentials::setSecurityId(const std::optional<QString> &id)
{
    d->securityId = id;
}

} // namespace QtInterprocess
