// SPDX-FileCopyrightText: 2026 The QtInterprocess authors
// SPDX-License-Identifier: MIT OR Apache-2.0

#pragma once

#include <QtInterprocess/instancerequest.h>

#include <QtCore/qnamespace.h>

namespace QtInterprocess {

namespace Private {

/*!
    \internal
    Passes the token of a launch to the platform plugin of Qt, for the next activation.

    The token applies while this object exists.
*/
class QTINTERPROCESS_EXPORT ActivationScope
{
public:
    /*! \internal Makes \a token the one that the platform plugin reads. */
    explicit ActivationScope(const QString &token);

    /*! \internal Restores the earlier token. */
    ~ActivationScope();

    /*! \internal Activates \a windowId where the platform plugin does not read the token. */
    void activate(quintptr windowId) const;

private:
    Q_DISABLE_COPY_MOVE(ActivationScope)

    const QByteArray m_token;
    const QByteArray m_earlier;
};

} // namespace Private

/*!
    Brings \a window of a primary to the front for \a request, and gives it the focus.

    The window is shown, restored if it is minimized, and raised. Call this function in a slot of
    SingleInstance::requestReceived(), because a token is valid for only a few seconds.

    \code
    void MainWindow::serve(const InstanceRequest &request) // a slot of requestReceived()
    {
        open(request.arguments());
        activateWindow(windowHandle(), request); // of a QWidget; a QQuickWindow is a QWindow
    }
    \endcode

    A window system gives the focus only after a user action. Here the action happened in another
    process, which has to pass it on:

    \table
    \header \li platform \li how the window gets the focus
    \row \li Wayland \li by the token of InstanceRequest::activationToken() and \c xdg-activation
    \row \li X11 \li by the time in that token and \c _NET_ACTIVE_WINDOW
    \row \li Windows
        \li the secondary gives permission (\c AllowSetForegroundWindow) before it forwards
    \row \li others \li no permission is needed
    \endtable

    A launcher passes the token to the program that it starts; a shell in a terminal has none.
    Without a token the desktop may only mark the window in its list of windows.

    \c Window is QWindow or a subclass. Include its header yourself: the library does not link Qt
    Gui. If \a window is null, nothing happens.

    Call it in the thread of the window. Only on X11 it blocks briefly, to ask for the position of
    the window.

    \sa SingleInstance
*/
template <typename Window>
void activateWindow(Window *window, const InstanceRequest &request)
{
    if (!window)
        return;
    const Private::ActivationScope scope(request.activationToken());
    window->setWindowStates(window->windowStates() & ~Qt::WindowMinimized);
    window->setVisible(true);
    window->raise();
    window->requestActivate();
    scope.activate(quintptr(window->winId()));
}

} // namespace QtInterprocess
