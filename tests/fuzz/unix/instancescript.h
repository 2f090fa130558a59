// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// Builds the steps of a peer of the instance protocol from the bytes of a fuzzer.

#pragma once

#include "fuzzing.h"
#include "local/framereader.h"
#include "testsupport/platform.h"
#include "testsupport/unix/rawunix.h"

#include <QtCore/qcoreapplication.h>
#include <QtCore/qlist.h>
#include <QtCore/qtemporarydir.h>

namespace Fuzzing {

// The descriptors that the library opens once and keeps: an epoll instance, a spare one and a
// doorbell. A leak in each run soon exceeds this number.
constexpr int KeptForReuse = 4;

// One step: a flag byte, a length, and that many bytes. Most steps are messages of the protocol.
struct Step
{
    enum Flag {
        Raw = 0x01, // without a length prefix
        Exaggerated = 0x02, // with a length prefix that is too large
        Split = 0x04, // each byte is a separate write
        Wait = 0x08, // waits for the other side first
        End = 0x10, // ends the connection afterwards
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

// Sends the step. Returns false if the other side accepts no more.
inline bool sendAll(int socket, const Step &step)
{
    bool sent = true;
    inPieces(step.bytes, step.has(Step::Split) ? 1 : std::max<qsizetype>(step.bytes.size(), 1),
             [&](const QByteArray &piece) {
                 sent = sent && ::send(socket, piece.constData(), size_t(piece.size()), MSG_NOSIGNAL) == piece.size();
             });
    return sent;
}

// The application, and a private folder for the names of instances.
class Surroundings
{
public:
    Surroundings() { TestSupport::usePrivateRuntimeDirectory(m_folder.path()); }

    // Runs all due events, including deferred deletions.
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
