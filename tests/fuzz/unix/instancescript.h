// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// What a peer of the instance protocol does, made of the bytes of a fuzzer.

#pragma once

#include "fuzzing.h"
#include "local/framereader.h"
#include "testsupport/platform.h"
#include "testsupport/unix/rawunix.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qlist.h>
#include <QtCore/qtemporarydir.h>

namespace Fuzzing {

// Descriptors that the library opens when it first needs them, and keeps: an epoll instance, a spare one, a doorbell. A leak of one in each
// run is more than these soon.
constexpr int KeptForReuse = 4;

// One step: a flag byte, a length, and that many bytes. Most steps are messages as the protocol has them.
struct Step
{
    enum Flag {
        Raw = 0x01, // no length goes before the bytes
        Exaggerated = 0x02, // the length that goes before them is too large
        Split = 0x04, // each byte is a write of its own
        Wait = 0x08, // for the other side, before
        End = 0x10, // the connection is over then
    };

    int flags = 0;
    QByteArray bytes;

    bool has(Flag flag) const { return (flags & flag) != 0; }
};

inline QList<Step> stepsOf(Input &input)
{
    QList<Step> steps;
    while (!input.isAtEnd()) {
        Step step;
        step.flags = input.byte();
        step.bytes = input.bytes(input.bytePair());
        if (!step.has(Step::Raw))
            step.bytes.prepend(
                QtInterprocess::Frame::header(step.bytes.size() + (step.has(Step::Exaggerated) ? 9 : 0)));
        steps += step;
    }
    return steps;
}

// False if the other side takes no more.
inline bool sendAll(int socket, const Step &step)
{
    bool sent = true;
    inPieces(step.bytes, step.has(Step::Split) ? 1 : std::max<qsizetype>(step.bytes.size(), 1),
             [&](const QByteArray &piece) {
                 sent = sent && ::send(socket, piece.constData(), size_t(piece.size()), MSG_NOSIGNAL) == piece.size();
             });
    return sent;
}

// The application, and a folder of its own for the names of instances.
class Surroundings
{
public:
    Surroundings() { TestSupport::usePrivateRuntimeDirectory(m_folder.path()); }

    // Everything that is due in the event loop, deleted objects with it.
    static void turn()
    {
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }

private:
    int m_count = 1;
    char m_name[5] = "fuzz";
    char *m_arguments[2] = { m_name, nullptr };
    QTemporaryDir m_folder;
    QCoreApplication m_application { m_count, m_arguments };
};

} // namespace Fuzzing
