// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/namedpipeoptions.h>

namespace QtInterprocess {

class NamedPipeOptionsData : public QSharedData
{
public:
    NamedPipeMode mode = NamedPipeMode::Bytes;
    NamedPipeDirection direction = NamedPipeDirection::Duplex;
    int maximumInstances = NamedPipeOptions::UnlimitedInstances;
    bool firstInstance = true;
    bool remoteClients = false;
    bool writeThrough = false;
    bool inheritable = false;
    int inputBufferSize = 64 * 1024;
    int outputBufferSize = 64 * 1024;
    int defaultWaitTimeout = NamedPipeOptions::SystemWaitTimeout;
};

NamedPipeOptions::NamedPipeOptions() : d(new NamedPipeOptionsData) { }
NamedPipeOptions::NamedPipeOptions(const NamedPipeOptions &other) = default;
NamedPipeOptions::NamedPipeOptions(NamedPipeOptions &&other) noexcept = default;
NamedPipeOptions &NamedPipeOptions::operator=(const NamedPipeOptions &other) = default;
NamedPipeOptions &NamedPipeOptions::operator=(NamedPipeOptions &&other) noexcept = default;
NamedPipeOptions::~NamedPipeOptions() = default;

NamedPipeMode NamedPipeOptions::mode() const
{
    return d->mode;
}

void NamedPipeOptions::setMode(NamedPipeMode mode)
{
    d->mode = mode;
}

NamedPipeDirection NamedPipeOptions::direction() const
{
    return d->direction;
}

void NamedPipeOptions::setDirection(NamedPipeDirection direction)
{
    d->direction = direction;
}

int NamedPipeOptions::maximumInstances() const
{
    return d->maximumInstances;
}

void NamedPipeOptions::setMaximumInstances(int count)
{
    d->maximumInstances = count;
}

bool NamedPipeOptions::firstInstance() const
{
    return d->firstInstance;
}

void NamedPipeOptions::setFirstInstance(bool on)
{
    d->firstInstance = on;
}

bool NamedPipeOptions::remoteClients() const
{
    return d->remoteClients;
}

void NamedPipeOptions::setRemoteClients(bool on)
{
    d->remoteClients = on;
}

bool NamedPipeOptions::writeThrough() const
{
    return d->writeThrough;
}

void NamedPipeOptions::setWriteThrough(bool on)
{
    d->writeThrough = on;
}

bool NamedPipeOptions::inheritable() const
{
    return d->inheritable;
}

void NamedPipeOptions::setInheritable(bool on)
{
    d->inheritable = on;
}

int NamedPipeOptions::inputBufferSize() const
{
    return d->inputBufferSize;
}

void NamedPipeOptions::setInputBufferSize(int bytes)
{
    d->inputBufferSize = bytes;
}

int NamedPipeOptions::outputBufferSize() const
{
    return d->outputBufferSize;
}

void NamedPipeOptions::setOutputBufferSize(int bytes)
{
    d->outputBufferSize = bytes;
}

int NamedPipeOptions::defaultWaitTimeout() const
{
    return d->defaultWaitTimeout;
}

void NamedPipeOptions::setDefaultWaitTimeout(int msecs)
{
    d->defaultWaitTimeout = msecs;
}

} // namespace QtInterprocess
