// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>
#include <QtInterprocess/ownedhandle.h>

#include <QtCore/qiodevice.h>
#include <QtCore/qstringlist.h>

#include <memory>

QT_BEGIN_NAMESPACE
class QProcess;
QT_END_NAMESPACE

namespace QtInterprocess {

class ChildHandlesPrivate;

/*!
    Handles that one child process is to have, and no other one.

    \code
    // The parent:
    UnixSocket socket;
    ChildHandles handles;
    handles.add(socket.createPeer(), QStringLiteral("control"));
    handles.start(process);

    // The child:
    UnixSocket socket;
    socket.adopt(ChildHandles::take(QStringLiteral("control")));
    \endcode

    A child that knows nothing of this library gets the handle at a number that you tell it:

    \code
    PipeReader reader;
    ChildHandles handles;
    const qintptr number = handles.add(reader.createPipe());
    process.setArguments({ QStringLiteral("--report-to"), QString::number(number) });
    handles.start(process);
    \endcode

    The child takes its end over by the number: \c {PipeWriter::adopt(OwnedHandle(number))}, \c {os.fdopen(number)},
    \c {echo done >&3}.

    When start() returns, the copies of this process are closed, so that the end comes when the child closes its own. Children
    that are started meanwhile, by whomever, inherit none of them. Windows cannot promise that last one to programs that start
    processes without a list of handles in another thread at that very moment; QProcess is such a program, and so inherits
    everything that is inheritable then.

    \section1 Names
    start() tells the child the names in the environment variable \c QTINTERPROCESS_HANDLES. The first call of take() or names() in
    the child reads that variable and removes it, and ends the inheritance of these handles: grandchildren find neither. An entry is
    used only if the handle is one that this process has inherited, and the one that the parent has added:

    \table
    \header \li        \li checked                                                                \li so the child may be started
    \row \li Unix    \li inherited, number above 2, the same device and inode as in the parent       \li by a shell or wrapper in between
    \row \li Windows \li inheritable, no standard stream, this process was started by the parent     \li directly only
    \endtable

    Any other entry is an error of take(); its number is neither used nor closed. The value is
    \c {name=number,stamp;name=number,stamp}, so that children in other languages can read it.

    \section1 Platforms
    \table
    \header \li             \li Unix                                        \li Windows
    \row \li numbers 0 to 2 \li standard input, output, error               \li the same
    \row \li other numbers  \li descriptors, of your choice or the next free \li the handle's own value; a choice is refused
    \row \li how            \li between fork and exec                       \li \c PROC_THREAD_ATTRIBUTE_HANDLE_LIST
    \endtable

    Move-only; not thread-safe; owns its handles until start() or clear(). Does not block.

    System calls: \c fcntl(F_DUPFD_CLOEXEC), \c dup2; \c SetHandleInformation, \c UpdateProcThreadAttribute.
*/
class QTINTERPROCESS_EXPORT ChildHandles
{
public:
    /*! The next free number. */
    static constexpr int AnyNumber = -1;

    ChildHandles();
    ChildHandles(ChildHandles &&other) noexcept;
    ChildHandles &operator=(ChildHandles &&other) noexcept;
    ~ChildHandles();

    /*!
        Adds \a handle, and returns what it will be called in the child. Returns OwnedHandle::Invalid, sets error() and closes
        \a handle if that cannot be: it is invalid, the number is taken, or cannot be chosen here.
    */
    qintptr add(OwnedHandle handle, int number = AnyNumber);

    /*!
        The same, and the child finds \a handle by \a name in take(). A name has 1 to 255 of the characters A-Z, a-z, 0-9, \c -, \c _ and
        \c . (InvalidName), and each name is used once.
    */
    qintptr add(OwnedHandle handle, const QString &name);

    /*!
        Starts \a process, which is set up otherwise, with these handles, and closes those of this process, whether it could be
        started or not. A modifier that \a process has already is called first, and its environment is the one that was set. On Unix a child whose handles could not be put
        in their places ends with 127 before it has begun.
    */
    void start(QProcess &process, QIODevice::OpenMode mode = QIODevice::ReadWrite);

    /*!
        For programs that call \c fork() themselves: puts everything in its place, in the child and before \c exec(). Calls
        nothing but functions that are safe there. Returns 0, or the \c errno of what failed. Always fails on Windows.
    */
    int applyInChild() const noexcept;

    /*! What the child needs in the variable #EnvironmentVariable, for programs that do not call start(); empty if there are no names. */
    QByteArray environmentValue() const;

    static constexpr char EnvironmentVariable[] = "QTINTERPROCESS_HANDLES";

    /*!
        In the child: takes the handle that the parent has added as \a name. It is not inherited. Returns an invalid handle if that failed,
        and \a error returns the reason: NotFound if there is none of that name, or it is taken; InvalidOperation if the environment
        is malformed or that of another process.

        The first call of take() or names() changes the environment: make it before other threads read that. Thread-safe otherwise.
    */
    static OwnedHandle take(const QString &name, Error *error = nullptr);

    /*! In the child: the names that can be taken. */
    static QStringList names();

    /*! Closes all of them. */
    void clear();

    bool isEmpty() const noexcept;

    /*! Why the last add() failed. */
    Error error() const;

private:
    Q_DISABLE_COPY(ChildHandles)

    std::unique_ptr<ChildHandlesPrivate> m_d;
};

} // namespace QtInterprocess
