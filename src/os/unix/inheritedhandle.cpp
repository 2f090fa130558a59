// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "os/inheritedhandle.h"

#include "os/unix/errormap.h"
#include "os/unix/pipe.h"
#include "support/errortext.h"

#include <limits>

#include <sys/stat.h>
#include <unistd.h>

namespace QtInterprocess::os {

// Identifies a pipe or socket by device and inode, which do not change while it is open.
Result<QByteArray> stampOf(qintptr handle)
{
    struct stat file = {};
    if (::fstat(int(handle), &file) == -1)
        return lastError("inspect the handle");
    return QByteArray::number(quint64(file.st_dev)) + ':' + QByteArray::number(quint64(file.st_ino));
}

Error checkInherited(qintptr handle, const QByteArray &stamp)
{
    const auto refused = [](const ErrorText &why) {
        return Error(Error::InvalidOperation, 0, QString(), QString(), why);
    };
    if (handle <= STDERR_FILENO || handle > std::numeric_limits<int>::max())
        return refused(ErrorText::tr("the number is not that of a handle passed with a name"));
    if (isNotInherited(int(handle)))
        return refused(ErrorText::tr("this process did not inherit the handle"));
    const auto found = stampOf(handle);
    if (!found)
        return found.error();
    return *found == stamp ? Error() : refused(ErrorText::tr("the number refers to another file in this process"));
}

Error endInheritance(qintptr handle)
{
    return makeCloseOnExec(int(handle));
}

} // namespace QtInterprocess::os
