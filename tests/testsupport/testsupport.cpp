// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#include "testsupport/testsupport.h"

#include <QtCore/qabstracteventdispatcher.h>
#include <QtCore/qcoreapplication.h>
#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qdir.h>
#include <QtCore/qeventloop.h>
#include <QtCore/qmetaobject.h>
#include <QtCore/qrandom.h>
#include <QtCore/qtimer.h>

using QtInterprocess::Device;

namespace TestSupport {

QString uniqueName()
{
    static int counter = 0;
    return QStringLiteral("qtipc-test-%1-%2-%3")
        .arg(QCoreApplication::applicationPid())
        .arg(++counter)
        .arg(QRandomGenerator::system()->generate(), 8, 16, QLatin1Char('0'));
}

PrivateRuntimeDirectory::PrivateRuntimeDirectory()
{
    Q_ASSERT(m_dir.isValid());
    usePrivateRuntimeDirectory(m_dir.path());
}

QStringList PrivateRuntimeDirectory::names() const
{
    return QDir(m_dir.path()).entryList(QDir::AllEntries | QDir::System | QDir::Hidden | QDir::NoDotAndDotDot);
}

SignalLog::SignalLog(Device &device) : m_device(device)
{
    const auto log = [this](const char *name) { return [this, name] { add(QString::fromLatin1(name)); }; };
    QObject::connect(&device, &Device::stateChanged, &device, log("stateChanged"));
    QObject::connect(&device, &Device::connected, &device, log("connected"));
    QObject::connect(&device, &Device::readyRead, &device, log("readyRead"));
    QObject::connect(&device, &Device::bytesWritten, &device, log("bytesWritten"));
    QObject::connect(&device, &Device::readChannelFinished, &device, log("readChannelFinished"));
    QObject::connect(&device, &Device::errorOccurred, &device, log("errorOccurred"));
    QObject::connect(&device, &Device::disconnected, &device, log("disconnected"));
}

void SignalLog::add(const QString &name)
{
    const auto state = QMetaEnum::fromType<Device::State>().valueToKey(int(m_device.state()));
    const QString entry = QStringLiteral("%1[%2]").arg(name, QString::fromLatin1(state));
    if (m_entries.isEmpty() || m_entries.last() != entry)
        m_entries.append(entry);
    if (inSlot)
        inSlot(name); // may delete the device, and this log with it
}

QStringList SignalLog::names() const
{
    QStringList names;
    for (const QString &entry : m_entries) {
        const QString name = entry.section(QLatin1Char('['), 0, 0);
        if (name != QLatin1String("stateChanged") && (names.isEmpty() || names.last() != name))
            names.append(name);
    }
    return names;
}

int SignalLog::count(const QString &name) const
{
    int count = 0;
    for (const QString &entry : m_entries)
        count += entry.startsWith(name + QLatin1Char('['));
    return count;
}

static char patternAt(quint64 position)
{
    // The value differs from one position to the next, and from one 256-byte block to the next.
    return char(position * 31 + (position >> 8) * 7 + (position >> 20));
}

QByteArray pattern(qint64 size, quint64 offset)
{
    QByteArray data(qsizetype(size), Qt::Uninitialized);
    char *const out = data.data();
    for (qint64 i = 0; i < size; ++i)
        out[i] = patternAt(offset + quint64(i));
    return data;
}

qint64 firstDifference(const QByteArray &data, quint64 offset)
{
    for (qsizetype i = 0; i < data.size(); ++i) {
        if (data[i] != patternAt(offset + quint64(i)))
            return i;
    }
    return -1;
}

// Unlike QTest::qWaitFor(), this does not sleep 10 ms between two checks.
bool spinUntil(const std::function<bool()> &condition, int msecs)
{
    const QDeadlineTimer deadline(msecs);
    QTimer look; // for conditions that no event of this thread makes true
    look.start(5);
    while (!condition()) {
        if (deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    return true;
}

// Where all programs are built into one folder, as on Windows, the peer is in the folder of this
// program.
QString testPeerProgram()
{
    const QDir folder(QCoreApplication::applicationDirPath());
    const QString program = QStringLiteral("testpeer") + programSuffix();
    return folder.exists(program) ? folder.absoluteFilePath(program)
                                  : QDir::cleanPath(folder.absoluteFilePath(QStringLiteral("../") + program));
}

Peer::Peer(const QStringList &arguments, const QString &program)
{
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    process.waitForStarted();
}

Peer::~Peer()
{
    if (process.state() != QProcess::NotRunning) {
        process.kill();
        process.waitForFinished();
    }
}

bool Peer::waitForLine(const QByteArray &line, int msecs)
{
    const QDeadlineTimer deadline(msecs);
    for (;;) {
        output += process.readAllStandardOutput();
        if (output.startsWith(line + '\n') || output.contains('\n' + line + '\n'))
            return true;
        if (deadline.hasExpired() || process.state() == QProcess::NotRunning)
            return false;
        process.waitForReadyRead(int(deadline.remainingTime()));
    }
}

void Peer::kill9()
{
    process.kill();
    process.waitForFinished();
}

Worker::~Worker()
{
    quit();
    wait();
}

bool Worker::join(int msecs)
{
    return wait(QDeadlineTimer(msecs)) && m_done.load(std::memory_order_acquire);
}

void Worker::run()
{
    if (m_body)
        m_body();
    else
        exec();
    // Runs last in the thread: the library's handlers of the dispatcher's end were connected
    // before.
    connect(
        eventDispatcher(), &QObject::destroyed, this, [this] { m_done.store(true, std::memory_order_release); },
        Qt::DirectConnection);
}

} // namespace TestSupport
