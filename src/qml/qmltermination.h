// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/termination.h>

#include <QtQml/qqmlregistration.h>

namespace QtInterprocess {

/*!
    \qmltype Termination
    Reports requests to end the program.

    A request comes from Ctrl-C, \c kill, a supervisor, a closed terminal or the end of the
    session. The application quits after requested(), so that all objects are destroyed in order.
    It does not quit if a handler calls reset() or if \c quitsApplication is \c false.

    \qml
    Termination {
        onRequested: console.log("saving")
    }
    \endqml

    The C++ class Termination describes what each platform does. A program with \c main() creates
    a C++ Termination there, before it loads anything.
*/
class QmlTermination : public QObject
{
    Q_OBJECT
    QML_NAMED_ELEMENT(Termination)

    /*! \qmlproperty enumeration Termination::reason
        The reason of the first request, or \c Termination.NotRequested if there is none. The
        reasons are \c Termination.Interrupt (Ctrl-C), \c Terminate, \c HangUp, \c Quit,
        \c LogOff and \c Shutdown. */
    Q_PROPERTY(Reason reason READ reason NOTIFY reasonChanged FINAL)

    /*! \qmlproperty bool Termination::requestPending
        Whether the program has been asked to end. */
    Q_PROPERTY(bool requestPending READ isRequestPending NOTIFY reasonChanged FINAL)

    /*! \qmlproperty bool Termination::quitsApplication
        Whether the application quits after requested(); \c true by default. */
    Q_PROPERTY(
        bool quitsApplication READ quitsApplication WRITE setQuitsApplication NOTIFY quitsApplicationChanged FINAL)

    /*! \qmlproperty bool Termination::secondInterruptEnds
        Whether a second Ctrl-C ends the program at once, even if it is busy; \c true by
        default. */
    Q_PROPERTY(bool secondInterruptEnds READ secondInterruptEnds WRITE setSecondInterruptEnds NOTIFY
                   secondInterruptEndsChanged FINAL)

public:
    enum Reason { NotRequested, Interrupt, Terminate, HangUp, Quit, LogOff, Shutdown };
    Q_ENUM(Reason)

    explicit QmlTermination(QObject *parent = nullptr);

    Reason reason() const { return Reason(m_termination.reason()); }
    bool isRequestPending() const { return m_termination.isRequested(); }
    bool quitsApplication() const { return m_termination.quitsApplication(); }
    void setQuitsApplication(bool on);
    bool secondInterruptEnds() const { return m_termination.secondInterruptEnds(); }
    void setSecondInterruptEnds(bool on);

    /*! \qmlmethod int Termination::exitStatus(int otherwise)
        Returns the exit status for the reason: 130 for Ctrl-C on Unix, for example. If no end
        is requested, returns \a otherwise, 0 by default. */
    Q_INVOKABLE int exitStatus(int otherwise = 0) const { return m_termination.exitStatus(otherwise); }

    /*! \qmlmethod bool Termination::isReasonHandled(enumeration reason)
        Returns whether a reason counts as a request to end; by default all do. */
    Q_INVOKABLE bool isReasonHandled(QtInterprocess::QmlTermination::Reason reason) const;

    /*! \qmlmethod Termination::setReasonHandled(enumeration reason, bool on)
        Sets whether a reason counts as a request to end. If the program reloads its files on
        SIGHUP, switch \c Termination.HangUp off and use a SignalWatcher. */
    Q_INVOKABLE void setReasonHandled(QtInterprocess::QmlTermination::Reason reason, bool on);

    /*! \qmlmethod Termination::reset()
        Withdraws the request, for example because the user chose to stay. */
    Q_INVOKABLE void reset() { m_termination.reset(); }

Q_SIGNALS:
    /*! \qmlsignal Termination::requested(enumeration reason)
        Emitted for each request. */
    void requested(QtInterprocess::QmlTermination::Reason reason);

    void reasonChanged();
    void quitsApplicationChanged();
    void secondInterruptEndsChanged();

private:
    Q_DISABLE_COPY_MOVE(QmlTermination)

    Termination m_termination;
};

} // namespace QtInterprocess
