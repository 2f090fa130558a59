// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "support/operations.h"

#include "support/errortext.h"

#include <QtCore/qcoreapplication.h>

namespace QtInterprocess {

// Lists every operation() of this library for lupdate; tests/lint/check-translations.py compares
// it with the sources. "%1" is the name of a signal.
static constexpr const char *Operations[] = {
    QT_TRANSLATE_NOOP("QtInterprocess", "accept a connection on"),
    QT_TRANSLATE_NOOP("QtInterprocess", "accept a message from"),
    QT_TRANSLATE_NOOP("QtInterprocess", "accept on"),
    QT_TRANSLATE_NOOP("QtInterprocess", "acquire a buffer of shared memory"),
    QT_TRANSLATE_NOOP("QtInterprocess", "add a consumer of shared memory"),
    QT_TRANSLATE_NOOP("QtInterprocess", "admit a peer"),
    QT_TRANSLATE_NOOP("QtInterprocess", "admit the peer of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "bind to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "call connectionFilter"),
    QT_TRANSLATE_NOOP("QtInterprocess", "claim"),
    QT_TRANSLATE_NOOP("QtInterprocess", "close"),
    QT_TRANSLATE_NOOP("QtInterprocess", "close the write channel of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "connect to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "copy shared memory"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create a peer for"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create a pipe"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create a socket"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create a socket pair"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create a timer"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create an event queue"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create pipes"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create shared memory"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create the folder"),
    QT_TRANSLATE_NOOP("QtInterprocess", "create the pipe"),
    QT_TRANSLATE_NOOP("QtInterprocess", "detach"),
    QT_TRANSLATE_NOOP("QtInterprocess", "disconnect"),
    QT_TRANSLATE_NOOP("QtInterprocess", "disconnect from"),
    QT_TRANSLATE_NOOP("QtInterprocess", "duplicate a descriptor"),
    QT_TRANSLATE_NOOP("QtInterprocess", "duplicate the handle"),
    QT_TRANSLATE_NOOP("QtInterprocess", "enable credentials on"),
    QT_TRANSLATE_NOOP("QtInterprocess", "end the process of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "find the primary of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "find the process"),
    QT_TRANSLATE_NOOP("QtInterprocess", "format a user ID"),
    QT_TRANSLATE_NOOP("QtInterprocess", "forward to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "grant access to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "impersonate the client of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "inspect"),
    QT_TRANSLATE_NOOP("QtInterprocess", "inspect a descriptor"),
    QT_TRANSLATE_NOOP("QtInterprocess", "inspect the handle"),
    QT_TRANSLATE_NOOP("QtInterprocess", "listen on"),
    QT_TRANSLATE_NOOP("QtInterprocess", "lock"),
    QT_TRANSLATE_NOOP("QtInterprocess", "look up the group"),
    QT_TRANSLATE_NOOP("QtInterprocess", "map shared memory"),
    QT_TRANSLATE_NOOP("QtInterprocess", "notify the supervisor at"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open /dev/null in place of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open NUL in place of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open the file"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open the folder"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open the process"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open the process of the peer of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open the token of a process"),
    QT_TRANSLATE_NOOP("QtInterprocess", "open the token of a thread"),
    QT_TRANSLATE_NOOP("QtInterprocess", "pass a handle to process"),
    QT_TRANSLATE_NOOP("QtInterprocess", "pass on"),
    QT_TRANSLATE_NOOP("QtInterprocess", "pass to a child"),
    QT_TRANSLATE_NOOP("QtInterprocess", "publish a frame"),
    QT_TRANSLATE_NOOP("QtInterprocess", "query the pipe"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read a line"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read a message from"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read from"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read the credentials of the peer of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read the groups of the peer of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read the owner"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read the security descriptor"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read the user of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read the user of a token"),
    QT_TRANSLATE_NOOP("QtInterprocess", "read whole messages from the pipe"),
    QT_TRANSLATE_NOOP("QtInterprocess", "receive a frame"),
    QT_TRANSLATE_NOOP("QtInterprocess", "receive a message"),
    QT_TRANSLATE_NOOP("QtInterprocess", "receive a value"),
    QT_TRANSLATE_NOOP("QtInterprocess", "receive handles from"),
    QT_TRANSLATE_NOOP("QtInterprocess", "receive the handles of a message from"),
    QT_TRANSLATE_NOOP("QtInterprocess", "remove"),
    QT_TRANSLATE_NOOP("QtInterprocess", "rename"),
    QT_TRANSLATE_NOOP("QtInterprocess", "reopen"),
    QT_TRANSLATE_NOOP("QtInterprocess", "reply to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "seal shared memory"),
    QT_TRANSLATE_NOOP("QtInterprocess", "send"),
    QT_TRANSLATE_NOOP("QtInterprocess", "send %1 to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "send %1 to the group"),
    QT_TRANSLATE_NOOP("QtInterprocess", "send a handle to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "send a message"),
    QT_TRANSLATE_NOOP("QtInterprocess", "send a message to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "send a signal to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "send handles to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set a property of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set a timer"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set connectionFilter"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set flags of a descriptor"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set the action of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set the capacity of the queue"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set the group of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set the name of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set the payload of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set the permissions of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set the permissions of a descriptor"),
    QT_TRANSLATE_NOOP("QtInterprocess", "set up a socket"),
    QT_TRANSLATE_NOOP("QtInterprocess", "start a thread"),
    QT_TRANSLATE_NOOP("QtInterprocess", "stop impersonating the client of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "take a connection from"),
    QT_TRANSLATE_NOOP("QtInterprocess", "take back a frame"),
    QT_TRANSLATE_NOOP("QtInterprocess", "take over"),
    QT_TRANSLATE_NOOP("QtInterprocess", "take the activated socket"),
    QT_TRANSLATE_NOOP("QtInterprocess", "take the handle of"),
    QT_TRANSLATE_NOOP("QtInterprocess", "take the handle of the parent"),
    QT_TRANSLATE_NOOP("QtInterprocess", "terminate"),
    QT_TRANSLATE_NOOP("QtInterprocess", "use the folder"),
    QT_TRANSLATE_NOOP("QtInterprocess", "use the handle"),
    QT_TRANSLATE_NOOP("QtInterprocess", "use the handles"),
    QT_TRANSLATE_NOOP("QtInterprocess", "wait for"),
    QT_TRANSLATE_NOOP("QtInterprocess", "wait for a connection"),
    QT_TRANSLATE_NOOP("QtInterprocess", "wait for a message"),
    QT_TRANSLATE_NOOP("QtInterprocess", "wait for connections to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "wait for events"),
    QT_TRANSLATE_NOOP("QtInterprocess", "wait for the output to be sent"),
    QT_TRANSLATE_NOOP("QtInterprocess", "wait for the process"),
    QT_TRANSLATE_NOOP("QtInterprocess", "watch"),
    QT_TRANSLATE_NOOP("QtInterprocess", "watch a descriptor"),
    QT_TRANSLATE_NOOP("QtInterprocess", "watch the console"),
    QT_TRANSLATE_NOOP("QtInterprocess", "watch the process"),
    QT_TRANSLATE_NOOP("QtInterprocess", "write to"),
    QT_TRANSLATE_NOOP("QtInterprocess", "write to the lock file"),
    QT_TRANSLATE_NOOP("QtInterprocess", "write to the target"),
};

// Returns the value in the place of %1; null if the pattern does not match.
static QString valueIn(const QString &operation, const QLatin1String &pattern)
{
    const qsizetype place = pattern.indexOf(QLatin1String("%1"));
    const QLatin1String before = pattern.left(place);
    const QLatin1String after = pattern.mid(place + 2);
    const qsizetype size = operation.size() - before.size() - after.size();
    return size > 0 && operation.startsWith(before) && operation.endsWith(after) ? operation.mid(before.size(), size)
                                                                                 : QString();
}

bool isOperation(const QString &operation, const char *row)
{
    const QLatin1String text(row);
    return operation == text || (text.contains(QLatin1String("%1")) && !valueIn(operation, text).isEmpty());
}

QString translatedOperation(const QString &operation)
{
    for (const char *known : Operations) {
        const QLatin1String text(known);
        if (operation == text)
            return ErrorText::translate(known);
        if (!text.contains(QLatin1String("%1")))
            continue;
        if (const QString value = valueIn(operation, text); !value.isEmpty())
            return ErrorText::tr(known).arg(value).translated();
    }
    return operation;
}

} // namespace QtInterprocess
