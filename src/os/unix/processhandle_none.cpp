// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/unix/process.h"

namespace QtInterprocess::os {

static Error unsupported(const QString &subject)
{
    return Error(Error::Unsupported, 0, QStringLiteral("watch the process"), subject);
}

Result<OwnedHandle> openProcess(pid_t process)
{
    return unsupported(QString::number(process));
}

Result<pid_t> processOf(int)
{
    return unsupported(QString());
}

bool askForExit(int, ProcessExit &)
{
    return false;
}

void forgetInheritedProcess(OwnedHandle &, ProcessMark) noexcept { }

} // namespace QtInterprocess::os
