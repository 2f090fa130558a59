// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/singleinstance.h>

namespace QtInterprocess {

class SingleInstanceOptionsData : public QSharedData
{
public:
    SingleInstance::Scope scope = SingleInstance::Scope::User;
    int timeout = 5000;
    bool refusesWhenUndecided = false;
    Access access = Access::User;
};

SingleInstance::Options::Options() : d(new SingleInstanceOptionsData) { }
SingleInstance::Options::Options(const Options &other) = default;
SingleInstance::Options::Options(Options &&other) noexcept = default;
SingleInstance::Options &SingleInstance::Options::operator=(const Options &other) = default;
SingleInstance::Options &SingleInstance::Options::operator=(Options &&other) noexcept = default;
SingleInstance::Options::~Options() = default;

SingleInstance::Scope SingleInstance::Options::scope() const noexcept
{
    return d->scope;
}

void SingleInstance::Options::setScope(Scope scope)
{
    d->scope = scope;
}

int SingleInstance::Options::timeout() const noexcept
{
    return d->timeout;
}

void SingleInstance::Options::setTimeout(int msecs)
{
    d->timeout = msecs;
}

bool SingleInstance::Options::refusesWhenUndecided() const noexcept
{
    return d->refusesWhenUndecided;
}

void SingleInstance::Options::setRefusesWhenUndecided(bool on)
{
    d->refusesWhenUndecided = on;
}

Access SingleInstance::Options::access() const
{
    return d->access;
}

void SingleInstance::Options::setAccess(const Access &access)
{
    d->access = access;
}

} // namespace QtInterprocess
