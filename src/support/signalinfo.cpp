// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/signalinfo.h>

namespace QtInterprocess {

class SignalInfoData : public QSharedData
{
public:
    int number = 0;
    int code = 0;
    std::optional<qint64> senderPid;
    std::optional<quint32> senderUid;
    std::optional<qintptr> value;
    std::optional<int> childStatus;
    int count = 1;
};

SignalInfo::SignalInfo() : d(new SignalInfoData) { }
SignalInfo::SignalInfo(const SignalInfo &other) = default;
SignalInfo::SignalInfo(SignalInfo &&other) noexcept = default;
SignalInfo &SignalInfo::operator=(const SignalInfo &other) = default;
SignalInfo &SignalInfo::operator=(SignalInfo &&other) noexcept = default;
SignalInfo::~SignalInfo() = default;

int SignalInfo::number() const
{
    return d->number;
}

void SignalInfo::setNumber(int number)
{
    d->number = number;
}

int SignalInfo::code() const
{
    return d->code;
}

void SignalInfo::setCode(int code)
{
    d->code = code;
}

std::optional<qint64> SignalInfo::senderPid() const
{
    return d->senderPid;
}

void SignalInfo::setSenderPid(std::optional<qint64> pid)
{
    d->senderPid = pid;
}

std::optional<quint32> SignalInfo::senderUid() const
{
    return d->senderUid;
}

void SignalInfo::setSenderUid(std::optional<quint32> uid)
{
    d->senderUid = uid;
}

std::optional<qintptr> SignalInfo::value() const
{
    return d->value;
}

void SignalInfo::setValue(std::optional<qintptr> value)
{
    d->value = value;
}

std::optional<int> SignalInfo::childStatus() const
{
    return d->childStatus;
}

void SignalInfo::setChildStatus(std::optional<int> status)
{
    d->childStatus = status;
}

int SignalInfo::count() const
{
    return d->count;
}

void SignalInfo::setCount(int count)
{
    d->count = count;
}

} // namespace QtInterprocess
