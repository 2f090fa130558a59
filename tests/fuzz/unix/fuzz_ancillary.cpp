// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Reads any bytes as the control data of a message.
//
// No byte outside of the data is read, and every descriptor is returned or closed once. The first
// byte is the limit of handles.

#include "fuzzing.h"
#include "os/unix/ancillary.h"

#include <algorithm>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

using namespace QtInterprocess;
using Fuzzing::require;
using Descriptors = os::ControlContent::Descriptors;

namespace {

bool isOpen(int fd)
{
    return ::fcntl(fd, F_GETFD) != -1;
}

// Returns true when the descriptor is closed. Another thread closes unwanted ones.
bool isClosedSoon(int fd)
{
    for (int i = 0; i < 100'000 && isOpen(fd); ++i)
        ::usleep(100);
    return !isOpen(fd);
}

// The numbers in the data are arbitrary and may be descriptors of this process. The function
// replaces them by new ones.
Descriptors withOwnDescriptors(Descriptors &numbers)
{
    static constexpr qsizetype Enough = 64;
    numbers.resize(std::min(numbers.size(), Enough));
    for (int &number : numbers) {
        number = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
        require(number >= 0);
    }
    return numbers;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const int limit = data[0];
    --size;
    // A block of exactly that size, so that a sanitizer finds a read beyond it.
    const std::unique_ptr<char[]> control(new char[size]);
    std::memcpy(control.get(), data + 1, size);
    os::ControlContent content = os::readControl(control.get(), size);
    require(size_t(content.descriptors.size() + content.unwanted.size()) * sizeof(int) <= size);
    for (const int fd : content.descriptors)
        require(fd >= 0);

    const Descriptors descriptors = withOwnDescriptors(content.descriptors);
    const Descriptors unwanted = withOwnDescriptors(content.unwanted);
    const bool damaged = content.damaged;
    {
        os::Ancillary ancillary;
        os::takeAncillary(content, limit, ancillary);
        const size_t kept = std::min(size_t(descriptors.size()), size_t(limit));
        require(size_t(ancillary.handles.size()) == kept);
        require(ancillary.truncated == (damaged || size_t(descriptors.size()) > kept));
        for (size_t i = 0; i < size_t(descriptors.size()); ++i) {
            const int descriptor = descriptors[qsizetype(i)];
            require(i < kept ? isOpen(descriptor) : isClosedSoon(descriptor));
            require(i >= kept || int(ancillary.handles[qsizetype(i)].get()) == descriptor);
        }
        require(std::none_of(unwanted.begin(), unwanted.end(), isOpen));
    }
    require(std::all_of(descriptors.begin(), descriptors.end(), isClosedSoon));
    return 0;
}
