// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/lingerlimits.h>

namespace QtInterprocess {

class LingerLimitsData : public QSharedData
{
public:
    int timeout = 30'000;
    int count = 256;
    qint64 bytes = 128 * 1024 * 1024;
};

LingerLimits::LingerLimits() : d(new LingerLimitsData) { }
LingerLimits::LingerLimits(const LingerLimits &other) = default;
LingerLimits::LingerLimits(LingerLimits &&other) noexcept = default;
LingerLimits &LingerLimits::operator=(const LingerLimits &other) = default;
LingerLimits &LingerLimits::operator=(LingerLimits &&other) noexcept = default;
LingerLimits::~LingerLimits() = default;

LingerLimits::LingerLimits(int timeout, int count, qint64 bytes) : LingerLimits()
{
    d->timeout = timeout;
    d->count = count;
    d->bytes = bytes;
}

int LingerLimits::timeout() const
{
    return d->timeout;
}

void LingerLimits::setTimeout(int msecs)
{
    d->timeout = msecs;
}

int LingerLimits::count() const
{
    return d->count;
}

void LingerLimits::setCount(int outputs)
{
    d->count = outputs;
}

qint64 LingerLimits::bytes() const
{
    return d->bytes;
}

void LingerLimits::setBytes(qint64 size)
{
    d->bytes = size;
}

class LingerStatusData : public QSharedData
{
public:
    int count = 0;
    qint64 bytes = 0;
    qint64 abandoned = 0;
};

LingerStatus::LingerStatus() : d(new LingerStatusData) { }
LingerStatus::LingerStatus(const LingerStatus &other) = default;
LingerStatus::LingerStatus(LingerStatus &&other) noexcept = default;
LingerStatus &LingerStatus::operator=(const LingerStatus &other) = default;
LingerStatus &LingerStatus::operator=(LingerStatus &&other) noexcept = default;
LingerStatus::~LingerStatus() = default;

LingerStatus::LingerStatus(int count, qint64 bytes, qint64 abandoned) : LingerStatus()
{
    d->count = count;
    d->bytes = bytes;
    d->abandoned = abandoned;
}

int LingerStatus::count() const
{
    return d->count;
}

qint64 LingerStatus::bytes() const
{
    return d->bytes;
}

qint64 LingerStatus::abandoned() const
{
    return d->abandoned;
}

} // namespace QtInterprocess
