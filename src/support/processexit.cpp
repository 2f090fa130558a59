// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/processexit.h>

namespace QtInterprocess {

class ProcessExitData : public QSharedData
{
public:
    qint64 processId = 0;
    std::optional<int> exitCode;
    std::optional<int> signalNumber;
};

ProcessExit::ProcessExit() : d(new ProcessExitData) { }
ProcessExit::ProcessExit(const ProcessExit &other) = default;
ProcessExit::ProcessExit(ProcessExit &&other) noexcept = default;
ProcessExit &ProcessExit::operator=(const ProcessExit &other) = default;
ProcessExit &ProcessExit::operator=(ProcessExit &&other) noexcept = default;
ProcessExit::~ProcessExit() = default;

qint64 ProcessExit::processId() const
{
    return d->processId;
}

void ProcessExit::setProcessId(qint64 id)
{
    d->processId = id;
}

std::optional<int> ProcessExit::exitCode() const
{
    return d->exitCode;
}

void ProcessExit::setExitCode(std::optional<int> code)
{
    d->exitCode = code;
}

std::optional<int> ProcessExit::signalNumber() const
{
    return d->signalNumber;
}

void ProcessExit::setSignalNumber(std::optional<int> number)
{
    d->signalNumber = number;
}

} // namespace QtInterprocess
