// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/pipe.h>

namespace QtInterprocess {

class PipeOptionsData : public QSharedData
{
public:
    int capacity = 0;
};

PipeOptions::PipeOptions() : d(new PipeOptionsData) { }
PipeOptions::PipeOptions(const PipeOptions &other) = default;
PipeOptions::PipeOptions(PipeOptions &&other) noexcept = default;
PipeOptions &PipeOptions::operator=(const PipeOptions &other) = default;
PipeOptions &PipeOptions::operator=(PipeOptions &&other) noexcept = default;
PipeOptions::~PipeOptions() = default;

int PipeOptions::capacity() const
{
    return d->capacity;
}

void PipeOptions::setCapacity(int bytes)
{
    d->capacity = bytes;
}

} // namespace QtInterprocess
