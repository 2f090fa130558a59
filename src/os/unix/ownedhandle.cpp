// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include <QtInterprocess/ownedhandle.h>

#include "os/unix/closing.h"
#include "os/unix/pipe.h"
#include "support/errortext.h"

#include <utility>

namespace QtInterprocess {

void OwnedHandle::reset() noexcept
{
    if (isValid())
        os::closeHandle(std::move(*this));
}

OwnedHandle OwnedHandle::duplicate(Error *error) const
{
    auto copy = os::duplicate(int(m_native));
    if (error)
        *error = copy.error();
    if (!copy)
        return {};
    if (os::HandleClosing::of(*this) == os::HandleClosing::Elsewhere)
        os::HandleClosing::set(*copy, os::HandleClosing::Elsewhere);
    return std::move(*copy);
}

OwnedHandle::Native OwnedHandle::duplicateInto(qint64 processId, Error *error) const
{
    if (error)
        *error = Error(Error::Unsupported, 0, QStringLiteral("pass a handle to process"), QString::number(processId),
                       ErrorText::tr("this exists on Windows only; send the handle over a Unix domain socket"));
    return Invalid;
}

} // namespace QtInterprocess
