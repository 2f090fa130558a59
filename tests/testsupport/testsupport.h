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

// A generic local name that no other test and no other run has.
QString uniqueName();

// A temporary folder that has, where names are files, the generic names of this process and of its children.
class PrivateRuntimeDirectory
{
public:
    PrivateRuntimeDirectory();
    QString path() const { return m_dir.path(); }
    // What servers have made there and not taken away again.
    QStringList names() const;

private:
    QTemporaryDir m_dir;
};

/*
    What a device told, in order, with the state and the bytes seen from inside each slot:
    "connected[Connected]", "readyRead[Connected]", "readChannelFinished[Closed]", "errorOccurred[Closed]" ...
    Equal entries in a row are written once.
*/
class SignalLog
{
public:
    explicit SignalLog(QtInterprocess::Device &device);

    const QStringList &entries() const { return m_entries; }
    // The entries without states, and without stateChanged.
    QStringList names() const;
    int count(const QString &name) const;
    void clear() { m_entries.clear(); }
    // Called in every slot after the entry was made, with the name of the signal.
    std::function<void(const QString &)> inSlot;

private:
    void add(const QString &name);

    QtInterprocess::Device &m_device;
    QStringList m_entries;
};

// Fills size bytes that tell their own position, so that a lost, doubled or swapped piece is noticed.
QByteArray pattern(qint64 size, quint64 offset = 0);
// The first position at which data differs from the pattern, or -1.
qint64 firstDifference(const QByteArray &data, quint64 offset = 0);

// Runs the event loop until condition holds; false after the timeout.
bool spinUntil(const std::function<bool()> &condition, int msecs = 20000);

QString testPeerProgram();

// A process that says READY (or another line) on its standard output; killed at the end.
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
    QByteArray output; // all that it has said so far
};

// Runs body, or else an event loop, in a thread. Its end, after that of its event dispatcher, is told by an atomic of
// ours: ThreadSanitizer does not see QThread::wait() order anything after a thread that had ended before.
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
