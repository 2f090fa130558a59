// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include "testsupport/platform.h"

#include <QtInterprocess/device.h>

#include <QtCore/qprocess.h>
#include <QtCore/qstringlist.h>
#include <QtCore/qtemporarydir.h>
#include <QtCore/qthread.h>
#include <QtTest/qtest.h>

#include <atomic>
#include <functional>

namespace TestSupport {

// Returns a generic local name that no other test and no other run uses.
QString uniqueName();

// A temporary folder for the generic names of this process and its children, on platforms where
// names are files.
class PrivateRuntimeDirectory
{
public:
    PrivateRuntimeDirectory();
    QString path() const { return m_dir.path(); }
    // Returns the files that servers have made there and not removed.
    QStringList names() const;

private:
    QTemporaryDir m_dir;
};

/*
    Records the signals of a device in order, with the state that each slot sees:
    "connected[Connected]", "readyRead[Connected]", "readChannelFinished[Closed]".
    Equal entries in a row are recorded once.
*/
class SignalLog
{
public:
    explicit SignalLog(QtInterprocess::Device &device);

    const QStringList &entries() const { return m_entries; }
    // Returns the entries without states, and without stateChanged.
    QStringList names() const;
    int count(const QString &name) const;
    void clear() { m_entries.clear(); }
    // Called with the name of the signal in every slot, after the entry is recorded.
    std::function<void(const QString &)> inSlot;

private:
    void add(const QString &name);

    QtInterprocess::Device &m_device;
    QStringList m_entries;
};

// Returns size bytes that encode their position, so that a lost, doubled or swapped piece is
// found.
QByteArray pattern(qint64 size, quint64 offset = 0);
// Returns the first position at which data differs from the pattern, or -1.
qint64 firstDifference(const QByteArray &data, quint64 offset = 0);

// Runs the event loop until condition holds; returns false after the timeout.
bool spinUntil(const std::function<bool()> &condition, int msecs = 20000);

QString testPeerProgram();

// A child process that writes READY or another line to its standard output. The destructor kills
// it.
class Peer
{
public:
    explicit Peer(const QStringList &arguments, const QString &program = testPeerProgram());
    ~Peer();

    bool waitForLine(const QByteArray &line, int msecs = 20000);
    bool waitForFinished(int msecs = 20000) { return process.waitForFinished(msecs); }
    qint64 processId() const { return process.processId(); }
    void kill9();

    QProcess process;
    QByteArray output; // all output so far
};

// Runs body in a thread; without a body, an event loop. An atomic variable marks the end of the
// thread, after that of its event dispatcher. ThreadSanitizer does not see that QThread::wait()
// orders anything after a thread that ended before.
class Worker : public QThread
{
public:
    explicit Worker(std::function<void()> body = {}) : m_body(std::move(body)) { }
    ~Worker() override;

    bool join(int msecs = 20000);

protected:
    void run() override;

private:
    const std::function<void()> m_body;
    std::atomic<bool> m_done { false };
};

} // namespace TestSupport
