// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/reasons.h"

#include "support/operations.h"

#include <QtCore/qcoreapplication.h>

#include <algorithm>
#include <iterator>

namespace QtInterprocess {

namespace {

// Says what happens to the system's own text.
enum class System {
    Omitted, // It adds nothing.
    Appended, // It follows in brackets: the code stands for several causes.
    Preferred, // It replaces the text, which serves errors without a native code.
};

struct Reason
{
    Error::Code code;
    const char *operation; // a row of operations.cpp; empty for every operation
    const char *prefix; // what the subject starts with; '@' starts an abstract name, which has no file
    System system;
    const char *text;
};

// Lists the reasons; the first row that fits counts. docs/errors.md explains them to users.
constexpr Reason Reasons[] = {
    { Error::NoError, "", "", System::Omitted, QT_TRANSLATE_NOOP("QtInterprocess", "no error") },

    { Error::NotFound, "connect to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no server has that name") },
    { Error::NotFound, "send a message to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no socket has that name") },
    { Error::NotFound, "write to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no socket has that name") },
    { Error::NotFound, "notify the supervisor at", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no supervisor receives there") },
    { Error::NotFound, "open", "", System::Omitted, QT_TRANSLATE_NOOP("QtInterprocess", "there is no such FIFO") },
    { Error::NotFound, "remove", "", System::Omitted, QT_TRANSLATE_NOOP("QtInterprocess", "there is no such file") },
    { Error::NotFound, "listen on", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "the folder does not exist; create it first") },
    { Error::NotFound, "bind to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "the folder does not exist; create it first") },
    { Error::NotFound, "create", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "the folder does not exist; create it first") },
    { Error::NotFound, "send %1 to the group", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no process group has that ID") },
    { Error::NotFound, "send %1 to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no process has that ID") },
    { Error::NotFound, "find the process", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no process has that ID") },
    { Error::NotFound, "watch the process", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no process has that ID") },
    { Error::NotFound, "", "", System::Preferred, QT_TRANSLATE_NOOP("QtInterprocess", "nothing has that name") },

    { Error::ConnectionRefused, "connect to", "@", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no server listens on that name") },
    { Error::ConnectionRefused, "connect to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess",
                        "no server listens there; a server that ended may have left the file behind") },
    { Error::ConnectionRefused, "send a message to", "@", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no socket receives on that name") },
    { Error::ConnectionRefused, "send a message to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess",
                        "no socket receives there; a program that ended may have left the file behind") },
    { Error::ConnectionRefused, "write to", "@", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no socket receives on that name") },
    { Error::ConnectionRefused, "write to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess",
                        "no socket receives there; a program that ended may have left the file behind") },
    { Error::ConnectionRefused, "notify the supervisor at", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "no supervisor receives there") },
    { Error::ConnectionRefused, "", "", System::Preferred,
      QT_TRANSLATE_NOOP("QtInterprocess", "no server listens there") },

    { Error::NameInUse, "listen on", "", System::Omitted, QT_TRANSLATE_NOOP("QtInterprocess", "the name is in use") },
    { Error::NameInUse, "bind to", "", System::Omitted, QT_TRANSLATE_NOOP("QtInterprocess", "the name is in use") },
    { Error::NameInUse, "create", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "a file with that name already exists") },
    { Error::NameInUse, "", "", System::Preferred, QT_TRANSLATE_NOOP("QtInterprocess", "the name is in use") },

    { Error::NameTooLong, "", "", System::Omitted, QT_TRANSLATE_NOOP("QtInterprocess", "the name is too long") },

    { Error::InvalidName, "connect to", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "the name is not that of such a server") },
    { Error::InvalidName, "listen on", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "the name cannot be that of a socket") },
    { Error::InvalidName, "bind to", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "the name cannot be that of a socket") },
    { Error::InvalidName, "", "", System::Appended, QT_TRANSLATE_NOOP("QtInterprocess", "not a valid name") },

    { Error::AccessDenied, "connect to", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not connect to the server") },
    { Error::AccessDenied, "send a message to", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not send to the socket") },
    { Error::AccessDenied, "listen on", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not create a server there") },
    { Error::AccessDenied, "bind to", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not create a socket there") },
    { Error::AccessDenied, "create", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not create a file there") },
    { Error::AccessDenied, "open", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not open the FIFO") },
    { Error::AccessDenied, "remove", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not remove the file") },
    { Error::AccessDenied, "send %1 to", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not send the signal to the process") },
    { Error::AccessDenied, "terminate", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not send the signal to the process") },
    { Error::AccessDenied, "find the process", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not access the process") },
    { Error::AccessDenied, "watch the process", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "this user may not access the process") },
    { Error::AccessDenied, "", "", System::Preferred, QT_TRANSLATE_NOOP("QtInterprocess", "access denied") },

    { Error::TimedOut, "", "", System::Omitted, QT_TRANSLATE_NOOP("QtInterprocess", "timed out") },
    { Error::PeerClosed, "", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "the peer closed the connection") },
    { Error::ResourceExhausted, "", "", System::Appended, QT_TRANSLATE_NOOP("QtInterprocess", "out of resources") },
    { Error::InvalidOperation, "", "", System::Preferred,
      QT_TRANSLATE_NOOP("QtInterprocess", "not possible in this state") },
    { Error::Unsupported, "", "", System::Appended,
      QT_TRANSLATE_NOOP("QtInterprocess", "not supported on this system") },
    { Error::MessageTooLarge, "", "", System::Omitted,
      QT_TRANSLATE_NOOP("QtInterprocess", "the message is too large") },
    { Error::PartialMessage, "", "", System::Preferred,
      QT_TRANSLATE_NOOP("QtInterprocess", "only a part of the message was transferred") },
    { Error::InvalidMessage, "", "", System::Preferred,
      QT_TRANSLATE_NOOP("QtInterprocess", "the message is malformed") },
    { Error::NameLost, "", "", System::Preferred,
      QT_TRANSLATE_NOOP("QtInterprocess", "the name was removed, or belongs to another process now") },
    { Error::OtherError, "", "", System::Preferred, QT_TRANSLATE_NOOP("QtInterprocess", "unknown error") },
};

// Texts of Windows end with a full stop.
QString systemText(int nativeCode)
{
    QString text = qt_error_string(nativeCode);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

} // namespace

ErrorText reasonOf(Error::Code code, int nativeCode, const QString &operation, const QString &subject)
{
    const auto *const row = std::find_if(std::begin(Reasons), std::end(Reasons), [&](const Reason &reason) {
        return reason.code == code && (*reason.operation == '\0' || isOperation(operation, reason.operation))
            && (*reason.prefix == '\0' || subject.startsWith(QLatin1String(reason.prefix)));
    });
    const Reason &reason = row != std::end(Reasons) ? *row : *std::prev(std::end(Reasons)); // of OtherError
    const ErrorText text = ErrorText::tr(reason.text);
    if (nativeCode == 0 || reason.system == System::Omitted)
        return text;
    const ErrorText system(systemText(nativeCode));
    return reason.system == System::Preferred ? system : ErrorText::tr("%1 (%2)").arg(text, system);
}

} // namespace QtInterprocess
