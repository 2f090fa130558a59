// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

// A large block of bytes for a child process, without a copy. The program starts itself as the
// child.

#include <QtInterprocess/ChildHandles>
#include <QtInterprocess/SharedMemory>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>

#include <algorithm>
#include <cstdio>

using namespace QtInterprocess;

static int produce()
{
    QProcess child;
    child.setProgram(QCoreApplication::applicationFilePath());
    child.setProcessChannelMode(QProcess::ForwardedChannels);
    ChildHandles handles;
    //! [producer]
    Error error;
    SharedMemory frame = SharedMemory::create(1024 * 1024, &error);
    if (frame.isNull())
        qFatal("%s", qPrintable(error.message()));
    std::fill_n(frame.data(), frame.size(), 'x');
    frame.seal(); // nobody can change it any more
    handles.add(frame.handle(), QStringLiteral("frame"));
    handles.start(child);
    //! [producer]
    child.waitForFinished();
    return child.exitCode();
}

static int consume()
{
    //! [consumer]
    constexpr qint64 MaximumSize = 64 * 1024 * 1024;
    Error error;
    const OwnedHandle handle = ChildHandles::take(QStringLiteral("frame"));
    SharedMemory frame = SharedMemory::map(handle.duplicate(), SharedMemory::Mode::ReadOnly, &error);
    if (frame.isNull()) // its sender could shrink it
        frame = SharedMemory::copy(handle.duplicate(), MaximumSize, &error);
    if (frame.isNull())
        qFatal("%s", qPrintable(error.message()));
    const QByteArray bytes = frame.toByteArray(); // no copy
    //! [consumer]
    std::printf("%lld bytes, %lld of them x\n", qlonglong(bytes.size()), qlonglong(bytes.count('x')));
    return 0;
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    return ChildHandles::names().isEmpty() ? produce() : consume();
}
