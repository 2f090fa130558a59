// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/error.h>

#include <QtCore/qdeadlinetimer.h>
#include <QtCore/qobject.h>
#include <QtCore/qproperty.h>

#include <memory>

namespace QtInterprocess {

class TerminationPrivate;

/*!
    Ends the program in good order at Ctrl-C, \c kill, a supervisor's request, a closed terminal
    or a logoff.

    One object works on every platform. By default QCoreApplication::quit() follows requested(). A
    request that arrives before \c exec() is kept.

    \code
    int main(int argc, char **argv)
    {
        Termination termination; // works before there is an application
        QCoreApplication app(argc, argv);
        ...
        return termination.exitStatus(app.exec()); // ends at Ctrl-C, and destroys all objects
    }
    \endcode

    \section1 Reasons
    \table
    \header \li reason()  \li Unix              \li Windows                         \li deadline()
    \row    \li Interrupt \li SIGINT (Ctrl-C)   \li CTRL_C_EVENT, CTRL_BREAK_EVENT  \li none
    \row    \li Terminate \li SIGTERM           \li WM_CLOSE, Restart Manager       \li none (1)
    \row    \li HangUp    \li SIGHUP            \li CTRL_CLOSE_EVENT                \li Windows: 5 s
    \row    \li Quit      \li SIGQUIT (Ctrl-\\) \li                                 \li none
    \row    \li LogOff    \li                   \li WM_ENDSESSION, user logs off    \li 5 s
    \row    \li Shutdown  \li                   \li WM_ENDSESSION otherwise         \li 5 s
    \endtable

    (1) The program that sent the request may have a deadline of its own.

    Windows may end the program as soon as its console handler or window has answered an event
    with a deadline. So the answer waits in another thread until the program has ended or the
    deadline is over.

    Signals that are ignored when the object is created stay ignored. Examples are SIGHUP under
    \c nohup, and SIGINT of a background job in a shell without job control.

    \section1 A second Ctrl-C
    A second Ctrl-C ends the program at once, even if the program is too busy to handle the first.
    The signal has its previous action again. reset() cancels a request, so that the next Ctrl-C
    counts as the first. Call setSecondInterruptEnds() to switch this off.

    \section1 Sessions of Windows
    Windows reports the end of a session to windows only. So Termination creates a hidden window
    in a thread of its own. The window stays until the process ends, and agrees to every end of
    session. QProcess::terminate() and \c taskkill send WM_CLOSE to all windows, so they reach
    console programs as well.

    Programs with windows also receive these messages in their own windows, and
    QGuiApplication::commitDataRequest() reports the end of the session. Call setReasonHandled()
    to leave LogOff, Shutdown and Terminate to them. A service receives a shutdown through its
    control handler.

    \section1 Threads
    Signals are emitted in the thread of the object. No function blocks. On Unix the class uses a
    SignalWatcher, whose rules apply.
*/
class QTINTERPROCESS_EXPORT Termination : public QObject
{
    Q_OBJECT
    Q_PROPERTY(Reason reason READ reason NOTIFY reasonChanged)
    Q_PROPERTY(bool isRequested READ isRequested NOTIFY reasonChanged)
    Q_PROPERTY(bool quitsApplication READ quitsApplication WRITE setQuitsApplication BINDABLE bindableQuitsApplication)
    Q_PROPERTY(bool secondInterruptEnds READ secondInterruptEnds WRITE setSecondInterruptEnds BINDABLE
                   bindableSecondInterruptEnds)

public:
    /*!
        Why the program is asked to end. The class description lists the events of each platform.
    */
    enum class Reason : int {
        NotRequested, //!< There is no request.
        Interrupt, //!< Ctrl-C or Ctrl-Break.
        Terminate, //!< Another program or a supervisor asks.
        HangUp, //!< The terminal or console was closed.
        Quit, //!< Ctrl-\\ (Unix).
        LogOff, //!< The user logs off (Windows).
        Shutdown //!< The system shuts down (Windows).
    };
    Q_ENUM(Reason)

    /*!
        Constructs the object with \a parent, and starts to handle requests. If that fails,
        error() says why.
    */
    explicit Termination(QObject *parent = nullptr);

    /*! Stops handling requests. */
    ~Termination() override;

    /*! Returns why the program is asked to end: the first request since the last reset(). */
    Reason reason() const noexcept;
    /*! Returns whether there is a request. */
    bool isRequested() const noexcept { return reason() != Reason::NotRequested; }

    /*!
        Returns the conventional exit status for the request, or \a otherwise if there is none.

        The status tells a shell or a supervisor that the program was asked to end. On Unix it is
        128 + the number of the signal, so 130 for Ctrl-C. On Windows it is
        \c STATUS_CONTROL_C_EXIT (0xC000013A).
    */
    Q_INVOKABLE int exitStatus(int otherwise = 0) const noexcept;

    /*!
        Returns when the system ends a program that is still running; forever if it does not end
        it.
    */
    QDeadlineTimer deadline() const noexcept;

    /*! Returns whether QCoreApplication::quit() follows requested(). The default is \c true. */
    bool quitsApplication() const noexcept;
    /*! Sets quitsApplication() to \a on. */
    void setQuitsApplication(bool on);
    /*! Returns the bindable interface of quitsApplication. */
    QBindable<bool> bindableQuitsApplication();

    /*! Returns whether a second Ctrl-C ends the program at once. The default is \c true. */
    bool secondInterruptEnds() const noexcept;
    /*! Sets secondInterruptEnds() to \a on. */
    void setSecondInterruptEnds(bool on);
    /*! Returns the bindable interface of secondInterruptEnds. */
    QBindable<bool> bindableSecondInterruptEnds();

    /*! Returns whether \a reason is handled as a request to end. By default all reasons are. */
    Q_INVOKABLE bool isReasonHandled(Reason reason) const;

    /*!
        Turns the handling of \a reason as a request to end \a on or off.

        A daemon that reloads its configuration at SIGHUP leaves \c HangUp to a SignalWatcher. A
        signal that no watcher handles keeps its previous action.
    */
    Q_INVOKABLE void setReasonHandled(Reason reason, bool on);

    /*! Cancels the request, for example because the user has chosen to stay. */
    void reset();

    /*!
        Returns why a request cannot be watched, for example because no descriptor is left; no
        error if all can.
    */
    Error error() const;

Q_SIGNALS:
    /*!
        Emitted once for each request, with its \a reason. The application quits afterwards,
        unless a slot called reset().
    */
    void requested(QtInterprocess::Termination::Reason reason);

    /*! Emitted when reason() changes. */
    void reasonChanged();

protected:
    /*! Handles \a event as QObject::event() does, and follows moveToThread(). */
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(Termination)

    std::unique_ptr<TerminationPrivate> m_d;
};

} // namespace QtInterprocess
