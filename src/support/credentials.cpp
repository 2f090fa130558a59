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

static PeerCredentialsData &writableData(QSharedDataPointer<PeerCredentialsData> &d)
{
    if (!d)
        d = new PeerCredentialsData;
    return *d;
}

// Without data all fields are empty. Most sockets are asked for nothing else.
PeerCredentials::PeerCredentials() = default;
PeerCredentials::PeerCredentials(const PeerCredentials &other) = default;
PeerCredentials::PeerCredentials(PeerCredentials &&other) noexcept = default;
PeerCredentials &PeerCredentials::operator=(const PeerCredentials &other) = default;
PeerCredentials &PeerCredentials::operator=(PeerCredentials &&other) noexcept = default;
PeerCredentials::~PeerCredentials() = default;

std::optional<qint64> PeerCredentials::processId() const
{
    return d ? d->processId : std::nullopt;
}

void PeerCredentials::setProcessId(std::optional<qint64> id)
{
    writableData(d).processId = id;
}

std::optional<quint32> PeerCredentials::userId() const
{
    return d ? d->userId : std::nullopt;
}

void PeerCredentials::setUserId(std::optional<quint32> id)
{
    writableData(d).userId = id;
}

std::optional<quint32> PeerCredentials::groupId() const
{
    return d ? d->groupId : std::nullopt;
}

void PeerCredentials::setGroupId(std::optional<quint32> id)
{
    writableData(d).groupId = id;
}

std::optional<QString> PeerCredentials::securityId() const
{
    return d ? d->securityId : std::nullopt;
}

void PeerCredentials::setSecurityId(const std::optional<QString> &id)
{
    writableData(d).securityId = id;
}

} // namespace QtInterprocess
