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
    Asks the program to end, when somebody asks for that: Ctrl-C, \c kill, a supervisor, a closed terminal, a logoff. One object for
    every platform.

    \code
    int main(int argc, char **argv)
    {
        Termination termination; // from here on, also before there is an application
        QCoreApplication app(argc, argv);
        ...
        return termination.exitStatus(app.exec()); // ends at Ctrl-C, and everything is destroyed in good order
    }
    \endcode

    By default QCoreApplication::quit() follows requested(). A request that arrives before \c exec() is kept.

    \table
    \header \li reason()      \li Unix             \li Windows                             \li deadline()
    \row    \li Interrupt     \li SIGINT (Ctrl-C)  \li CTRL_C_EVENT, CTRL_BREAK_EVENT      \li none
    \row    \li Terminate     \li SIGTERM          \li WM_CLOSE, the Restart Manager       \li none here; who asked may have one
    \row    \li HangUp        \li SIGHUP           \li CTRL_CLOSE_EVENT                    \li Windows: 5 seconds
    \row    \li Quit          \li SIGQUIT (Ctrl-\\)\li                                     \li none
    \row    \li LogOff        \li                  \li WM_ENDSESSION, the user logs off    \li 5 seconds
    \row    \li Shutdown      \li                  \li WM_ENDSESSION otherwise             \li 5 seconds
    \endtable

    Windows may end the program as soon as its console handler or its window has answered an event with a deadline. So the answer waits,
    in another thread, until the program has ended or the deadline is over.

    What is ignored when this is made stays ignored: SIGHUP under \c nohup, SIGINT of a job in the background of a shell without job
    control.

    \section1 A second Ctrl-C
    ends the program at once, even if it is too busy to hear of the first: the signal does again what it did before. reset() takes a
    request back, so that the next Ctrl-C is a first one. secondInterruptEnds switches this off.

    \section1 Sessions of Windows
    Windows reports the end of a session to windows only. So Termination makes a hidden window in a thread of its own. The window stays
    until the process ends, and agrees to every end. QProcess::terminate() and \c taskkill send WM_CLOSE to all windows, so they reach
    console programs as well.

    Programs with windows receive these messages in their own windows, too, and QGuiApplication::commitDataRequest() reports the end of
    the session. Call setReasonHandled() to leave LogOff, Shutdown and Terminate to them. A service receives a shutdown through its
    control handler.

    Thread: the one that the object lives in. Does not block. Unix: a SignalWatcher, so all that is said there holds.
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
    enum class Reason : int { NotRequested, Interrupt, Terminate, HangUp, Quit, LogOff, Shutdown };
    Q_ENUM(Reason)

    explicit Termination(QObject *parent = nullptr);
    ~Termination() override;

    /*! Why the program is to end: the first request since the last reset(). */
    Reason reason() const noexcept;
    bool isRequested() const noexcept { return reason() != Reason::NotRequested; }

    /*!
        The status that a program which ends for this reason exits with by convention, so that a shell or a supervisor knows that
        it was told to: on Unix 128 + the number of the signal, 130 for Ctrl-C; on Windows \c STATUS_CONTROL_C_EXIT
        (0xC000013A). Returns \a otherwise if nothing is requested.
    */
    Q_INVOKABLE int exitStatus(int otherwise = 0) const noexcept;

    /*! When the system ends the program if it has not ended by itself; for ever if it does not. */
    QDeadlineTimer deadline() const noexcept;

    /*! Whether QCoreApplication::quit() follows requested(); \c true by default. */
    bool quitsApplication() const noexcept;
    void setQuitsApplication(bool on);
    QBindable<bool> bindableQuitsApplication();

    /*! \c true by default. */
    bool secondInterruptEnds() const noexcept;
    void setSecondInterruptEnds(bool on);
    QBindable<bool> bindableSecondInterruptEnds();

    /*!
        Whether a reason is one to end; all are by default. One that is not is left to others: a daemon that reads its configuration again at
        SIGHUP leaves \c HangUp to a SignalWatcher. Nobody's signal does what it did before.
    */
    Q_INVOKABLE bool isReasonHandled(Reason reason) const;
    Q_INVOKABLE void setReasonHandled(Reason reason, bool on);

    /*! Takes the request back: the user has chosen to stay, say. */
    void reset();

    /*! What cannot be watched, if anything: out of descriptors. */
    Error error() const;

Q_SIGNALS:
    /*! Once for each request. Afterwards the application quits, if it still has to: if reset() was not called. */
    void requested(QtInterprocess::Termination::Reason reason);
    void reasonChanged();

protected:
    bool event(QEvent *event) override;

private:
    Q_DISABLE_COPY_MOVE(Termination)

    std::unique_ptr<TerminationPrivate> m_d;
};

} // namespace QtInterprocess
